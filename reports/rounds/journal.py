"""What the trail says was done behind one of its lines: which responses were touched, or that it may be anything.

Whatever is done here leaves its line in the trail, in the same transaction. So what was read of a round after a line is
right but for what the later lines name.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from reports.rounds.remembering import list_acts_since
from survey.storage.columns import table_of
from survey.storage.records import TrailEntry, TrailHead

MOST_KEPT = 64
_KEPT: dict[Hashable, tuple["End", Any]] = {}
Made = TypeVar("Made")
ENTRIES, HEAD = table_of(TrailEntry), table_of(TrailHead)
RESPONSE = re.compile(r"response (\d+)\b")
# Acts on the one response that they name: of a round they change what that one comes to, and nothing else.
ON_A_RESPONSE = (
    *("response.", "plan.", "entry."),
    *("round.excuse", "round.miss", "round.take-out", "round.ask-again", "round.extend"),
)
# Acts that no figure of a round knows of. Whatever is named in neither of the two may have changed anything.
ON_NONE = (
    *("account.", "backup.", "draft.", "keys.", "letterhead.", "mail.", "message.", "reading.", "scheme."),
    *("round.close", "round.lift"),
    # What is taken away as a file stays as it is.
    *("paper.", "trail.", "year.", "plan.export", "round.export", "round.quantities", "round.report"),
)


End = tuple[int, str]  # the number and the hash of a line of the trail; of the line before the first (0, "")


def find_end(session: Session) -> End:
    """The last line of the trail."""
    found = session.execute(sa.select(HEAD.c.number, HEAD.c.hash)).one_or_none()
    return (found.number, found.hash) if found else (0, "")


def find_touched(session: Session, end: End) -> frozenset[int] | None:
    """The responses that were touched behind a line of the trail, by their ids; None: it may be anything, as where the
    database is another one than it was."""
    acts = _list_acts(session, end)
    return None if acts is None else read_touched(acts)


def _list_acts(session: Session, end: End) -> Sequence[tuple[str, str]] | None:
    number, hash = end
    known = session.scalar(sa.select(ENTRIES.c.hash).where(ENTRIES.c.number == number)) if number else ""
    return list_acts_since(session, number) if known == hash else None


def recall_but_for(session: Session, key: Hashable, make: Callable[[], Made], harmless: tuple[str, ...]) -> Made:
    """What `make` made under this key; made anew where something else was done since than acts that begin like the
    `harmless` ones, or than those that no figure of a round knows of."""
    place, end = (str(session.get_bind().engine.url), key), find_end(session)
    known = _KEPT.pop(place, None)
    acts = _list_acts(session, known[0]) if known and known[0] != end else ()
    is_right = acts is not None and all(act.startswith((*ON_NONE, *harmless)) for act, _ in acts)
    made: Made = known[1] if known and is_right else make()
    _KEPT[place] = (end, made)
    while len(_KEPT) > MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)), None)
    return made


def read_touched(acts: Iterable[tuple[str, str]]) -> frozenset[int] | None:
    """The same of acts and of what they were done to."""
    found = set()
    for act, subject in acts:
        if act.startswith(ON_NONE):
            continue
        named = RESPONSE.match(subject) if act.startswith(ON_A_RESPONSE) else None
        if named is None:
            return None
        found.add(int(named[1]))
    return frozenset(found)
