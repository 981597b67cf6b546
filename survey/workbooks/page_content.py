"""What the page of the workbook shows: what an upload would change, in words, and the choices that wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.questionnaire import Question, Questionnaire
from survey.answering.page_content import CollisionWords, say_answer, say_moment, show_collision
from survey.responses.saving import list_waiting
from survey.rounds.issued import applying_questionnaire
from survey.storage.tables import Response
from survey.workbooks.differences import Difference


@dataclass(frozen=True)
class FindingWords:
    """One question of an upload, in words; `domain` is where the form asks it, none where it does not."""

    question: Question
    number: str
    domain: str | None
    base: str
    stands: str
    stands_by: str
    stands_at: str
    sheet: str
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MissingQuestion:
    """A question that a workbook does not hold."""

    question: Question
    number: str
    domain: str | None


@dataclass(frozen=True)
class ConflictChoice:
    """Two answers of which a person has to choose one."""

    question: Question
    number: str
    domain: str
    collision: CollisionWords


def describe_findings(response: Response, findings: Iterable[Difference]) -> dict[str, list[FindingWords]]:
    """The questions of an upload by what becomes of them, in the order of the questionnaire."""
    questionnaire = applying_questionnaire(response)
    described: dict[str, list[FindingWords]] = {}
    for finding in findings:
        described.setdefault(finding.outcome, []).append(_describe(questionnaire, finding))
    return described


def _describe(questionnaire: Questionnaire, finding: Difference) -> FindingWords:
    question = finding.question
    number, domain = _find_place(questionnaire, question.id)
    return FindingWords(
        question=question,
        number=number,
        domain=domain,
        base=say_answer(question, finding.base.answer),
        stands=say_answer(question, finding.stands.answer),
        stands_by=finding.stands.saved_by,
        stands_at=say_moment(finding.stands.saved_at),
        sheet=say_answer(question, finding.answer),
        faults=tuple((f"{cell.sheet} {cell.place}", words) for cell, words in finding.given.faults.items()),
    )


def list_missing(response: Response, missing: Iterable[Question]) -> list[MissingQuestion]:
    questionnaire = applying_questionnaire(response)
    return [MissingQuestion(one, *_find_place(questionnaire, one.id)) for one in missing]


def list_choices(session: Session, response: Response) -> list[ConflictChoice]:
    """All answers of the response that wait beside another, however they came in."""
    questionnaire = applying_questionnaire(response)
    choices = []
    for id, collisions in list_waiting(session, response).items():
        number, domain = _find_place(questionnaire, id)
        if domain is not None:
            question = questionnaire.by_id[id]
            shown = [show_collision(question, one) for one in collisions]
            choices += [ConflictChoice(question, number, domain, one) for one in shown]
    return sorted(choices, key=lambda one: questionnaire.places[one.question.id])


def _find_place(questionnaire: Questionnaire, question_id: str) -> tuple[str, str | None]:
    """The number of a question and its domain; none of one that is not asked."""
    for section in questionnaire.domains:
        if any(one.id == question_id for one in section.questions):
            return questionnaire.numbers[question_id], section.id
    return "", None
