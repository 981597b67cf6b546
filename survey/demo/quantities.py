"""Made-up quantities for the sample round: in proportion to the inhabitants of a place, and to each other."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from questionnaires.catalogue import Level
from questionnaires.criteria import Quantity
from questionnaires.questionnaire import Question

INHABITANTS = "inhabitants"
Spread = tuple[float, float]
PEOPLE: dict[Level, Spread] = {  # in 万人
    Level.PROVINCE: (2300, 3600),
    Level.CITY: (150, 480),
    Level.COUNTY: (15, 48),
    Level.TOWNSHIP: (1, 4),
}
# What a city or a province itself has, as if it were a county of a part of its inhabitants.
ITS_OWN = {Level.PROVINCE: 0.1, Level.CITY: 0.3, Level.COUNTY: 1.0, Level.TOWNSHIP: 1.0}
BY_PEOPLE: dict[str, Spread] = {  # per 10,000 inhabitants
    "staff-total": (1.35, 1.65),
    "regional-staff-total": (1.35, 1.65),
    "inspections-total": (20, 40),
    "enterprises-supervised": (12, 22),
    "clues-received": (0.8, 2),
    "cases-filed": (0.5, 1.5),
    "township-offices": (0.25, 0.45),
    "joint-inspections": (0.1, 0.3),
    "supervision-tests": (2, 6),
    "supervision-samples": (3, 6),
    "adr-reports": (9, 16),
    "device-event-reports": (3, 7),
    "cosmetics-reaction-reports": (0.8, 2),
    "cosmetics-rapid-tests": (1, 3),
    "online-sellers": (0.5, 2),
    "online-leads": (0.1, 0.5),
    "complaints-received": (3, 8),
    "drug-budget": (3, 8),
    "publicity-events": (0.3, 0.8),
    "risk-signals-registered": (0.5, 2),
    "tcm-samples": (0.3, 1),
}
BY_ANOTHER: dict[str, tuple[str, Spread]] = {  # so much of another quantity
    "inspectors-full-time": ("staff-total", (0.08, 0.2)),
    "inspectors-part-time": ("staff-total", (0.2, 0.4)),
    "enforcement-staff-total": ("staff-total", (0.3, 0.5)),
    "enforcement-staff-professional": ("enforcement-staff-total", (0.15, 0.4)),
    "township-office-staff": ("staff-total", (0.3, 0.5)),
    "staff-professional": ("staff-total", (0.2, 0.45)),
    "monitoring-staff": ("staff-total", (0.04, 0.12)),
    "emergency-team-members": ("staff-total", (0.3, 0.6)),
    "trained-persons": ("staff-total", (2, 4)),
    "training-person-hours": ("staff-total", (20, 45)),
    "cloud-learners": ("staff-total", (0.6, 1)),
    "commended-staff": ("staff-total", (0.03, 0.1)),
    "technical-posts": ("staff-total", (0.5, 1.2)),
    "technical-staff": ("technical-posts", (0.75, 0.98)),
    "unannounced-inspections": ("inspections-total", (0.03, 0.08)),
    "enterprises-with-file": ("enterprises-supervised", (0.85, 1)),
    "enterprises-talked": ("enterprises-supervised", (0.02, 0.06)),
    "licences-valid": ("enterprises-supervised", (0.5, 1)),
    "monitoring-reporting-units": ("enterprises-supervised", (0.3, 0.6)),
    "trace-units": ("enterprises-supervised", (0.7, 0.9)),
    "trace-units-done": ("trace-units", (0.6, 1)),
    "cases-closed": ("cases-filed", (0.85, 1)),
    "cases-transferred": ("cases-filed", (0, 0.06)),
    "fines-imposed": ("cases-filed", (0.3, 1.5)),
    "township-offices-equipped": ("township-offices", (0.5, 1)),
    "emergency-equipment-ready": ("emergency-equipment-listed", (0.6, 1)),
    "complaints-in-time": ("complaints-received", (0.92, 1)),
    "rewards-paid": ("complaints-received", (0.01, 0.03)),
    "drug-spending": ("drug-budget", (0.8, 1)),
    "transfer-funds": ("drug-budget", (0.1, 0.4)),
    "service-purchase-spending": ("drug-budget", (0.05, 0.2)),
    "lab-investment": ("drug-budget", (0.2, 0.8)),
}
BY_ITSELF: dict[str, Spread] = {  # whatever the size of the place
    "emergency-drills-held": (1, 3),
    "emergency-equipment-listed": (10, 30),
    "party-meetings": (1, 4),
    "government-meetings": (2, 5),
    "laboratories": (1, 3),
    "risk-consultations": (2, 6),
    "assessed-bodies": (5, 15),
    "tcm-standards-in-force": (20, 120),
}
FEWER: Spread = (0.93, 0.995)  # of what there is, a year before


@dataclass(frozen=True)
class SamplePlace:
    """A bureau of the sample by the code and level of its place, so many years before the newest round."""

    code: str
    level: Level
    years_before: int = 0


def make_quantity(question: Question, place: SamplePlace) -> Decimal | int:
    """A plausible figure of a place, the same each time; of a year before a little smaller."""
    assert isinstance(question.criterion, Quantity)  # make_answer
    drawn = _draw(question.id, place)
    if question.id == INHABITANTS:
        return round(Decimal(drawn), 2)
    low, high = question.criterion.range or (0, drawn)
    return min(max(round(drawn), int(low)), int(high))


def _draw(id: str, place: SamplePlace) -> float:
    if id in BY_ANOTHER:
        other, part = BY_ANOTHER[id]
        return round(_draw(other, place)) * _pick(id, place, part)
    if id in BY_ITSELF:
        return _pick(id, place, BY_ITSELF[id])
    fewer = _pick(f"{id} before", place, FEWER) ** place.years_before
    people = _pick(INHABITANTS, place, PEOPLE[place.level])
    if id == INHABITANTS:
        return people * fewer
    return people * ITS_OWN[place.level] * _pick(id, place, BY_PEOPLE[id]) * fewer


def _pick(name: str, place: SamplePlace, spread: Spread) -> float:
    return Random(f"{place.code}:{name}").uniform(*spread)
