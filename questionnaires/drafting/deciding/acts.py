"""What one decides on a measure and on a figure of a clause: each act takes the clause and gives it back changed.

Whoever changes what is asked leaves it undecided, so that nothing counts as accepted that was not looked at as it is.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from questionnaires.catalogue import Duty, Level
from questionnaires.criteria import Option
from questionnaires.criteria.words import read_words
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedFigure, DecidedMeasure, Reading
from questionnaires.drafting.deciding.proposals import propose_advice, propose_evidence
from questionnaires.drafting.draft import NAMED_PARTS
from questionnaires.drafting.plain_questions import ask_plainly, make_criterion
from questionnaires.drafting.shaping import A_YEAR, choose_items
from questionnaires.drafting.yaml_writing import keep_known
from questionnaires.duties import CRITERION, FIGURES
from questionnaires.messages import Refused, say_why
from questionnaires.reading import explain

MOST_REASON = 200
AMONG = "其中"
STOPS = "。；;\n"
LEVEL_BASES = ("named", "bracket", "annex", "assumed")


def set_aside(clause: DecidedClause, id: str, reason: str) -> DecidedClause:
    """Ask nothing of a part, for a reason. Raises Refused."""
    return clause.put(id, state="not_asked", reason=_need_reason(reason))


def reopen(clause: DecidedClause, id: str) -> DecidedClause:
    """Have a measure undecided again."""
    return clause.put(id, state="undecided", reason="")


def give_reason(clause: DecidedClause, reason: str) -> DecidedClause:
    """Say why nothing in a clause is asked; empty takes it back. Raises Refused."""
    return clause.model_copy(update={"reason": _need_reason(reason) if reason.strip() else ""})


def _need_reason(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise Refused("Say why nothing is asked of it.")
    if len(words) > MOST_REASON:
        raise Refused("The reason has more than %(most)s characters.", most=MOST_REASON)
    return read_words(words, MOST_REASON)


def set_levels(clause: DecidedClause, id: str, levels: Sequence[Level], basis: str) -> DecidedClause:
    """Put a measure to levels of government, and say by what the notice binds them. Raises Refused."""
    if not levels:
        raise Refused("Choose at least one level.")
    if basis not in LEVEL_BASES:
        raise Refused("Say by what the notice binds these levels.")
    chosen = tuple(one for one in Level if one in levels)
    return clause.put(id, levels=chosen, levels_basis=basis, levels_settled=True, state="undecided")


def set_clause_levels(clause: DecidedClause, levels: Sequence[Level]) -> DecidedClause:
    """Put every undecided measure of a clause whose levels were assumed to the same levels. Raises Refused."""
    for one in clause.measures:
        if one.state == "undecided" and one.levels_basis == "assumed":
            clause = set_levels(clause, one.id, levels, one.levels_basis)
    return clause


def set_domain(clause: DecidedClause, domain: str) -> DecidedClause:
    """Put all that is asked in a clause, and that no duty of the library places, into one domain."""
    changed = tuple(
        one if one.library else one.model_copy(update={"domain": domain, "unsure": False}) for one in clause.measures
    )
    return clause.model_copy(update={"measures": changed})


def set_criterion(
    clause: DecidedClause, id: str, criterion: Mapping[str, Any], scales: Mapping[str, Sequence[Option]]
) -> DecidedClause:
    """Ask a measure as another kind, with other figures or items. Raises Refused with what is wrong."""
    told = keep_known({key: value for key, value in criterion.items() if value not in (None, "")})
    try:
        CRITERION.validate_python(told, context={"scales": scales, "issued": None})
    except ValidationError as error:
        fault = next(explain("", told, error))
        raise Refused(
            "The target does not fit: %(place)s: %(why)s",
            place=fault.field or told.get("kind"),
            why=say_why(fault.why),
        ) from None
    return clause.put(id, criterion=told, state="undecided")


def follow_parts(
    asks: str | dict[Level, str], before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> str | dict[Level, str]:
    """Questions that say the names of before of what is counted, with those that it has now."""
    changed = {str(before[key]): str(after[key]) for key in NAMED_PARTS if before and key in before and key in after}
    renamed = {old: new for old, new in changed.items() if old and old != new}
    if not renamed:
        return asks
    found = re.compile("|".join(re.escape(one) for one in sorted(renamed, key=len, reverse=True)))

    def rename(text: str) -> str:
        return found.sub(lambda old: _keep_among(old[0], renamed[old[0]]), text)

    return rename(asks) if isinstance(asks, str) else {level: rename(words) for level, words in asks.items()}


def _keep_among(old: str, new: str) -> str:
    return f"{AMONG}{new}" if old.startswith(AMONG) and not new.startswith(AMONG) else new


def word(clause: DecidedClause, id: str, **words: object) -> DecidedClause:
    """Word a measure: title, duty, asks, help, evidence, advice, domain, weight, critical, applies_if, phrase.

    One that stood nowhere in the text, as its words were gone from it, stands in the sentence of its new anchor.
    """
    changed = clause.put(id, **words, state="undecided")
    one = changed.find(id)
    at = clause.body.find(one.phrase) if one.phrase and one.start == one.end else -1
    if at < 0:
        return changed
    start, end = find_sentence(clause.body, at, at + len(one.phrase))
    return changed.put(id, start=start, end=end, source=clause.body[start:end].strip())


def find_sentence(body: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a part of a body."""
    begins = max(body.rfind(stop, 0, start) for stop in STOPS) + 1
    ends = [found + 1 for stop in STOPS if (found := body.find(stop, end)) >= 0]
    return begins, min(ends, default=len(body))


