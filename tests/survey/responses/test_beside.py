"""What stands beside the answers under a scheme: claims that nobody overwrites unseen, entries that are ended and never
changed, and the scores that come of them."""

from fractions import Fraction

import pytest
from sqlmodel import Session, select

from questionnaires.scoring import Scorecard
from questionnaires.totals import Claim
from survey.auditing.agreement import Disagreement
from survey.responses.assessing import Assessment, assess
from survey.responses.claims import ClaimsMovedOn, find_claims
from survey.responses.entries import list_all_entries, withdraw_entry
from survey.responses.reviews import DecisionRefused
from survey.responses.saving import ResponseFrozen
from survey.responses.stored_outcomes import hash_outcome
from survey.responses.workflow import NotReady
from survey.storage.states import Action, Basis, EntryKind, Role, State
from survey.storage.tables import Person, Response, StoredOutcome
from survey.storage.trail import read_trail
from tests.people import Respondent
from tests.survey.auditing.test_agreement import change, find
from tests.survey.responses.claiming import ask_under_scheme, claim, enter, grant, hand_in

MODEL = {"model": Claim(Fraction(3), "见省局通报")}


@pytest.fixture
def asked(bureau: Respondent) -> Respondent:
    ask_under_scheme(bureau)
    return bureau


@pytest.fixture
def claimed(asked: Respondent) -> Respondent:
    """Two claims, handed in and taken up; every question is confirmed."""
    claim(asked, model="3", token="1.5")
    hand_in(asked)
    return asked


def judge(bureau: Respondent, login: str | None = None) -> Assessment:
    with Session(bureau.engine, expire_on_commit=False) as session:
        person = session.exec(select(Person).where(Person.login == login)).one() if login else None
        return assess(session, session.get_one(Response, bureau.response_id), person)


def tell(card: Scorecard) -> tuple[str, str, str]:
    """Total, bonus and deductions of a card."""
    assert card.total is not None
    return str(card.total.points), str(card.total.bonus), str(card.total.deducted)


def test_two_tabs_with_different_items_lose_nothing(asked: Respondent) -> None:
    assert claim(asked, model="3").version == 1
    both = claim(asked, token="2")  # from a page that was opened before
    assert (both.version, [*both.claims]) == (2, ["model", "token"])
    assert claim(asked, was=dict(both.claims), model="3").claims == MODEL  # taken back


def test_the_same_item_claimed_otherwise_in_two_tabs_is_told_and_nothing_is_saved(asked: Respondent) -> None:
    claim(asked, model="3")
    with pytest.raises(ClaimsMovedOn) as moved:
        claim(asked, model="2", token="2")
    assert moved.value.items == {"model"}
    assert judge(asked).claims.claims == MODEL
    assert claim(asked, model="3").version == 1  # the same again changes nothing


def test_claims_count_for_the_bureau_and_only_what_is_granted_once_it_is_reviewed(claimed: Respondent) -> None:
    assert tell(judge(claimed).card) == ("209/2", "9/2", "0")
    assert tell(judge(claimed).verified) == ("100", "0", "0")  # nothing is granted yet
    grant(claimed, "model", "2", "奖项级别低一级")
    grant(claimed, "token", "0", "没有推广文件")
    enter(claimed, EntryKind.DEDUCTION, "late")
    enter(claimed, EntryKind.DEDUCTION, "late", "二季度又迟报")
    assert tell(judge(claimed).verified) == ("94", "2", "8")
    assert tell(judge(claimed).card) == ("209/2", "9/2", "0")


def test_a_veto_holds_the_verified_grade_until_it_is_withdrawn(claimed: Respondent) -> None:
    veto = enter(claimed, EntryKind.VETO, "incident")
    grades = [one.grade and one.grade.grade for one in (judge(claimed).card, judge(claimed).verified)]
    assert grades == ["excellent", "basic"]
    withdraw_entry(claimed.engine, claimed.response_id, veto.id, "登记错单位", claimed.find(Role.CITY_REVIEWER))
    graded = judge(claimed).verified.grade
    assert graded is not None and graded.grade == "excellent"
    with Session(claimed.engine) as session:
        [kept] = list_all_entries(session, session.get_one(Response, claimed.response_id))
        assert (kept.reason, kept.ended_reason, kept.ended_by and kept.ended_by.login) == (
            "通报批评",
            "登记错单位",
            "city",
        )


def test_claims_are_frozen_once_signed_off_and_after_a_return(asked: Respondent) -> None:
    asked.answer_all()
    asked.act(Action.SIGN_OFF, asked.find(Role.HEAD))
    with pytest.raises(ResponseFrozen):
        claim(asked, model="1")
    asked.act(Action.WITHDRAW, asked.find(Role.HEAD))
    assert claim(asked, model="1").version == 1


def test_undecided_claims_stand_in_the_way_of_every_step_on(claimed: Respondent) -> None:
    city, province = claimed.find(Role.CITY_REVIEWER), claimed.find(Role.PROVINCIAL_REVIEWER)
    grant(claimed, "model", "3")
    with pytest.raises(NotReady, match="undecided-claims"):
        claimed.act(Action.PASS_ON, city)
    grant(claimed, "token", "0", "没有推广文件")
    assert claimed.act(Action.PASS_ON, city) is State.PROVINCIAL_REVIEW
    assert claimed.act(Action.ACCEPT, province) is State.ACCEPTED
    with Session(claimed.engine) as session:
        stored = session.exec(select(StoredOutcome).order_by(StoredOutcome.basis)).all()
        assert [one.total for one in stored] == ["209/2", "103"]


