"""Every address × every kind of person, by real requests; an address without a row fails."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.people import Respondent, sign_in

# Every role, of the bureau itself, of a sibling, of those above, of foreign places, and of the whole installation.
LOGINS = [
    *("bureau", "head", "sibling", "sibling-head", "foreigner", "foreign-head"),
    *("city", "foreign-city", "province", "admin", "auditor"),
]


def let_in(*logins: str) -> dict[str, int]:
    """What each sees: 200 there, 404 not there. Strangers are sent to sign in, always."""
    return {login: 200 if login in logins else 404 for login in LOGINS}


CLERKS = let_in("bureau")
OWN_ONLY = let_in("bureau", "head")
READERS = let_in("bureau", "head", "city", "province", "admin")
REVIEWERS = let_in("city", "foreign-city", "province", "admin")
ADMINISTRATORS = let_in("admin")
ALL = let_in(*LOGINS)
PUBLIC = {"static", "signing_in.sign_in", "signing_in.accept_invitation", "signing_in.choose_language"}

GET = {
    "home.start": ("/", ALL),
    "helping.guide": ("/help", ALL),
    "covering.notices": ("/notices", ALL),
    "covering.crosswalk": ("/crosswalk", ALL),
    "covering.notice": ("/notices/jilin-2021-44", ALL),
    "profile.edit": ("/responses/{id}/profile", CLERKS),
    "answering.start": ("/responses/{id}/", OWN_ONLY),
    "answering.domain": ("/responses/{id}/domains/N12", OWN_ONLY),
    "submitting.check": ("/responses/{id}/check", OWN_ONLY),
    "results.show": ("/responses/{id}/result", OWN_ONLY),
    "reports.gap_report": ("/responses/{id}/report.pdf", OWN_ONLY),
    "reports.gap_report_with_ledger": ("/responses/{id}/report-with-ledger.pdf", OWN_ONLY),
    "reviewing.bureaus": ("/rounds/2026", REVIEWERS),
    "administering.show": ("/rounds/2026/administration", ADMINISTRATORS),
    "reports.aggregate": ("/rounds/2026/aggregate.zip", ADMINISTRATORS),
}
POST = {
    "profile.edit": ("/responses/{id}/profile", CLERKS),
    "answering.save_page": ("/responses/{id}/domains/N12", CLERKS),
    "answering.settle_answer": ("/responses/{id}/answers/emergency-plan/settle", CLERKS),
    "moving.act": ("/responses/{id}/actions/withdraw", OWN_ONLY),
    "signing_in.sign_out": ("/sign-out", ALL),
}
PUT = {"answering.save": ("/responses/{id}/answers/emergency-plan", CLERKS)}
TABLES = {"GET": GET, "POST": POST, "PUT": PUT}
ROWS = [(method, endpoint) for method, table in TABLES.items() for endpoint in table]


def test_every_address_has_a_row(site: Flask) -> None:
    rules = {
        (method, rule.endpoint)
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in PUBLIC
    }
    assert rules == set(ROWS)


@pytest.mark.parametrize(("method", "endpoint"), ROWS)
def test_a_stranger_is_asked_to_sign_in(method: str, endpoint: str, bureau: Respondent, stranger: FlaskClient) -> None:
    path = TABLES[method][endpoint][0].format(id=bureau.response_id)
    answer = stranger.open(path, method=method, json={} if method == "PUT" else None)
    assert answer.status_code in (302, 401)
    assert "市场监督管理局" not in answer.text


@pytest.mark.parametrize("login", LOGINS)
def test_everyone_sees_what_is_theirs_and_no_more(
    login: str, site: Flask, respondent: Callable[[str], Respondent]
) -> None:
    bureau = respondent("bureau")
    client = sign_in(site, login)
    for endpoint, (path, expected) in GET.items():
        answer = client.get(path.format(id=bureau.response_id), follow_redirects=True)
        assert answer.status_code == expected[login], endpoint


@pytest.mark.parametrize("login", LOGINS)
def test_what_was_submitted_is_read_by_those_above(
    login: str, site: Flask, respondent: Callable[[str], Respondent]
) -> None:
    bureau = respondent("bureau")
    bureau.answer_all()
    bureau.submit()
    client = sign_in(site, login)
    for endpoint in ("results.show", "reports.gap_report"):
        answer = client.get(GET[endpoint][0].format(id=bureau.response_id))
        assert answer.status_code == READERS[login], endpoint


@pytest.mark.parametrize("login", LOGINS)
def test_nobody_acts_for_another_bureau(login: str, site: Flask, respondent: Callable[[str], Respondent]) -> None:
    bureau = respondent("bureau")
    client = sign_in(site, login)
    for method in ("PUT", "POST"):
        for endpoint, (path, expected) in TABLES[method].items():
            answer = client.open(
                path.format(id=bureau.response_id), method=method, json={} if method == "PUT" else None
            )
            assert (answer.status_code == 404) == (expected[login] == 404), endpoint


def test_a_reviewer_sees_only_the_bureaus_below(site: Flask) -> None:
    page = sign_in(site, "city").get("/rounds/2026").text
    assert "托克托县" in page
    assert "土默特右旗" not in page
