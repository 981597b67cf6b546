"""How an output is made by a worker: aside, then renamed, telling on the way how far it is."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from questionnaires.aside import open_aside
from questionnaires.messages import Refused, say, say_why
from reports.making.batches import FILE
from reports.making.outputs import ALL_OF, DONE_OF
from reports.printing.paper import find_reports
from reports.rounds.exporting import export_files, export_workbook
from reports.rounds.gathering import read_round
from reports.rounds.places import list_of_place, name_scope
from reports.signing.issuing import issue_round_report
from survey.jobs.owing import GiveUp, NotNeeded, Work
from survey.storage.database import reading_at_once
from survey.storage.tables import Round

TELL_EVERY = 25  # bureaus


def make_output(work: Work) -> None:
    """Make an output of the round as it is now, and remember which file it is."""
    with reading_at_once(work.engine) as session:
        round = session.get(Round, int(work.payload["round"]))
        if round is None:
            raise NotNeeded(say("The round is not there any more."))
        try:
            kept = FORMS[work.payload["form"]](session, round, work)
        except Refused as problem:
            raise GiveUp(say_why(problem)) from None
    work.remember({FILE: kept.name})


def _make_report(session: Session, round: Round, work: Work) -> Path:
    place = work.payload["place"]
    responses = list_of_place(session, round.id, place)
    scope = name_scope(session, responses, place)
    report = read_round(session, round, responses, scope, work.settings.time_zone)
    return issue_round_report(work.engine, work.settings.data_folder, report, round, place)


def _make_csv(session: Session, round: Round, work: Work) -> Path:
    def pack(folder: Path) -> Path:
        names = export_files(session, round, folder, work.settings.time_zone, _teller(work))
        packed = folder / "aggregate.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(folder / name, name)
        return packed

    return _keep(work, pack)


def _make_xlsx(session: Session, round: Round, work: Work) -> Path:
    def write(folder: Path) -> Path:
        [name] = export_workbook(session, round, folder, work.settings.time_zone, _teller(work))
        return folder / name

    return _keep(work, write)


def _teller(work: Work) -> Callable[[int, int], None]:
    """What is told how many bureaus are written, of how many."""

    def tell(done: int, all: int) -> None:
        if done % TELL_EVERY == 0 or done == all:
            work.remember({DONE_OF: done, ALL_OF: all})

    return tell


def _keep(work: Work, make: Callable[[Path], Path]) -> Path:
    """Make a file aside and rename it; the round's earlier ones of this form are dropped."""
    reports = find_reports(work.settings.data_folder)
    reports.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=reports, prefix=".output-") as aside:
        written = make(Path(aside))
        begin = f"aggregate-{work.payload['round']}-"
        kept = reports / f"{begin}{work.key.rsplit('/', 1)[1]}{written.suffix}"
        with open_aside(kept) as place:
            written.replace(place)
    for other in set(reports.glob(f"{begin}*{kept.suffix}")) - {kept}:
        other.unlink(missing_ok=True)
    return kept


FORMS: dict[str, Callable[[Session, Round, Work], Path]] = {"pdf": _make_report, "csv": _make_csv, "xlsx": _make_xlsx}
