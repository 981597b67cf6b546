"""The worker that keeps the form's pages, and what tells it whose they are."""

import re

from flask.testing import FlaskClient

from survey.storage.states import Action, Role
from tests.people import Respondent
from tests.survey.reviewing.deciding import begin_review, find_yes_no, mark_returned

KEEPS = re.compile(r'<meta name="keeps" content="([^"]*)">')


def test_it_comes_to_everyone_from_above_all_pages(stranger: FlaskClient) -> None:
    answer = stranger.get("/form-worker.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_only_pages_that_can_be_filled_in_say_whose_they_are(bureau: Respondent, stranger: FlaskClient) -> None:
    own = f"/responses/{bureau.response_id}"

    def read(path: str) -> str:
        return str(KEEPS.findall(bureau.client.get(path, follow_redirects=True).text)[0])

    for path in (f"{own}/domains/N01", f"{own}/check"):
        assert read(path) == f"{bureau.id}/{bureau.response_id}/"
    assert read("/") == f"{bureau.id}/"
    assert KEEPS.findall(stranger.get("/sign-in").text) == [""]
    bureau.answer_all()
    bureau.submit()
    for path in (f"{own}/domains/N01", f"{own}/check"):
        assert read(path) == ""


def test_of_a_returned_form_the_pages_without_a_returned_question_are_kept_too(bureau: Respondent) -> None:
    begin_review(bureau)
    mark_returned(bureau, find_yes_no(bureau)[0])
    bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    pages = [
        bureau.client.get(f"/responses/{bureau.response_id}/domains/{one.id}").text
        for one in bureau.questionnaire.domains
    ]
    assert {"yes", "no"} == {page.split('data-frozen="')[1].split('"')[0] for page in pages}
    assert {found for page in pages for found in KEEPS.findall(page)} == {f"{bureau.id}/{bureau.response_id}/"}
