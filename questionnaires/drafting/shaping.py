"""From a part of a clause and what it is like to a question: kind, figures, items, wording, and how sure that is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaires.catalogue import Level
from questionnaires.drafting.draft import Status
from questionnaires.drafting.duty_index import compare_pairs
from questionnaires.drafting.level_names import PROVINCES
from questionnaires.drafting.listing import BRACKETS, STANDS, find_items, stands_in
from questionnaires.drafting.matching import NEAR, TAKEN, Match
from questionnaires.drafting.parts import FoundFigure
from questionnaires.drafting.plain_questions import (
    YEARLY,
    PlainQuestion,
    ask_plainly,
    complete,
    label_items,
    make_criterion,
)
from questionnaires.drafting.saying import AMONG_THEM, SUM_UP, take_apart
from questionnaires.drafting.short_titles import cut_title
from questionnaires.duties import FIGURES

ALIKE = 0.26  # from which likeness on a measure of another notice says the same
BORROWED = 0.40  # from which on its wording is taken over
TITLED, SURE = 0.2, 0.9  # how much of a duty's title a text has, and the certainty that is wanted where it has less
FAR = 0.3  # below this certainty no duty of the library says it, so that its own words may be asked as they are
FIGURE_KINDS = frozenset(("number", "share", "rate", "growth", "recency", "done_by", "grade"))
NOTHING_TO_ASSESS = re.compile(
    r"(?:坚持|深刻|牢固|牢记|始终|高度重视|充分认识|切实提高|提高认识|提高(?:政治|思想)|切实增强|增强.{0,6}意识|以.{0,40}为(?:指导|引领|统领)|"
    r"深入学习贯彻|认真学习|全面贯彻(?:党|落实党)|统一思想|守土|做到|不忘)"
)
ABOUT_ITSELF = re.compile(
    r"(?:本|此)(?:办法|方案|意见|措施|规定|细则|通知|文件|计划|行动计划).*(?:施行|起实施|执行|解释|有效期|废止|为准)|.*同时废止$"
)
LONGEST_READ = 1_000  # letters of one part, far more than any has that is one sentence
A_YEAR = 12
FINISHED = re.compile(
    r"出台|印发|发布|建成|完成|成立|上线|开通|启用|投入使用|投用|取得|通过[^，。；]{2,}(?:认证|认定|评审|验收)|获批"
)
SHORTEST, FEWEST_ITEMS, SHORT_LIST = 6, 2, 3
IN_SHORT = 2  # how many times as long as its short form an item is at most
STANDARD_NAMES = re.compile(r"《([^》]+)》")
OTHER_PLACES = re.compile(
    rf"(?:{PROVINCES})|[\u4e00-\u9fff]{{2}}(?:市|州|盟)(?:市场|药品|人民)|京津冀|长三角|川渝|粤港澳|东北"
)


@dataclass(frozen=True, slots=True)
class Shaped:
    """How a part would be asked, with placeholders, and whether it may be not applicable to some that are asked."""

    status: Status
    criterion: dict[str, Any] | None
    asks: str | dict[Level, str]
    title: str
    library: str | None
    likeness: float
    may_not_apply: bool = False


def shape(text: str, match: Match | None, figures: Sequence[FoundFigure], before: Sequence[str] = ()) -> Shaped:
    """Ask a part of a clause as its neighbour is asked, with this notice's figures, or plainly; `before` are the parts
    before it in its sentence."""
    text = text[:LONGEST_READ]
    figure = merge_figures(figures, text)
    near = match is not None and (match.certainty >= NEAR if match.neighbour.duty else match.likeness >= BORROWED)
    likeness = match.likeness if match else 0.0
    if ABOUT_ITSELF.match(text.strip(SUM_UP)) or (not near and not figure and is_vague(text)):
        return Shaped("vague", None, "", cut_title(text), None, likeness)
    if near and match is not None and match.neighbour.duty is not None:
        return _take_duty(text, match, figure, find_printed(figures), before)
    if near and match is not None and (borrowed := _borrow(text, match, figure)):
        return borrowed
    criterion = _put_figure(make_criterion(text), figure)
    if "due" in criterion and (criterion["kind"] == "yes_no" or _is_finished(text, criterion)):
        criterion["kind"] = "done_by"
    asked = ask_plainly(text, criterion, find_printed(figures), before)
    far = match is None or match.certainty < FAR
    status: Status = "edit" if asked.fitness == "usable" and not far else asked.fitness
    return Shaped(status, asked.criterion, asked.asks, cut_title(text), None, likeness, asked.may_not_apply)


def _is_finished(text: str, criterion: Mapping[str, Any]) -> bool:
    """Whether words that go by steps, or the question whether, ask for a day: 2025年底前建成, 年内出台."""
    return criterion["kind"] in ("stage", "yes_no") and FINISHED.search(text) is not None


def find_printed(figures: Sequence[FoundFigure]) -> str:
    """The target of a part as it is printed, or else its period or its due date; empty where it has none."""
    told = [one for one in figures if one.criterion]
    return next(
        (one.text for key in ("kind", "period_months", "due") for one in told if key in (one.criterion or {})), ""
    )


def is_vague(text: str) -> bool:
    """Whether words give nothing that could be assessed."""
    plain = text.strip(SUM_UP)
    return len(plain) < SHORTEST or bool(NOTHING_TO_ASSESS.match(plain))


def merge_figures(figures: Sequence[FoundFigure], text: str) -> dict[str, Any]:
    """The target of a part, with its own due date and period; without one the date and the period that stand alone.

    A period alone asks when it was done last; a period of a year, where the text says 每年, is the assessment year.
    """
    found = [one.criterion for one in figures if one.criterion]
    merged: dict[str, Any] = {}
    for one in [one for one in found if "kind" in one] or found:
        merged |= {key: value for key, value in one.items() if value is not None}
    if "period_months" in merged:
        merged.setdefault("kind", "recency")
        if merged["kind"] in ("recency", "number") and merged["period_months"] == A_YEAR and YEARLY.search(text):
            merged["per_year"] = True
    return merged


def _take_duty(text: str, match: Match, figure: Mapping[str, Any], printed: str, before: Sequence[str]) -> Shaped:
    duty = match.neighbour.duty
    assert duty is not None
    sure = match.certainty >= (TAKEN if compare_pairs(duty.title, text) >= TITLED else SURE)
    shared = {key: value for key, value in duty.criterion.items() if key not in FIGURES}
    criterion, fits = _fit(text, shared, figure)
    if AMONG_THEM.match(text) and criterion["kind"] == "number":  # 检查员260名，其中疫苗检查员20名
        return _ask_otherwise(ask_plainly(text, criterion, printed, before), text, match)
    if criterion["kind"] != shared["kind"]:
        return _ask_otherwise(ask_plainly(text, criterion, printed, before), text, match)
    if not sure and not fits and criterion["kind"] == "checklist" and len(criterion["items"]) == len(shared["items"]):
        plain = _put_figure(make_criterion(text), figure)
        asked = ask_plainly(text, plain, printed, before)
        if asked.fitness == "usable":
            return _ask_otherwise(asked, text, match)
    bound = take_apart(text, printed, before).case != ""  # the library's words do not say under which condition
    status: Status = "usable" if sure and fits and not bound else "edit"
    return Shaped(status, criterion, duty.asks, duty.title, duty.id, match.likeness, bound)


def _ask_otherwise(asked: PlainQuestion, text: str, match: Match) -> Shaped:
    """A question of another kind than the duty's: one of its own where it can be asked as it is, since what the duty
    says of how to count does not hold for it, or where the duty is never asked so."""
    duty = match.neighbour.duty
    if duty is None or asked.fitness == "usable" or asked.criterion["kind"] not in duty.forms:
        title, id = cut_title(text), None
    else:
        title, id = duty.title, duty.id
    return Shaped(asked.fitness, asked.criterion, asked.asks, title, id, match.likeness, asked.may_not_apply)


def _fit(text: str, shared: dict[str, Any], figure: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """A duty's criterion with this notice's figures and items, and whether it needs no second look."""
    kind = shared["kind"]
    if figure.get("kind") not in (None, kind):
        return _put_figure({"kind": figure["kind"]}, figure), False
    if kind in FIGURE_KINDS and "kind" not in figure and not (kind == "done_by" and "due" in figure):
        plain = make_criterion(text)
        return _put_figure({"kind": "stage"} if plain["kind"] == "checklist" else plain, figure), False
    if "due" in figure and _is_finished(text, shared):
        return {"kind": "done_by", "due": figure["due"]}, False
    if kind != "checklist":
        return _put_figure(shared, figure), True
    items, fits = choose_items(text, shared["items"])
    if len(items) < FEWEST_ITEMS:
        return _put_figure({"kind": "stage"}, figure), False
    return _put_figure({**shared, "items": items}, figure), fits


def choose_items(text: str, shared: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """The items of a duty that a notice names, with those that it alone has; and whether the list needs no second look.

    A list of which nothing stands in the text is one of steps, and is taken whole.
    """
    shared = [item for item in shared if not names_elsewhere(str(item["label"]), text)]
    labels = [str(item["label"]) for item in shared]
    listed = find_items(text)
    named = [dict(item) for item in shared if _is_named(str(item["label"]), text, listed)]
    own = tuple(one for one in listed if not any(stands_in(one, label) or stands_in(label, one) for label in labels))
    known = len(listed) - len(own)
    if len(named) < FEWEST_ITEMS:
        return [dict(item) for item in shared], len(shared) <= SHORT_LIST and known < 2 and len(own) < 3
    if listed and known < STANDS * len(listed):
        return [*named, *label_items(own)], False
    return named, True


def _is_named(label: str, text: str, listed: Sequence[str]) -> bool:
    """Whether a text names an item: with its words, or in short as one of those that it lists (许可 for 行政许可)."""
    word = BRACKETS.sub("", label)
    return stands_in(label, text) or any(one in word and len(word) <= IN_SHORT * len(one) for one in listed)


def _borrow(text: str, match: Match, figure: Mapping[str, Any]) -> Shaped | None:
    """The wording of a measure that another notice has alone, where it names nothing that this one does not."""
    measure = match.neighbour.measure
    if measure is None or figure.get("kind"):
        return None
    raw = measure.criterion.model_dump(exclude_none=True, exclude_defaults=True) | {"kind": measure.criterion.kind}
    if raw["kind"] in FIGURE_KINDS or raw["kind"] in ("quantity", "text"):
        return None
    criterion: dict[str, Any] = {key: raw[key] for key in ("kind", "items", "options") if key in raw}
    if criterion["kind"] == "checklist":
        labels = [dict(item) for item in criterion["items"]]
        if sum(stands_in(item["label"], text) for item in labels) < STANDS * len(labels):
            return None
        criterion["items"] = [item for item in labels if stands_in(item["label"], text)]
        if len(criterion["items"]) < FEWEST_ITEMS:
            return None
    words = f"{measure.asks} {measure.title} {criterion}"
    if names_elsewhere(words, text):
        return None
    asks = measure.asks if isinstance(measure.asks, str) else dict(measure.asks)
    return Shaped("edit", _put_figure(criterion, figure), asks, measure.title, None, match.likeness)


def names_elsewhere(words: str, text: str) -> bool:
    """Whether words name a place or a document that a text does not."""
    names = [*OTHER_PLACES.findall(words), *STANDARD_NAMES.findall(words)]
    return any(name not in text for name in names)


def _put_figure(criterion: dict[str, Any], figure: Mapping[str, Any]) -> dict[str, Any]:
    """A criterion with a target's figures, or with the due date that stands alone."""
    if figure.get("kind"):
        same = figure["kind"] == criterion["kind"]
        return complete({**(criterion if same else {}), **figure})
    return complete(criterion | {key: figure[key] for key in ("due",) if key in figure})
