"""What was worked out of rounds, kept in the process as long as they are as they were; and what was done since.

Whatever is done here leaves its line in the trail, in the same transaction. Left aside are acts on a form that is being
filled in or reviewed, which no figure of a round knows of before the form is moved, and those that change nothing, such
as signing in.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from survey.storage.columns import table_of
from survey.storage.records import TrailEntry
from survey.storage.states import REVIEWERS
from survey.storage.tables import Person

QUIET = (
    *("answer.", "assignment.", "claims.", "doubt.", "evidence.", "factor.", "invitation.", "note.", "office."),
    *("profile.", "questionnaire.", "remark.", "report.", "review.", "session.", "shelf.", "workbook."),
)
MOST_KEPT = 32
_KEPT: dict[Hashable, tuple[Hashable, Any]] = {}
Made = TypeVar("Made")


def remember(session: Session, key: Hashable, make: Callable[[], Made], state: Hashable) -> Made:
    """What `make` made under this key; made anew once `state`, of all that it is made of, is another."""
    place = (str(session.get_bind().engine.url), key)
    known = _KEPT.pop(place, None)
    made: Made = known[1] if known and known[0] == state else make()
    _KEPT[place] = (state, made)
    while len(_KEPT) > MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)), None)
    return made


def name_reader(person: Person) -> tuple[Hashable, ...]:
    """Who may see as much of a round: one provincial reviewer of a bureau may be named for a bureau from outside, of
    which another of the same bureau reads nothing."""
    return person.role, person.bureau_id, person.id if person.role in REVIEWERS else None


def list_acts_since(session: Session, number: int) -> Sequence[tuple[str, str]]:
    """What was done behind a line of the trail that may change a figure: each act with its subject, once."""
    entries = table_of(TrailEntry).c
    # Each once is for us to see to: SQLite would look through every act that there ever was.
    query = sa.select(entries.act, entries.subject).where(entries.number > number, _is_loud())
    return list(dict.fromkeys((act, subject) for act, subject in session.execute(query)))


def _is_loud() -> sa.ColumnElement[bool]:
    return ~sa.or_(*(table_of(TrailEntry).c.act.startswith(one) for one in QUIET))
