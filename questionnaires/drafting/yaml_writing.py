"""The draft of a notice as the YAML of a catalogue, with a comment wherever a person has to settle something."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, get_args

import yaml

from questionnaires.catalogue import Duty, Level
from questionnaires.criteria import Criterion
from questionnaires.drafting.draft import Draft, DraftClause, DraftMeasure
from questionnaires.drafting.publishing import make_plain, say_open
from questionnaires.drafting.short_titles import cut_title
from questionnaires.duties import FIGURES
from questionnaires.messages import say

WIDE = 10_000  # no line is folded
ID = re.compile(r"[^a-z0-9]+")
NO_ID = "notice"
FIELDS: dict[str, frozenset[str]] = {
    get_args(model.model_fields["kind"].annotation)[0]: frozenset(model.model_fields)
    for model in get_args(get_args(Criterion)[0])
}


def write_yaml(draft: Draft, name: str, duties: Mapping[str, Duty]) -> str:
    """The catalogue as far as it is decided; `name` becomes its id, `duties` are the library's."""
    lines = ["# yaml-language-server: $schema=catalogue.schema.json"]
    lines += [f"# {say_open(one)}" for one in draft.open if one.clause is None]
    lines += [*_write_head(draft, name), "clauses:"]
    for clause in draft.clauses:
        notes = [say_open(one) for one in draft.open if one.clause == clause.path]
        lines += ["", *_write_clause(clause, notes, duties)]
    return "\n".join(lines) + "\n"


def make_id(name: str) -> str:
    """An id of letters, digits and hyphens from the name of a file; it begins with a letter."""
    id = ID.sub("-", name.lower()).strip("-")
    return id if id[:1].isalpha() else f"{NO_ID}-{id}".strip("-")


def _write_head(draft: Draft, name: str) -> Iterator[str]:
    head = draft.head
    fields = {
        "id": make_id(name),
        "version": "1",
        "title": head.title,
        "number": head.number,
        "issuer": head.issuer,
        "issued": head.issued,
    }
    yield from dump_fields(fields)
    yield "# " + say("To be filled in: the six digits of the place's division code, in quotes.")
    yield 'division: ""'
    yield from dump_fields({"implements": head.implements})
    if draft.parent:
        yield from dump_fields({"parent": draft.parent})
    used = {level for clause in draft.clauses for one in clause.measures for level in one.levels}
    yield "levels:"
    for level, words in draft.place.levels.items():
        if level in used:
            yield f"  {level}: {write_flow(asdict(words))}"


def _write_clause(clause: DraftClause, notes: list[str], duties: Mapping[str, Duty]) -> Iterator[str]:
    yield f"  - path: {write_flow(clause.path)}"
    yield f"    heading: {write_flow(clause.heading or cut_title(clause.body))}"
    yield from (f"    # {note}" for note in notes)
    asked = [one for one in clause.measures if one.status != "vague"]
    if not asked:
        yield "    # reason: "
    if clause.not_targets:
        yield "    not_targets:"
        yield from (f"      - {write_flow({'figure': one.figure, 'reason': one.reason})}" for one in clause.not_targets)
    if asked:
        yield "    measures:"
        for one in asked:
            yield from _write_measure(one, duties.get(one.library or ""))


def _write_measure(measure: DraftMeasure, duty: Duty | None) -> Iterator[str]:
    yield f"      # {measure.status}: {measure.source}"
    fields: dict[str, Any] = {"id": measure.id}
    if duty is not None:
        fields["library"] = measure.library
    else:
        fields |= {"title": measure.title, "domain": measure.domain}
    fields["levels"] = list(measure.levels)
    fields["levels_basis"] = measure.levels_basis
    if duty is None:
        fields["duty"] = measure.source.rstrip("，。；;,")
    fields["phrase"] = measure.phrase
    fields |= _thin(measure, duty)
    if measure.may_not_apply:
        fields["allow_not_applicable"] = True
    if measure.carries_out:
        fields["carries_out"] = list(measure.carries_out)
    first, *rest = dump_fields(fields)
    yield f"      - {first}"
    yield from (f"        {line}" for line in rest)
    if duty is None:
        yield "        # " + say("To be written: help, evidence, advice.")
    elif "asks" in fields:
        yield "        # " + say("To be written: help.")


def _thin(measure: DraftMeasure, duty: Duty | None) -> dict[str, Any]:
    """What a measure says itself: everything, or what differs from its duty."""
    criterion = keep_known(measure.criterion or {})
    asks = measure.asks if isinstance(measure.asks, str) else _choose_levels(measure.asks, measure.levels)
    if duty is None:
        return {"criterion": criterion, "asks": asks}
    shared = duty.criterion
    if criterion["kind"] != shared["kind"]:
        return {"criterion": criterion, "asks": asks}
    own = {key: value for key, value in criterion.items() if key in FIGURES or shared.get(key, value) != value}
    own.pop("items", None)
    fields: dict[str, Any] = {"criterion": own} if own else {}
    if "items" in criterion and criterion["items"] != shared["items"]:
        by_value = {item["value"]: item for item in shared["items"]}
        fields["items"] = [one["value"] if by_value.get(one["value"]) == one else one for one in criterion["items"]]
    return fields


def keep_known(criterion: Mapping[str, Any]) -> dict[str, Any]:
    """A criterion without what a catalogue's has no field for: a period beside the assessment year, or of a share."""
    known = {key: value for key, value in criterion.items() if key in FIELDS[criterion["kind"]]}
    if known.get("per_year"):
        known.pop("period_months", None)
    return known


def _choose_levels(asks: Mapping[Level, str], levels: tuple[Level, ...]) -> dict[str, str]:
    spare = next(iter(asks.values()))
    return {level: asks.get(level, spare) for level in levels}


def dump_fields(fields: Mapping[str, Any]) -> list[str]:
    """Fields a line each, lists and small mappings in one line."""
    return [f"{key}: {write_flow(value)}" for key, value in fields.items()]


def write_flow(value: Any) -> str:
    text: str = yaml.dump(
        _soften(value),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        default_flow_style=True,
        width=WIDE,
        sort_keys=False,
    )
    return text.removesuffix("\n").removesuffix("\n...").strip()


def _soften(value: Any) -> Any:
    """Plain values that YAML's safe writer knows."""
    if isinstance(value, Mapping):
        return {str(key): _soften(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_soften(one) for one in value]
    if isinstance(value, Level):
        return value.value
    return make_plain(value) if isinstance(value, Decimal) else value
