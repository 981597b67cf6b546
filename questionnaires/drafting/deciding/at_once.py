"""What a person decides of a clause in one go, as it is shown: its assumed levels, its figures, its complete measures.

Nothing that is open for a reason of its own is ever among these: it is decided alone.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from questionnaires.catalogue import Library
from questionnaires.drafting.deciding.acts import find_askers, settle_figure
from questionnaires.drafting.deciding.decided import (
    DecidedClause,
    DecidedFigure,
    DecidedMeasure,
    NoticeFacts,
    Reading,
)
from questionnaires.drafting.deciding.lacking import accept, list_lacks
from questionnaires.messages import Refused

Shown = tuple[Reading, str]  # what a figure is taken for, and why it is no target
NOT_ASKED = "所在部分不设题"  # kept in a catalogue, which is in the language of the notice
NOTHING: Mapping[int, Shown] = MappingProxyType({})


def list_assumed(clause: DecidedClause) -> list[DecidedMeasure]:
    """The undecided measures whose levels are assumed and nobody has confirmed."""
    return [one for one in clause.measures if one.state == "undecided" and not one.has_levels]


def confirm_levels(clause: DecidedClause) -> DecidedClause:
    """Say that all levels that are assumed are right as they are shown. Raises Refused."""
    assumed = list_assumed(clause)
    if not assumed:
        raise Refused("No levels are left to be confirmed here.")
    for one in assumed:
        clause = clause.put(one.id, levels_settled=True)
    return clause


def propose_reading(clause: DecidedClause, figure: DecidedFigure) -> Shown:
    """What a figure is shown as: as it was read, or, where all around it is not asked, as no target for that reason."""
    around = [one for one in clause.measures if one.start <= figure.start < one.end]
    if figure.reading != "none" and around and not any(one.is_asked for one in around):
        return "none", NOT_ASKED
    return figure.reading, figure.reason


def is_figure_open(clause: DecidedClause, figure: DecidedFigure) -> bool:
    """Whether something is to be said of a figure: it is not confirmed, or no question asks for it any more."""
    return not figure.settled or (figure.reading != "none" and not find_askers(clause, figure))


def list_told(clause: DecidedClause, shown: Mapping[int, Shown] = NOTHING) -> list[int]:
    """The figures that can be confirmed as they are shown: what a question asks for, and no targets with a reason.

    `shown` is what somebody chose on the page for some of them, and has not sent yet.
    """
    told = []
    for number, figure in enumerate(clause.figures):
        reading, reason = shown.get(number, propose_reading(clause, figure))
        is_told = reason.strip() if reading == "none" else find_askers(clause, figure)
        if is_told and is_figure_open(clause, figure):
            told.append(number)
    return told


def confirm_figures(clause: DecidedClause, shown: Mapping[int, Shown] = NOTHING) -> DecidedClause:
    """Confirm every figure that can be as it is shown. Raises Refused."""
    told = list_told(clause, shown)
    if not told:
        raise Refused("No figures are left that can be confirmed as they are shown.")
    for number in told:
        reading, reason = shown.get(number, propose_reading(clause, clause.figures[number]))
        clause = settle_figure(clause, number, reading, reason)
    return clause


def list_complete(clause: DecidedClause, facts: NoticeFacts, library: Library) -> list[DecidedMeasure]:
    """The undecided measures of which nothing is open: a duty of the library matched well, levels that are told or
    confirmed, and no figure that is not confirmed."""
    open_figures = [figure.start for figure in clause.figures if not figure.settled]
    return [
        one
        for one in clause.measures
        if one.state == "undecided"
        and one.status == "usable"
        and one.library in library.duties
        and one.has_levels
        and not one.unfound
        and not any(one.start <= at < one.end for at in open_figures)
        and not list_lacks(one, clause.body, facts, library)
    ]


def accept_at_once(
    clause: DecidedClause, complete: Sequence[str], ticked: Sequence[str], facts: NoticeFacts, library: Library
) -> DecidedClause:
    """Adopt the measures that were shown as complete, and of those that somebody ticked the ones that nothing holds
    back, by their ids. Raises Refused."""
    whole = {one.id for one in list_complete(clause, facts, library)}
    if not complete and not ticked:
        raise Refused("No measure is left here that can be adopted as it is shown.")
    for id in complete:
        if clause.find(id).id not in whole:
            raise Refused("“%(title)s” is not complete any more; look at it again.", title=clause.find(id).title)
    held = {one.id for one, _ in list_held(clause, ticked, facts, library)}
    for id in dict.fromkeys((*complete, *(id for id in ticked if id not in held))):
        clause = accept(clause, id, facts, library)
    return clause


def list_held(
    clause: DecidedClause, ticked: Sequence[str], facts: NoticeFacts, library: Library
) -> list[tuple[DecidedMeasure, Refused]]:
    """The measures that cannot be adopted by a tick, each with what is open about it; they stay undecided."""
    held = []
    for id in dict.fromkeys(ticked):
        one = clause.find(id)
        figures = [
            each for each in clause.figures if one.start <= each.start < one.end and is_figure_open(clause, each)
        ]
        if figures:
            text = "、".join(each.text for each in figures)
            held.append((one, Refused("The figure is not confirmed: %(figure)s", figure=text)))
        elif lacks := list_lacks(one, clause.body, facts, library):
            held.append((one, lacks[0]))
    return held
