"""How often one may ask: a flood is turned away with words and a time, and nobody else pays for it."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from survey.storage.database import writing
from survey.web.limits import Buckets
from survey.web.marks import find_marks
from survey.web.tallies import Limit, count
from tests.machine import StillClock
from tests.people import Respondent, sign_in

EXPENSIVE = {  # endpoint -> how often per person, or per address of strangers, in ten minutes
    "reports.gap_report": 200,
    "reports.gap_report_with_ledger": 200,
    "reports.signature": 200,
    "lookup.find": 200,
    "lookup.result": 200,
    "lookup.signature": 200,
    "lookup.check": 60,
    "lookup.keys": 200,
    "leading.overview": 300,
    "leading.bureaus": 300,
    "leading.download": 60,
    "leading_bureau.bureau": 600,
    "leading_bureau.answer": 600,
    "leading_duties.domain": 300,
    "leading_duties.duty": 300,
    "leading_duties.years": 60,
    "leading_year.ranking": 300,
    "leading_year.download": 60,
    "leading_year.duties": 300,
    "round_report.show": 120,
    "side_by_side.show": 200,
    "two_schemes.download": 60,
    "year.download": 60,
    "plan_tables.download": 60,
    "plan_tables.preview": 60,
    "plan_overview.download": 60,
    "plan_reports.pdf": 60,
    "plan_reports.csv": 60,
    "mail.send_links": 20,
    "messages.send": 30,
    "external.preview": 60,
    "quantities.show": 120,
    "quantities.download": 60,
    "outputs.make": 30,
    "outputs.download": 60,
    "papers.gap": 120,
    "papers.plan": 120,
    "papers.report": 60,
    "papers.circular": 60,
    "papers.letters": 60,
    "papers.notice": 60,
    "letterhead.put": 30,
    "letterhead.sample": 60,
    "batches.start": 20,
    "batches.download": 20,
    "trail.export": 20,
    "workbooks.upload": 60,
    "workbooks.download": 60,
    "attaching.receive": 300,
    "attaching.attach": 300,
    "evidence.pack": 20,
    "evidence.preview": 300,
    "shelf.preview": 300,
    "shelf.put": 300,
    "shelf.receive": 300,
    "imports.preview": 60,
    "maps.put": 30,
    "catalogues.preview": 60,
    "sheets.print_filled": 60,
    "sheets.print_blank": 60,
    "sheets.print_level": 60,
    "sheets.print_request": 60,
    "studio.send": 30,
    "studio.open_published": 30,
    "studio_beside.send": 30,
    "studio_beside.confirm": 30,
    "moving.move": 30,
    "studio_publishing.workbook": 60,
    "studio_publishing.confirm": 30,
    "people.invite_again": 200,
    "people.invite_all": 20,
    "mail.test": 10,
    "mail.send_all_again": 10,
}


class Clock:
    """A clock that is set by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def exhaust(site: Flask, endpoint: str, person: int) -> None:
    limit = find_marks(site.view_functions[endpoint]).limit
    assert limit is not None
    with writing(site.extensions["survey_engine"]) as session:
        for _ in range(limit.most):
            count(session, f"{endpoint} {person}", limit)


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(3, 0.5, clock)
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 2, 2]
    assert buckets.take("b") == 0
    clock.at = 2
    assert [buckets.take("a"), buckets.take("a")] == [0, 2]
    clock.at = 1000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]


def test_who_asks_for_too_much_is_told_when_to_come_back(site: Flask, bureau: Respondent, clock: StillClock) -> None:
    exhaust(site, "reports.gap_report", bureau.id)
    clock.go_on(100)
    page = bureau.client.get(f"/responses/{bureau.response_id}/report.pdf")
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "500"
    assert "操作过于频繁" in page.text and "不会丢失" in page.text


def test_others_and_other_pages_stay_open(site: Flask, bureau: Respondent) -> None:
    exhaust(site, "reports.gap_report", bureau.id)
    path = f"/responses/{bureau.response_id}/report.pdf"
    assert bureau.client.get("/").status_code == 200
    assert sign_in(site, "colleague").get(path).status_code == 200


def test_the_forms_script_is_told_in_json(site: Flask, bureau: Respondent) -> None:
    exhaust(site, "reports.gap_report", bureau.id)
    headers = {"Accept": "application/json"}
    answer = bureau.client.get(f"/responses/{bureau.response_id}/report.pdf", headers=headers)
    assert answer.get_json()["error"] == "操作过于频繁"


def test_a_stranger_who_floods_is_turned_away_and_a_person_from_there_is_not(
    stranger: FlaskClient, bureau: Respondent
) -> None:
    codes = {stranger.get("/nothing").status_code}
    for _ in range(6000):  # the slower it goes, the more may be asked
        if 429 not in codes:
            codes.add(stranger.get("/nothing").status_code)
    assert codes == {302, 429}
    assert bureau.client.get("/").status_code == 200


def test_strangers_are_counted_by_their_address(site: Flask, stranger: FlaskClient, bureau: Respondent) -> None:
    for _ in range(200):
        stranger.get("/reports/check/keys.json")
    assert stranger.get("/reports/check/keys.json").status_code == 429
    assert bureau.client.get("/reports/check/keys.json").status_code == 200


def test_what_costs_much_is_limited_and_nothing_else(site: Flask) -> None:
    limits = {endpoint: find_marks(view).limit for endpoint, view in site.view_functions.items()}
    assert {endpoint: limit for endpoint, limit in limits.items() if limit} == {
        endpoint: Limit(most, timedelta(minutes=10)) for endpoint, most in EXPENSIVE.items()
    }
