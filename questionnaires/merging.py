"""A measure that names a duty of the library, made whole: what the library says, and on top of it what is the notice's.

This is done on what the YAML says, before any model sees it, so that a measure is afterwards like any other.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from questionnaires.duties import DutiesRead
from questionnaires.faults import CatalogueFault
from questionnaires.messages import Refused

Raw = dict[str, Any]
SHARED_FIELDS = (
    "title", "duty", "help", "evidence", "advice", "applies_if", "allow_not_applicable", "critical", "weight",
)  # fmt: skip
UNSAID = {"critical": False, "weight": 1}  # what holds where neither says a word


def fill_measures(raw: Raw, file: str, read: DutiesRead, faults: list[CatalogueFault]) -> set[str]:
    """Make whole, in place, what a catalogue's measures take from the library.

    Those that cannot be made whole are left out; their ids come back.
    """
    left_out: set[str] = set()
    for clause in [one for one in _list(raw.get("clauses")) if isinstance(one, dict) and _list(one.get("measures"))]:
        whole = []
        for one in clause["measures"]:
            if not isinstance(one, dict) or one.get("library") is None:
                whole.append(one)
            elif str(one["library"]) in read.raw:
                merged, found = merge_measure(one, read.raw[str(one["library"])])
                faults += [CatalogueFault(file, f"measure {one.get('id')}", why) for why in found]
                whole.append(merged)
            else:
                left_out.add(str(one.get("id")))
                faults += _explain_unknown(one, file, read)
        if not whole:
            raw["clauses"] = [one for one in raw["clauses"] if one is not clause]
        clause["measures"] = whole
    return left_out


def _explain_unknown(own: Raw, file: str, read: DutiesRead) -> Iterator[CatalogueFault]:
    """Say that a duty does not exist, unless it may stand where the library itself is to be mended first."""
    if not read.unreadable and str(own["library"]) not in read.broken:
        near = ", ".join(get_close_matches(str(own["library"]), read.raw))
        why = Refused("the library has no duty %(id)s", id=repr(own["library"]))
        if near:
            why = Refused("the library has no duty %(id)s; near it: %(near)s", id=repr(own["library"]), near=near)
        yield CatalogueFault(file, f"measure {own.get('id')}", why)


def merge_measure(own: Raw, duty: Raw) -> tuple[Raw, list[Refused]]:
    """The whole measure, and what is wrong with the notice's part of it.

    `duty` is the duty as its file gives it, with the `domain` of the file.
    """
    merged = {field: duty[field] for field in SHARED_FIELDS if field in duty}
    merged |= {field: value for field, value in own.items() if field != "items"}
    merged["domain"] = duty["domain"]
    merged["asks"] = _merge_asks(own, duty)
    merged["criterion"] = _merge_criterion(own, duty)
    return merged, [*_find_repeats(own, duty), *_find_misplaced(own, duty)]


def _merge_asks(own: Raw, duty: Raw) -> Any:
    """The wordings of the measure's levels; a city is asked as a county where it has no wording of its own."""
    said, shared = own.get("asks"), duty["asks"]
    if isinstance(said, str) or (said is None and isinstance(shared, str)):
        return said or shared
    levels = [level for level in _list(own.get("levels")) if isinstance(level, str)]
    by_level = dict.fromkeys(levels, shared) if isinstance(shared, str) else dict(shared)
    if "county" in by_level:
        by_level.setdefault("city", by_level["county"])
    by_level |= said if isinstance(said, dict) else {}
    extra = set(said) - set(levels) if isinstance(said, dict) else set()
    return {level: words for level, words in by_level.items() if level in levels or level in extra}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _merge_criterion(own: Raw, duty: Raw) -> Any:
    shared, said = duty["criterion"], own.get("criterion", {})
    if not isinstance(said, dict) or said.get("kind", shared["kind"]) != shared["kind"]:
        return said
    merged = {**shared, **said}
    if isinstance(own.get("items"), list) and isinstance(shared.get("items"), list):
        merged["items"] = _choose_items(own["items"], shared["items"])
    return merged


