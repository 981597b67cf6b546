"""A scheme as the fields of its page: words by the name of the field, from a scheme and back."""

import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import NUMBER

# The lists of a scheme and what each entry has, as far as it is typed.
LISTS = {
    "bonus": ("id", "title", "points", "evidence"),
    "deductions": ("id", "title", "points"),
    "vetoes": ("id", "title", "grade"),
}
FILLED = ("title", "points", "evidence")  # a row with none of these is empty, whatever grade its list shows
AMOUNTS = ("points", "bonus_cap", "deduction_cap")
OWN = "own"  # critical items: those of the scheme, in place of the catalogue's


def write_fields(scheme: Scheme) -> dict[str, str]:
    """What stands in the fields of a scheme."""
    typed = {
        "title": scheme.title or "",
        "assumed": scheme.assumed.value,
        "grade_of": scheme.grade_of,
        "bonus_cap": _write(scheme.bonus_cap),
        "deduction_cap": "" if scheme.deduction_cap is None else _write(scheme.deduction_cap),
        "critical_of": "" if scheme.critical is None else OWN,
        "critical": "\n".join(scheme.critical or ()),
        "weights": "\n".join(f"{id} = {_write(weight)}" for id, weight in scheme.weights.items()),
        **{f"points-{id}": _write(points) for id, points in scheme.points.items()},
    }
    for name, fields in LISTS.items():
        for place, entry in enumerate(getattr(scheme, name)):
            for field in fields:
                typed[f"{name}-{place}-{field}"] = _write(getattr(entry, field))
    return typed


def tidy_fields(typed: Mapping[str, str]) -> dict[str, str]:
    """The same with full-width figures narrowed, without empty rows, and an id for each row that has none."""
    tidied = {name: _narrow(name, words) for name, words in typed.items() if name.split("-")[0] not in LISTS}
    for name, fields in LISTS.items():
        rows = [row for row in _list_rows(typed, name) if any(row.get(field) for field in FILLED)]
        taken = {row.get("id", "") for row in rows}
        for place, row in enumerate(rows):
            row["id"] = row.get("id") or next(id for n in range(1, 999) if (id := f"{name}-{n}") not in taken)
            taken.add(row["id"])
            tidied |= {f"{name}-{place}-{field}": row.get(field, "") for field in fields}
    return tidied


def count_rows(typed: Mapping[str, str], name: str) -> int:
    """How many entries of a list are typed, once it is tidied."""
    return sum(one.startswith(f"{name}-") and one.endswith("-title") for one in typed)


def read_fields(typed: Mapping[str, str]) -> dict[str, Any]:
    """Tidied fields as the plain values of a scheme; what is no number stays a word, which the scheme then refuses."""
    raw: dict[str, Any] = {
        "title": typed.get("title", ""),
        "assumed": typed.get("assumed") or None,
        "grade_of": typed.get("grade_of") or None,
        "points": {one[7:]: _read(words) for one, words in typed.items() if one.startswith("points-") and words},
        "weights": dict(_read_weights(typed.get("weights", ""))),
    }
    raw |= {name: _read(typed[name]) for name in ("bonus_cap", "deduction_cap") if typed.get(name)}
    if typed.get("critical_of") == OWN:
        raw["critical"] = typed.get("critical", "").split()
    for name, fields in LISTS.items():
        rows = list(_list_rows(typed, name))
        raw[name] = [{field: _read_entry(field, row[field]) for field in fields if row.get(field)} for row in rows]
    return raw


def find_field(place: str, typed: Mapping[str, str]) -> str:
    """The field behind the place of a refusal: bonus.0.points is bonus-0-points, all of `weights` are one field."""
    name = place.replace(".", "-")
    return name if name in typed else place.split(".")[0]


def _list_rows(typed: Mapping[str, str], name: str) -> Iterator[dict[str, str]]:
    """The entries of a list in their order, each field stripped."""
    rows: dict[int, dict[str, str]] = {}
    for one, words in typed.items():
        parts = one.split("-")
        if len(parts) == 3 and parts[0] == name and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 4:
            rows.setdefault(int(parts[1]), {})[parts[2]] = _narrow(parts[2], words)
    yield from (rows[place] for place in sorted(rows))


def _narrow(name: str, words: str) -> str:
    """What was typed, without white space around it; full-width figures as plain ones where a number belongs."""
    words = words.strip()
    return unicodedata.normalize("NFKC", words) if name.split("-")[0] in (*AMOUNTS, "weights") else words


def _read_weights(words: str) -> Iterator[tuple[str, Any]]:
    """The weights line by line; of a question that stands twice both lines, which are no number and are refused."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, words.splitlines())):
        id, _, weight = (part.strip() for part in line.replace(":", "=").partition("="))
        found[id] = f"{found[id]} / {weight}" if id in found else weight
    yield from ((id, _read(weight)) for id, weight in found.items())


def _read_entry(field: str, words: str) -> Any:
    if field == "evidence":
        return [one for one in map(str.strip, words.splitlines()) if one]
    return _read(words) if field == "points" else words


def _read(words: str) -> Any:
    return Decimal(words) if NUMBER.fullmatch(words) else words


def _write(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "\n".join(value) if isinstance(value, tuple) else str(value)
