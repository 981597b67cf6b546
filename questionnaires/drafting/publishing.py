"""The draft of a notice as JSON: the shape that "Commands" fixes."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from questionnaires.drafting.draft import Draft, DraftClause, DraftedTask, DraftMeasure, OpenPoint
from questionnaires.drafting.parts import NoticeHead
from questionnaires.messages import say
from questionnaires.publishing import CRITERION_KEYS

ENDS = 12  # of a clause's letters that tell where it begins and where it ends


def publish_draft(draft: Draft, stages: list[dict[str, str]]) -> dict[str, Any]:
    """The whole draft; `stages` are the steps of a `stage` that has none of its own."""
    return {
        "document": publish_head(draft.head),
        "clauses": [_publish_clause(one, stages) for one in draft.clauses],
        "annex": [_publish_task(one) for one in draft.annex],
        "open": [{"clause": one.clause, "what": say_open(one)} for one in draft.open],
    }


def publish_head(head: NoticeHead) -> dict[str, Any]:
    return {
        "title": head.title,
        "number": head.number,
        "issuer": head.issuer,
        "issued": make_plain(head.issued),
        "effective": make_plain(head.effective),
        "implements": head.implements,
        "level": head.level,
    }


def _publish_clause(clause: DraftClause, stages: list[dict[str, str]]) -> dict[str, Any]:
    body = flatten_body(clause.body)
    return {
        "path": clause.path,
        "heading": clause.heading,
        "first": body[:ENDS],
        "last": body[-ENDS:],
        "responsible": list(clause.responsible),
        "measures": [_publish_measure(one, stages) for one in clause.measures],
        "not_targets": [{"figure": one.figure, "reason": one.reason} for one in clause.not_targets],
    }


def _publish_measure(measure: DraftMeasure, stages: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": measure.id,
        "phrase": measure.phrase,
        "text": measure.text or measure.source,
        "levels": list(measure.levels),
        "levels_basis": measure.levels_basis,
        "domain": measure.domain,
        "domains": list(measure.domains),
        "library": measure.library,
        "likeness": measure.likeness,
        "criterion": publish_criterion(measure.criterion, stages) if measure.criterion else None,
        "status": measure.status,
    }


def publish_criterion(criterion: Mapping[str, Any], stages: list[dict[str, str]]) -> dict[str, Any]:
    """A criterion as in a question: every key, null where the kind has no use for it."""
    told = {key: make_plain(criterion.get(key)) for key in CRITERION_KEYS}
    if criterion["kind"] == "stage" and told["options"] is None:
        told["options"] = stages
    if criterion["kind"] == "number" and told["op"] is None:
        told["op"] = "at_least"
    told["all_or_nothing"] = bool(told["all_or_nothing"])
    return told


def _publish_task(row: DraftedTask) -> dict[str, Any]:
    return {
        "clauses": list(row.task.clauses),
        "due": make_plain(row.task.due),
        "levels": list(row.levels),
        "responsible": list(row.task.responsible),
    }


def say_open(point: OpenPoint) -> str:
    return say(point.message, **point.details)


def flatten_body(body: str) -> str:
    """A body without white space, its widths normalised."""
    return "".join(unicodedata.normalize("NFKC", body).split())


def make_plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [make_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: make_plain(one) for key, one in value.items()}
    return value
