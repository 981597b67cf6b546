"""From the database to the bureaus whose quantities are added up: what each gave now and in the round before."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from questionnaires.catalogue import Level
from reports.tables.quantity_sums import Giver
from survey.bureaus.places import find_place, walk_back, walk_up
from survey.responses.quantities import GivenQuantities, read_quantities
from survey.rounds.issued import open_questionnaire
from survey.storage.states import Basis
from survey.storage.tables import Response, Round


def gather_givers(session: Session, round: Round, responses: Iterable[Response], basis: Basis) -> list[Giver]:
    """Of these responses of a round those that have to hand in, in their order; of both rounds what counts by one
    basis."""
    now = {one.response_id: one for one in read_quantities(session, round, basis)}
    before = read_given_before(session, round, basis)
    return [describe_giver(session, one, now[one.id], before) for one in responses if one.id in now]


def read_given_before(session: Session, round: Round, basis: Basis) -> dict[int, GivenQuantities]:
    """What was given in the round before, by bureau."""
    last = session.get(Round, round.previous_id) if round.previous_id is not None else None
    return {one.bureau_id: one for one in (read_quantities(session, last, basis) if last is not None else ())}


def describe_giver(
    session: Session, response: Response, given: GivenQuantities, before: Mapping[int, GivenQuantities]
) -> Giver:
    """One bureau with what it gave, now and in the round before."""
    bureau = response.bureau
    city, above = find_place(bureau), [bureau, *walk_up(bureau)]
    earlier = walk_back(session, bureau.id) if bureau.replaces_id is not None else [bureau.id]
    return Giver(
        province=(above[-1].code, above[-1].name),
        city=(city.code, city.name),
        level=Level(given.level),
        level_name=open_questionnaire(response.questionnaire).level_name,
        asked=given.asked,
        given=given.values,
        last=next((before[id].values for id in earlier if id in before), {}),
    )
