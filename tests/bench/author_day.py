"""An author's day in the studio, counted: a province's notice and a city's below it, from the file to an opened round.

Run `python -m tests.bench.author_day`. Both notices are of invented places and of real size, and nothing of the
drafting was made with them in view. Every act goes through the pages of the studio as an author would do it; what it
takes is a stated count and no measurement: seconds for each kind of act below. Counted are reading (the clause, each
question and its items, once), judging, typing and pressing, with the page that comes. Nobody judges here whether a
wording is right: what the draft calls "usable" is adopted as it stands, what it calls "edit" is changed by some
letters, and what lacks something is worded.

The first row of each notice decides every figure and every measure alone; the second what a clause offers at once; the
third does the same for an author who changes every plain question, usable or not, because the library does not word it.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from questionnaires.drafting.deciding.acts import find_askers
from questionnaires.drafting.deciding.at_once import list_assumed, list_complete, list_told
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure
from questionnaires.drafting.deciding.lacking import list_lacks
from questionnaires.drafting.deciding.raw_measures import ask
from reports.pages import EXTENSION
from survey.app import create_app
from survey.catalogues.current import current_library
from survey.installing.settings import Settings
from survey.storage.database import migrate
from survey.storage.tables import Bureau, Round
from survey.web.languages import local_day
from tests.conftest import fill_world
from tests.survey.rounds.test_opening_pages import read_fields
from tests.survey.studio.authoring import Author, measure_form

FOLDER = Path(__file__).parent / "author_notices"
# Seconds. Chinese is read for sense at some 420 letters a minute and typed, thinking included, at some 60.
READ, TYPE = 1 / 7, 1.0  # a letter
SECONDS = {
    "key": 1.0,  # a key and the page that comes, the author's eyes on it again
    "tick": 0.5,  # a key that brings no page
    "click": 2.0,  # the same by mouse
    "figure": 3.0,  # a figure held against what it was read as
    "levels": 2.0,  # assumed levels looked at
    "judge": 3.0,  # a question held against its sentence
    "choose": 5.0,  # one of a short list chosen
    "word": 12.0,  # thinking of a wording
    "head": 90.0,  # a head of eight lines and fifteen words for levels
    "preview": 30.0,  # a level's questionnaire skimmed
    "publish": 30.0,  # what is published looked at
    "round": 90.0,  # the form of a round, and its check
}
LIGHT, REASON = 10, 6  # letters typed where a wording is changed lightly, and for a reason that is not in a list
NOT_ASKED = "原则性、号召性表述，没有可以核实的内容"


class Day:
    """What an author does with one notice, and what it takes."""

    def __init__(self, site: Flask, at_once: bool, strict: bool = False) -> None:
        self.at_once, self.strict = at_once, strict
        self.engine: sa.Engine = site.extensions["survey_engine"]
        self.author = Author(site, self.engine)
        self.seconds: Counter[str] = Counter()
        self.decisions: Counter[str] = Counter()

    def spend(self, kind: str, times: int = 1, decision: str = "") -> None:
        self.seconds[kind] += round(1000 * SECONDS[kind]) * times
        self.decisions[decision] += bool(decision)

    def read(self, words: str) -> None:
        self.seconds["read"] += round(1000 * READ * len("".join(words.split())))

    def type(self, letters: int) -> None:
        self.seconds["type"] += round(1000 * TYPE * letters)

    def live(self, name: str, place: Mapping[str, str], parent: str = "") -> None:
        """From the file to a round that is open."""
        file = FOLDER / f"{name}.txt"
        sent = self.author.send(file.read_bytes(), file.name, parent=parent)
        assert sent.status_code == 302, sent.text
        self.confirm_head(name, place, parent)
        for number in range(1, len(self.author.draft().rows) + 1):
            self.decide(number)
        self.publish(name)

    def confirm_head(self, name: str, place: Mapping[str, str], parent: str) -> None:
        facts = self.author.draft().facts
        told = {"title": facts.title, "number": facts.number or "", "issuer": facts.issuer, "id": name}
        told |= {"issued": str(facts.issued), "implements": facts.implements, "parent": parent, **place}
        self.spend("head", decision="head")
        assert self.author.confirm_head(**told).status_code == 302

    def decide(self, number: int) -> None:
        """A clause, from its first letter to the point where nothing in it is open."""
        self.spend("key")  # that brings it
        self.read(self.clause(number).body)
        self.settle_levels(number)
        self.settle_figures(number)
        if self.at_once:
            self.adopt_complete(number)
        for one in self.clause(number).measures:
            if self.clause(number).find(one.id).state == "undecided":
                self.decide_measure(number, one.id)
        self.drop_unasked(number)

    def clause(self, number: int) -> DecidedClause:
        return self.author.clause(number)

    def act(self, number: int, act: str, measure: str = "", **fields: Any) -> None:
        answer = self.author.act(number, act, measure, **fields)
        assert answer.status_code == 302, (act, measure, answer.text)

    def settle_levels(self, number: int) -> None:
        assumed = list_assumed(self.clause(number))
        self.spend("levels", len(assumed))
        if assumed and self.at_once:
            self.spend("key", decision="levels")
            self.act(number, "assumed")
        elif assumed:  # each in its own form, where it is saved with all else
            self.spend("click", len(assumed))
            self.decisions["levels"] += len(assumed)

    def settle_figures(self, number: int) -> None:
        clause = self.clause(number)
        told = list_told(clause)
        self.spend("figure", len(clause.figures))
        if told and self.at_once:
            self.spend("key", decision="figures")
            self.act(number, "figures")
        for at, figure in enumerate(self.clause(number).figures):
            if not figure.settled and at in told:
                self.spend("click", decision="figures")
                assert self.author.settle(number, at, figure.reading, figure.reason).status_code == 302

    def drop_unasked(self, number: int) -> None:
        """Say why a figure that no question asks for is no target."""
        if self.at_once and list_told(self.clause(number)):
            self.spend("key", decision="figures")
            self.act(number, "figures")
        for at, figure in enumerate(self.clause(number).figures):
            if figure.settled and (figure.reading == "none" or find_askers(self.clause(number), figure)):
                continue
            self.spend("choose")
            self.spend("click", 2, decision="figures")
            self.type(0 if figure.reason else REASON)
            assert self.author.settle(number, at, "none", figure.reason or "不单独设题").status_code == 302

    def adopt_complete(self, number: int) -> None:
        """Read what is complete, tick what else is right as it stands, and adopt both by one key."""
        clause, facts = self.clause(number), self.author.draft().facts
        complete = [one.id for one in list_complete(clause, facts, self.library())]
        ticked = [one.id for one in clause.measures if one.id not in complete and self.is_right(number, one)]
        for id in (*complete, *ticked):
            self.look_at(clause.find(id))
        for _ in ticked:
            self.spend("tick", decision="ticked")
        if complete or ticked:
            self.spend("key", decision="complete")
            self.act(number, "complete", complete=complete, ticked=ticked)

    def is_right(self, number: int, one: DecidedMeasure) -> bool:
        """Whether an undecided measure is adopted as it stands."""
        fits = one.status == "usable" and bool(one.library or not self.strict)
        return one.state == "undecided" and fits and not self.list_lacks(number, one.id)

    def look_at(self, one: DecidedMeasure) -> None:
        """Its questions, each wording once, with the items; held against the sentence."""
        duty = self.library().duties.get(one.library or "")
        for words in dict.fromkeys(ask(one, duty, level) for level in one.levels):
            self.read(words)
        for item in (one.criterion or {}).get("items", ()):
            self.read(str(item["label"]))
        self.spend("judge")

    def decide_measure(self, number: int, id: str) -> None:
        one = self.clause(number).find(id)
        if not self.at_once:
            self.spend("key")  # that opens it: its question was not on the page
        if one.criterion is None:
            self.spend("choose")
            self.spend("key", decision="not asked")
            self.act(number, "aside", id, reason=NOT_ASKED)
            return
        self.look_at(one)
        lacks = self.list_lacks(number, id)
        if self.is_right(number, one):
            self.spend("key", decision="adopted")
            self.act(number, "accept", id)
            return
        self.spend("key", int(self.at_once))  # that opens it
        self.word(number, one, bool(lacks))

    def word(self, number: int, one: DecidedMeasure, lacking: bool) -> None:
        """Change a wording, lightly or whole, and adopt it; what still lacks something is not asked."""
        form = measure_form(self.author, number, one)
        form |= self.fill(one) if lacking else {}
        self.spend("word", int(lacking))
        self.type(LIGHT * (2 if lacking else 1))
        self.spend("key", decision="worded" if lacking else "changed")
        path = f"/studio/{self.author.id}/clauses/{number}/measure"
        if self.author.client.post(path, data={**form, "then": "accept"}).status_code != 302:
            self.decisions["given up"] += 1
            self.act(number, "aside", one.id, reason=NOT_ASKED)

    def fill(self, one: DecidedMeasure) -> dict[str, Any]:
        """What it lacks, as far as a few words make it whole."""
        told = {"help": "以正式文件和工作记录为准。", "domain": one.domain}
        asks = one.asks if isinstance(one.asks, str) else ""
        if asks and (one.criterion or {}).get("per_year") and "{year}" not in asks:
            told["asks"] = f"{{year}}，{asks}"
        if (one.criterion or {}).get("kind") in ("share", "rate", "growth"):
            told |= {"first": "已达到要求的数量", "second": "应达到要求的总数"}
        return told

    def list_lacks(self, number: int, id: str) -> list[Any]:
        clause = self.clause(number)
        return list(list_lacks(clause.find(id), clause.body, self.author.draft().facts, self.library()))

    def library(self) -> Any:
        with Session(self.engine) as session:
            return current_library(session)

    def publish(self, name: str) -> None:
        author = self.author
        for level in ("province", "city", "county"):
            if author.open(f"/preview?level={level}").status_code == 200:
                self.spend("preview")
        self.spend("publish", decision="published")
        answer = author.publish()
        assert answer.status_code == 302, answer.text
        self.spend("round", decision="round")
        open_round(author, answer.location, name, self.engine)


def open_round(author: Author, path: str, name: str, engine: sa.Engine) -> None:
    """From the form that publishing leads to, for every bureau that it offers."""
    today = local_day("Asia/Shanghai")
    told = read_fields(author.client.get(path).text)
    told.setlist("bureau", [str(id) for id in _list_bureaus(engine)])
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=20)).isoformat()}
    for key, value in {"title": f"{name}自评", "slug": name, "as_of": "2025-12-31", "step": "check", **days}.items():
        told[key] = value
    checked = author.client.post("/rounds/new/form", data=told)
    answer = author.client.post("/rounds/new", data=read_fields(checked.text))
    with Session(engine) as session:
        assert session.exec(select(Round).where(Round.slug == name)).one_or_none(), (checked.text, answer.text)


def _list_bureaus(engine: sa.Engine) -> list[int]:
    with Session(engine) as session:
        return list(session.exec(select(Bureau.id).where(Bureau.code == "150100")))


def make_site(folder: Path) -> Flask:
    settings = Settings(data_folder=folder, database_url=f"sqlite:///{folder / 'bench.sqlite3'}", secret_key="bench")
    migrate(settings.database_url)
    site = create_app(settings, [EXTENSION])
    site.config["WTF_CSRF_ENABLED"] = False
    fill_world(site.extensions["survey_engine"])
    return site


def tell(name: str, day: Day) -> None:
    parts = ", ".join(f"{kind} {ms / 60000:.1f}" for kind, ms in day.seconds.most_common())
    decisions = ", ".join(f"{kind} {count}" for kind, count in day.decisions.most_common() if kind)
    way = "at once" if day.at_once else "one by one"
    way += ", every plain question changed" if day.strict else ""
    print(f"{name}, {way}: {sum(day.seconds.values()) / 60000:.1f} minutes ({parts})")
    print(f"  {sum(day.decisions.values()) - day.decisions['']} decisions ({decisions})")


def main() -> None:
    for at_once, strict in ((False, False), (True, False), (True, True)):
        with tempfile.TemporaryDirectory() as folder:
            site = make_site(Path(folder))
            province, city = Day(site, at_once, strict), Day(site, at_once, strict)
            province.live("lanchuan", {"division": "150000"})
            tell("province", province)
            city.live("pinglan", {"division": "150100"}, parent="lanchuan")
            tell("city below it", city)
            site.extensions["survey_engine"].dispose()


if __name__ == "__main__":
    main()
