"""What stands beside a score under a scheme: bonus, deductions and vetoes, as entered and as added up (scoring.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.criteria import NOTHING
from questionnaires.scheme import Scheme, VetoItem

FULL_SCORE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Claim:
    """The points that a bureau claims for a bonus item, and why."""

    points: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A deduction or a veto that a reviewer entered, by the id of its item, and why."""

    id: str
    reason: str


@dataclass(frozen=True)
class Entries:
    """What was entered for a bureau beside its answers. `granted` is None as long as nobody has verified the claims."""

    claimed: Mapping[str, Claim]
    granted: Mapping[str, Fraction] | None = None
    deductions: tuple[Occurrence, ...] = ()
    vetoes: tuple[Occurrence, ...] = ()


NO_ENTRIES = Entries({})


@dataclass(frozen=True, slots=True)
class Total:
    """What stands beside the score. `bonus` and `deducted` are what counts of the entries, each within its cap.

    `points` is the total, None where there is no score; `decides` is whether the grade is taken from it.
    """

    points: Fraction | None
    bonus: Fraction
    deducted: Fraction
    vetoes: tuple[VetoItem, ...]
    decides: bool
    entries: Entries


def add_total(scheme: Scheme, entries: Entries, score: Fraction | None) -> Total:
    """The total: what is claimed counts until it is verified, then only what is granted. Ids unknown raise KeyError."""
    granted = entries.granted
    if granted is None:
        granted = {id: claim.points for id, claim in entries.claimed.items()}
    bonus = min(Fraction(scheme.bonus_cap), sum(granted.values(), NOTHING))
    prices = {one.id: Fraction(one.points) for one in scheme.deductions}
    deducted = sum((prices[one.id] for one in entries.deductions), NOTHING)
    if scheme.deduction_cap is not None:
        deducted = min(Fraction(scheme.deduction_cap), deducted)
    recorded = {one.id for one in entries.vetoes}
    return Total(
        points=None if score is None else limit_total(scheme, score + bonus - deducted),
        bonus=bonus,
        deducted=deducted,
        vetoes=tuple(one for one in scheme.vetoes if one.id in recorded),
        decides=scheme.grade_of == "total",
        entries=entries,
    )


def limit_total(scheme: Scheme, points: Fraction) -> Fraction:
    """A sum of points within 0 and 100 with the bonus cap."""
    return min(FULL_SCORE + Fraction(scheme.bonus_cap), max(NOTHING, points))
