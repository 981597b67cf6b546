"""`run.py verify`: is a report computed right, has anything been put on it, and who made it."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.commands import CALLERS_FAULT, DONE, guard
from questionnaires.messages import Refused, say, say_why
from reports.gap.attachments import ORIGIN, NoReport, UnreadableReport
from reports.gap.verifying import verify_report
from reports.printing.bounds import GIGABYTE, OutOfBounds, bounded
from reports.printing.fonts import FontProblem
from reports.printing.judging import TOO_COSTLY
from reports.printing.pdf_marks import judge_additions
from reports.printing.pdf_reading import NotReadable, ReadPdf
from reports.printing.pdf_updates import split_updates
from reports.signing.checking import Fit, SignatureCheck, check_signature
from survey.installing.settings import load_settings
from survey.signing.keys import KeyRing, find_keys, read_keys
from survey.signing.register import RESPONSE, find_by_digest, hash_files
from survey.signing.statements import SUFFIX, SignedStatement, read_signed
from survey.storage.database import closing_engine, is_missing

LARGEST = 50_000_000  # bytes
SECONDS, MEMORY = 120, 4 * GIGABYTE


@dataclass(frozen=True)
class Knowledge:
    """What signatures are held against: the keys that are known, the register, and a side file that was named."""

    rings: Sequence[KeyRing]
    database: str
    side: Path | None

    def find_signature(self, path: Path, contents: Sequence[bytes]) -> SignedStatement | None:
        """The side file that was named or lies beside a report, else what the register has."""
        side = self.side or path.with_name(path.name + SUFFIX)
        if self.side is not None or side.exists():
            signed = read_signed(side.read_bytes())
            if signed is None:
                raise Refused("%(path)s is no signature of a report.", path=side)
            return signed
        return _look_up(self.database, contents)


def add_verify(commands: Any) -> None:
    """Register the command with argparse's sub-parsers."""
    verified = commands.add_parser("verify")
    verified.add_argument("reports", type=Path, nargs="+", metavar="REPORT.pdf")
    verified.add_argument(
        "--signature",
        type=Path,
        metavar="REPORT.pdf.sig",
        help=say("its signature, where it does not lie beside the report under the same name"),
    )
    verified.add_argument(
        "--keys", type=Path, metavar="KEYS.json", help=say("the public keys of the installation that made it")
    )
    verified.set_defaults(run=check_reports)


@guard
def check_reports(args: argparse.Namespace) -> int:
    """Of each report: that it is identical or what differs first, what was put on it, and who made it.

    All are looked at, whatever the first ones come to.
    """
    settings = load_settings({**os.environ, "SURVEY_SECRET_KEY": "not needed here"})
    own = find_keys(settings.data_folder)
    rings = [one for one in (own, read_keys(args.keys.read_bytes(), args.keys) if args.keys else None) if one]
    known = Knowledge(rings, settings.database_url, args.signature)
    return max([_check_within_bounds(path, known) for path in args.reports])


def _check_within_bounds(path: Path, known: Knowledge) -> int:
    try:
        with bounded(SECONDS, MEMORY):
            return check_report(path, known)
    except (OutOfBounds, MemoryError):
        return _complain(str(path), say(TOO_COSTLY.message))
    except OSError as error:
        return _complain(str(path), error.strerror or str(error))
    except FontProblem as problem:
        return _complain(str(path), say_why(problem))
    except Refused as error:
        return _complain(str(path), say_why(error))


def check_report(path: Path, known: Knowledge) -> int:
    """Hold one file against itself, then against its signature. Raises Refused, OSError."""
    if path.stat().st_size > LARGEST:
        raise Refused("It is larger than a report can be.")
    content = path.read_bytes()
    base, _added = split_updates(content)
    signed = known.find_signature(path, (content, base))
    checked = check_signature(signed, (content, base), known.rings) if signed else None
    try:
        code = _check_figures(path, base)
    except NoReport:
        if checked is None or checked.fit is not Fit.FITS:
            raise
        code = DONE  # a report that carries no data, such as that on a round, has its signature alone
    return max(code, _check_additions(path, base, content), _tell_origin(path, base, checked))


