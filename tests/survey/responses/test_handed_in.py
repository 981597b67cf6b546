"""What a bureau changes before it hands in again is seen by nobody above it: every address, person and state."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, select

from questionnaires.questionnaire import Questionnaire
from survey.evidence.files import date_evidence, remove_evidence
from survey.evidence.inventory import take_inventory
from survey.evidence.listing import Dates
from survey.installing.settings import Settings
from survey.responses.assessing import assess
from survey.responses.profiles import save_profile
from survey.rounds.issued import open_questionnaire
from survey.storage.states import Action, Role, State
from survey.storage.tables import Evidence, Person, Response
from tests.databases import ON_SQLITE, World
from tests.machine import ZONE
from tests.people import Respondent, full_value, sign_in
from tests.sites import open_site, pass_time
from tests.survey.evidence.sample_files import make_pdf
from tests.survey.reviewing.deciding import mark_returned
from tests.survey.web.addresses import GET

QUESTION = "emergency-plan"
OLD, NEW, OLD_FILE, NEW_FILE = "提交时的备注", "整改中的备注", "提交时的预案", "整改中的预案"
DONE = "已补盖公章"
NEW_DAY = date(2031, 1, 2)
HIDDEN = (NEW, NEW_FILE, "2031年1月2日", "2031-01-02", DONE, *(json.dumps(one)[1:-1] for one in (NEW, NEW_FILE, DONE)))
ABOVE = ("city", "province", "admin")
FILES = [f"/responses/{{id}}/evidence/{number}" for number in (1, 2, 3)]
PLACES = ["/responses/{id}/evidence", f"/responses/{{id}}/answers/{QUESTION}/history", "/responses/{id}/result"]


def say(bureau: Respondent, remark: str) -> None:
    version = 0 if bureau.stored().get(QUESTION) is None else 1
    content = {"value": full_value(bureau.ask(QUESTION)), "remark": remark}
    bureau.save(QUESTION, content, version)


def hand_in(bureau: Respondent) -> None:
    """With a remark, two files and all facts, to be taken up by the city."""
    with Session(bureau.engine) as session:
        facts = open_questionnaire(session.get_one(Response, bureau.response_id).questionnaire).facts
    save_profile(bureau.engine, bureau.response_id, {one.id: True for one in facts}, 0, bureau.id)
    say(bureau, OLD)
    for name in (OLD_FILE, f"{OLD_FILE}附件"):
        bureau.attach(QUESTION, make_pdf(name), f"{name}.pdf")
    for question in bureau.questionnaire.questions:
        if question.id != QUESTION:
            bureau.answer(question.id, full_value(question))
    bureau.submit()
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    mark_returned(bureau, QUESTION)


def mend(bureau: Respondent) -> None:
    """Another remark, one file more, one dated anew, one removed."""
    say(bureau, NEW)
    bureau.attach(QUESTION, make_pdf(NEW_FILE), f"{NEW_FILE}.pdf", done=DONE)
    date_evidence(bureau.engine, bureau.response_id, 1, Dates(valid_until=NEW_DAY), bureau.id)
    store = bureau.client.application.extensions["evidence_store"]
    remove_evidence(bureau.engine, store, bureau.response_id, 2, bureau.id)


def give_back(bureau: Respondent, state: State) -> None:
    """Bring a response that is in the city's hands back to its bureau, which changes it."""
    if state is State.REOPENED:
        bureau.act(Action.REOPEN, bureau.find(Role.ADMINISTRATOR), "补充材料")
    else:
        bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    mend(bureau)
    if state is State.SIGNED_OFF:
        bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))


@pytest.fixture(scope="module")
def in_review(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Path]]:
    folder = tmp_path_factory.mktemp("in-review")
    with pass_time(world, folder, lambda respondent: hand_in(respondent("bureau"))) as later:
        yield later, folder


@pytest.fixture
def reviewed(in_review: tuple[World, Path], tmp_path: Path) -> Iterator[Respondent]:
    """The bureau, whose response is in the city's hands."""
    world, folder = in_review
    with world.copy(tmp_path) as url, open_site(Settings(folder, url, "for tests", time_zone=ZONE)) as site:
        yield Respondent(site, site.extensions["survey_engine"], "bureau")


def read_all(client: FlaskClient, response_id: int) -> dict[str, str]:
    """Everything that a person finds at any address, in words; of a PDF also what is attached to it."""
    return read_pages(client, response_id, *(path for path, _ in GET.values()), *FILES)


