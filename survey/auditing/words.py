"""Lines of the trail in words: who, where, what, and what was before and after."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.answers import read_stored
from questionnaires.questionnaire import Questionnaire
from questionnaires.scheme import Scheme
from survey.accounts.attempts import NOBODY
from survey.answering.page_content import say_answer
from survey.responses.claims import name_claim
from survey.rounds.issued import open_questionnaire
from survey.storage.records import TrailEntry
from survey.storage.states import WITH_BUREAU
from survey.storage.tables import Person, Response
from survey.storage.trail import LOCAL
from survey.web.act_words import say_act
from survey.web.words import CIRCLES, DECISIONS, ENTRY_KINDS, PLAN_STATUSES, STATES

KEYS = {
    "login": _l("User name"),
    "wrong": _l("What was wrong"),
    "last_seen": _l("Last seen"),
    "decision": _l("Decision"),
    "answer_version": _l("Version of the answer"),
    "content": _l("Answer"),
    "reason": _l("Reason"),
    "mend_by": _l("To be corrected by"),
    "item": _l("Item"),
    "claimed": _l("Points claimed"),
    "points": _l("Points"),
    "kind": _l("Kind of entry"),
    "done": _l("What was done"),
    "to": _l("Given to"),
    "due": _l("Until"),
    "office": _l("Office"),
    "questions": _l("Questions"),
    "back": _l("Came back"),
    "not_back": _l("Not come back after all"),
    "circle": _l("Among whom"),
    "text": _l("Words of the note"),
    "hash_of_text": _l("Hash of the words"),
    "question": _l("Question"),
    "title": _l("Title"),
    "status": _l("State"),
    "measure": _l("What will be done"),
    "owner": _l("Person in charge"),
    "start": _l("Begins on"),
    "resources": _l("Resources"),
    "remark": _l("Remark"),
    "words": _l("Words"),
    "promised": _l("Promise of version"),
    "signed": _l("Signed at version"),
    "checked_as_of": _l("Checked as of"),
    "agreed": _l("Agreed to at version"),
    "set_by": _l("Set by person no."),
    "due_set_by": _l("Time limit set by person no."),
    "bureaus": _l("Bureaus"),
    "lines": _l("Lines"),
    "hash": _l("Hash of the last line"),
}
VALUES = {
    "password": _l("Password"),
    "code": _l("Code of six digits"),
    "deactivated": _l("deactivated"),
    "password and code": _l("password and code"),
    **STATES,
    **DECISIONS,
    **ENTRY_KINDS,
    **CIRCLES,
    **PLAN_STATUSES,
}
OF_A_BUREAUS_OWN = ("answer", "claims", "evidence", "profile", "workbook")  # acts
ANSWER_KEYS = {"value", "set_apart", "not_kept", "not_applicable", "remark"}
NAMED = re.compile(r"(response|question|item|person) (\S+)")


@dataclass(frozen=True)
class WordedLine:
    """A line as people read it."""

    number: int
    at: datetime
    who: str
    login: str
    address: str
    act: str
    about: str
    before: str
    after: str


class Reader:
    """Reads lines; what they name is loaded once for all of them.

    `hides_drafts`: of what a bureau changed in a response and has not handed in it says that it was done, not what.
    """

    def __init__(self, session: Session, entries: Sequence[TrailEntry], hides_drafts: bool = False) -> None:
        self._hides_drafts = hides_drafts
        named = [dict(NAMED.findall(entry.subject)) for entry in entries]
        people = {int(one["person"]) for one in named if one.get("person", "").isdigit()}
        people |= {entry.person_id for entry in entries if entry.person_id is not None}
        responses = {int(one["response"]) for one in named if one.get("response", "").isdigit()}
        self._people = {one.id: one for one in session.exec(select(Person).where(col(Person.id).in_(people)))}
        whole = [joinedload(Response.bureau), joinedload(Response.questionnaire), joinedload(Response.round)]  # type: ignore[arg-type]
        found = session.exec(select(Response).where(col(Response.id).in_(responses)).options(*whole))
        self._responses = {one.id: one for one in found}

    def read(self, entry: TrailEntry) -> WordedLine:
        named = dict(NAMED.findall(entry.subject))
        response = self._responses.get(int(named["response"])) if named.get("response", "").isdigit() else None
        scribe = _Scribe(response, named.get("question", ""))
        change = json.loads(entry.change)
        person = self._people.get(entry.person_id or 0)
        is_hidden = self._hides_drafts and _is_own(entry, response)
        return WordedLine(
            number=entry.number,
            at=entry.at,
            who=person.name if person else str(_("the server itself") if entry.address == LOCAL else _("nobody")),
            login=entry.login,
            address=entry.address,
            act=say_act(entry.act),
            about=self._say_subject(entry.subject, named, scribe),
            before="" if is_hidden else scribe.write(change.get("before")),
            after=str(_("not submitted yet")) if is_hidden else scribe.write(change.get("after")),
        )

    def _say_subject(self, subject: str, named: dict[str, str], scribe: "_Scribe") -> str:
        if scribe.response is not None:
            item = _("plan, item %(number)s", number=named["item"]) if "item" in named else ""
            title = str(item) or scribe.name_question()
            parts = [scribe.response.bureau.name, scribe.response.round.title, title]
            return " · ".join(part for part in parts if part)
        person = self._people.get(int(named["person"])) if named.get("person", "").isdigit() else None
        if person is not None:
            return f"{person.name}（{person.login}）"
        return str(_("an account that does not exist")) if subject == NOBODY else subject


def _is_own(entry: TrailEntry, response: Response | None) -> bool:
    """Whether a line says what a bureau has changed in a response and not handed in, or on its own shelf."""
    if response is None:
        return entry.act.startswith("shelf.")
    is_with_bureau = response.state in WITH_BUREAU and entry.act.partition(".")[0] in OF_A_BUREAUS_OWN
    return is_with_bureau and (response.submitted_at is None or entry.at > response.submitted_at)


def _name_items(scheme: Scheme | None) -> dict[str, str]:
    """The titles of what can be claimed or entered under a scheme, by id."""
    if scheme is None:
        return {}
    titles = {one.id: one.title for one in scheme.bonus}
    titles |= {one.id: one.title for one in scheme.deductions}
    return titles | {one.id: one.title for one in scheme.vetoes}


class _Scribe:
    """Writes what a change holds, in the words of the question it is about."""

    def __init__(self, response: Response | None, question: str) -> None:
        self.response, self.question = response, question
        if response is not None:
            self.questionnaire: Questionnaire = open_questionnaire(response.questionnaire)
        self.is_known = response is not None and question in self.questionnaire.by_id
        self._facts = {fact.id: fact.question for fact in self.questionnaire.facts} if response is not None else {}
        self._items = _name_items(self.questionnaire.scheme) if response is not None else {}

    def name_question(self) -> str:
        """What a line is about: a question, or a bonus item where it stands among the questions."""
        if self.is_known:
            return self.questionnaire.by_id[self.question].title
        items = {name_claim(id): title for id, title in self._items.items()}
        return items.get(self.question, self.question)

    def write(self, value: Any) -> str:
        if isinstance(value, dict):
            return self._write_answer(value) if set(value) <= ANSWER_KEYS else self._write_pairs(value)
        if isinstance(value, list):
            return "、".join(words for one in value if (words := self.write(one)))
        if isinstance(value, bool):
            return str(_("Yes") if value else _("No"))
        return "" if value is None else str(VALUES.get(str(value), value))

    def _write_pairs(self, pairs: dict[str, Any]) -> str:
        said = pairs | {"item": self._items.get(pairs["item"], pairs["item"])} if "item" in pairs else pairs
        named = [(str(KEYS.get(key, self._facts.get(key, key))), self.write(value)) for key, value in said.items()]
        return "；".join(f"{key}{_(': ')}{words}" for key, words in named if words)

    def _write_answer(self, content: dict[str, Any]) -> str:
        if not self.is_known or self.response is None:
            return self._write_pairs(content)
        question = self.questionnaire.by_id[self.question]
        answer = read_stored(question, content, self.response.round.as_of)
        # Refused is such as a date after a reference date that was moved.
        return say_answer(question, answer) if answer.refused is None else self._write_pairs(content)
