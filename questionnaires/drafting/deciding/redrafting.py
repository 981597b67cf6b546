"""A part of a clause drafted anew, as after a cut; and the duties of the library that come nearest to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from questionnaires.catalogue import Duty, Library
from questionnaires.drafting.deciding.beginning import plain_criterion
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure
from questionnaires.drafting.deciding.proposals import propose_advice, propose_evidence
from questionnaires.drafting.deciding.raw_measures import find_home
from questionnaires.drafting.figures.finding import find_figures
from questionnaires.drafting.matching import Matcher
from questionnaires.drafting.parts import FoundFigure
from questionnaires.drafting.phrases import choose_phrase
from questionnaires.drafting.segments import Segment
from questionnaires.drafting.shaping import shape

NEAREST = 8
MARKS = "，。；;,！？、"


@dataclass(frozen=True, slots=True)
class NearDuty:
    """A duty of the library, its domain, and how like it is, 0..1."""

    duty: Duty
    domain: str
    likeness: float


def _list_figures(
    clause: DecidedClause, one: DecidedMeasure, issued: date | None, effective: date | None
) -> Iterator[FoundFigure]:
    """The figures of a part; what a person has said to be no target is none, whatever was read of it."""
    excused = {each.start: each.reason for each in clause.figures if each.settled and each.reading == "none"}
    for each in find_figures(clause.body, issued, effective, clause.looks_back):
        if one.start <= each.start < one.end:
            said = excused.get(each.start)
            yield each if said is None else replace(each, criterion=None, reason=said)


class Redrafter:
    """The library asked again for parts of a notice. Making one takes a second: keep it as long as the library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._matcher = Matcher(library)

    def redraft(
        self, clause: DecidedClause, one: DecidedMeasure, issued: date | None, effective: date | None
    ) -> DecidedMeasure:
        """A part worded anew from its own text; levels, weight and id stay."""
        found = self._matcher.look_up(
            one.source, clause.heading, self._matcher.rank_clause(clause.heading, clause.body), clause.body
        )
        figures = list(_list_figures(clause, one, issued, effective))
        shaped = shape(one.source, found.best, figures)
        target = next((each for each in figures if each.criterion and "kind" in each.criterion), None)
        duty = self._library.duties.get(shaped.library or "")
        criterion = plain_criterion(shaped.criterion) if shaped.criterion else None
        own = duty is None and criterion is not None
        domains = tuple(domain for domain, _ in found.domains)
        placed = find_home(duty, self._library) if duty else domains[0]
        return one.model_copy(
            update={
                "phrase": choose_phrase(
                    clause.body,
                    Segment(one.start, one.end, one.source, 0),
                    (target.start, target.end) if target else None,
                ),
                "status": shaped.status,
                "library": shaped.library,
                "likeness": round(shaped.likeness, 2),
                "title": shaped.title,
                "duty": one.source.strip(MARKS) if own else "",
                "asks": "" if duty and shaped.asks == duty.asks else shaped.asks,
                "help": "",
                "evidence": propose_evidence(str(criterion["kind"])) if own and criterion else (),
                "advice": propose_advice(shaped.title) if own else "",
                "criterion": criterion,
                "domain": placed,
                "domains": domains,
                "carries_out": (),
                "allow_not_applicable": shaped.may_not_apply or None,
            }
        )

    def list_near(self, clause: DecidedClause, one: DecidedMeasure) -> Sequence[NearDuty]:
        """The duties of the library that come nearest to a part, the nearest first."""
        found = self._matcher.look_up(one.source, clause.heading, {}, clause.body)
        near = [
            NearDuty(match.neighbour.duty, match.neighbour.domain, round(match.likeness, 2))
            for match in found.matches
            if match.neighbour.duty is not None
        ]
        return near[:NEAREST]
