"""An author with a draft, and what is done to it on the pages of the studio."""

import re
from io import BytesIO
from typing import Any

import html5lib
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure
from survey.studio.drafts import OpenDraft, find_draft
from tests.people import Respondent, sign_in
from tests.survey.studio.notices import HEAD, NOTICE
from tests.survey.studio.worlds import make_drafts


class Author:
    """Somebody with a draft, an administrator if not said otherwise, and what is done to it."""

    def __init__(self, site: Flask, engine: sa.Engine, login: str = "admin", id: int = 0) -> None:
        self.client: FlaskClient = sign_in(site, login)
        self.site, self.engine, self.id = site, engine, id

    def send(self, content: bytes, name: str = "云政办发7号.txt", **fields: str) -> TestResponse:
        answer = self.client.post("/studio", data={"file": (BytesIO(content), name), **fields})
        if answer.status_code == 302:
            make_drafts(self.site)
            there = self.client.get(answer.location)
            self.id = int(re.findall(r"/studio/(\d+)/head", there.location or "")[0])
        return answer

    def open(self, page: str = "") -> TestResponse:
        return self.client.get(f"/studio/{self.id}{page}")

    def draft(self) -> OpenDraft:
        with Session(self.engine) as session:
            found = find_draft(session, self.id)
            assert found is not None
            return found

    def clause(self, number: int) -> DecidedClause:
        return self.draft().notice.clauses[number - 1]

    def find(self, number: int, words: str) -> DecidedMeasure:
        return next(one for one in self.clause(number).measures if words in one.source)

    def act(self, number: int, act: str, measure: str = "", version: int | None = None, **fields: Any) -> TestResponse:
        now = self.draft().rows[number - 1].version
        told = {"act": act, "measure": measure, "version": str(now if version is None else version)}
        return self.client.post(f"/studio/{self.id}/clauses/{number}", data=told | fields)

    def settle(self, number: int, at: int, reading: str, reason: str) -> TestResponse:
        told = {"act": f"figure:{at}", "version": str(self.draft().rows[number - 1].version)}
        told |= {f"reading-{at}": reading, f"figure-reason-{at}": reason}
        return self.client.post(f"/studio/{self.id}/clauses/{number}", data=told)

    def undo(self, number: int) -> TestResponse:
        version = self.draft().rows[number - 1].version
        return self.client.post(f"/studio/{self.id}/clauses/{number}/undo", data={"version": version})

    def confirm_head(self, **changed: str) -> TestResponse:
        draft = self.draft()
        words = {
            f"{level}-{part}": words
            for level, names in draft.facts.levels.items()
            for part, words in names.model_dump().items()
        }
        return self.client.post(
            f"/studio/{self.id}/head", data={**HEAD, **words, "version": str(draft.row.version), **changed}
        )

    def decide_all(self) -> None:
        """Accept what can be accepted, ask nothing of the rest, confirm every figure as it was read."""
        for number in range(1, len(self.draft().rows) + 1):
            for one in self.clause(number).measures:
                if self.act(number, "accept", one.id).status_code != 302:
                    self.act(number, "aside", one.id, reason="原则性表述")
            for at, figure in enumerate(self.clause(number).figures):
                assert self.settle(number, at, figure.reading, figure.reason or "名称").status_code == 302
            self.drop_unasked(number)

    def drop_unasked(self, number: int) -> None:
        """Say of the figures that nothing asks for that they are no targets."""
        for at, figure in enumerate(self.clause(number).figures):
            if figure.reading != "none":
                users = [one for one in self.clause(number).measures if one.start <= figure.start < one.end]
                if not any(one.state == "accepted" for one in users):
                    self.settle(number, at, "none", "不设题")

    def publish(self) -> TestResponse:
        [self.mark] = re.findall(r'name="mark" value="([^"]*)"', self.open("/publish").text) or [""]
        return self.client.post(f"/studio/{self.id}/publish", data={"mark": self.mark, "note": "首版"})


def measure_form(author: Author, number: int, one: DecidedMeasure) -> dict[str, Any]:
    """What the form of a measure sends as it is drawn."""
    page = html5lib.parse(author.open(f"/clauses/{number}?measure={one.id}").text, namespaceHTMLElements=False)
    form = next(each for each in page.iter("form") if each.get("id") == "measure-form")
    told: dict[str, Any] = {}
    for field in form.iter():
        if field.tag == "input" and (field.get("type") != "checkbox" or field.get("checked") is not None):
            told.setdefault(str(field.get("name")), []).append(field.get("value") or "")
        elif field.tag == "textarea":
            told[str(field.get("name"))] = field.text or ""
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [each for each in options if each.get("selected") is not None] or options[:1]
            told[str(field.get("name"))] = [str(each.get("value")) for each in chosen]
    return told


def send_notice(bureau: Respondent) -> Author:
    """What happens where the administrator sends in the small notice, and it is drafted."""
    author = Author(bureau.client.application, bureau.engine)
    assert author.send(NOTICE.encode("gb18030")).status_code == 302
    return author


def send_and_confirm_head(bureau: Respondent) -> None:
    """What happens where the head of the draft is confirmed, too."""
    assert send_notice(bureau).confirm_head().status_code == 302
