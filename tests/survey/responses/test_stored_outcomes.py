"""What a submitted response came to is stored with the step, replaced with the next, and read for many at once."""

from collections.abc import Callable
from fractions import Fraction

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlmodel import Session, col, select

from survey.installing.settings import Settings
from survey.responses.assessing import assess
from survey.responses.stored_outcomes import Counted, find_basis, read_outcomes
from survey.storage.database import MIGRATIONS, migrate, writing
from survey.storage.states import Action, Basis, Role
from survey.storage.tables import Response, StoredOutcome
from tests.people import Respondent
from tests.survey.reviewing.deciding import begin_review, confirm, find_yes_no, set_aside


def list_stored(bureau: Respondent) -> dict[Basis, StoredOutcome]:
    with Session(bureau.engine) as session:
        stored = session.exec(select(StoredOutcome).where(StoredOutcome.response_id == bureau.response_id))
        return {one.basis: one for one in stored}


def read(bureau: Respondent, basis: Basis = Basis.OWN) -> Counted | None:
    with Session(bureau.engine) as session:
        return read_outcomes(session, col(Response.id) == bureau.response_id, basis=basis).get(bureau.response_id)


def accept(bureau: Respondent) -> None:
    """One question is set aside, the others confirmed; then the province accepts."""
    begin_review(bureau)
    aside = find_yes_no(bureau)[0]
    set_aside(bureau, aside)
    confirm(bureau, *(one.id for one in bureau.questionnaire.questions if one.id != aside))
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))


def test_nothing_is_stored_or_counted_before_it_is_submitted(bureau: Respondent) -> None:
    bureau.answer_all()
    assert (list_stored(bureau), read(bureau)) == ({}, None)


def test_submitting_stores_what_the_bureau_came_to(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    stored = list_stored(bureau)
    assert set(stored) == {Basis.OWN}
    assert (stored[Basis.OWN].score, set(stored[Basis.OWN].credits.split())) == ("100", {"1", "-"})  # "-": a quantity


def test_each_basis_has_its_outcome_once_it_is_accepted_and_until_then_its_own_word_alone(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    own, verified = read(bureau), read(bureau, Basis.VERIFIED)
    assert own is not None and own.outcome is not None and own.outcome.score == own.own == 100
    assert verified is not None and verified.own == 100 and not (verified.outcome or verified.verified)


def test_many_are_compared_by_verified_scores_only_where_all_of_them_are_accepted(
    bureau: Respondent, respondent: Callable[[str], Respondent]
) -> None:
    accept(bureau)
    with Session(bureau.engine) as session:
        assert find_basis(session) is Basis.VERIFIED
    sibling = respondent("sibling")
    sibling.answer_all()
    sibling.submit()
    with Session(bureau.engine) as session:
        assert find_basis(session) is Basis.OWN
        assert {one.outcome.score for one in read_outcomes(session, basis=Basis.OWN).values() if one.outcome} == {100}


def test_the_verified_outcome_is_that_of_the_reviewers_answers(bureau: Respondent) -> None:
    accept(bureau)
    with Session(bureau.engine) as session:
        verified = assess(session, session.get_one(Response, bureau.response_id)).verified
    counted = read(bureau, Basis.VERIFIED)
    assert counted is not None and counted.outcome is not None
    assert counted.outcome.score == counted.verified == verified.score
    assert counted.own == 100 and counted.own != counted.verified
    assert [id for id, credit in counted.outcome.credits.items() if credit < 1] == find_yes_no(bureau)[:1]


def test_reopening_takes_it_out_and_another_submission_replaces_it(bureau: Respondent) -> None:
    accept(bureau)
    bureau.act(Action.REOPEN, bureau.find(Role.PROVINCIAL_REVIEWER), "补报")
    assert read(bureau) is None
    bureau.answer(find_yes_no(bureau)[0], False, base=1)
    bureau.submit()
    counted = read(bureau)
    assert counted is not None and (counted.verified, set(list_stored(bureau))) == (None, {Basis.OWN})
    assert counted.own is not None and counted.own < 100


@pytest.mark.parametrize("change", ["DELETE FROM storedoutcome", "UPDATE storedoutcome SET rules = '0', score = '7'"])
def test_what_is_not_stored_by_the_rules_of_today_is_judged_again(bureau: Respondent, change: str) -> None:
    accept(bureau)
    before = read(bureau, Basis.VERIFIED)
    with writing(bureau.engine) as session:
        session.execute(sa.text(change))
    assert before is not None and read(bureau, Basis.VERIFIED) == before


def test_credits_are_left_out_where_nobody_asks_for_them(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    with Session(bureau.engine) as session:
        [counted] = read_outcomes(session, basis=Basis.OWN, with_credits=False).values()
    assert counted.outcome is not None and (counted.outcome.credits, counted.outcome.score) == ({}, Fraction(100))


def test_migrating_works_out_what_was_submitted_before(bureau: Respondent, settings: Settings) -> None:
    accept(bureau)
    before = {basis: one.model_dump() for basis, one in list_stored(bureau).items()}
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = settings.database_url
    command.downgrade(config, "0004")  # before there were any, and without what came after
    migrate(settings.database_url)
    assert {basis: one.model_dump() for basis, one in list_stored(bureau).items()} == before
