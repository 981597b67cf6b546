"""The shelf as it is listed: what is on it, which questions each file proves, and what proved what a year ago."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.bureaus.places import walk_back
from survey.evidence.listing import Dates, list_evidence
from survey.evidence.shelf import STANDS
from survey.responses.last_year import find_pasts, find_replaced
from survey.responses.unlocked import find_standing
from survey.storage.beside import ShelfFile
from survey.storage.columns import is_among
from survey.storage.tables import Evidence, Response, Round


@dataclass(frozen=True)
class Shelved:
    """A file of the shelf. `expired`: it does not hold any more on the day that is looked at."""

    id: int
    name: str
    number: str
    kind: str
    size: int
    dates: Dates
    note: str
    expired: bool
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class Use:
    """A response that uses a file, and the questions that the file proves in it."""

    response: Response
    question_ids: tuple[str, ...]


def list_shelf(session: Session, bureau_id: int, day: date) -> list[Shelved]:
    """The files of a bureau and of those whose place it took: those that hold on a day first, the newest of each."""
    owners = list(walk_back(session, bureau_id))
    query = select(ShelfFile).where(col(ShelfFile.bureau_id).in_(owners), STANDS).order_by(col(ShelfFile.id).desc())
    files = [show_shelved(one, day) for one in session.exec(query.options(joinedload(ShelfFile.added_by)))]  # type: ignore[arg-type]
    return sorted(files, key=lambda one: one.expired)


def show_shelved(file: ShelfFile, day: date) -> Shelved:
    return Shelved(
        id=file.id,
        name=file.name,
        number=file.number,
        kind=file.kind,
        size=file.size,
        dates=Dates(file.issued_on, file.valid_until),
        note=file.note,
        expired=file.valid_until is not None and file.valid_until < day,
        added_at=file.added_at,
        added_by=file.added_by.name,
    )


def list_uses(session: Session, file_ids: Collection[int]) -> dict[int, list[Use]]:
    """Where files are used, by file, the newest round first."""
    query = (
        select(Evidence.file_id, Evidence.question_id, Response)
        .join(Response, col(Response.id) == Evidence.response_id)
        .join(Round, col(Round.id) == Response.round_id)
        .where(is_among(Evidence.file_id, file_ids), col(Evidence.removed_at).is_(None))
        .order_by(col(Evidence.file_id), col(Round.closes_on).desc(), col(Response.id), col(Evidence.id))
    )
    found: dict[int, list[Use]] = {}
    for (file_id, response), rows in groupby(session.exec(query), key=lambda row: (row[0] or 0, row[2])):
        found.setdefault(file_id, []).append(Use(response, tuple(row[1] for row in rows)))
    return found


def list_open_responses(session: Session, bureau_id: int) -> list[Response]:
    """A bureau's responses in which files may be tied to questions now, the one that ends next first."""
    query = select(Response).join(Round).where(Response.bureau_id == bureau_id).order_by(col(Round.closes_on))
    return [one for one in session.exec(query) if _is_open(one)]


def list_last_year(session: Session, response: Response) -> Mapping[str, list[int]]:
    """The files of the shelf that proved in the round before what a question comes from, by that question.

    Where the round itself was moved to another version, or that of before was, those too that are tied to a question
    whose place it took.
    """
    found: dict[str, list[int]] = {}
    for past in find_pasts(session, response):
        filed = list_evidence(session, past.response_id)
        replaced = {} if past.in_round else _find_replaced(session, past.response_id)
        for id, passage in past.passages.items():
            sources = [one.id for one in passage.sources if not (past.in_round and one.id == id)]
            sources += [former for source in sources for former in replaced.get(source, ())]
            files = [one.file_id for source in sources for one in filed.get(source, ()) if one.file_id]
            if files:
                found[id] = list(dict.fromkeys([*found.get(id, ()), *files]))
    return found


def _find_replaced(session: Session, response_id: int) -> dict[str, list[str]]:
    return find_replaced(session, session.get_one(Response, response_id).questionnaire)


def _is_open(response: Response) -> bool:
    standing = find_standing(response)
    return standing.is_all_open or standing.is_partly_open