@pytest.mark.parametrize(
    ("item", "points", "reason", "why"),
    [
        ("token", "2", "", "more-than-claimed"),  # 1.5 are claimed, 2 the item's
        ("token", "1", " ", "no-reason"),
        ("token", "1", "长" * 501, "long-reason"),
        ("other", "1", "x", "no-claim"),
    ],
)
def test_what_cannot_be_granted_is_refused(claimed: Respondent, item: str, points: str, reason: str, why: str) -> None:
    with pytest.raises(DecisionRefused, match=why):
        grant(claimed, item, points, reason)


def test_a_grant_is_decided_anew_by_ending_the_one_before(claimed: Respondent) -> None:
    first = grant(claimed, "model", "3", seen="1.0")
    with pytest.raises(DecisionRefused, match="moved-on"):
        grant(claimed, "model", "1", "级别低", seen="1.0")
    assert grant(claimed, "model", "3").id == first.id  # the same again
    grant(claimed, "model", "1", "级别低", seen=f"1.{first.id}")
    with Session(claimed.engine) as session:
        every = list_all_entries(session, session.get_one(Response, claimed.response_id))
    assert [(one.points, one.ended_at is None) for one in every] == [("3", False), ("1", True)]


def test_only_who_decides_here_and_now_enters_anything(claimed: Respondent) -> None:
    with pytest.raises(DecisionRefused, match="not-yours"):
        grant(claimed, "model", "3", role=Role.HEAD)
    claimed.act(Action.REOPEN, claimed.find(Role.ADMINISTRATOR), "补报")
    with pytest.raises(DecisionRefused, match="not-under-review"):
        enter(claimed, EntryKind.VETO, "incident")


def test_the_bureau_sees_no_half_review(claimed: Respondent) -> None:
    grant(claimed, "model", "3")
    grant(claimed, "token", "0", "没有推广文件")
    assert (len(judge(claimed, "bureau").entries), len(judge(claimed, "city").entries)) == (0, 2)
    claimed.act(Action.PASS_ON, claimed.find(Role.CITY_REVIEWER))
    grant(claimed, "token", "1.5", role=Role.PROVINCIAL_REVIEWER)
    assert [one.points for one in judge(claimed, "bureau").entries] == ["3", "0"]


def test_reopening_ends_the_grants_and_shows_those_above_what_was_handed_in(claimed: Respondent) -> None:
    grant(claimed, "model", "3")
    enter(claimed, EntryKind.DEDUCTION, "late")
    claimed.act(Action.REOPEN, claimed.find(Role.ADMINISTRATOR), "补报")
    claim(claimed, was=dict(judge(claimed).claims.claims), model="2")
    assert {id: str(one.points) for id, one in judge(claimed, "city").claims.claims.items()} == {
        "model": "3",
        "token": "3/2",
    }
    assert {id: str(one.points) for id, one in judge(claimed, "bureau").claims.claims.items()} == {"model": "2"}
    assert [one.kind for one in judge(claimed).entries] == [EntryKind.DEDUCTION]


def test_all_of_it_is_in_the_trail_and_a_change_by_hand_is_named(claimed: Respondent) -> None:
    city, id = claimed.find(Role.CITY_REVIEWER), claimed.response_id
    grant(claimed, "model", "2", "级别低")
    granted = grant(claimed, "model", "3")
    veto = enter(claimed, EntryKind.VETO, "incident")
    withdraw_entry(claimed.engine, id, veto.id, "登记错单位", city)
    assert find(claimed.engine) == ([], set())
    with Session(claimed.engine) as session:
        acts = [one.act for one in read_trail(session) if one.act.startswith(("claims.", "entry."))]
    assert acts == ["claims.save", "entry.add", "entry.add", "entry.add", "entry.end"]
    change(claimed.engine, "UPDATE reviewentry SET points = '1' WHERE ended_at IS NULL")
    change(claimed.engine, "UPDATE storedclaims SET content = '[]'")
    assert find(claimed.engine)[0] == [Disagreement("claims", id), Disagreement("entry", id, str(granted.id))]


def test_reopening_and_claiming_anew_agree_with_the_trail(claimed: Respondent) -> None:
    grant(claimed, "model", "3")
    enter(claimed, EntryKind.DEDUCTION, "late")
    claimed.act(Action.REOPEN, claimed.find(Role.ADMINISTRATOR), "补报")
    claim(claimed, was=dict(judge(claimed).claims.claims))
    assert find(claimed.engine) == ([], set())


def test_an_outcome_without_a_total_has_the_hash_that_it_always_had() -> None:
    """Worked out before there were totals."""
    response = Response(id=1, round_id=1, bureau_id=1, questionnaire_id=1)
    old = StoredOutcome(
        response_id=1, basis=Basis.OWN, rules="2", score="200/3", grade="基本达标", domains="200/3", credits="1 1/3"
    )
    assert hash_outcome(response, [old]) == "4f640bdd1bd251accf83dac59b39e3c8204729e7db54fadd6aac85751bd03d2c"
    new = old.model_copy(update={"total": "200/3"})
    assert hash_outcome(response, [new]) != hash_outcome(response, [old])


def test_a_round_without_a_scheme_has_nothing_beside(bureau: Respondent) -> None:
    with Session(bureau.engine) as session:
        assert find_claims(session, session.get_one(Response, bureau.response_id)).version == 0
    with pytest.raises(ResponseFrozen):
        claim(bureau, model="1")