def _check_figures(path: Path, base: bytes) -> int:
    """Compute and print the report again from what it carries. Raises NoReport."""
    try:
        found = verify_report(base)
    except NoReport:  # not a report at all
        raise
    except UnreadableReport as error:
        return _complain(f"different: {path}", f"{error.name}: {say_why(error)}")
    if found is not None:
        return _complain(f"different: {path}", say(found.message, **found.details))
    print(f"identical: {path}: " + say("everything was computed and printed again, and nothing differs"))
    return DONE


def _check_additions(path: Path, base: bytes, content: bytes) -> int:
    """What others have put on it: seals and signatures are named, anything else is a difference."""
    if base == content:
        return DONE
    found = judge_additions(base, content)
    for one in found.findings:
        _complain(f"different: {path}", say(one.message, **one.details))
    if found.marks:
        pages = say(", ").join(str(page) for page in sorted({one.page for one in found.marks}))
        words = say(
            "seals or signatures of others: %(count)s, on pages %(pages)s; whose they are is not checked here",
            count=len(found.marks),
            pages=pages,
        )
        print(f"appended: {path}: {words}")
    return CALLERS_FAULT if found.findings else DONE


def _tell_origin(path: Path, base: bytes, checked: SignatureCheck | None) -> int:
    """Who made it, in one line."""
    place = f"origin: {path}"
    if checked is None:
        if not _claims_round(base):
            print(f"{place}: " + say("not from a round; made from a file of answers by the command"))
            return DONE
        return _complain(
            place,
            say(
                "it says it is from a round, and nothing proves it: put its signature (.sig) beside it, or look it up "
                "at the installation that made it"
            ),
        )
    if checked.fit is not Fit.FITS:
        return _complain(place, _say_misfit(checked))
    print(f"{place}: {_say_origin(checked)}")
    return DONE


def _say_origin(checked: SignatureCheck) -> str:
    stated = checked.signed.statement
    found = {
        "installation": checked.installation,
        "round": stated.round,
        "serial": stated.serial,
        "day": f"{stated.signed_at:%Y-%m-%d}",
    }
    kind, _, what = stated.subject.partition(" ")
    if kind == RESPONSE:
        return say(
            "from installation %(installation)s, round %(round)s, response %(response)s, number %(serial)s, "
            "signed on %(day)s",
            response=what,
            **found,
        )
    return say(
        "from installation %(installation)s, round %(round)s, %(subject)s, number %(serial)s, signed on %(day)s",
        subject=what,
        **found,
    )


def _say_misfit(checked: SignatureCheck) -> str:
    if checked.fit is Fit.OTHER_FILE:
        return say("the signature does not fit: it is of another file, or this one was changed or saved again")
    if checked.fit is Fit.FORGED:
        return say("the signature does not fit: no key of the installation has made it")
    return say("the key of the signature, %(key)s, is not known here; give --keys", key=checked.signed.key[:16])


def _claims_round(base: bytes) -> bool:
    try:
        return ORIGIN in ReadPdf(base).files
    except NotReadable:
        return False


def _look_up(database: str, contents: Sequence[bytes]) -> SignedStatement | None:
    """What the register of this installation has of a file, where there is one to be read."""
    with closing_engine(database) as engine:
        if is_missing(engine):
            return None
        try:
            with Session(engine) as session:
                entry = find_by_digest(session, *hash_files(contents))
        except sa.exc.SQLAlchemyError:  # of a version without a register, or not to be reached
            return None
        return read_signed(entry.signature.encode()) if entry else None


def _complain(place: str, words: str) -> int:
    print(f"{place}: {words}", file=sys.stderr)
    return CALLERS_FAULT
