"""How the bureaus of a round would have come out under another scheme: the same answers, other weights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from questionnaires.applying import apply_scheme
from questionnaires.catalogue import Library
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scheme import Scheme
from questionnaires.scoring import Scorecard, score
from questionnaires.wording import round_half_up
from survey.responses.assessing import assess
from survey.rounds.issued import open_questionnaire
from survey.storage.states import State
from survey.storage.tables import Bureau, Response

MOST_TRIED = 300  # responses: each is scored anew, some 10 ms


@dataclass(frozen=True)
class Tried:
    """A bureau's score as it was and as it would be, both of its own answers or both as verified.

    `asked` is its questionnaire under the other scheme.
    """

    bureau: Bureau
    response_id: int
    verified: bool
    before: Scorecard
    after: Scorecard
    asked: Questionnaire

    @property
    def change(self) -> Fraction | None:
        """Of the figures as they are shown."""
        if self.before.score is None or self.after.score is None:
            return None
        return Fraction(round_half_up(self.after.score)) - Fraction(round_half_up(self.before.score))


def try_scheme(session: Session, responses: Iterable[Response], scheme: Scheme, library: Library) -> list[Tried]:
    """What became of handed-in answers under a scheme, the largest change first. Raises SchemeRefused.

    Bonus points, deductions and vetoes are left out on both sides: they were entered for the scheme of their round.
    """
    put_to: dict[int, Questionnaire] = {}
    tried = []
    for response in responses:
        issued = response.questionnaire
        if issued.id not in put_to:
            put_to[issued.id] = apply_scheme(scheme, take_off(open_questionnaire(issued), library))
        tried.append(_try(session, response, put_to[issued.id]))
    return sorted(tried, key=lambda one: (-abs(one.change or 0), one.bureau.code))


def _try(session: Session, response: Response, asked: Questionnaire) -> Tried:
    case = assess(session, response, handed_in=True)
    verified = response.state is State.ACCEPTED
    results = (case.verified if verified else case.card).results
    answers = {one.question.id: one.answer for one in results if one.answer is not None}
    applying, as_of = asked.for_profile(case.profile), response.round.as_of
    kept = {id: answer for id, answer in answers.items() if id in applying.by_id}
    before = score(case.questionnaire, answers, as_of)  # anew, without what was claimed or entered beside the answers
    return Tried(response.bureau, response.id, verified, before, score(applying, kept, as_of), applying)


def take_off(questionnaire: Questionnaire, library: Library) -> Questionnaire:
    """A questionnaire as it was before its round's scheme: weights and critical marks as in the library of today.

    What the scheme left out was never answered, and stays out.
    """
    if questionnaire.scheme is None:
        return questionnaire
    sections = tuple(
        section.model_copy(update={"questions": tuple(_take_off(one, library) for one in section.questions)})
        for section in questionnaire.domains
    )
    return questionnaire.replace(scheme=None, domains=sections)


def _take_off(question: Question, library: Library) -> Question:
    document = library.documents.get(question.document)
    found: Mapping[str, object] = {}
    for measure in document.measures if document else ():
        if measure.id == question.id:
            found = {"weight": measure.weight, "critical": measure.critical}
    return question.model_copy(update={"scored": True, **found})
