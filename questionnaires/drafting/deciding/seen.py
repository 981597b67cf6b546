"""Whether somebody has looked at a figure: nothing that was only drafted is published or handed out as a catalogue."""

from collections.abc import Iterator

from questionnaires.drafting.deciding.acts import find_askers
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedFigure, DecidedMeasure, DecidedNotice

AIMS = ("target", "period_months", "due")  # what a figure was read as, the most telling first


def list_unseen(clause: DecidedClause) -> list[int]:
    """The numbers of the figures that nobody has said anything of."""
    return [number for number, figure in enumerate(clause.figures) if not figure.settled]


def find_denied(clause: DecidedClause, one: DecidedMeasure) -> DecidedFigure | None:
    """A figure that a measure asks for as a target although somebody said that it is none."""
    asked = one.criterion or {}
    within = [figure for figure in clause.figures if one.start <= figure.start < one.end and figure.criterion]
    for figure in within:
        aim = _find_aim(figure)
        if not figure.settled or figure.reading != "none" or asked.get(aim) != (figure.criterion or {}).get(aim):
            continue
        others = [each for each in within if each.reading != "none" and _find_aim(each) == aim]
        if not any((each.criterion or {}).get(aim) == asked[aim] for each in others):
            return figure
    return None


def _find_aim(figure: DecidedFigure) -> str:
    told = figure.criterion or {}
    return next((key for key in AIMS if key in told), "target")


def leave_unseen(notice: DecidedNotice) -> DecidedNotice:
    """A notice in which no measure is accepted that asks for a figure at which nobody has looked."""
    return DecidedNotice(facts=notice.facts, clauses=tuple(_leave_clause(one) for one in notice.clauses))


def _leave_clause(clause: DecidedClause) -> DecidedClause:
    for id in set(_list_asking(clause)):
        clause = clause.put(id, state="undecided")
    return clause


def _list_asking(clause: DecidedClause) -> Iterator[str]:
    """The ids of the accepted measures that ask for a figure at which nobody has looked."""
    for number in list_unseen(clause):
        figure = clause.figures[number]
        if figure.reading != "none":
            yield from (one.id for one in find_askers(clause, figure) if one.state == "accepted")
