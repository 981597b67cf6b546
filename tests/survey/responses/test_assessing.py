"""One request judges a response once: by its own answers, and by the verified ones where a reviewer gave another."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from questionnaires.scoring import Scorecard
from questionnaires.scoring import score as judge
from survey.responses import assessing
from survey.storage.states import Action, State
from tests.people import Respondent, sign_in
from tests.survey.responses.test_workflow import decide_all, read, send_back
from tests.survey.reviewing.deciding import begin_review, find_yes_no, set_aside


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Scorecard]:
    """Every scorecard that is made from here on."""
    cards: list[Scorecard] = []

    def keep(*asked: Any) -> Scorecard:
        cards.append(judge(*asked))
        return cards[-1]

    monkeypatch.setattr(assessing, "score", keep)
    return cards


def take(client: FlaskClient, bureau: Respondent, action: Action) -> State:
    client.post(f"/responses/{bureau.response_id}/actions/{action}")
    return read(bureau).state


def test_the_check_page_signing_off_and_submitting_judge_once_each(
    bureau: Respondent, site: Flask, judged: list[Scorecard]
) -> None:
    bureau.answer_all()
    head = sign_in(site, "head")
    assert head.get(f"/responses/{bureau.response_id}/check").status_code == 200
    assert len(judged) == 1
    assert (take(head, bureau, Action.SIGN_OFF), len(judged)) == (State.SIGNED_OFF, 2)
    assert (take(head, bureau, Action.SUBMIT), len(judged)) == (State.SUBMITTED, 3)


def test_a_returned_response_is_judged_once_too(bureau: Respondent, site: Flask, judged: list[Scorecard]) -> None:
    bureau.answer_all()
    bureau.submit()
    returned = find_yes_no(bureau)[0]
    send_back(bureau, returned)
    bureau.answer(returned, False, base=1)
    head = sign_in(site, "head")
    judged.clear()
    head.get(f"/responses/{bureau.response_id}/check")
    assert len(judged) == 1
    assert (take(head, bureau, Action.SIGN_OFF), len(judged)) == (State.SIGNED_OFF, 2)


def test_the_start_page_judges_each_open_response_once(bureau: Respondent, judged: list[Scorecard]) -> None:
    assert bureau.client.get("/").status_code == 200
    assert len(judged) == 1


@pytest.mark.parametrize(("sets_aside", "cards"), [(False, 1), (True, 2)], ids=["confirmed", "set aside"])
def test_a_review_page_and_passing_on_judge_once_by_each_basis(
    bureau: Respondent, reviewer: FlaskClient, judged: list[Scorecard], sets_aside: bool, cards: int
) -> None:
    begin_review(bureau)
    first = find_yes_no(bureau)[0]
    decide_all(bureau, leave=(first,) if sets_aside else ())
    if sets_aside:
        set_aside(bureau, first)
    judged.clear()
    assert reviewer.get(f"/responses/{bureau.response_id}/review").status_code == 200
    assert len(judged) == cards
    assert (take(reviewer, bureau, Action.PASS_ON), len(judged)) == (State.PROVINCIAL_REVIEW, 2 * cards)


def test_a_decision_and_a_step_that_no_score_stands_in_the_way_of_judge_nothing(
    bureau: Respondent, reviewer: FlaskClient, judged: list[Scorecard]
) -> None:
    bureau.answer_all()
    bureau.submit()
    judged.clear()
    assert take(reviewer, bureau, Action.TAKE_UP) is State.CITY_REVIEW
    reviewer.post(f"/responses/{bureau.response_id}/review/{find_yes_no(bureau)[0]}", data={"decision": "confirmed"})
    assert take(reviewer, bureau, Action.RETURN) is State.CITY_REVIEW  # nothing is marked as returned
    assert judged == []
