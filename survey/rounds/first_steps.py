"""The way of an empty site to its first open round, in five steps: what is done, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session, select

from questionnaires.catalogue import Library
from survey.bureaus.staff import list_staff
from survey.rounds.planning import Notices, list_tree
from survey.rounds.rounds import COUNTS
from survey.storage.records import KeptScheme
from survey.storage.states import OF_A_BUREAU
from survey.storage.tables import Bureau, Round


@dataclass(frozen=True)
class FirstStep:
    """One step: its name, whether it is done, how many there are and how many are missing; one `may_wait`."""

    name: str
    is_done: bool
    count: int = 0
    missing: int = 0
    may_wait: bool = False
    is_next: bool = False


def list_first_steps(session: Session, library: Library) -> list[FirstStep]:
    """The five steps; none once there is a round."""
    if session.exec(select(Round.id).where(COUNTS).limit(1)).first() is not None:
        return []
    bureaus = list_tree(session)
    return _mark_next([*_list_people_steps(session, bureaus), *_list_asking_steps(session, library, bureaus)])


def _list_people_steps(session: Session, bureaus: list[Bureau]) -> Iterable[FirstStep]:
    staff = list_staff(session, OF_A_BUREAU)
    staffed = sum(all(staff.has(one.id, role) for role in OF_A_BUREAU) for one in bureaus)
    yield FirstStep("bureaus", bool(bureaus), len(bureaus))
    yield FirstStep("people", staffed > 0, staffed, len(bureaus) - staffed)


def _list_asking_steps(session: Session, library: Library, bureaus: list[Bureau]) -> Iterable[FirstStep]:
    notices = Notices(library, None, nearest=True)
    asked = {found.id for one in bureaus if (found := notices.find(one)) is not None}
    schemes = len(session.exec(select(KeptScheme.id)).all())
    yield FirstStep("notice", bool(asked), len(asked))
    yield FirstStep("scheme", schemes > 0, schemes, may_wait=True)
    yield FirstStep("round", False)


def _mark_next(steps: list[FirstStep]) -> list[FirstStep]:
    first = next(one for one in steps if not (one.is_done or one.may_wait))
    return [replace(one, is_next=one is first) for one in steps]
