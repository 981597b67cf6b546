"""From the database to what the reports are made of: one response, or a whole round."""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from questionnaires.loading import load_library
from reports.aggregate import Decided, RoundInfo, ScoredResponse
from reports.gap_content import Annex, GapReport, find_false_facts
from reports.ledger_annex import list_ledgers
from reports.standing_beside import find_last_round, find_like_bureaus, list_evidence
from survey.assessing import assess
from survey.issued import applying_questionnaire, open_questionnaire
from survey.states import IN, Decision, State
from survey.tables import Bureau, IssuedQuestionnaire, Response, Round

EXCUSED = "免报"
STATE_NAMES = {
    State.DRAFTING: "填报中",
    State.SIGNED_OFF: "已签批",
    State.SUBMITTED: "已提交",
    State.CITY_REVIEW: "市级审核中",
    State.PROVINCIAL_REVIEW: "省级审核中",
    State.RETURNED: "已退回",
    State.ACCEPTED: "已认定",
    State.REOPENED: "已重新开放",
}
DECISION_NAMES = {Decision.CONFIRMED: "确认", Decision.SET_ASIDE: "改定", Decision.RETURNED: "退回"}
Tell = Callable[[int, int], None]

NOT_IN_NAMES = {
    State.DRAFTING: "填报中，尚未提交",
    State.SIGNED_OFF: "已签批，尚未提交",
    State.RETURNED: "已退回，尚未重新提交",
    State.REOPENED: "已重新开放，尚未重新提交",
}


def tell_nobody(done: int, all: int) -> None:
    """What is told how many bureaus are done, of how many, where nobody wants to know."""


def gather_report(session: Session, response: Response, annexes: frozenset[Annex] = frozenset()) -> GapReport:
    """What the gap report of a response says, as it stands now, with what it may be compared with."""
    assessment = assess(session, response)
    parent, accepted = response.bureau.parent, response.state is State.ACCEPTED
    questionnaire = assessment.questionnaire
    return GapReport(
        bureau=response.bureau.name,
        code=response.bureau.code,
        parent=parent.name if parent else "",
        questionnaire=questionnaire,
        scorecard=assessment.card,
        facts=find_false_facts(open_questionnaire(response.questionnaire), response.profile or {}),
        note=NOT_IN_NAMES.get(response.state, STATE_NAMES[response.state]),
        demo=response.round.is_demo,
        verified=assessment.verified if accepted else None,
        reasons={id: one.reason for id, one in assessment.reviews.items() if one.reason} if accepted else {},
        last=find_last_round(session, response),
        likes=find_like_bureaus(session, response),
        annexes=annexes,
        evidence=list_evidence(session, response) if Annex.EVIDENCE in annexes else (),
        ledgers=list_ledgers(load_library(), questionnaire) if Annex.LEDGER in annexes else (),
    )


def describe_round(session: Session, round: Round) -> RoundInfo:
    """The round and every questionnaire that was issued to it."""
    issued = session.exec(
        select(IssuedQuestionnaire)
        .where(IssuedQuestionnaire.round_id == round.id)
        .order_by(IssuedQuestionnaire.document, IssuedQuestionnaire.level)
    ).all()
    return RoundInfo(round.title, round.as_of, tuple(map(open_questionnaire, issued)), round.is_demo)


def gather_round(session: Session, round: Round, time_zone: str, tell: Tell = tell_nobody) -> Iterator[ScoredResponse]:
    """Every response of a round, in the order of bureau codes; one that is not submitted comes without a scorecard."""
    responses = session.exec(
        select(Response).join(Bureau).where(Response.round_id == round.id).order_by(col(Bureau.code))
    )
    found = responses.all()
    for done, response in enumerate(found, start=1):
        yield _gather(session, response, time_zone)
        tell(done, len(found))


def _gather(session: Session, response: Response, time_zone: str) -> ScoredResponse:
    bureau, is_excused = response.bureau, response.excused_at is not None
    assessment = assess(session, response) if response.state in IN and not is_excused else None
    reviews = assessment.reviews if assessment else {}
    questionnaire = applying_questionnaire(response)
    return ScoredResponse(
        bureau=bureau.name,
        code=bureau.code,
        parent=bureau.parent.name if bureau.parent else "",
        level=questionnaire.level_name,
        state=EXCUSED if is_excused else STATE_NAMES[response.state],
        document=response.questionnaire.document,
        version=response.questionnaire.version,
        submitted_at=response.submitted_at and response.submitted_at.astimezone(ZoneInfo(time_zone)),
        questionnaire=questionnaire,
        scorecard=assessment.card if assessment else None,
        number=response.id,
        content_hash=response.questionnaire.content_hash,
        excused_reason=response.excused_reason,
        verified=assessment.verified if assessment and response.state is State.ACCEPTED else None,
        decisions={id: Decided(DECISION_NAMES[one.decision], one.reason) for id, one in reviews.items()},
    )
