"""From a draft to what people decide on: every measure undecided, every figure to be confirmed."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from questionnaires.catalogue import Duty, LevelNames
from questionnaires.drafting.deciding.decided import (
    DecidedClause,
    DecidedFigure,
    DecidedMeasure,
    DecidedNotice,
    NoticeFacts,
)
from questionnaires.drafting.deciding.proposals import propose_advice, propose_evidence
from questionnaires.drafting.draft import Draft, DraftClause, DraftMeasure
from questionnaires.drafting.figures.around import NEEDS_PERSON
from questionnaires.drafting.figures.finding import find_figures
from questionnaires.drafting.parts import NoticeHead
from questionnaires.drafting.publishing import make_plain
from questionnaires.drafting.short_titles import cut_title
from questionnaires.drafting.yaml_writing import keep_known, make_id

DIGITS = re.compile(r"\d+(?:\.\d+)?[%％]?")
MARKS = "，。；;,！？"


def begin_notice(draft: Draft, name: str, duties: Mapping[str, Duty]) -> DecidedNotice:
    """Everything that a draft proposes, nothing of it decided; `name` is that of its file, `duties` the library's."""
    head = draft.head
    facts = NoticeFacts(
        id=make_id(name),
        title=head.title,
        number=head.number,
        issuer=head.issuer or "",
        issued=head.issued,
        effective=head.effective,
        implements=head.implements or "",
        parent=draft.parent,
        level=draft.place.level,
        levels={
            level: LevelNames(
                name=words.name,
                place=words.place,
                government=words.government,
                regulator=words.regulator,
                below=words.below,
            )
            for level, words in draft.place.levels.items()
        },
        unasked=draft.unasked,
    )
    return DecidedNotice(facts=facts, clauses=tuple(_begin_clause(one, head, duties) for one in draft.clauses))


def _begin_clause(clause: DraftClause, head: NoticeHead, duties: Mapping[str, Duty]) -> DecidedClause:
    return DecidedClause(
        path=clause.path,
        heading=clause.heading or cut_title(clause.body),
        body=clause.body,
        responsible=clause.responsible,
        measures=tuple(begin_measure(one, duties.get(one.library or "")) for one in clause.measures),
        figures=begin_figures(clause.body, head.issued, head.effective, clause.looks_back),
        looks_back=clause.looks_back,
    )


def begin_measure(measure: DraftMeasure, duty: Duty | None) -> DecidedMeasure:
    """A measure as it is proposed; what the library does not word has proposals of its own."""
    criterion = plain_criterion(measure.criterion) if measure.criterion else None
    own = measure.library is None and criterion is not None
    return DecidedMeasure(
        id=measure.id,
        start=measure.start,
        end=measure.end,
        source=measure.source,
        phrase=measure.phrase,
        status=measure.status,
        library=measure.library,
        likeness=measure.likeness,
        title=measure.title,
        duty=measure.source.strip(MARKS) if own else "",
        asks="" if duty and measure.asks == duty.asks else measure.asks,
        evidence=propose_evidence(str(criterion["kind"])) if own and criterion else (),
        advice=propose_advice(measure.title) if own else "",
        criterion=criterion,
        levels=measure.levels,
        levels_basis=measure.levels_basis,
        domain=measure.domain,
        domains=measure.domains,
        unsure=measure.unsure,
        carries_out=measure.carries_out,
        allow_not_applicable=measure.may_not_apply or None,
    )


def plain_criterion(criterion: dict[str, Any]) -> dict[str, Any]:
    """A criterion with the fields that its kind has, in values that JSON has."""
    return {key: make_plain(value) for key, value in keep_known(criterion).items() if value is not None}


def begin_figures(
    body: str, issued: date | None, effective: date | None, looks_back: bool = False
) -> tuple[DecidedFigure, ...]:
    """Every figure of a body in order; digits that nothing has read are among them, without a reason yet."""
    found = [
        DecidedFigure(
            start=one.start,
            end=one.end,
            text=one.text,
            reading=_read(one.criterion),
            criterion=plain_figure(one.criterion),
            reason=_tell_reason(one.reason),
        )
        for one in find_figures(body, issued, effective, looks_back)
    ]
    covered = [(one.start, one.end) for one in found]
    missed = [
        DecidedFigure(start=one.start(), end=one.end(), text=one[0], reading="none")
        for one in DIGITS.finditer(body)
        if not any(start < one.end() and one.start() < end for start, end in covered)
    ]
    return tuple(sorted([*found, *missed], key=lambda one: (one.start, one.end)))


def _tell_reason(reason: str | None) -> str:
    """Why a figure is no target, as was read; nothing where that was left to a person."""
    return "" if reason is None or NEEDS_PERSON in reason else reason


def _read(criterion: dict[str, Any] | None) -> Any:
    if not criterion:
        return "none"
    return "target" if "kind" in criterion or "period_months" in criterion else "due"


def plain_figure(criterion: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a figure was read as, in values that JSON has."""
    return {key: make_plain(value) for key, value in criterion.items() if value is not None} if criterion else None
