"""What the studio calls kinds, bases, states and reasons."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.doubles import Alike
from questionnaires.drafting.deciding.decided import DecidedFigure, DecidedMeasure
from survey.catalogues.words import FIELDS, KINDS
from survey.web.languages import say_refusal

BASES = {
    "named": _l("named in the sentence"),
    "bracket": _l("from the responsible units"),
    "annex": _l("from the annex"),
    "assumed": _l("assumed"),
}
OPS = {"at_least": _l("at least"), "at_most": _l("at most")}
DIRECTIONS = {"up": _l("growth by"), "down": _l("cut by")}
READINGS = {"target": _l("target"), "due": _l("due date"), "none": _l("no target")}
STATUSES = {
    "usable": _l("wording of the library"),
    "edit": _l("look the wording over"),
    "write": _l("to be worded"),
    "vague": _l("too vague to be asked"),
}
ALIKE = {
    Alike.TEXT: _l("the same question"),
    Alike.DUTY: _l("the same duty of the library"),
    Alike.NEARLY: _l("nearly the same question"),
}
FATES = {
    "new": _l("new"),
    "changed": _l("text changed"),
    "same": _l("text as before"),
    "unknown": _l("text of before not kept"),
}
STATES = {"undecided": _l("not decided"), "accepted": _l("adopted"), "not_asked": _l("not asked")}
EDITS = {
    "accept": _l("adopted"),
    "merge": _l("merged into the one above"),
    "once": _l("merged into a question that is alike"),
    "both": _l("asked beside the notice above"),
    "aside": _l("not asked"),
    "reopen": _l("decided anew"),
    "split": _l("split"),
    "duty": _l("another duty of the library taken"),
    "own": _l("taken out of the library"),
    "figure": _l("figure confirmed"),
    "figures": _l("figures confirmed"),
    "assumed": _l("levels confirmed"),
    "complete": _l("complete ones adopted"),
    "domain": _l("domain chosen"),
    "levels": _l("levels chosen"),
    "reason": _l("reason given"),
    "change": _l("measure changed"),
    "undo": _l("undone"),
    "head": _l("head confirmed"),
}
# They are kept in a catalogue, which is in the language of the notice.
WHY_NOT = (
    "原则性、号召性表述，没有可以核实的内容",
    "只说明目的、意义，不是职责",
    "与本文件其他题目重复",
    "不属于药品监管部门的职责",
    "属于上级部门的职责，不由被测评单位承担",
)
NO_TARGETS = ("文件编号、日期或者名称中的数字", "固定提法", "现状、基数", "条件、门槛", "层级、数量的列举")


def say_reading(figure: DecidedFigure) -> str:
    """What a figure was read as, in a few words."""
    return say_criterion(figure.criterion) if figure.criterion else figure.reason or _("nothing")


def say_criterion(told: Mapping[str, Any]) -> str:
    """A criterion, or what a figure alone tells of one, in a few words."""
    parts = [str(KINDS[told["kind"]])] if told.get("kind") in KINDS else []
    if told.get("kind") == "grade":
        parts.append(f"{OPS['at_least']} {told['target']}")
    elif "target" in told:
        parts.append(f"{OPS[told.get('op', 'at_least')]} {told['target']}{_say_unit(told)}")
    if told.get("per_year"):
        parts.append(_("every year"))
    elif "period_months" in told:
        parts.append(_("every %(months)s months", months=told["period_months"]))
    if "due" in told:
        parts.append(_("until %(day)s", day=told["due"]))
    return " · ".join(parts)


def say_unfound(one: DecidedMeasure) -> list[str]:
    """What of a measure the new text of its notice has not, in words."""
    told = one.criterion or {}
    return [
        str(FIELDS[key]) if key in ("phrase", "levels") else f"{FIELDS[f'criterion.{key}']} {was or told.get(key, '')}"
        for key, _space, was in (one.partition(" ") for one in one.unfound)
    ]


def _say_unit(told: Mapping[str, Any]) -> str:
    unit = str(told.get("unit") or "")
    if told.get("kind") in ("share", "growth"):
        unit = "%"
    return f"{unit} / {told['per']}" if told.get("per") else unit


def init_studio_words(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.globals.update(
        alike_words=ALIKE,
        kind_words=KINDS,
        status_words=STATUSES,
        reading_words=READINGS,
        say_criterion=say_criterion,
        say_why=say_refusal,
        say_unfound=say_unfound,
        draft_act_word=lambda act: str(EDITS.get(act, act)),
    )
