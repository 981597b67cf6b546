"""What the pages of teamwork show, as plain values: every question with whose it is and which office was asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from questionnaires.counting import QuestionCount, count_questions
from questionnaires.questionnaire import Question, Questionnaire
from survey.responses.left import list_left
from survey.rounds.issued import applying_questionnaire, find_asking
from survey.storage.states import OF_A_BUREAU, Circle
from survey.storage.tables import Person, Response
from survey.storage.together import Assignment
from survey.teamwork.assigning import Load, find_assignments, list_loads, share_out
from survey.teamwork.notes import list_new
from survey.teamwork.offices import OfficeSheet, list_sheets
from survey.web.languages import local_today


@dataclass(frozen=True)
class QuestionShare:
    """Whose a question is and until when, and which offices are still to answer it; `is_late` while it is left."""

    assignment: Assignment | None
    offices: Sequence[str]
    is_late: bool


@dataclass(frozen=True)
class ShareLine:
    """A question on the page on which it is given to somebody."""

    number: str
    question: Question
    share: QuestionShare | None
    is_left: bool

    @property
    def is_free(self) -> bool:
        """Whether nobody has it."""
        return self.share is None or self.share.assignment is None


@dataclass(frozen=True)
class ShareDomain:
    """A domain with its questions, as far as they are shown."""

    number: int
    id: str
    title: str
    lines: Sequence[ShareLine]

    @property
    def left(self) -> QuestionCount:
        return count_questions(one.question for one in self.lines if one.is_left)

    @property
    def people(self) -> list[str]:
        """Who has something of it, each once."""
        names = [one.share.assignment.person.name for one in self.lines if one.share and one.share.assignment]
        return list(dict.fromkeys(names))

    @property
    def free(self) -> QuestionCount:
        """How many of its questions nobody has."""
        return count_questions(one.question for one in self.lines if one.is_free)


@dataclass(frozen=True)
class Sharing:
    """Who has what of a response."""

    questionnaire: Questionnaire
    loads: Sequence[Load]
    sheets: Sequence[OfficeSheet]
    domains: Sequence[ShareDomain]

    @property
    def free(self) -> QuestionCount:
        return count_questions(line.question for one in self.domains for line in one.lines if line.is_free)

    def count(self, ids: Iterable[str]) -> QuestionCount:
        """How many of these are questions, and how many basic figures."""
        return count_questions(self.questionnaire.by_id[id] for id in ids)


def gather_sharing(session: Session, response: Response) -> Sharing:
    questionnaire, today = applying_questionnaire(response), local_today()
    given, left = find_assignments(session, response.id), list_left(session, response)
    sheets = list_sheets(session, response.id, questionnaire.places)
    shares = find_shares(given, sheets, left, today)
    domains = [
        ShareDomain(
            questionnaire.domain_numbers[section.id],
            section.id,
            section.title,
            [
                ShareLine(questionnaire.numbers[one.id], one, shares.get(one.id), one.id in left)
                for one in section.questions
            ],
        )
        for section in questionnaire.domains
    ]
    return Sharing(questionnaire, share_out(questionnaire.questions, given, left), sheets, domains)


def find_shares(
    given: Mapping[str, Assignment], sheets: Sequence[OfficeSheet], left: Collection[str], today: date
) -> dict[str, QuestionShare]:
    """Whose each question is, of those that are somebody's or were sent to an office that has not answered."""
    offices: dict[str, list[str]] = {}
    late = {id for sheet in sheets if sheet.is_late(today) for id in sheet.awaited}
    for sheet in sheets:
        for id in sheet.awaited:
            offices.setdefault(id, []).append(sheet.request.office)
    late |= {id for id, one in given.items() if id in left and one.due is not None and one.due < today}
    return {id: QuestionShare(given.get(id), offices.get(id, ()), id in late) for id in {*given, *offices}}


def choose_domains(domains: Sequence[ShareDomain], question_id: str) -> Sequence[ShareDomain]:
    """One question with its domain; all of them where none, or none that is asked, is named."""
    for domain in domains:
        for line in domain.lines:
            if line.question.id == question_id:
                return [ShareDomain(domain.number, domain.id, domain.title, [line])]
    return domains


@dataclass(frozen=True)
class TalkLine:
    """A question about which something new is said, on a start page; `is_own`: of the person's own bureau."""

    response: Response
    question_id: str
    number: str
    title: str
    circle: Circle
    count: int
    is_own: bool


def tell_new(session: Session, person: Person) -> list[TalkLine]:
    """What a person has not seen yet, the newest last."""
    lines = []
    for one in list_new(session, person):
        response = session.get_one(Response, one.response_id)
        questionnaire = find_asking(session, response.questionnaire, one.question_id)
        assert questionnaire is not None  # something was said about it
        lines.append(
            TalkLine(
                response,
                one.question_id,
                questionnaire.numbers[one.question_id],
                questionnaire.by_id[one.question_id].title,
                one.circle,
                one.count,
                person.role in OF_A_BUREAU,
            )
        )
    return lines


def list_own_loads(session: Session, responses: Sequence[Response], person: Person) -> dict[int, list[Load]]:
    """What is a person's own of each response, by its id."""
    return {one.id: [load for load in list_loads(session, one) if load.person.id == person.id] for one in responses}
