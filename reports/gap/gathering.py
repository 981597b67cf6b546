"""From the database to what the gap report of one response says."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from questionnaires.questionnaire import Questionnaire
from reports.gap.beside import find_last_round, find_like_bureaus, list_attached, list_others
from reports.gap.content import Annex, GapReport, RoundOrigin, Signatories, Signatory, find_false_facts
from reports.gap.ledger_annex import Ledger, list_ledgers
from reports.gap.words import explain_standing
from survey.bureaus.staff import lacks_head
from survey.catalogues.current import library_as_issued
from survey.responses.assessing import Assessment, assess
from survey.responses.claims import name_claim
from survey.responses.handed_in import find_end
from survey.responses.steps_taken import is_verified, list_changes
from survey.rounds.issued import open_questionnaire
from survey.storage.states import WITH_BUREAU, Action, State
from survey.storage.tables import Person, Response


def gather_report(
    session: Session,
    response: Response,
    time_zone: str,
    annexes: frozenset[Annex] = frozenset(),
    shown_to: Person | None = None,
) -> GapReport:
    """What the gap report of a response says, as far as a person may see it (None: all), with what it is compared."""
    assessment = assess(session, response, shown_to)
    parent = response.bureau.parent
    accepted = is_verified(session, response)
    end, zone = find_end(response, shown_to), ZoneInfo(time_zone)
    questionnaire = assessment.questionnaire
    return GapReport(
        bureau=response.bureau.name,
        code=response.bureau.code,
        parent=parent.name if parent else "",
        questionnaire=questionnaire,
        scorecard=assessment.card,
        facts=find_false_facts(open_questionnaire(response.questionnaire), assessment.profile),
        note=explain_standing(session, response),
        issued=_find_issued(session, response, end, zone),
        demo=response.round.is_demo,
        verified=assessment.verified if accepted else None,
        reasons=_list_reasons(assessment) if accepted else {},
        last=find_last_round(session, response),
        likes=find_like_bureaus(session, response),
        others=list_others(session, response),
        annexes=annexes,
        evidence=list_attached(session, response, end) if Annex.EVIDENCE in annexes else (),
        ledgers=_list_ledgers(session, questionnaire) if Annex.LEDGER in annexes else (),
        origin=RoundOrigin(response.round.slug, response.round.title, response.id),
        signatories=_find_signatories(session, response, end, zone),
    )


def _find_signatories(session: Session, response: Response, end: datetime | None, zone: ZoneInfo) -> Signatories:
    """Those of what is shown: up to `end` of what was handed in, otherwise of the answers as they stand."""
    is_handed_in = end is not None or response.state not in WITH_BUREAU
    changes = list_changes(session, response.id) if is_handed_in or response.state is State.SIGNED_OFF else []
    signed = [one for one in changes if one.action == Action.SIGN_OFF and (end is None or one.at <= end)]
    head = _name_signatory(signed[-1].person, signed[-1].at, zone) if signed else None
    submitter = _name_signatory(response.submitted_by, response.submitted_at, zone) if is_handed_in else None
    return Signatories(head, submitter, not lacks_head(session, response.bureau))


def _find_issued(session: Session, response: Response, end: datetime | None, zone: ZoneInfo) -> date | None:
    """The day of the last step up to `end`, by the clock of the place; None where nothing is handed in."""
    if end is None and response.state in WITH_BUREAU:
        return None
    steps = [one.at for one in list_changes(session, response.id) if end is None or one.at <= end]
    return max(steps).astimezone(zone).date() if steps else None


def _name_signatory(person: Person | None, at: datetime | None, zone: ZoneInfo) -> Signatory | None:
    """To the minute; None where it is not on record."""
    return Signatory(person.name, at.astimezone(zone).replace(second=0, microsecond=0)) if person and at else None


def _list_ledgers(session: Session, questionnaire: Questionnaire) -> tuple[Ledger, ...]:
    """The clauses of the notices as they were when the questionnaire was issued."""
    return list_ledgers(library_as_issued(session, questionnaire), questionnaire)


def _list_reasons(assessment: Assessment) -> dict[str, str]:
    """Why the reviewers decided as they did, by question, and by `name_claim` of a claim."""
    decided = {id: one.reason for id, one in assessment.reviews.items()}
    decided |= {name_claim(one.item_id): one.reason for one in assessment.grants}
    return {id: reason for id, reason in decided.items() if reason}
