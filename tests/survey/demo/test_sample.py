"""The sample round: many bureaus under every notice, made from a fixed seed, with answers that the rules accept."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import read_answers
from reports.gap.groups import FEWEST_LIKE
from survey.accounts.accounts import check_password
from survey.demo.sample import SLUG, SampleAccount, make_password
from survey.demo.teamwork import FILE, NOTE_FOR_HEAD
from survey.demo.year import AS_OF
from survey.evidence.store import EvidenceStore
from survey.installing.settings import Settings
from survey.responses.claims import find_claims
from survey.responses.entries import list_entries
from survey.responses.flags import FlagKind
from survey.responses.head_remarks import list_sent
from survey.responses.raising import read_counts
from survey.responses.steps_taken import list_changes
from survey.rounds.issued import applying_questionnaire
from survey.storage.beside import ShelfFile
from survey.storage.states import IN, REVIEWERS, Action, Circle, Role, State
from survey.storage.tables import Bureau, Evidence, Person, Response, Round, StateChange, StoredAnswer
from survey.storage.together import Assignment, Note
from tests.machine import ZONE
from tests.sites import open_site
from tests.survey.auditing.test_agreement import find
from tests.survey.demo.conftest import PASSWORD, make_sample

NOTICES = {"inner-mongolia-2022-26", "jilin-2021-44", "jincheng-2022-42", "shanxi-2021-101", "chongqing-2022"}


def _list_stored(session: Session, response: Response) -> dict[str, Any]:
    query = select(StoredAnswer).where(StoredAnswer.response_id == response.id)
    return {one.question_id: one.content for one in session.exec(query)}


def list_contents(engine: sa.Engine) -> dict[tuple[str, str], Any]:
    """What every bureau of a sample says: its facts, its score, its answers."""
    with Session(engine) as session:
        return {
            (one.round.slug, one.bureau.code): (
                one.profile,
                one.state,
                one.score,
                _list_stored(session, one),
            )
            for one in session.exec(select(Response))
        }


def test_at_least_forty_bureaus_answer_under_all_five_notices(responses: Sequence[Response]) -> None:
    assert len(responses) >= 40
    assert {one.questionnaire.document for one in responses} == NOTICES


def test_the_round_is_marked_as_made_up(session: Session) -> None:
    before, round = session.exec(select(Round).order_by(col(Round.as_of))).all()
    assert (round.slug, round.is_demo, round.as_of) == (SLUG, True, AS_OF)
    assert (before.is_demo, before.as_of, round.previous_id) == (True, date(2025, 6, 30), before.id)
    assert "演示数据" in round.title and "演示数据" in before.title


def test_a_round_is_named_by_its_assessment_year(session: Session) -> None:
    assert all(one.title.startswith(f"{one.year}年度") for one in session.exec(select(Round)))


def test_of_the_year_before_all_is_accepted(session: Session) -> None:
    before = session.exec(select(Response).join(Round).where(Round.slug != SLUG)).all()
    assert {one.state for one in before} == {State.ACCEPTED}
    assert len(before) == len(session.exec(select(Bureau)).all())


def test_so_many_counties_under_one_notice_are_in_that_they_can_be_compared(responses: Sequence[Response]) -> None:
    groups = Counter(
        one.questionnaire.document for one in responses if one.state in IN and one.bureau.level == "county"
    )
    assert sum(count >= FEWEST_LIKE for count in groups.values()) >= 4  # the smallest notice has too few counties


def test_every_bureau_has_its_parent_and_none_is_there_twice(session: Session) -> None:
    bureaus = session.exec(select(Bureau)).all()
    orphans = [one.name for one in bureaus if one.parent_id is None and one.level != "province"]
    assert orphans == []
    assert len({one.code for one in bureaus}) == len(bureaus)


def test_every_stage_of_the_review_is_there_and_some_are_drafting(responses: Sequence[Response]) -> None:
    states = Counter(one.state for one in responses)
    assert states[State.ACCEPTED] >= 25 and states[State.SUBMITTED] >= 5 and states[State.DRAFTING] >= 10
    assert states[State.CITY_REVIEW] and states[State.PROVINCIAL_REVIEW] and states[State.RETURNED] == 1


def test_scores_differ_and_every_grade_is_there(responses: Sequence[Response]) -> None:
    submitted = [one for one in responses if one.state is not State.DRAFTING]
    assert len({one.score for one in submitted}) > len(submitted) // 2
    assert len({one.grade for one in submitted}) >= 3


def test_every_answer_is_accepted_by_the_rules(session: Session) -> None:
    sent_back = set(session.exec(select(StateChange.response_id).where(StateChange.action == Action.SEND_BACK)))
    for response in session.exec(select(Response)):
        contents = _list_stored(session, response)
        questionnaire = applying_questionnaire(response)
        read = read_answers(questionnaire, contents, response.round.as_of)
        is_whole = response.state is not State.DRAFTING or response.id in sent_back
        assert (len(read) == len(questionnaire.questions)) == is_whole


def test_reasons_and_remarks_say_that_they_are_made_up(sample: tuple[sa.Engine, list[SampleAccount]]) -> None:
    answers = [one for *_, contents in list_contents(sample[0]).values() for one in contents.values()]
    words = {one[key] for one in answers for key in ("remark", "not_applicable") if one.get(key)}
    assert words and all("演示数据" in one for one in words)


def test_the_same_seed_gives_the_same_answers(sample: tuple[sa.Engine, list[SampleAccount]], tmp_path: Path) -> None:
    again, accounts = make_sample(tmp_path)
    first, second = (json.dumps(list(list_contents(engine).items()), default=str) for engine in (sample[0], again))
    again.dispose()
    assert first == second
    assert accounts == sample[1]


def test_only_administrator_auditor_and_the_leader_of_all_have_no_bureau(
    session: Session, sample: tuple[sa.Engine, list[SampleAccount]]
) -> None:
    people = session.exec(select(Person)).all()
    assert [one.role for one in people if one.bureau is None] == [Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER]
    assert [one.login for one in sample[1] if not one.place] == ["admin", "auditor", "leader"]


def test_every_response_has_a_clerk_and_the_cities_and_provinces_reviewers(session: Session) -> None:
    people = session.exec(select(Person)).all()
    clerks = {one.bureau_id for one in people if one.role is Role.CLERK}
    assert {one.bureau_id for one in session.exec(select(Response))} == clerks
    places = {one.bureau.level for one in people if one.bureau and one.role in REVIEWERS}
    assert places == {"city", "province"}


@pytest.mark.parametrize("role", ["admin", "reviewer-", "clerk-"])
def test_the_accounts_can_sign_in(role: str, sample: tuple[sa.Engine, list[SampleAccount]]) -> None:
    engine, accounts = sample
    login = next(one.login for one in accounts if one.login.startswith(role))
    with open_site(
        Settings(database_url=str(engine.url), secret_key="for tests", time_zone=ZONE, is_demo=True)
    ) as site:
        client = site.test_client()
        assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).location == "/"
        assert "演示数据" in client.get("/").text


def test_the_password_of_a_sample_keeps_the_rules() -> None:
    made = {make_password() for _ in range(20)}
    assert len(made) == 20
    for password in made:
        check_password(password)


def test_some_answers_have_files_and_what_is_on_record_is_stored(
    session: Session, sample: tuple[sa.Engine, list[SampleAccount]]
) -> None:
    files = session.exec(select(Evidence)).all()
    store = EvidenceStore(Path(str(sample[0].url.database)).parent / "evidence", 1 << 20)
    assert 200 < len(files) < 900 and {one.kind for one in files} == {"xlsx"}
    assert {one.sha256 for one in files} == set(store.list_hashes())
    assert all("演示数据" in one.name for one in files)


def test_reviewers_find_files_that_ran_out_and_files_of_two_bureaus(session: Session) -> None:
    round = session.exec(select(Round).where(Round.slug == SLUG)).one()
    counts = read_counts(session, session.exec(select(Response).where(Response.round_id == round.id)).all())
    kinds = {kind for found in counts.values() for kind in found}
    assert {FlagKind.EXPIRED, FlagKind.SAME_FILE, FlagKind.CRITICAL_BARE} <= kinds


def test_what_a_bureau_does_by_itself_and_with_its_head_and_reviewer_is_there(
    session: Session, responses: Sequence[Response]
) -> None:
    [presented] = [one for one in responses if one.state is State.PRESENTED]
    assert list_changes(session, presented.id)[-1].reason == NOTE_FOR_HEAD
    [sent_back] = session.exec(select(StateChange).where(StateChange.action == Action.SEND_BACK))
    assert len(list_sent(session, sent_back.response_id)) == 1
    days = {one.due for one in session.exec(select(Assignment))}
    assert days == {date(2026, 6, 28), date(2026, 7, 8)}  # of the first the time is over
    circles = Counter(one.circle for one in session.exec(select(Note)))
    assert circles == {Circle.BUREAU: 2, Circle.REVIEW: 2}
    proved = Counter(session.exec(select(Evidence.file_id).join(ShelfFile).where(col(ShelfFile.name).startswith(FILE))))
    assert list(proved.values()) == [3]


def test_bonus_points_are_claimed_with_a_file_wait_for_a_reviewer_and_are_granted(
    session: Session, responses: Sequence[Response]
) -> None:
    claimed = {one.id: one.state for one in responses if find_claims(session, one).claims}
    assert sorted(claimed.values()) == sorted([State.DRAFTING, State.CITY_REVIEW, State.ACCEPTED])
    files = session.exec(select(Evidence).where(col(Evidence.question_id).startswith("bonus."))).all()
    assert {one.response_id for one in files} == set(claimed) and all(one.file_id for one in files)
    [granted] = [one for each in responses for one in list_entries(session, each)]
    assert (claimed[granted.response_id], granted.points) == (State.ACCEPTED, "1")


def test_the_trail_agrees_with_the_tables(sample: tuple[sa.Engine, list[SampleAccount]]) -> None:
    assert find(sample[0]) == ([], set())