def set_weight(clause: DecidedClause, id: str, weight: Decimal | None, critical: bool | None) -> DecidedClause:
    """Have a measure count for more or less, or hold the grade. Raises Refused."""
    if weight is not None and not 0 < weight <= 1000:
        raise Refused("A weight is above 0 and at most 1000.")
    return clause.put(id, weight=weight, critical=critical, state="undecided")


def take_duty(clause: DecidedClause, id: str, duty: Duty, domain: str) -> DecidedClause:
    """Have a measure carry another duty of the library: its wording and its way of counting, the notice's figures."""
    one = clause.find(id)
    criterion = fit_criterion(one, duty)
    same = criterion["kind"] == duty.criterion["kind"]
    return clause.put(
        id,
        library=duty.id,
        title=duty.title,
        duty="",
        asks="" if same else ask_plainly(one.source, criterion).asks,
        help="",
        evidence=(),
        advice="",
        criterion=criterion,
        domain=domain,
        unsure=False,
        weight=None,
        critical=None,
        applies_if=None,
        allow_not_applicable=None,
        status="edit",
        state="undecided",
    )


def fit_criterion(one: DecidedMeasure, duty: Duty) -> dict[str, Any]:
    """A duty's criterion with the figures of a measure; its own where the duty needs figures that it has not."""
    shared = {key: value for key, value in duty.criterion.items() if key not in FIGURES}
    own = one.criterion or make_criterion(one.source)
    figures = {key: value for key, value in own.items() if key in FIGURES and key != "all_or_nothing"}
    if shared.get("per_year"):
        figures.pop("period_months", None)
    if shared["kind"] == "checklist":
        shared["items"] = choose_items(one.source, shared["items"])[0]
    needed = {"number", "share", "rate", "growth", "grade"}
    if shared["kind"] in needed and own["kind"] != shared["kind"]:
        return dict(own)
    if shared["kind"] == "recency" and not shared.get("per_year") and "period_months" not in figures:
        return dict(own)
    if shared["kind"] == "done_by" and "due" not in figures:
        return dict(own)
    return keep_known({**shared, **figures})


def leave_library(clause: DecidedClause, id: str) -> DecidedClause:
    """Have a measure stand for itself, with the duty's words of before as proposals where it had none of its own."""
    one = clause.find(id)
    criterion = one.criterion or make_criterion(one.source)
    return clause.put(
        id,
        library=None,
        duty=one.duty or one.source.strip("，。；;,"),
        asks=one.asks or ask_plainly(one.source, criterion).asks,
        evidence=one.evidence or propose_evidence(str(criterion["kind"])),
        advice=one.advice or propose_advice(one.title),
        criterion=criterion,
        status="write",
        state="undecided",
    )


def settle_figure(clause: DecidedClause, number: int, reading: Reading, reason: str = "") -> DecidedClause:
    """Say what a figure is (`number` counts from 0): a target, a due date, or none of these for a reason.

    A measure that asked for a figure that is no target asks plainly again. Raises Refused.
    """
    if not 0 <= number < len(clause.figures):
        raise Refused("The figure is not here any more; look at the clause again.")
    figure = clause.figures[number]
    words = _need_reason(reason or figure.reason) if reading == "none" else ""
    settled = figure.model_copy(update={"reading": reading, "reason": words, "settled": True})
    figures = tuple(settled if at == number else one for at, one in enumerate(clause.figures))
    clause = clause.model_copy(update={"figures": figures})
    if reading == "none" and figure.reading != "none":
        for one in find_askers(clause, figure):
            clause = _ask_plainly(clause, one)
    return clause


def find_askers(clause: DecidedClause, figure: DecidedFigure) -> list[DecidedMeasure]:
    """The measures that ask for a figure: those around it whose criterion has what was read in it."""
    read = {key: value for key, value in (figure.criterion or {}).items() if key in FIGURES}
    around = [one for one in clause.measures if one.start <= figure.start < one.end and one.is_asked]
    if not read:
        return [one for one in around if one.criterion and set(FIGURES) & set(one.criterion)]
    return [one for one in around if one.criterion and _asks_for(one.criterion, read)]


def _asks_for(criterion: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    """Whether a question asks for one of the figures that were read; every twelve months, where it asks each year."""
    yearly = bool(criterion.get("per_year")) and read.get("period_months") == A_YEAR
    return yearly or any(criterion.get(key) == value for key, value in read.items())


def _ask_plainly(clause: DecidedClause, one: DecidedMeasure) -> DecidedClause:
    criterion = make_criterion(one.source)
    return clause.put(
        one.id, criterion=criterion, asks=ask_plainly(one.source, criterion).asks, status="write", state="undecided"
    )
