"""All tables of a round as files: those of its answers, and its ranking."""

from pathlib import Path

from sqlmodel import Session

from reports.rounds.ranking_tables import list_ranking_tables
from reports.tables import exporting
from reports.tables.gathering import Tell, tell_nobody
from survey.storage.tables import Round


def export_files(session: Session, round: Round, folder: Path, time_zone: str, tell: Tell = tell_nobody) -> list[str]:
    """Write the aggregate of a round into a folder as CSV; return the names of the files."""
    extras = list_ranking_tables(session, round, time_zone)
    return exporting.export_files(session, round, folder, time_zone, tell, extras)


def export_workbook(
    session: Session, round: Round, folder: Path, time_zone: str, tell: Tell = tell_nobody
) -> list[str]:
    """Write the same into a folder as one workbook; return its name. Raises Refused where it would be too wide."""
    extras = list_ranking_tables(session, round, time_zone)
    return exporting.export_workbook(session, round, folder, time_zone, tell, extras)
