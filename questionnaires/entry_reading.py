"""What an answer file says beside its answers, held against the scheme: claims, grants, deductions, vetoes."""

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import TypeVar

from questionnaires.answers import AnswersRefused, Refusal
from questionnaires.criteria.numbers import read_number, write_exactly
from questionnaires.criteria.words import MOST_REASON, read_words
from questionnaires.messages import Refused
from questionnaires.scheme import Scheme
from questionnaires.totals import NO_ENTRIES, Claim, Entries, Occurrence

T = TypeVar("T")


def read_entries(scheme: Scheme | None, raw: Mapping[str, object]) -> Entries:
    """Check `bonus`, `granted`, `deductions` and `vetoes` of an answer file, each of which may be missing.

    `granted`, even an empty one, makes it a verified file: what is not in it is not granted. Nothing is granted that
    was not claimed, nor more than that. Raises AnswersRefused with every refusal at once.
    """
    if scheme is None:
        if raw:
            raise AnswersRefused([Refusal(key, Refused("This counts under a scheme only; give one.")) for key in raw])
        return NO_ENTRIES
    bonus = {one.id: Fraction(one.points) for one in scheme.bonus}
    refusals: list[Refusal] = []

    def read_claim(id: str, one: object) -> Claim:
        if not isinstance(one, dict) or set(one) != {"claimed", "reason"}:
            raise Refused('Give {"claimed": points, "reason": …}.')
        return Claim(_read_points(one["claimed"], bonus[id]), _read_why(one["reason"]))

    claimed = _read_fields(raw, "bonus", bonus, read_claim, refusals)

    def read_grant(id: str, one: object) -> Fraction:
        if id not in claimed:
            raise Refused("Nothing is claimed for this item; only what is claimed can be granted.")
        return _read_points(one, claimed[id].points)

    entries = Entries(
        claimed=claimed,
        granted=_read_fields(raw, "granted", bonus, read_grant, refusals) if "granted" in raw else None,
        deductions=_read_list(raw, "deductions", [one.id for one in scheme.deductions], refusals),
        vetoes=_read_list(raw, "vetoes", [one.id for one in scheme.vetoes], refusals),
    )
    if refusals:
        raise AnswersRefused(refusals)
    return entries


def _read_fields(
    raw: Mapping[str, object],
    field: str,
    known: Collection[str],
    read: Callable[[str, object], T],
    refusals: list[Refusal],
) -> dict[str, T]:
    given = raw.get(field, {})
    if not isinstance(given, dict):
        refusals.append(Refusal(field, Refused("Fields with their values belong here.")))
        return {}
    found = {}
    for id, one in given.items():
        try:
            found[id] = read(_find(id, known), one)
        except Refused as error:
            refusals.append(Refusal(f"{field}.{id[:60]}", error))
    return found


def _read_list(
    raw: Mapping[str, object], field: str, known: Collection[str], refusals: list[Refusal]
) -> tuple[Occurrence, ...]:
    given = raw.get(field, [])
    if not isinstance(given, list):
        refusals.append(Refusal(field, Refused("A list belongs here.")))
        return ()
    found = []
    for place, one in enumerate(given):
        try:
            if not isinstance(one, dict) or set(one) != {"id", "reason"}:
                raise Refused('Give {"id": …, "reason": …}.')
            found.append(Occurrence(_find(one["id"], known), _read_why(one["reason"])))
        except Refused as error:
            refusals.append(Refusal(f"{field}.{place}", error))
    return tuple(found)


def _find(id: object, known: Collection[str]) -> str:
    if not isinstance(id, str) or id not in known:
        raise Refused("The scheme has no such item; there are: %(known)s.", known=", ".join(known) or "–")
    return id


def _read_points(raw: object, most: Fraction) -> Fraction:
    points = read_number(raw)
    if points > most:
        raise Refused("At most %(most)s points can be given here.", most=write_exactly(most))
    return points


def _read_why(raw: object) -> str:
    reason = read_words(raw, MOST_REASON)
    if not reason:
        raise Refused("Say why.")
    return reason
