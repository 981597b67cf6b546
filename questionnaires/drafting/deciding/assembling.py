"""A notice on which everything is decided as the YAML of its catalogue, which loads without a fault."""

from collections.abc import Iterator

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
    lines.append("levels:")
    lines += [
        f"  {level.value}: {write_flow(facts.levels[level].model_dump())}" for level in used if level in facts.levels
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
    targets = [one for one in clause.figures if one.reading == "none" and one.reason]
    if targets:
        yield "    not_targets:"
        yield from (f"      - {write_flow({'figure': one.text[:MOST_LINE], 'reason': one.reason})}" for one in targets)
    if asked:
        yield "    measures:"
        for one in asked:
            first, *rest = dump_fields(write_measure(one, facts, library))
            yield f"      - {first}"
            yield from (f"        {line}" for line in rest)
