"""The reports of a batch in one ZIP, with a list of what is in it and of what is not, and why."""

import hashlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlmodel import Session

from questionnaires.aside import open_aside
from reports.making.batches import FILE, Batch, Item, list_items
from reports.printing.paper import find_reports
from survey.evidence.file_names import clean_name
from survey.sheets.writing import write_csv
from survey.signing.register import find_by_digest
from survey.signing.statements import SUFFIX
from survey.storage.states import JobState
from survey.storage.tables import Round

LIST = "清单.csv"
HEADERS = ("单位代码", "单位名称", "所属上级", "报告编号", "报告", "SHA-256", "未生成的原因")
NOT_HERE = "报告文件不在本机的数据目录中"
CANCELLED = "已取消"


def keep_pack(session: Session, round: Round, batch: Batch, data_folder: Path) -> Path:
    """The ZIP of a batch that has ended, packed once and kept; those of the round's earlier batches are dropped."""
    folder = find_reports(data_folder)
    kept = folder / f"round-{round.id}-{batch.number}.zip"
    if not kept.exists():
        pack_reports(session, round, batch, data_folder, kept)
        for other in set(folder.glob(f"round-{round.id}-*.zip")) - {kept}:
            other.unlink(missing_ok=True)
    return kept


def pack_reports(session: Session, round: Round, batch: Batch, data_folder: Path, target: Path) -> None:
    """Write the ZIP beside its place, then rename it there: never half of one. One report in memory at a time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with open_aside(target) as aside, ZipFile(aside, "w", ZIP_STORED) as archive:
        rows = [
            _add(session, archive, one, round, find_reports(data_folder))
            for one in list_items(session, round, batch, *JobState)
        ]
        archive.writestr(LIST, write_csv(HEADERS, rows), ZIP_DEFLATED)


def _add(session: Session, archive: ZipFile, item: Item, round: Round, folder: Path) -> list[str]:
    """Put one report and its signature in; its line of the list."""
    bureau = item.response.bureau
    line = [bureau.code, bureau.name, bureau.parent.name if bureau.parent else ""]
    if item.job.state is not JobState.DONE:
        return [*line, "", "", "", item.job.error or CANCELLED]
    try:
        content = (folder / item.job.payload[FILE]).read_bytes()
    except FileNotFoundError:
        return [*line, "", "", "", NOT_HERE]
    name = f"{bureau.code}{clean_name(bureau.name)}{round.as_of.year}年差距报告.pdf"
    archive.writestr(name, content)
    digest = hashlib.sha256(content).hexdigest()
    entry = find_by_digest(session, digest)
    if entry is not None:  # one that was made before reports were signed has none
        archive.writestr(name + SUFFIX, entry.signature)
    return [*line, entry.serial if entry else "", name, digest, ""]
