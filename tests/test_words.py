"""Every word on screen has its Chinese; none is left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from survey.storage.states import Action, PlanAct
from survey.web.act_words import ACTS

ROOT = Path(__file__).parent.parent
METHODS = [("installing/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2")]  # set-up has its own words
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "say": None,
    "InvalidAnswer": None,
    "Refused": None,
    "UnknownDocument": None,
    "UnreadableReport": (2,),
    "NoReport": (2,),
    "Finding": None,
    "FontProblem": None,
    "NotYet": (2,),
    "OpenPoint": (2,),
}
RECORDERS = {"record", "record_all", "note_download", "_put"}  # what writes to the trail
CATALOGUES = {"questionnaires": ["questionnaires"], "survey": ["survey", "reports"]}


def extract(packages: list[str]) -> Iterator[str]:
    for package in packages:
        for _, _, message, _, _ in extract_from_dir(ROOT / package, METHODS, keywords=KEYWORDS):
            yield message if isinstance(message, str) else message[0]


def read_catalogue(name: str) -> Catalog:
    with (ROOT / name / "translations/zh_Hans_CN/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def read_messages(name: str) -> dict[str, Message]:
    return {one.id if isinstance(one.id, str) else one.id[0]: one for one in read_catalogue(name) if one.id}


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_message_has_its_chinese(name: str) -> None:
    translated = {id for id, message in read_messages(name).items() if message.string and not message.fuzzy}
    elsewhere = set(read_messages("questionnaires"))
    assert sorted(set(extract(CATALOGUES[name])) - translated - elsewhere) == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_message_is_translated_twice(name: str) -> None:
    """Of two translations only one would be shown, and which one nobody would have chosen."""
    text = (ROOT / name / "translations/zh_Hans_CN/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    ids = re.findall(r"^msgid (.+(?:\n\".*)*)", text, re.MULTILINE)
    assert sorted({id for id in ids if ids.count(id) > 1}) == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_translation_is_left_over(name: str) -> None:
    used = {message for packages in CATALOGUES.values() for message in extract(packages)}
    assert sorted(set(read_messages(name)) - used) == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_places_in_a_message_are_the_same_in_both_languages(name: str) -> None:
    catalogue = read_catalogue(name)
    wrong = [(message.id, str(error)) for message in catalogue if message.id for error in message.check(catalogue)]
    assert wrong == []


def test_every_act_that_the_trail_takes_has_its_words() -> None:
    acts = {
        str(argument.value)
        for package in CATALOGUES["survey"]
        for file in (ROOT / package).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in RECORDERS
        for argument in call.args
        if isinstance(argument, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z_-]+", str(argument.value))
    }
    assert sorted(acts - set(ACTS)) == []  # add them to survey/web/act_words.py
    assert {f"response.{action}" for action in Action} <= set(ACTS)
    assert {f"plan.{act}" for act in PlanAct} <= set(ACTS)
