"""What goes on inside some bureaus of the sample, and between one and its reviewers: made up, and said to be."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from survey.accounts.accounts import add_person
from survey.demo.evidence import receiving_sample
from survey.demo.fates import HALF_WAY, NOT_FILLED, SampleFate
from survey.evidence.files import tie_files
from survey.evidence.listing import Dates
from survey.evidence.shelf import put_on_shelf
from survey.evidence.store import EvidenceStore
from survey.responses.head_remarks import keep_remarks
from survey.responses.reviews import list_reviews
from survey.responses.workflow import move
from survey.rounds.issued import applying_questionnaire
from survey.storage.database import writing
from survey.storage.states import Action, Circle, Decision, Role
from survey.storage.tables import Person, Response
from survey.teamwork.assigning import give
from survey.teamwork.notes import add_note

LATE, LEFT = timedelta(days=3), timedelta(days=7)
PROVED = 3  # questions that one file of the shelf proves
FILE = "药品监管工作情况汇编（演示数据）"
NOTE_FOR_HEAD = "演示数据：已逐题核对，请签批。"
WHY_SENT_BACK = "演示数据：请按批注核实后再送签。"
REMARK = "演示数据：请核实此项依据。"
INSIDE = ("演示数据：此项由哪个股室提供材料？", "演示数据：已请办公室查档，本周内补充。")
WITH_REVIEWER = ("演示数据：文件尚在印发，可否先上传送审稿？", "演示数据：可以，印发后请补充正式文件。")


@dataclass(frozen=True)
class FilledSample:
    """A response of the sample, who fills it in and who signs it off, and what becomes of it."""

    response_id: int
    clerk_id: int
    head_id: int
    code: str
    fate: SampleFate

    @property
    def is_whole(self) -> bool:
        return self.fate not in HALF_WAY | NOT_FILLED


def share_out(engine: sa.Engine, store: EvidenceStore, one: FilledSample, today: date) -> None:
    """Give two domains to two clerks, one of them late; say something about a question; tick a file for several."""
    with writing(engine) as session:
        response = session.get_one(Response, one.response_id)
        domains = applying_questionnaire(response).domains
        asked = [[question.id for question in domain.questions] for domain in domains]
        proved = [question for domain in domains for question in domain.questions if question.evidence][:PROVED]
        colleague_id = _add_colleague(session, response, session.get_one(Person, one.clerk_id)).id
        bureau_id, place, as_of = response.bureau_id, response.bureau.name, response.round.as_of
    give(engine, one.response_id, asked[-1], colleague_id, today - LATE, one.head_id)
    give(engine, one.response_id, asked[0], one.clerk_id, today + LEFT, one.head_id)
    for text, person_id in zip(INSIDE, (one.head_id, colleague_id), strict=True):
        add_note(engine, one.response_id, asked[-1][0], Circle.BUREAU, text, text, person_id)
    with receiving_sample(store, FILE, place, Dates(as_of - timedelta(days=90), None)) as upload:
        file, _ = put_on_shelf(engine, store, bureau_id, upload, one.clerk_id)
    tie_files(engine, store, one.response_id, [(each.id, file.id) for each in proved], [], "", one.clerk_id)


def _add_colleague(session: Session, response: Response, clerk: Person) -> Person:
    """A second clerk, with the password of the sample."""
    colleague = add_person(session, f"clerk2-{response.bureau.code}", "演示填报员乙", Role.CLERK, response.bureau)
    colleague.password_hash, colleague.password_set_at = clerk.password_hash, clerk.password_set_at
    session.add(colleague)
    session.flush()
    return colleague


def present(engine: sa.Engine, one: FilledSample) -> None:
    """Send a whole response to its head, with a note."""
    move(engine, one.response_id, Action.PRESENT, one.clerk_id, NOTE_FOR_HEAD)


def send_back(engine: sa.Engine, one: FilledSample) -> None:
    """Let the head send it back to the clerk, with a remark on a question."""
    present(engine, one)
    with Session(engine) as session:
        first = applying_questionnaire(session.get_one(Response, one.response_id)).questions[0].id
    keep_remarks(engine, one.response_id, {first: REMARK}, one.head_id)
    move(engine, one.response_id, Action.SEND_BACK, one.head_id, WHY_SENT_BACK)


def talk_over(engine: sa.Engine, one: FilledSample) -> None:
    """Let the clerk ask about what came back, and the reviewer answer."""
    with Session(engine) as session:
        reviews = list_reviews(session, one.response_id)
        question, who = next(
            (id, each.made_by_id) for id, each in reviews.items() if each.decision is Decision.RETURNED
        )
    for text, person_id in zip(WITH_REVIEWER, (one.clerk_id, who), strict=True):
        add_note(engine, one.response_id, question, Circle.REVIEW, text, text, person_id)
