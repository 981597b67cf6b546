"""Reports kept and signed: what comes from a round leaves with a serial number and its entry in the register."""

from pathlib import Path

import sqlalchemy as sa

from reports.gap.attachments import attach, find_serial
from reports.gap.content import GapReport
from reports.gap.report import keep_gap_report
from reports.gap.rows import write_points
from reports.printing.paper import find_reports
from reports.rounds.content import RoundReport
from reports.rounds.report import keep_round_report
from survey.signing.register import OVERVIEW, RESPONSE, ReportFacts, sign_report
from survey.storage.records import IssuedReport
from survey.storage.tables import Response, Round


def note_facts(report: GapReport, response: Response) -> ReportFacts:
    """What the register keeps of the report of a response."""
    card, round = report.counted, response.round
    return ReportFacts(
        serial=find_serial(attach(report)),
        round_id=round.id,
        round=round.slug,
        subject=f"{RESPONSE} {response.id}",
        response_id=response.id,
        says={
            "bureau": report.bureau,
            "round": round.title,
            "as_of": card.as_of.isoformat(),
            "note": report.note,
            "score": write_points(card.score),
            "grade": card.grade.label if card.grade else "",
            "verified": report.verified is not None,
            "annexes": sorted(report.annexes),
        },
    )


def issue_gap_report(
    engine: sa.Engine, data_folder: Path, report: GapReport, facts: ReportFacts
) -> tuple[Path, IssuedReport]:
    """The kept file of a report and its entry. Raises FontProblem."""
    kept = keep_gap_report(report, find_reports(data_folder))
    return kept, sign_report(engine, data_folder, facts, kept)


def issue_round_report(engine: sa.Engine, data_folder: Path, report: RoundReport, round: Round, place: str) -> Path:
    """The kept file of the report on a round, or on a place in it. Raises FontProblem."""
    subject = f"{OVERVIEW} {place or '-'}"
    kept, serial = keep_round_report(report, find_reports(data_folder), f"{round.slug} {subject}")
    says = {"bureau": report.scope, "round": report.title, "as_of": report.as_of.isoformat()}
    sign_report(engine, data_folder, ReportFacts(serial, round.id, round.slug, subject, says), kept)
    return kept
