"""The register of reports: each file that was signed, with its signature, found by serial number or by its SHA-256."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.signing.keys import load_keys
from survey.signing.statements import Statement, sign_statement
from survey.storage.columns import now
from survey.storage.database import reading, writing
from survey.storage.records import IssuedReport
from survey.storage.trail import take_turn

RESPONSE, OVERVIEW = (
    "response",
    "overview",
)  # how the subject of a report begins


@dataclass(frozen=True)
class ReportFacts:
    """What the register keeps of a report beside its file: of which round and response, and what its page one says."""

    serial: str
    round_id: int
    round: str
    subject: str
    says: Mapping[str, Any]
    response_id: int | None = None


def sign_report(engine: sa.Engine, folder: Path, facts: ReportFacts, kept: Path) -> IssuedReport:
    """The entry of a kept report, signed where it was not: made again it is the same file, and has the same entry."""
    sha256 = hashlib.sha256(kept.read_bytes()).hexdigest()
    with reading(engine) as session:
        if (found := _find(session, facts.serial, sha256)) is not None:
            return found
    at = now().replace(microsecond=0)
    statement = Statement(facts.serial, facts.round, facts.subject, at, sha256)
    text = sign_statement(statement, load_keys(folder).current)
    with writing(engine) as session:
        take_turn(session)
        if (found := _find(session, facts.serial, sha256)) is not None:  # another process was first
            return found
        entry = IssuedReport(
            serial=facts.serial,
            sha256=sha256,
            round_id=facts.round_id,
            response_id=facts.response_id,
            says=dict(facts.says),
            file=kept.name,
            signed_at=at,
            signature=text,
        )
        session.add(entry)
        session.flush()
        return entry


def _find(session: Session, serial: str, sha256: str) -> IssuedReport | None:
    query = select(IssuedReport).where(IssuedReport.serial == serial, IssuedReport.sha256 == sha256)
    return session.exec(query).one_or_none()


def find_by_serial(session: Session, serial: str) -> list[IssuedReport]:
    """The files that were signed under a serial number, the newest first; one, as a rule."""
    query = select(IssuedReport).where(IssuedReport.serial == serial)
    return list(session.exec(query.order_by(col(IssuedReport.id).desc())).all())


def hash_files(contents: Iterable[bytes]) -> list[str]:
    """The SHA-256 of each content, in hexadecimal."""
    return [hashlib.sha256(one).hexdigest() for one in contents]


def find_by_digest(session: Session, *digests: str) -> IssuedReport | None:
    """The entry of a file, by its SHA-256."""
    query = select(IssuedReport).where(col(IssuedReport.sha256).in_(digests))
    return session.exec(query.order_by(col(IssuedReport.id).desc())).first()
