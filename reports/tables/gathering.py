"""From the database to what the reports are made of: one response, or a whole round."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from reports.gap.words import name_standing
from reports.tables.aggregate import Decided, RoundInfo, ScoredResponse
from reports.tables.quantity_gathering import gather_givers
from survey.bureaus.places import WITH_PLACES
from survey.evidence.listing import list_evidence
from survey.responses.assessing import assess
from survey.responses.claims import is_claim, name_claim
from survey.responses.steps_taken import is_verified
from survey.responses.stored_outcomes import find_basis
from survey.rounds.issued import applying_questionnaire, open_questionnaire
from survey.rounds.rounds import LISTED
from survey.storage.states import IN, Basis, Decision
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round

DECISION_NAMES = {Decision.CONFIRMED: "确认", Decision.SET_ASIDE: "改定", Decision.RETURNED: "退回"}
Tell = Callable[[int, int], None]


def tell_nobody(done: int, all: int) -> None:
    """What is told how many bureaus are done, of how many, where nobody wants to know."""


def describe_round(session: Session, round: Round) -> RoundInfo:
    """The round and every questionnaire that was issued to it."""
    issued = session.exec(
        select(IssuedQuestionnaire)
        .where(IssuedQuestionnaire.round_id == round.id)
        .order_by(IssuedQuestionnaire.document, IssuedQuestionnaire.level)
    ).all()
    return RoundInfo(round.title, round.as_of, tuple(map(open_questionnaire, issued)), round.is_demo)


def recall_quantities(session: Session, round: Round, info: RoundInfo) -> RoundInfo:
    """The same with the quantities that all its bureaus gave."""
    query = select(Response).join(Bureau).where(Response.round_id == round.id, LISTED).order_by(col(Bureau.code))
    responses = session.exec(query.options(WITH_PLACES)).all()
    basis = find_basis(session, Response.round_id == round.id)
    givers = tuple(gather_givers(session, round, responses, basis))
    return replace(info, givers=givers, is_verified=basis is Basis.VERIFIED)


def gather_round(session: Session, round: Round, time_zone: str, tell: Tell = tell_nobody) -> Iterator[ScoredResponse]:
    """Every response of a round, in the order of bureau codes; one that is not submitted comes without a scorecard."""
    responses = session.exec(
        select(Response).join(Bureau).where(Response.round_id == round.id, LISTED).order_by(col(Bureau.code))
    )
    found = responses.all()
    for done, response in enumerate(found, start=1):
        yield _gather(session, response, time_zone)
        tell(done, len(found))


def _name_claim_files(session: Session, response: Response) -> dict[str, tuple[str, ...]]:
    """The names of the files that prove claims, by `claims.name_claim`."""
    filed = list_evidence(session, response.id)
    return {id: tuple(one.name for one in files) for id, files in filed.items() if is_claim(id)}


def _gather(session: Session, response: Response, time_zone: str) -> ScoredResponse:
    bureau = response.bureau
    assessment = assess(session, response) if response.state in IN and response.absence is None else None
    reviews = assessment.reviews if assessment else {}
    questionnaire = applying_questionnaire(response)
    return ScoredResponse(
        bureau=bureau.name,
        code=bureau.code,
        parent=bureau.parent.name if bureau.parent else "",
        level=questionnaire.level_name,
        state=name_standing(session, response),
        document=response.questionnaire.document,
        version=response.questionnaire.version,
        submitted_at=response.submitted_at and response.submitted_at.astimezone(ZoneInfo(time_zone)),
        questionnaire=questionnaire,
        scorecard=assessment.card if assessment else None,
        number=response.id,
        content_hash=response.questionnaire.content_hash,
        absent_reason=response.absent_reason,
        verified=assessment.verified if assessment and is_verified(session, response) else None,
        decisions={id: Decided(DECISION_NAMES[one.decision], one.reason) for id, one in reviews.items()}
        | {name_claim(one.item_id): Decided("", one.reason) for one in (assessment.grants if assessment else ())},
        claim_files=_name_claim_files(session, response) if assessment and assessment.claims.claims else {},
    )
