"""The rounds of one assessment year: each notice has a round of its own. They are seen together and never added up."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from survey.rounds.rounds import COUNTS, LISTED, WITH_ROUND
from survey.storage.tables import Response, Round


def list_of_year(session: Session, year: int) -> list[Round]:
    """The rounds in which somebody is asked in a year, the one that ends first before the others."""
    asked = select(Response.id).where(Response.round_id == Round.id, LISTED).exists()
    query = select(Round).where(Round.year == year, COUNTS, asked)
    return list(session.exec(query.order_by(col(Round.closes_on), col(Round.id))))


def find_beside(session: Session, response: Response) -> list[Response]:
    """The other responses of the same bureau in that year."""
    query = (
        select(Response)
        .options(*WITH_ROUND)
        .join(Round)
        .where(
            Round.year == response.round.year,
            Round.is_demo == response.round.is_demo,
            col(Round.id) != response.round_id,
            COUNTS,
            LISTED,
            Response.bureau_id == response.bureau_id,
        )
    )
    return list(session.exec(query.order_by(col(Round.closes_on), col(Round.id))))


def list_shared_years(rounds: Iterable[Round]) -> list[int]:
    """The years of which there are several rounds, the newest first."""
    years = [one.year for one in rounds]
    return sorted({year for year in years if years.count(year) > 1}, reverse=True)
