"""Levels that are done with a round: a bureau closes its own when all below it are in or excused."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from survey.columns import now
from survey.tables import Bureau, Closing, Response


def walk_up(bureau: Bureau) -> Iterator[Bureau]:
    """The bureaus above one, nearest first."""
    above: Bureau | None = bureau.parent
    while above is not None:
        yield above
        above = above.parent


def find_city_above(bureau: Bureau) -> Bureau | None:
    """The city whose reviewers look first; None where a bureau comes directly under the province."""
    return next((above for above in walk_up(bureau) if above.level == "city"), None)


def find_place(bureau: Bureau) -> Bureau:
    """Under which place a bureau is listed: its city, itself where it is one, otherwise the highest place above it."""
    above = [bureau, *walk_up(bureau)]
    return next((one for one in above if one.level == "city"), above[-1])


def lift_closings(session: Session, response: Response) -> list[str]:
    """Take back the closings above a response that goes back; the codes of the bureaus that had closed."""
    above = [bureau.id for bureau in walk_up(response.bureau)]
    standing = session.exec(
        select(Closing).where(
            Closing.round_id == response.round_id, col(Closing.bureau_id).in_(above), col(Closing.lifted_at).is_(None)
        )
    ).all()
    for closing in standing:
        closing.lifted_at = now()
        session.add(closing)
    return [session.get_one(Bureau, closing.bureau_id).code for closing in standing]
