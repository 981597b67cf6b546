"""The tables of a round as files, from the database: apart from `gathering`, as pandas and XlsxWriter weigh 50 MB."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sqlmodel import Session

from reports.tables.csv_files import write_csv_files
from reports.tables.extra_table import ExtraTable
from reports.tables.gathering import Tell, describe_round, gather_round, recall_quantities, tell_nobody
from reports.tables.xlsx_writing import write_workbook
from survey.storage.tables import Round
from survey.web.languages import local_day

WORKBOOK_NAME = "aggregate.xlsx"


def export_files(
    session: Session,
    round: Round,
    folder: Path,
    time_zone: str,
    tell: Tell = tell_nobody,
    extras: Sequence[ExtraTable] = (),
) -> list[str]:
    """Write the aggregate of a round into a folder as CSV; return the names of the files."""
    gather = partial(gather_round, session, round, time_zone, tell)
    return write_csv_files(folder, recall_quantities(session, round, describe_round(session, round)), gather, extras)


def export_workbook(
    session: Session,
    round: Round,
    folder: Path,
    time_zone: str,
    tell: Tell = tell_nobody,
    extras: Sequence[ExtraTable] = (),
) -> list[str]:
    """Write the same into a folder as one workbook; return its name. Raises Refused where it would be too wide."""
    gather = partial(gather_round, session, round, time_zone, tell)
    info = recall_quantities(session, round, describe_round(session, round))
    write_workbook(folder / WORKBOOK_NAME, info, gather, extras, made=local_day(time_zone))
    return [WORKBOOK_NAME]
