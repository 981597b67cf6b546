"""The report on a round, and the quantities of its bureaus, of what is kept of the round."""

from collections.abc import Sequence

from sqlmodel import Session

from reports.rounds.content import RoundReport
from reports.rounds.keeping import HELD, recall_round
from reports.rounds.plan_totals import RoundPlans
from reports.tables.quantity_sums import Giver
from survey.storage.states import IN, Basis, State
from survey.storage.tables import Response, Round


def recall_report(
    session: Session,
    round: Round,
    responses: Sequence[Response],
    scope: str,
    time_zone: str,
    with_quantities: bool = True,
) -> RoundReport:
    """What `read_round` reads of these responses, of what is kept of them."""
    with HELD:
        kept = recall_round(session, round, time_zone)
        basis = find_common_basis(responses)
        return RoundReport(
            title=round.title,
            scope=scope,
            as_of=round.as_of,
            today=kept.today,
            questionnaires=kept.questionnaires,
            members=kept.list_members(session, round, responses, basis),
            demo=round.is_demo,
            has_last=round.previous_id is not None,
            is_last_imported=kept.is_last_imported,
            others=kept.list_others(session, round, [one.bureau_id for one in responses]),
            givers=kept.list_givers(session, round, responses, basis) if with_quantities else (),
            is_verified=basis is Basis.VERIFIED,
            plans=RoundPlans(kept.list_plans(session, responses)),
            outlines=kept.outlines,
            parts=kept.parts,
        )


def recall_givers(
    session: Session, round: Round, responses: Sequence[Response], time_zone: str
) -> tuple[list[Giver], Basis]:
    """The bureaus whose quantities are added up, and the basis by which they are."""
    with HELD:
        basis = find_common_basis(responses)
        return recall_round(session, round, time_zone).list_givers(session, round, responses, basis), basis


def find_common_basis(responses: Sequence[Response]) -> Basis:
    """As `stored_outcomes.find_basis` finds it: verified where all that are in are accepted."""
    states = {one.state for one in responses if one.state in IN and one.absent_at is None}
    return Basis.VERIFIED if states == {State.ACCEPTED} else Basis.OWN
