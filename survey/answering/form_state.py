"""A form as it is for who looks at it: answers, choices that wait, files, locks, and what there is to do."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from questionnaires.questionnaire import Question
from survey.answering.to_do import Only, ToDo, list_to_do
from survey.evidence.listing import Filed, list_evidence
from survey.responses.doubts import Doubts, find_doubts, list_figures, list_unsaid
from survey.responses.head_remarks import list_sent
from survey.responses.last_year import Earlier, look_back
from survey.responses.mending import Mending, list_mendings, list_unmended
from survey.responses.of_year import YearOffer, find_offers
from survey.responses.promises import list_promised
from survey.responses.saving import UNTOUCHED, Collision, Saved, list_answers, list_waiting
from survey.responses.unlocked import list_open
from survey.rounds.issued import applying_questionnaire
from survey.storage.beside import HeadRemark
from survey.storage.plans import PlanItem
from survey.storage.states import WITH_BUREAU, Role
from survey.storage.tables import Person, Response
from survey.teamwork.assigning import find_assignments
from survey.teamwork.notes import Talks, find_talks, list_sent_back
from survey.teamwork.offices import list_sheets
from survey.teamwork.page_content import QuestionShare, find_shares
from survey.web.languages import local_today


@dataclass(frozen=True)
class Locks:
    """Which questions a person may answer now (`open`; None: all), and what became of those that were returned."""

    open: Container[str] | None
    returned: Mapping[str, Mending]

    def locked(self, question_id: str) -> bool:
        return self.open is not None and question_id not in self.open


def find_locks(session: Session, response: Response, person: Person, saved: Mapping[str, Saved]) -> Locks:
    """What is locked on the form for a person; a head reads and signs, a clerk answers."""
    is_back = response.submitted_at is not None and response.state in WITH_BUREAU
    returned = list_mendings(session, response.id, saved) if is_back else {}
    return Locks(list_open(session, response) if person.role is Role.CLERK else (), returned)


@dataclass(frozen=True)
class FormState:
    """A form as it is: its answers, what was answered before, choices that wait, reasons to look, what the head said of
    them, files, what is locked for who looks, what there is to do; whose each question is, what is said about it, which
    were ever returned (`sent_back`), what was answered to other notices of the year (`offers`), and what the plan of
    the round before still promises (`promised`)."""

    saved: Mapping[str, Saved]
    earlier: Mapping[str, Earlier]
    waiting: Mapping[str, Sequence[Collision]]
    doubts: Doubts
    remarks: Mapping[str, HeadRemark]
    files: Mapping[str, Sequence[Filed]]
    locks: Locks
    to_do: ToDo
    shares: Mapping[str, QuestionShare]
    talks: Talks
    sent_back: Container[str]
    offers: Mapping[str, YearOffer] = field(default_factory=dict)
    promised: Mapping[str, PlanItem] = field(default_factory=dict)

    @property
    def steps(self) -> set[str]:
        """The questions that somebody has to go to before all can be submitted."""
        return {*self.to_do[Only.UNANSWERED], *list_unmended(self.locks.returned), *self.waiting}


def find_state(session: Session, response: Response, person: Person, shown: Sequence[Question] = ()) -> FormState:
    """The form; with what was answered before to the questions that are `shown` and those that are held against it."""
    saved, waiting = list_answers(session, response), list_waiting(session, response)
    files, locks = list_evidence(session, response.id), find_locks(session, response, person, saved)
    questionnaire, as_of = applying_questionnaire(response), response.round.as_of
    looked_at = {one.id: one for one in (*shown, *list_figures(questionnaire, saved))}
    earlier, offers = look_back(session, response, looked_at.values()), find_offers(session, response, shown, saved)
    unmended, doubts = list_unmended(locks.returned), find_doubts(session, response, questionnaire, saved, earlier)
    remarks = list_sent(session, response.id)
    unseen = {id for id, one in remarks.items() if saved.get(id, UNTOUCHED).version <= one.answer_version}
    doubtful = {*waiting, *list_unsaid(doubts)}
    given = find_assignments(session, response.id)
    mine = {id for id, one in given.items() if one.person_id == person.id}
    to_do = list_to_do(questionnaire, saved, doubtful, {*unmended, *unseen}, files, as_of, mine)
    left = {*to_do[Only.UNANSWERED], *to_do[Only.RETURNED], *waiting}
    sheets = list_sheets(session, response.id, questionnaire.places)
    return FormState(
        saved,
        earlier,
        waiting,
        doubts,
        remarks,
        files,
        locks,
        to_do,
        find_shares(given, sheets, left, local_today()),
        find_talks(session, response.id, person),
        list_sent_back(session, response.id) if response.submitted_at else (),
        offers,
        list_promised(session, response),
    )
