"""A catalogue opened to be changed: every measure accepted as it stands, and written again as it stood."""

from collections.abc import Mapping
from typing import Any

from questionnaires.catalogue import Clause, Level, Library, Measure, PolicyDocument
from questionnaires.documents import flatten
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, DecidedNotice, NoticeFacts
from questionnaires.drafting.deciding.raw_measures import write_own
from questionnaires.drafting.publishing import make_plain
from questionnaires.faults import CatalogueFault
from questionnaires.loading import CatalogueError
from questionnaires.merging import merge_measure
from questionnaires.reading import parse_yaml

GAP = "……"  # between the anchors of a clause whose text is not at hand
HEAD = frozenset(
    {"id", "version", "title", "number", "issuer", "issued", "division", "implements", "parent", "levels", "clauses"}
)
APART = frozenset({"path", "heading", "reason", "measures"})
Raw = Mapping[str, Any]
Bodies = Mapping[str, str]


def open_notice(content: bytes, document: PolicyDocument, library: Library, bodies: Bodies) -> DecidedNotice:
    """A catalogue from its bytes, which are those of `document`, as what is decided on.

    `bodies` are the texts of clauses by their paths, as far as they are at hand.
    """
    faults: list[CatalogueFault] = []
    raw = parse_yaml(f"{document.id}.yaml", content, faults)
    if faults:
        raise CatalogueError(faults)
    facts = _open_facts(document, raw)
    clauses = zip(document.clauses, raw["clauses"], strict=True)
    return DecidedNotice(
        facts=facts, clauses=tuple(_open_clause(clause, one, facts, library, bodies) for clause, one in clauses)
    )


def _open_facts(document: PolicyDocument, raw: Raw) -> NoticeFacts:
    return NoticeFacts(
        id=document.id,
        title=document.title,
        number=document.number,
        issuer=document.issuer,
        issued=document.issued,
        implements=document.implements,
        division=document.division,
        parent=document.parent,
        level=_find_level(document.division),
        levels=document.levels,
        settled=True,
        opened=document.version,
        kept=_plain({key: value for key, value in raw.items() if key not in HEAD}),
    )


def _find_level(division: str) -> Level:
    """The level of a place by its code."""
    if division.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if division.endswith("00") else Level.COUNTY


def _open_clause(clause: Clause, raw: Raw, facts: NoticeFacts, library: Library, bodies: Bodies) -> DecidedClause:
    phrases = dict.fromkeys([*(one.phrase for one in clause.measures), *(one.phrase for one in clause.carried)])
    anchors, body = GAP.join(phrases), bodies.get(clause.path, "")
    is_anchored = not body or any(flatten(one) not in flatten(body) for one in phrases)
    body = anchors if is_anchored else body
    measures = [
        _open_measure(one, own, body, facts, library)
        for one, own in zip(clause.measures, raw.get("measures") or [], strict=True)
    ]
    return DecidedClause(
        path=clause.path,
        heading=clause.heading,
        body=body,
        measures=tuple(measures),
        reason=clause.reason or "",
        kept=_plain({key: value for key, value in raw.items() if key not in APART}),
        is_anchored=is_anchored,
    )


def _open_measure(measure: Measure, raw: Raw, body: str, facts: NoticeFacts, library: Library) -> DecidedMeasure:
    duty = library.duties.get(measure.library or "")
    whole = dict(raw)
    if duty is not None:
        shared = duty.model_dump(exclude_unset=True)
        whole, _ = merge_measure(whole, {**shared, "domain": measure.domain})
    start = max(0, body.find(measure.phrase))
    evidence, asks = raw.get("evidence") or (), raw.get("asks") or ""
    opened = DecidedMeasure(
        id=measure.id,
        start=start,
        end=start + len(measure.phrase),
        source=measure.phrase,
        phrase=measure.phrase,
        state="accepted",
        status="usable",
        library=measure.library,
        title=measure.title,
        duty=raw.get("duty") or "",
        asks=asks if isinstance(asks, str) else {Level(level): words for level, words in asks.items()},
        help=raw.get("help") or "",
        evidence=(evidence,) if isinstance(evidence, str) else tuple(evidence),
        advice=raw.get("advice") or "",
        criterion=_plain(whole["criterion"]),
        levels=measure.levels,
        levels_basis=measure.levels_basis,
        domain=measure.domain,
        domains=(measure.domain,),
        weight=measure.weight if "weight" in raw else None,
        critical=raw.get("critical"),
        applies_if=raw.get("applies_if"),
        allow_not_applicable=raw.get("allow_not_applicable"),
        carries_out=measure.carries_out,
    )
    kept = _plain({key: value for key, value in raw.items() if key != "replaces"})  # that was of the version before
    return opened.model_copy(update={"kept": kept, "was": _plain(write_own(opened, facts, library))})


def _plain(raw: Raw) -> dict[str, Any]:
    return {str(key): make_plain(value) for key, value in raw.items()}
