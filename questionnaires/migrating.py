"""Answers of an earlier questionnaire taken over to a later one: which mean the same, which are to be confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from questionnaires.answers import Answer, read_answer
from questionnaires.comparing import Change, FieldChange, compare_fields, find_sources, judge_links
from questionnaires.criteria import InvalidAnswer
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.wording import write_year

# What must be alike for a figure to mean the same later: what is counted, and in which unit.
MEANING = ("kind", "unit", "base_unit", "part", "whole", "count", "base", "baseline", "current", "direction")
UNHEEDED = {"range", "base_range", "year", "within_months"}  # what is plausible, and from what a date was counted
Given = Mapping[str, Answer]


@dataclass(frozen=True)
class Passage:
    """Where a question comes from: the questions of before, its own first, and what it says otherwise.

    `changes` is empty where an answer means the same: weights and what stands around the question do not matter.
    """

    question: Question
    sources: tuple[Question, ...]
    changes: tuple[Change, ...] = ()
    fields: tuple[FieldChange, ...] = ()

    @cached_property
    def counts_alike(self) -> bool:
        """Whether figures mean the same as they did where the question comes from."""
        return all(_counts_alike(self.question, one) for one in self.sources)


def trace(before: Questionnaire, after: Questionnaire) -> dict[str, Passage]:
    """Where each question of `after` comes from, by its id; those that are new have no sources.

    A bureau may be asked by another notice than before, as by that of its city in place of the province's: what both
    ask of one duty is one question.
    """
    found = find_sources(before.by_id, after.questions)
    if before.document != after.document:
        found |= _find_duties(found, before, after)
    links = judge_links(found)
    return {
        one.id: _pass_on(one, tuple(before.by_id[id] for id in found[one.id]), links[one.id], before, after)
        for one in after.questions
    }


def _find_duties(
    found: Mapping[str, tuple[str, ...]], before: Questionnaire, after: Questionnaire
) -> dict[str, tuple[str, ...]]:
    """For questions that come from none the one that asked the same duty and has no heir yet."""
    taken = {id for ids in found.values() for id in ids}
    free = {_name_duty(one): one.id for one in reversed(before.questions) if one.library and one.id not in taken}
    new = [one for one in after.questions if one.library and not found[one.id]]
    return {one.id: (id,) for one in new if (id := free.pop(_name_duty(one), None)) is not None}


def match_duties(one: Questionnaire, other: Questionnaire) -> dict[str, Passage]:
    """Which question of `other` asks the same duty of the library in the same kind, or the same quantity, by its id.

    Two notices word a duty and set its figures each in their own way: that stands in the changes.
    """
    asked = {_name_duty(each): each for each in reversed(one.questions) if each.library}
    pairs = [(each, asked.get(_name_duty(each))) for each in other.questions if each.library]
    found = {each.id: _pass_on(each, (source,), (), one, other) for each, source in pairs if source is not None}
    return {id: passage for id, passage in found.items() if passage.counts_alike}


def _name_duty(question: Question) -> tuple[str, str]:
    return (question.criterion.kind, question.id if question.is_quantity else question.library or "")


def _pass_on(
    question: Question,
    sources: tuple[Question, ...],
    links: tuple[Change, ...],
    before: Questionnaire,
    after: Questionnaire,
) -> Passage:
    if not sources:
        return Passage(question, ())
    fields = tuple(compare_fields(_say(sources[0], before), _say(question, after)))
    kinds = {*links, *(one.what for one in fields), *((Change.LEVELS,) if before.level is not after.level else ())}
    return Passage(question, sources, tuple(change for change in Change if change in kinds), fields)


def _say(question: Question, questionnaire: Questionnaire) -> dict[str, Any]:
    """What a question asks, whichever year it is worded for."""
    year = write_year(questionnaire.year)
    words = {"asks": question.text.replace(year, "{year}"), "help": (question.help or "").replace(year, "{year}")}
    criterion = question.criterion.model_dump(exclude=UNHEEDED)
    basis = {"levels_basis": question.levels_basis}
    return {**words, **basis, **{f"criterion.{key}": value for key, value in criterion.items()}}


def list_gone(before: Questionnaire, passages: Mapping[str, Passage]) -> list[Question]:
    """The questions of before whose place none takes."""
    taken = {source.id for one in passages.values() for source in one.sources}
    return [one for one in before.questions if one.id not in taken]


def take_over(passage: Passage, given: Given, as_of: date) -> Answer | None:
    """The earlier answer as it could be given to the question now; None where there is none that could.

    Of several that were merged, all must have been answered alike; lists are put together. Of one that was split, or
    whose list changed, the items are kept that are there still.
    """
    question = passage.question
    told = [(one, given[one.id]) for one in passage.sources if one.id in given]
    if len(told) < len(passage.sources) or not told or not passage.counts_alike:
        return None
    raws = [answer.write(one) or {} for one, answer in told]
    raw = _join_lists(question, raws) if question.criterion.kind == "checklist" and passage.changes else raws[0]
    if question.criterion.kind != "checklist" and any(_bare(one) != _bare(raw) for one in raws):
        return None
    try:
        return read_answer(question, raw, as_of)
    except InvalidAnswer:  # nobody could give it now
        return None


def _counts_alike(question: Question, source: Question) -> bool:
    now, then = question.criterion, source.criterion
    return all(getattr(now, name, None) == getattr(then, name, None) for name in MEANING)


def _bare(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key != "remark"}


def _join_lists(question: Question, raws: list[dict[str, Any]]) -> dict[str, Any]:
    """The items of several answers that the question has, too; the first answer where one says that none applies."""
    if any("value" not in one for one in raws):
        return raws[0] if len(raws) == 1 else {}
    known = {item.value: item.may_not_apply for item in getattr(question.criterion, "items", ())}
    apart = {id: why for one in raws for id, why in one.get("set_apart", {}).items() if known.get(id)}
    value = [id for id in known if any(id in one["value"] for one in raws)]
    joined: dict[str, Any] = {"value": value, "remark": raws[0].get("remark", "")}
    return joined | ({"set_apart": {id: why for id, why in apart.items() if id not in value}} if apart else {})
