"""Several clerks in one form: what a colleague changes is told to the page that is open, and keeps nobody signed in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from survey.storage.columns import CLOCK, now
from tests.people import Respondent

People = Callable[[str], Respondent]


@pytest.fixture
def clerk(every_kind: Respondent) -> Respondent:
    every_kind.answer("q-number", 38)
    return every_kind


def ask(person: Respondent, since: object) -> Any:
    answer = person.client.get(f"/responses/{person.response_id}/changes?since={since}")
    assert answer.status_code == 200
    return answer.json


def test_an_open_page_asks_only_for_what_came_after_it_was_drawn(clerk: Respondent) -> None:
    since = ask(clerk, 0)["since"]
    assert since > 0 and f'data-since="{since}"' in clerk.open("domains/N01").text


def test_nothing_new_is_a_short_answer(clerk: Respondent) -> None:
    since = ask(clerk, 0)["since"]
    assert ask(clerk, since) == {"since": since, "changes": []}


def test_what_a_colleague_changed_is_told_with_name_and_time(clerk: Respondent, respondent: People) -> None:
    since = ask(clerk, 0)["since"]
    respondent("colleague").answer("q-number", 41, base=1)
    told = ask(clerk, since)
    [change] = told["changes"]
    assert (change["question"], change["version"], change["fields"]["value"]) == ("q-number", 2, "41")
    assert change["message"].startswith("同事colleague的人 ") and change["message"].endswith(" 修改")
    assert told["since"] > since


def test_what_one_changed_oneself_in_another_window_is_told_as_saved(clerk: Respondent) -> None:
    since = ask(clerk, 0)["since"]
    clerk.answer("q-number", 39, base=1)
    [change] = ask(clerk, since)["changes"]
    assert "已保存" in change["message"]


def test_an_answer_that_waits_is_told_with_both_values(clerk: Respondent, respondent: People) -> None:
    since = ask(clerk, 0)["since"]
    respondent("colleague").try_answer("q-number", 41, base=0)
    [change] = ask(clerk, since)["changes"]
    assert (change["version"], change["fields"]["value"]) == (1, "38")
    assert (change["collision"]["mine"], change["collision"]["theirs"]) == ("41学时", "38学时")


def test_what_was_taken_back_and_other_questions_progress_are_told(clerk: Respondent, respondent: People) -> None:
    since = ask(clerk, 0)["since"]
    colleague = respondent("colleague")
    colleague.save("q-number", None, 1)
    colleague.answer("q-yes_no", True)
    changes = {change["question"]: change for change in ask(clerk, since)["changes"]}
    assert changes["q-number"]["fields"] == {}
    assert changes["q-yes_no"]["domain"]["answered"] == 1


@pytest.mark.parametrize("since", ["-1", "x", "9" * 30, "１"])
def test_what_the_script_never_sends_is_refused(clerk: Respondent, since: str) -> None:
    assert clerk.client.get(f"/responses/{clerk.response_id}/changes?since={since}").status_code == 400


@pytest.fixture
def pass_minutes() -> Iterator[Callable[[int], None]]:
    """Let the installation's clock show that so many minutes have passed since the test began."""
    began = now()
    yield lambda minutes: CLOCK.set(began + timedelta(minutes=minutes), CLOCK.tick())
    CLOCK.set(None)


@pytest.mark.parametrize(("page", "is_human"), [("changes", False), ("domains/N01", True)])
def test_an_open_page_keeps_nobody_signed_in_but_who_acts_stays(
    clerk: Respondent, pass_minutes: Callable[[int], None], page: str, is_human: bool
) -> None:
    codes = []
    for minutes in (4, 8, 12):
        pass_minutes(minutes)
        answer = clerk.client.get(f"/responses/{clerk.response_id}/{page}", headers={"Accept": "application/json"})
        codes.append((answer.status_code, "Set-Cookie" in answer.headers))
    assert codes[:2] == [(200, is_human)] * 2
    assert codes[2][0] == (200 if is_human else 401)