def _choose_items(chosen: list[Any], shared: list[Raw]) -> list[Any]:
    """The items that a notice takes from the library's, words one otherwise, or adds, in its own order."""
    by_value = {item["value"]: item for item in shared}
    return [
        by_value.get(one, one) if isinstance(one, str) else {**by_value.get(str(one.get("value")), {}), **one}
        for one in chosen
        if isinstance(one, str | dict)
    ]


def _find_repeats(own: Raw, duty: Raw) -> Iterator[Refused]:
    """What stands in the library word for word, and so must not stand in the notice again."""
    repeated = [field for field in SHARED_FIELDS if field in own and _is_said(own[field], field, duty)]
    asks, shared = own.get("asks"), duty["asks"]
    if asks is not None and asks == shared:
        repeated.append("asks")
    elif isinstance(asks, dict):
        as_shared = shared if isinstance(shared, dict) else dict.fromkeys(asks, shared)
        repeated += [f"asks.{level}" for level, words in asks.items() if as_shared.get(level) == words]
    if isinstance(own.get("criterion"), dict):
        repeated += [
            f"criterion.{key}" for key, value in own["criterion"].items() if duty["criterion"].get(key) == value
        ]
    for field in repeated:
        yield Refused("%(field)s repeats the library's duty %(duty)s; leave it out", field=field, duty=repr(duty["id"]))
    yield from _find_repeated_items(own, duty)


def _is_said(value: Any, field: str, duty: Raw) -> bool:
    shared = duty.get(field, UNSAID.get(field))
    return bool(value == shared or [value] == shared or value == [shared])


def _find_repeated_items(own: Raw, duty: Raw) -> Iterator[Refused]:
    chosen, shared = own.get("items"), duty["criterion"].get("items")
    if not isinstance(chosen, list) or not isinstance(shared, list):
        return
    if chosen == [item["value"] for item in shared]:
        yield Refused("items are all that the library's duty has; leave them out")
    for one in chosen:
        if any(_words_alike(one, item) for item in shared):
            yield Refused("items: %(item)s stands in the library so; write the value alone", item=repr(one["value"]))


def _words_alike(one: Any, item: Raw) -> bool:
    return isinstance(one, dict) and one.get("value") == item["value"] and {**item, **one} == item


def _find_misplaced(own: Raw, duty: Raw) -> Iterator[Refused]:
    """What a measure that names a duty has no place for."""
    said, kind = own.get("criterion"), duty["criterion"]["kind"]
    if "domain" in own:
        yield Refused("domain is the library's, %(domain)s; leave it out", domain=duty["domain"])
    if isinstance(said, dict) and said.get("kind", kind) != kind and not {"asks", "help"} <= own.keys():
        yield Refused(
            "criterion: %(kind)s in place of the library's %(shared)s needs `asks` and `help` of its own",
            kind=said["kind"],
            shared=kind,
        )
    if isinstance(said, dict) and "items" in said and said.get("kind", kind) == kind:
        yield Refused("criterion.items: choose and add them under `items` of the measure")
    if "items" in own and not isinstance(duty["criterion"].get("items"), list):
        yield Refused("items: the library's duty %(duty)s has no list", duty=repr(duty["id"]))
    elif "items" in own and not isinstance(own["items"], list):
        yield Refused("items must be a list")
    else:
        yield from _find_unknown_items(own, duty)


def _find_unknown_items(own: Raw, duty: Raw) -> Iterator[Refused]:
    values = [item["value"] for item in duty["criterion"].get("items", [])]
    for one in own.get("items", []):
        if not isinstance(one, str | dict):
            yield Refused("items: %(item)s is neither the value of an item nor an item", item=repr(one))
        elif isinstance(one, str) and one not in values:
            yield Refused(
                "items: %(item)s is no item of the library's duty %(duty)s, which has %(known)s",
                item=repr(one),
                duty=repr(duty["id"]),
                known=", ".join(values),
            )
