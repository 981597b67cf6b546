"""A notice on which everything is decided as the YAML of its catalogue, which loads without a fault."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from questionnaires.catalogue import Library
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice, NoticeFacts
from questionnaires.drafting.deciding.lacking import find_used_levels, list_open, tell_reason
from questionnaires.drafting.deciding.raw_measures import write_measure
from questionnaires.drafting.yaml_writing import dump_fields, write_flow
from questionnaires.messages import Refused

MOST_LINE, MOST_PARAGRAPH = 200, 600


def assemble(notice: DecidedNotice, library: Library, version: str) -> str:
    """The catalogue of a notice. Raises Refused where something is still open."""
    if lacks := list_open(notice, library):
        raise Refused("%(count)s points are still open; settle them first.", count=len(lacks))
    return write_catalogue(notice, library, version)


def write_catalogue(notice: DecidedNotice, library: Library, version: str) -> str:
    """The catalogue of what is accepted so far, as for a look at the questions."""
    facts = notice.facts
    lines = ["# yaml-language-server: $schema=catalogue.schema.json", *_write_facts(facts, version)]
    used = find_used_levels(notice)
    lines += ["levels:"] if facts.kept is None else [*dump_fields(facts.kept), "levels:"]
    lines += [
        f"  {level.value}: {write_flow(facts.levels[level].model_dump())}"
        for level in (used if facts.kept is None else facts.levels)
        if level in facts.levels
    ]
    lines.append("clauses:")
    for clause in notice.clauses:
        lines += ["", *_write_clause(clause, facts, library)]
    return "\n".join(lines) + "\n"


def _write_facts(facts: NoticeFacts, version: str) -> Iterator[str]:
    fields = {
        "id": facts.id,
        "version": version,
        "title": facts.title,
        "number": facts.number,
        "issuer": facts.issuer,
        "issued": facts.issued,
        "division": facts.division,
        "implements": facts.implements,
    }
    yield from dump_fields(fields)
    if facts.parent:
        yield from dump_fields({"parent": facts.parent})


def _write_clause(clause: DecidedClause, facts: NoticeFacts, library: Library) -> Iterator[str]:
    asked = [one for one in clause.measures if one.state == "accepted"]
    yield f"  - path: {write_flow(clause.path)}"
    yield f"    heading: {write_flow(clause.heading[:MOST_LINE])}"
    if not asked:
        yield f"    reason: {write_flow(tell_reason(clause)[:MOST_PARAGRAPH])}"
    kept, ids = clause.kept or {}, {one.id for one in asked}
    targets = [
        {"figure": one.text[:MOST_LINE], "reason": one.reason}
        for one in clause.figures
        if one.reading == "none" and one.reason
    ] or kept.get("not_targets", [])
    if targets:
        yield "    not_targets:"
        yield from (f"      - {write_flow(one)}" for one in targets)
    yield from _write_carried(kept.get("carried", []), ids)
    if asked:
        yield "    measures:"
        for one in asked:
            first, *rest = dump_fields(write_measure(one, facts, library))
            yield f"      - {first}"
            yield from (f"        {line}" for line in rest)


def _write_carried(carried: Iterable[Mapping[str, Any]], ids: Collection[str]) -> Iterator[str]:
    """The words of a clause without a question of their own, by the measures that are asked still."""
    known = [{**one, "by": [id for id in _list(one["by"]) if id in ids]} for one in carried]
    if any(one["by"] for one in known):
        yield "    carried:"
        yield from (f"      - {write_flow(one)}" for one in known if one["by"])


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
