"""A duty that two measures adopt asked once: what the other one asks already is asked here no more."""

from questionnaires.catalogue import Level
from questionnaires.drafting.deciding.acts import set_aside
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, DecidedNotice
from questionnaires.duties import FIGURES
from questionnaires.messages import Refused

MOST_TITLE = 60  # letters of a title in a reason
ASKED_THERE = "已并入“{path}”的题目：{title}"  # kept in a catalogue, which is in the language of the notice


def find_same_duty(notice: DecidedNotice, one: DecidedMeasure) -> list[tuple[int, DecidedMeasure]]:
    """The adopted measures that put the same duty of the library to one of the same levels, with their clauses'
    numbers."""
    return [
        (number, other)
        for number, clause in enumerate(notice.clauses, 1)
        for other in clause.measures
        if other.state == "accepted" and other.id != one.id and _is_same_duty(one, other)
    ]


def _is_same_duty(one: DecidedMeasure, other: DecidedMeasure) -> bool:
    kinds = {str((each.criterion or {}).get("kind")) for each in (one, other)}
    return one.library is not None and one.library == other.library and len(kinds) == 1 and _share_level(one, other)


def _share_level(one: DecidedMeasure, other: DecidedMeasure) -> bool:
    return bool(set(one.levels) & set(other.levels))


def ask_once(clause: DecidedClause, id: str, other: DecidedMeasure, path: str) -> DecidedClause:
    """Ask a measure no more where another one, of the clause `path`, asks the same. Raises Refused.

    A level that the other one does not bind is asked it still, and it is to be decided anew.
    """
    one = clause.find(id)
    if other.id == one.id or not other.is_asked or not _share_level(one, other):
        raise Refused("The other question is not asked of the same levels any more; look at both again.")
    if not _holds(other, one):
        raise Refused(
            "“%(title)s” has not the same figures, items or measures of the notice above; "
            "open both and settle it by hand.",
            title=other.title,
        )
    left = tuple(level for level in Level if level in one.levels and level not in other.levels)
    if left:
        return clause.put(id, levels=left, state="undecided")
    return set_aside(clause, id, ASKED_THERE.format(path=path, title=other.title[:MOST_TITLE]))


def _holds(other: DecidedMeasure, one: DecidedMeasure) -> bool:
    """Whether nothing is lost with a measure: its figures, items and what it carries out are the other one's, too."""
    own, theirs = one.criterion or {}, other.criterion or {}
    figures = {key: own[key] for key in FIGURES if key in own}
    items = {item["label"] for item in own.get("items", ())} - {item["label"] for item in theirs.get("items", ())}
    is_same = figures == {key: theirs[key] for key in FIGURES if key in theirs}
    return is_same and not items and set(one.carries_out) <= set(other.carries_out)


def carry_out(clause: DecidedClause, id: str, above: str) -> DecidedClause:
    """Ask a measure in place of one of the notice above, which is then asked no more beside it."""
    one = clause.find(id)
    return clause.put(id, carries_out=tuple(dict.fromkeys((*one.carries_out, above))))


def ask_both(clause: DecidedClause, id: str, above: str) -> DecidedClause:
    """Ask a measure beside one of the notice above, and in its place no more."""
    one = clause.find(id)
    return clause.put(id, carries_out=tuple(each for each in one.carries_out if each != above))
