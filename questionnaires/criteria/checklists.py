"""Criteria answered with items of a list: those in place, and those set apart because they do not apply here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from questionnaires.criteria.choices import read_option, refuse_twins
from questionnaires.criteria.criterion import CriterionModel, InvalidAnswer, Judge, Option, is_absent
from questionnaires.criteria.words import MOST_REASON, read_words


class ListItem(Option):
    """One item of a list; one that may not apply can be set apart where it is not there, or had no occasion."""

    may_not_apply: Annotated[bool, Field(exclude_if=is_absent)] = False


@dataclass(frozen=True, slots=True)
class Items:
    """Which items of a list are in place, and which are set apart, each with the reason; both in the list's order."""

    in_place: tuple[str, ...]
    apart: tuple[tuple[str, str], ...] = ()


ABSENT, NO_OCCASION = "不涉及", "未发生"  # why an item is set apart: it does not exist here, or nothing happened
WHY_APART = (ABSENT, NO_OCCASION)


def tell_apart(reason: str) -> str:
    """Which of the two a reason is: no occasion where it begins with that word, absent with any other words."""
    return NO_OCCASION if reason.startswith(NO_OCCASION) else ABSENT


def join_reason(why: str, words: str) -> str:
    """The reason that says which of the two it is, in the words that were given; the inverse of `part_reason`."""
    if why == NO_OCCASION:
        return words if words.startswith(NO_OCCASION) else f"{NO_OCCASION}：{words}" if words else NO_OCCASION
    return f"{ABSENT}：{words}" if words.startswith(NO_OCCASION) else words or ABSENT


def part_reason(reason: str) -> tuple[str, str]:
    """Which of the two a reason is, and its words as one types them beside that choice."""
    if reason == NO_OCCASION:
        return NO_OCCASION, ""
    return tell_apart(reason), reason.removeprefix(f"{NO_OCCASION}：")


class Checklist(CriterionModel):
    """Those of a named list that are in place; credit is their share of the list, less what is set apart."""

    keys: ClassVar[frozenset[str]] = frozenset({"value", "set_apart"})

    kind: Literal["checklist"]
    items: Annotated[tuple[ListItem, ...], Field(min_length=2, max_length=20)]

    @field_validator("items")
    @classmethod
    def _refuse_twins(cls, items: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
        return refuse_twins(items)

    @property
    def has_exceptions(self) -> bool:
        """Whether some item may not apply."""
        return any(item.may_not_apply for item in self.items)

    def read(self, raw: object, as_of: date) -> Items:
        if not isinstance(raw, list | tuple):
            raise InvalidAnswer("Give the list of items that are in place; an empty list means none.")
        chosen = [read_option(value, self.items) for value in raw]
        for value in chosen:
            if chosen.count(value) > 1:
                raise InvalidAnswer("Item %(value)s stands in the list twice; name each item once.", value=value)
        return Items(tuple(item.value for item in self.items if item.value in chosen))

    def read_told(self, told: Mapping[str, object], as_of: date) -> Items:
        if "value" not in told:
            raise InvalidAnswer("Give the list of items that are in place; an empty list means none.")
        ticked = self.read(told["value"], as_of)
        return self._set_apart(ticked.in_place, told.get("set_apart"))

    def _set_apart(self, in_place: tuple[str, ...], raw: object) -> Items:
        """The items in place beside those set apart, `{ITEM: reason}`, each checked; raise InvalidAnswer."""
        if raw is None:
            return Items(in_place)
        if not isinstance(raw, dict):
            raise InvalidAnswer('Give {"item": "reason"} for the items that are set apart.')
        reasons = {read_option(value, self.items): reason for value, reason in raw.items()}
        for item in self.items:
            if item.value not in reasons:
                continue
            if not item.may_not_apply:
                raise InvalidAnswer("Item %(value)s applies to everyone; it cannot be set apart.", value=item.value)
            if item.value in in_place:
                raise InvalidAnswer(
                    "Item %(value)s is in place and set apart at once; keep one of the two.", value=item.value
                )
            reasons[item.value] = _read_reason(item, reasons[item.value])
        return Items(in_place, tuple((item.value, reasons[item.value]) for item in self.items if item.value in reasons))

    def write_raw(self, value: Items) -> list[str]:
        return list(value.in_place)

    def write_told(self, value: Items) -> dict[str, object]:
        told: dict[str, object] = {"value": self.write_raw(value)}
        return told | ({"set_apart": dict(value.apart)} if value.apart else {})

    def excuse(self, value: Items) -> str | None:
        return self._write_apart(value) if len(value.apart) == len(self.items) else None

    def make_judge(self, as_of: date) -> Judge:
        """The judge of a value that has no excuse."""
        listed = len(self.items)
        return lambda value: (len(value.in_place), listed - len(value.apart))

    def count_listed(self, value: Items) -> int:
        """The items that are not set apart."""
        return len(self.items) - len(value.apart)

    def count_missing(self, value: Items) -> int:
        """The items that are neither in place nor set apart."""
        return self.count_listed(value) - len(value.in_place)

    def write_target(self, as_of: date | None = None) -> str:
        excepted = "（不涉及或者未发生的除外）" if self.has_exceptions else ""
        return f"{len(self.items)}项全部具备{excepted}"

    def write_value(self, value: Items) -> str:
        names = "、".join(item.label for item in self.items if item.value in value.in_place)
        had = f"已具备{len(value.in_place)}/{self.count_listed(value)}项" + (f"：{names}" if names else "")
        return f"{had}；{self._write_apart(value)}" if value.apart else had

    def _write_apart(self, value: Items) -> str:
        """What is set apart, the two reasons for it each by itself."""
        named = {why: self.name_apart(value, why) for why in WHY_APART}
        return "；".join(f"{why}{len(names)}项：{'、'.join(names)}" for why, names in named.items() if names)

    def name_apart(self, value: Items, why: str) -> list[str]:
        """What is set apart for one of the two reasons, each with its words."""
        labels = {item.value: item.label for item in self.items}
        return [
            labels[item] + (f"（{words}）" if (words := _strip_kind(reason)) else "")
            for item, reason in value.apart
            if tell_apart(reason) == why
        ]

    def write_missing(self, value: Items, as_of: date) -> str:
        apart = {item for item, _ in value.apart}
        names = "、".join(item.label for item in self.items if item.value not in {*value.in_place, *apart})
        return f"已具备{len(value.in_place)}项，缺{self.count_missing(value)}项：{names}"


def _read_reason(item: ListItem, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise InvalidAnswer("Item %(value)s is set apart without a reason; say why.", value=item.value)
    try:
        return read_words(raw, MOST_REASON)
    except InvalidAnswer:
        raise InvalidAnswer(
            "Item %(value)s: the reason has more than %(most)s characters, or one that cannot be kept.",
            value=item.value,
            most=MOST_REASON,
        ) from None


def _strip_kind(reason: str) -> str:
    """The words of a reason behind the word that says which it is."""
    return reason.removeprefix(tell_apart(reason)).lstrip("：:，,。；; \n")
