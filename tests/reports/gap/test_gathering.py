"""What a report is compared with comes from the database: the round before, like bureaus, evidence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.loading import load_library
from reports.gap.content import Annex, GapReport, Signatories, Signatory
from reports.gap.gathering import gather_report
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.columns import now
from survey.storage.states import Absence, Action, Decision, Role, State
from survey.storage.tables import Bureau, Evidence, Person, Response, Review, Round, StateChange, StoredAnswer
from tests.conftest import AS_OF, NOTICE
from tests.people import full_value
from tests.reports.samples import TIME_ZONE

GAP = "emergency-plan"


@dataclass
class Province:
    """A round to put responses in; every answer is at full credit, but for `missing` questions answered no."""

    session: Session
    round: Round

    def put(self, bureau: Bureau, state: State = State.SUBMITTED, missing: int = 0) -> Response:
        issued = issue_questionnaire(self.session, self.round, load_library(), NOTICE, "county")
        [response] = invite_bureaus(self.session, issued, [bureau])
        response.state, response.submitted_at = state, now() if state is not State.DRAFTING else None
        questions = open_questionnaire(issued).questions
        left_out = [one.id for one in questions if one.criterion.kind == "yes_no"][:missing]
        person = self.session.exec(select(Person)).first()
        assert person is not None
        for question in questions:
            content = {"value": False if question.id in left_out else full_value(question), "remark": ""}
            row: dict[str, Any] = {"version": 1, "content": content, "saved_at": now(), "saved_by_id": person.id}
            self.session.add(StoredAnswer(response_id=response.id, question_id=question.id, **row))
        self.session.flush()
        return response

    def put_county(self, number: int, state: State = State.SUBMITTED, missing: int = 0) -> Response:
        county = Bureau(code=f"15090{number}", name=f"第{number}旗市场监督管理局", level="county")
        self.session.add(county)
        self.session.flush()
        return self.put(county, state, missing)


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def open_province(session: Session) -> Callable[[str], Province]:
    def open_one(slug: str) -> Province:
        day = AS_OF + timedelta(days=1)
        return Province(session, open_round(session, slug, f"{slug}年自评", AS_OF, day, day))

    return open_one


@pytest.fixture
def province(open_province: Callable[[str], Province]) -> Province:
    return open_province("2027")


def test_five_like_bureaus_are_shown_and_four_are_not(session: Session, province: Province) -> None:
    own = province.put_county(0)
    others = [province.put_county(number, missing=number) for number in range(1, 5)]
    assert gather_report(session, own, TIME_ZONE).likes is None
    province.put_county(5, missing=5)
    likes = gather_report(session, own, TIME_ZONE).likes
    assert likes is not None and likes.count == len(others) + 1


def test_who_has_not_submitted_or_is_excused_is_not_counted(session: Session, province: Province) -> None:
    own = province.put_county(0)
    for number in range(1, 6):
        excused = province.put_county(number)
    excused.absence, excused.absent_at, excused.absent_reason = Absence.EXCUSED, now(), "机构改革。"
    session.add(excused)
    province.put_county(6, State.DRAFTING)
    province.put_county(7, State.RETURNED)
    assert gather_report(session, own, TIME_ZONE).likes is None


def test_the_round_before_is_the_one_that_the_round_names(
    session: Session, province: Province, open_province: Callable[[str], Province]
) -> None:
    own, before = province.put_county(1), open_province("2025")
    before.put(own.bureau, missing=2)
    assert gather_report(session, own, TIME_ZONE).last is None
    province.round.previous_id = before.round.id
    session.add(province.round)
    last = gather_report(session, own, TIME_ZONE).last
    assert last is not None and (last.title, last.is_verified) == ("2025年自评", False)
    assert sorted(last.credits.values())[:3] == [0, 0, 1]


def set_aside(session: Session, response: Response, report: GapReport) -> str:
    """A reviewer sets another answer for the first question that is answered by yes or no."""
    question = next(one.id for one in report.questionnaire.questions if one.criterion.kind == "yes_no")
    person = session.exec(select(Person)).first()
    assert person is not None
    review: dict[str, Any] = {"stage": State.PROVINCIAL_REVIEW, "decision": Decision.SET_ASIDE, "answer_version": 1}
    review |= {"content": {"value": False}, "reason": "未见文件。", "made_at": now(), "made_by_id": person.id}
    session.add(Review(response_id=response.id, question_id=question, **review))
    session.flush()
    return question


def test_what_was_verified_is_shown_once_the_response_is_accepted(session: Session, province: Province) -> None:
    own = province.put_county(1, State.PROVINCIAL_REVIEW)
    question = set_aside(session, own, gather_report(session, own, TIME_ZONE))
    assert gather_report(session, own, TIME_ZONE).verified is None
    own.state = State.ACCEPTED
    report = gather_report(session, own, TIME_ZONE)
    assert report.verified is not None and report.verified.score is not None
    assert report.scorecard.score == 100 > report.verified.score
    assert report.reasons == {question: "未见文件。"}


def test_like_is_compared_with_like(
    session: Session, province: Province, open_province: Callable[[str], Province]
) -> None:
    """Five others are in, four of them accepted; the year before was accepted."""
    own, before = province.put_county(0), open_province("2025")
    before.put(own.bureau, State.ACCEPTED, missing=2)
    province.round.previous_id = before.round.id
    session.add(province.round)
    for number in range(1, 6):
        province.put_county(number, State.ACCEPTED if number < 5 else State.SUBMITTED)
    report = gather_report(session, own, TIME_ZONE)
    assert report.last is not None and not report.last.is_verified
    assert report.likes is not None and report.likes.count == 5
    own.state = State.ACCEPTED
    report = gather_report(session, own, TIME_ZONE)
    assert report.last is not None and report.last.is_verified
    assert report.likes is None  # four verified scores would say who they are


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.DRAFTING, "填报中，尚未提交"), (State.RETURNED, "已退回，尚未重新提交"), (State.ACCEPTED, "已认定")],
)
def test_the_report_says_where_the_response_stands(
    session: Session, province: Province, state: State, words: str
) -> None:
    assert gather_report(session, province.put_county(1, state), TIME_ZONE).note == words


def test_evidence_that_was_not_removed_is_listed_on_request(session: Session, province: Province) -> None:
    own = province.put_county(1)
    person = session.exec(select(Person)).first()
    assert person is not None
    for name, removed_at in (("方案.pdf", None), ("旧方案.pdf", now())):
        row: dict[str, Any] = {"sha256": "ab" * 32, "size": 400, "kind": "pdf", "added_at": now()}
        row |= {"added_by_id": person.id, "removed_at": removed_at}
        session.add(Evidence(response_id=own.id, question_id=GAP, name=name, **row))
    session.flush()
    assert gather_report(session, own, TIME_ZONE).evidence == ()
    assert [one.name for one in gather_report(session, own, TIME_ZONE, frozenset(Annex)).evidence] == ["方案.pdf"]


def test_a_score_that_changed_by_another_submission_is_not_remembered(session: Session, province: Province) -> None:
    own = province.put_county(0)
    others = [province.put_county(number) for number in range(1, 6)]
    first = gather_report(session, own, TIME_ZONE).likes
    for response in others:
        for answer in session.exec(select(StoredAnswer).where(StoredAnswer.response_id == response.id)):
            session.delete(answer)
        response.submitted_at = now()
    session.flush()
    assert first is not None and first.whole is not None and first.whole.median == Fraction(100)
    assert gather_report(session, own, TIME_ZONE).likes is None


def step(session: Session, response: Response, action: Action, role: Role, at: datetime) -> str:
    """A step by somebody of the bureau, as workflow.move keeps it; the name of who did it."""
    query = select(Person).where(Person.role == role)
    person = session.exec(query.where(Person.bureau_id == response.bureau_id)).first()
    assert person is not None
    row: dict[str, Any] = {"from_state": State.DRAFTING, "to_state": State.SIGNED_OFF, "person_id": person.id}
    session.add(StateChange(response_id=response.id, at=at, action=action, **row))
    if action is Action.SUBMIT:
        response.submitted_at, response.submitted_by_id = at, person.id
    session.flush()
    return person.name


def test_who_signed_and_who_submitted_what_is_shown_is_named(session: Session, province: Province) -> None:
    own = province.put(session.exec(select(Bureau).where(Bureau.code == "150121")).one(), State.DRAFTING)
    at = datetime(2026, 7, 3, 6, 20, tzinfo=UTC)
    assert gather_report(session, own, TIME_ZONE).signatories == Signatories(None, None, has_head=True)
    head = step(session, own, Action.SIGN_OFF, Role.HEAD, at)
    clerk = step(session, own, Action.SUBMIT, Role.CLERK, at + timedelta(hours=20))
    own.state = State.SUBMITTED
    east = ZoneInfo(TIME_ZONE)
    signed = Signatory(head, datetime(2026, 7, 3, 14, 20, tzinfo=east))
    submitted = Signatory(clerk, datetime(2026, 7, 4, 10, 20, tzinfo=east))
    report = gather_report(session, own, TIME_ZONE)
    assert report.signatories == Signatories(signed, submitted, has_head=True)
    assert report.issued == date(2026, 7, 4)  # the day of the step that brought it there, by the clock of the place
    own.state = State.RETURNED  # what the bureau changes now nobody has signed; what was handed in stays signed
    assert gather_report(session, own, TIME_ZONE).signatories == Signatories(None, None, has_head=True)
    reviewer = session.exec(select(Person).where(Person.role == Role.PROVINCIAL_REVIEWER)).first()
    seen = gather_report(session, own, TIME_ZONE, shown_to=reviewer)
    assert (seen.signatories, seen.issued) == (report.signatories, report.issued)
    assert gather_report(session, own, TIME_ZONE).issued is None


def test_a_bureau_without_a_head_is_said_to_have_none(session: Session, province: Province) -> None:
    signatories = gather_report(session, province.put_county(1, State.DRAFTING), TIME_ZONE).signatories
    assert signatories == Signatories(None, None, has_head=False)
