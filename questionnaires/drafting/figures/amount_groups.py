"""Amounts that stand together: 98%、95%以上 share the words before and behind, 30-50名 is one range."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.drafting.figures.amount_tokens import Amount
from questionnaires.drafting.figures.around import Around
from questionnaires.drafting.figures.figure_words import DOWN, LEAST, MOST, SHARE, UP

LIST_MARK = re.compile(r"(?:及?以上|以内|左右)?(?:、|和|及|与|以及|,)")
# Names between the amounts of one list: 省级100%、市级90%、县级80%.
LABEL = re.compile(r"(?:及?以上)?[、,和][\u4e00-\u9fff]{1,8}")
NO_NOUN = re.compile(r"(?:及?以上|以内|左右)?(?:[,。;、和及]|$)")
NAME = re.compile(r"[\u4e00-\u9fff]{0,6}")
RANGE_MARK = re.compile(r"(?:-{1,2}|至|到)")
OWN_WORDS = re.compile(rf"率|比|占|{LEAST}|{MOST}|{UP}|{DOWN}")
ASKS_FIRST = re.compile(r"(?:分别|各|均)?(?:不少于|不低于|至少|达到|不得少于)")


@dataclass(frozen=True, slots=True)
class Group:
    """An amount with what its list shares; `other`: the upper end of its range; `leads`: 不少于 begins its part."""

    start: int
    end: int
    around: Around
    other: Amount | None
    leads: bool


REACH = 200  # letters before and behind an amount that are looked at; no part of a sentence of a notice is as long


def find_segment(text: str, start: int, end: int, borders: str) -> tuple[int, int]:
    """The part of a text between borders that a span stands in."""
    first = max(text.rfind(border, 0, start) for border in borders) + 1
    ends = [place for border in borders if (place := text.find(border, end)) >= 0]
    return first, min(ends, default=len(text))


def find_groups(text: str, amounts: list[Amount]) -> Iterator[Group]:
    """Each amount, or range, with what it shares."""
    ranges = _join_ranges(text, amounts)
    place = 0
    while place < len(ranges):
        last = place
        while last + 1 < len(ranges) and _goes_on(text, ranges[last], ranges[last + 1]):
            last += 1
        yield from _make_groups(text, ranges[place : last + 1])
        place = last + 1


def _join_ranges(text: str, amounts: list[Amount]) -> list[tuple[Amount, Amount | None]]:
    joined = list[tuple[Amount, Amount | None]]()
    for amount in amounts:
        if joined and joined[-1][1] is None:
            lower = joined[-1][0]
            if lower.unit == amount.unit and RANGE_MARK.fullmatch(text[lower.end : amount.start]):
                joined[-1] = (lower, amount)
                continue
        joined.append((amount, None))
    return joined


def _goes_on(text: str, one: tuple[Amount, Amount | None], following: tuple[Amount, Amount | None]) -> bool:
    end = (one[1] or one[0]).end
    between = text[end : following[0].start]
    if one[0].unit != following[0].unit:
        return False
    if LIST_MARK.fullmatch(between):  # 1100个，9个机构通过: another thing behind the comma
        return not between.endswith(",") or one[0].unit == "%" or bool(NO_NOUN.match(text, following[0].end))
    named = LABEL.fullmatch(between) and (one[0].unit == "%" or "," not in between)
    return bool(named and not OWN_WORDS.search(between))


def _make_groups(text: str, listed: list[tuple[Amount, Amount | None]]) -> Iterator[Group]:
    first, last = listed[0][0].start, (listed[-1][1] or listed[-1][0]).end
    start, end = find_segment(text, first, last, ",;:。\n")
    start, end = max(start, first - REACH), min(end, last + REACH)
    left, behind = text[start:first], text[last:end]
    if start and text[start - 1] == ":" and NAME.fullmatch(left):  # 配备率:省级100%
        start, _ = find_segment(text, start - 1, start - 1, ",;:。\n")
        named = text[start:first].split(":")[0]
        left = named if SHARE.search(named) else left
    sentence = max(find_segment(text, first, last, ";。\n")[0], start - REACH)
    for amount, other in listed:
        stop = (other or amount).end
        own = re.match(r"及?以上|以内|左右", text[stop:end])
        right = text[stop:end] if own else behind
        around = Around(amount, left, right, text[sentence:start])
        yield Group(amount.start, stop, around, other, bool(ASKS_FIRST.match(left)))
