"""Many responses at once as rows of columns: they read like the objects of the tables and cost a tenth.

What is to be written is read as an object, one by one. The bureaus come as a tree, whole, so that nobody who asks for
the place above asks the database.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from survey.storage.columns import is_among, table_of
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round

SEEN_ALONE = ("profile",)  # long, and asked of one response at a time


class PlainRow:
    """A row by the names of its columns, and what it points at."""

    def __init__(self, names: Sequence[str], values: Iterable[Any]) -> None:
        self.__dict__.update(zip(names, values, strict=True))


def list_plain(session: Session, *which: Any, keep: Callable[[Bureau], bool] | None = None) -> list[Response]:
    """The responses that meet these conditions, of the bureaus to `keep`, by the code of their bureau; all that a
    response has but its profile and the people."""
    bureaus = read_bureaus(session)
    rows = _read(session, Response, *which)
    kept = [one for one in rows if keep is None or keep(bureaus[one.bureau_id])]
    rounds, asked = _find_pointed(session, kept)
    for one in kept:
        one.bureau, one.round = bureaus[one.bureau_id], rounds[one.round_id]
        one.questionnaire = asked[one.questionnaire_id]
    return sorted(cast(list[Response], kept), key=lambda one: one.bureau.code)


def read_bureaus(session: Session) -> dict[int, Bureau]:
    """Every bureau by its id, each with the one above it."""
    found = {one.id: one for one in _read(session, Bureau)}
    for one in found.values():
        one.parent = found[one.parent_id] if one.parent_id is not None else None
    return cast(dict[int, Bureau], found)


def read_profiles(session: Session, responses: Iterable[Response]) -> dict[int, dict[str, bool] | None]:
    """The facts that the bureaus of some responses gave."""
    query = select(Response.id, Response.profile).where(is_among(Response.id, [one.id for one in responses]))
    return {id: None if profile is None else dict(profile) for id, profile in session.exec(query)}


def _read(session: Session, model: type[SQLModel], *which: Any) -> list[Any]:
    table = table_of(model)
    columns = [one for one in table.c if one.name not in SEEN_ALONE]
    names = [one.name for one in columns]
    return [PlainRow(names, row) for row in session.execute(sa.select(*columns).where(*which))]


def _find_pointed(
    session: Session, responses: Sequence[Any]
) -> tuple[dict[int, Round], dict[int, IssuedQuestionnaire]]:
    """The rounds and the questionnaires of responses; the text of these is parsed already, as a rule."""
    round_ids, asked_ids = ({getattr(one, name) for one in responses} for name in ("round_id", "questionnaire_id"))
    rounds = session.exec(select(Round).where(is_among(Round.id, round_ids))).all()
    asked = select(IssuedQuestionnaire).where(is_among(IssuedQuestionnaire.id, asked_ids))
    issued = session.exec(asked.options(defer(col(IssuedQuestionnaire.content)))).all()  # type: ignore[arg-type]
    return {one.id: one for one in rounds}, {one.id: one for one in issued}
