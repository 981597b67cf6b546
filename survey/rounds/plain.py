"""Many responses at once as plain rows, with their bureaus as a tree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from survey.storage.columns import is_among
from survey.storage.plain_rows import read_bureaus, read_plain
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round

SEEN_ALONE = ("profile",)  # long, and asked of one response at a time


def list_plain(
    session: Session,
    *which: Any,
    keep: Callable[[Bureau], bool] | None = None,
    bureaus: Mapping[int, Bureau] | None = None,
) -> list[Response]:
    """The responses that meet these conditions, of the bureaus to `keep`, by the code of their bureau; all that a
    response has but its profile and the people. `bureaus` are all that there are, where they are read already."""
    rows = read_plain(session, Response, *which, without=SEEN_ALONE)
    if bureaus is None:
        bureaus = read_bureaus(session) if rows else {}
    kept = [one for one in rows if keep is None or keep(bureaus[one.bureau_id])]
    rounds, asked = _find_pointed(session, kept)
    for one in kept:
        one.bureau, one.round = bureaus[one.bureau_id], rounds[one.round_id]
        one.questionnaire = asked[one.questionnaire_id]
    return sorted(cast(list[Response], kept), key=lambda one: one.bureau.code)


def read_again(session: Session, responses: Sequence[Response]) -> list[Response]:
    """The same responses as they stand now, in no order: their bureaus and what they are asked are as they were."""
    known = {one.id: one for one in responses}
    fresh = read_plain(session, Response, is_among(Response.id, list(known)), without=SEEN_ALONE)
    for one in fresh:
        before = known[one.id]
        one.bureau, one.round, one.questionnaire = before.bureau, before.round, before.questionnaire
    return cast(list[Response], fresh)


def read_profiles(session: Session, responses: Iterable[Response]) -> dict[int, dict[str, bool] | None]:
    """The facts that the bureaus of some responses gave."""
    query = select(Response.id, Response.profile).where(is_among(Response.id, [one.id for one in responses]))
    return {id: None if profile is None else dict(profile) for id, profile in session.exec(query)}


def _find_pointed(
    session: Session, responses: Sequence[Any]
) -> tuple[dict[int, Round], dict[int, IssuedQuestionnaire]]:
    """The rounds and the questionnaires of responses; the text of these is parsed already, as a rule."""
    round_ids, asked_ids = ({getattr(one, name) for one in responses} for name in ("round_id", "questionnaire_id"))
    rounds = session.exec(select(Round).where(is_among(Round.id, round_ids))).all()
    asked = select(IssuedQuestionnaire).where(is_among(IssuedQuestionnaire.id, asked_ids))
    issued = session.exec(asked.options(defer(col(IssuedQuestionnaire.content)))).all()  # type: ignore[arg-type]
    return {one.id: one for one in rounds}, {one.id: one for one in issued}