def read_pages(client: FlaskClient, response_id: int, *paths: str) -> dict[str, str]:
    found = (path.format(id=response_id) for path in paths)
    return {path: read_words(client.get(path, follow_redirects=True, buffered=True)) for path in found}


def read_words(answer: Any) -> str:
    if answer.mimetype == "application/zip":
        with ZipFile(BytesIO(answer.data)) as archive:
            return "".join(archive.namelist()) + archive.read("清单.csv").decode()
    if answer.mimetype != "application/pdf" or answer.request.path.endswith("/preview"):  # of a file made up here
        disposition = answer.headers.get("Content-Disposition", "")
        return answer.data.decode("utf-8", "replace") + disposition if answer.status_code == 200 else ""
    reader = PdfReader(BytesIO(answer.data))
    attached = [content.decode() for contents in reader.attachments.values() for content in contents]
    return "".join("".join(page.extract_text().split()) for page in reader.pages) + "".join(attached)


def find_hidden(pages: dict[str, str]) -> list[str]:
    return [f"{path}: {words}" for path, page in pages.items() for words in HIDDEN if words in page]


@ON_SQLITE
@pytest.mark.parametrize("state", [State.SIGNED_OFF, State.REOPENED])
def test_nobody_above_sees_what_is_not_handed_in(state: State, reviewed: Respondent) -> None:
    give_back(reviewed, state)
    site = reviewed.client.application
    pages = {login: read_all(sign_in(site, login), reviewed.response_id) for login in ABOVE}
    assert {login: find_hidden(found) for login, found in pages.items()} == {login: [] for login in ABOVE}
    begin = f"/responses/{reviewed.response_id}"
    for found in pages.values():
        assert OLD in found[f"{begin}/answers/{QUESTION}/history"]
        assert OLD_FILE in found[f"{begin}/evidence"] and f"{OLD_FILE}附件" in found[f"{begin}/evidence"]
        assert [bool(found[f"{begin}/evidence/{number}"].count("%PDF")) for number in (1, 2, 3)] == [True, True, False]
        assert OLD in found[f"{begin}/report-with-ledger.pdf"]
    assert OLD in pages["city"][f"{begin}/review"]


@ON_SQLITE
def test_the_bureau_sees_its_own_and_those_above_when_it_is_handed_in_again(reviewed: Respondent) -> None:
    def see(login: str) -> set[str]:
        """The words that are hidden otherwise."""
        client = sign_in(reviewed.client.application, login)
        return {
            words
            for page in read_pages(client, reviewed.response_id, *PLACES).values()
            for words in HIDDEN[:3]
            if words in page
        }

    give_back(reviewed, State.RETURNED)
    assert [see(login) for login in ("head", *ABOVE)] == [set(HIDDEN[:3]), set(), set(), set()]
    reviewed.act(Action.SIGN_OFF, reviewed.find(Role.HEAD))
    reviewed.act(Action.SUBMIT)
    assert [see(login) for login in ABOVE] == [set(HIDDEN[:3])] * 3


def test_facts_that_change_are_seen_when_they_are_handed_in(reviewed: Respondent) -> None:
    def ask(login: str) -> Questionnaire:
        with Session(reviewed.engine) as session:
            person = session.exec(select(Person).where(Person.login == login)).one()
            return assess(session, session.get_one(Response, reviewed.response_id), person).questionnaire

    before = ask("city")
    reviewed.act(Action.REOPEN, reviewed.find(Role.ADMINISTRATOR), "补充材料")
    facts = {one.id: False for one in before.facts}
    save_profile(reviewed.engine, reviewed.response_id, facts, 1, reviewed.id)
    assert len(ask("bureau").questions) < len(before.questions)
    assert ask("city") == ask("admin") == before


def test_a_file_that_was_handed_in_is_kept_until_the_bureau_hands_in_without_it(reviewed: Respondent) -> None:
    give_back(reviewed, State.SIGNED_OFF)
    store = reviewed.client.application.extensions["evidence_store"]
    with Session(reviewed.engine) as session:
        gone = session.get_one(Evidence, 2).sha256
        assert store.is_whole(gone)
        assert take_inventory(session, store).missing == ()


def test_of_drafts_the_trail_tells_the_administrator_that_and_not_what(
    site: Flask, engine: sa.Engine, bureau: Respondent
) -> None:
    say(bureau, NEW)
    pages = {login: sign_in(site, login).get("/trail?act=answer.save").text for login in ("admin", "auditor")}
    assert NEW not in pages["admin"] and "尚未提交" in pages["admin"]
    assert NEW in pages["auditor"]
