"""From the database to what the gap report of one response says."""

from sqlmodel import Session

from questionnaires.questionnaire import Questionnaire
from reports.gap.beside import find_last_round, find_like_bureaus, list_attached
from reports.gap.content import Annex, GapReport, RoundOrigin, find_false_facts
from reports.gap.ledger_annex import Ledger, list_ledgers
from reports.gap.words import STATE_NAMES
from survey.catalogues.current import library_as_issued
from survey.responses.assessing import Assessment, assess
from survey.responses.claims import name_claim
from survey.responses.handed_in import find_end
from survey.rounds.issued import open_questionnaire
from survey.storage.states import State
from survey.storage.tables import Person, Response

NOT_IN_NAMES = {
    State.DRAFTING: "填报中，尚未提交",
    State.PRESENTED: "待签批，尚未提交",
    State.SIGNED_OFF: "已签批，尚未提交",
    State.RETURNED: "已退回，尚未重新提交",
    State.REOPENED: "已重新开放，尚未重新提交",
}


def gather_report(
    session: Session, response: Response, annexes: frozenset[Annex] = frozenset(), shown_to: Person | None = None
) -> GapReport:
    """What the gap report of a response says, as far as a person may see it (None: all), with what it is compared."""
    assessment = assess(session, response, shown_to)
    parent, accepted = response.bureau.parent, response.state is State.ACCEPTED
    questionnaire = assessment.questionnaire
    return GapReport(
        bureau=response.bureau.name,
        code=response.bureau.code,
        parent=parent.name if parent else "",
        questionnaire=questionnaire,
        scorecard=assessment.card,
        facts=find_false_facts(open_questionnaire(response.questionnaire), assessment.profile),
        note=NOT_IN_NAMES.get(response.state, STATE_NAMES[response.state]),
        demo=response.round.is_demo,
        verified=assessment.verified if accepted else None,
        reasons=_list_reasons(assessment) if accepted else {},
        last=find_last_round(session, response),
        likes=find_like_bureaus(session, response),
        annexes=annexes,
        evidence=list_attached(session, response, find_end(response, shown_to)) if Annex.EVIDENCE in annexes else (),
        ledgers=_list_ledgers(session, questionnaire) if Annex.LEDGER in annexes else (),
        origin=RoundOrigin(response.round.slug, response.round.title, response.id),
    )


def _list_ledgers(session: Session, questionnaire: Questionnaire) -> tuple[Ledger, ...]:
    """The clauses of the notices as they were when the questionnaire was issued."""
    return list_ledgers(library_as_issued(session, questionnaire), questionnaire)


def _list_reasons(assessment: Assessment) -> dict[str, str]:
    """Why the reviewers decided as they did, by question, and by `name_claim` of a claim."""
    decided = {id: one.reason for id, one in assessment.reviews.items()}
    decided |= {name_claim(one.item_id): one.reason for one in assessment.grants}
    return {id: reason for id, reason in decided.items() if reason}
