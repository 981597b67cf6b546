"""Planning a round: which bureau is asked by which notice, and who is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from questionnaires.applying import apply_scheme
from questionnaires.catalogue import Level, Library, PolicyDocument
from questionnaires.counting import QuestionCount, count_questions
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.scheme import Scheme
from survey.bureaus.places import find_city_above, walk_up
from survey.bureaus.staff import find_roles, list_staff
from survey.storage.offices import EndedBureau
from survey.storage.plain_rows import read_bureaus
from survey.storage.states import Role
from survey.storage.tables import Bureau


class NothingAsked(Exception):
    """`bureaus` are of a level, or of a place, that the chosen notice asks nothing of."""

    def __init__(self, bureaus: Sequence[Bureau]) -> None:
        super().__init__(", ".join(one.name for one in bureaus))
        self.bureaus = bureaus


@dataclass(frozen=True)
class AskedBureaus:
    """The bureaus of one level that are asked by one notice, and how many questions each is asked."""

    notice: PolicyDocument
    level: Level
    bureaus: Sequence[Bureau]
    questions: QuestionCount


@dataclass(frozen=True)
class Lacking:
    """Bureaus for which somebody is still missing."""

    clerk: Sequence[Bureau]
    head: Sequence[Bureau]
    city_reviewer: Sequence[Bureau]
    provincial_reviewer: Sequence[Bureau]


class Notices:
    """Which notice asks a bureau: the chosen one, or a nearer one that carries it out where `nearest` says so.

    With no chosen one, each bureau is asked by the nearest notice above it.
    """

    def __init__(self, library: Library, document: str | None, nearest: bool) -> None:
        self._library, self._document = library, document
        self._levels = {id: list_levels(library, id) for id in library.documents}
        chains = {id: [one.id for one in library.chain(id)] for id in library.documents}
        # The longest chain first: of two notices of one place, the one that carries out the other.
        self._ids = sorted(
            (id for id, chain in chains.items() if document is None or (nearest and document in chain)),
            key=lambda id: -len(chains[id]),
        )

    def find(self, bureau: Bureau) -> PolicyDocument | None:
        """The notice that asks a bureau; None where none has questions for its level."""
        documents = self._library.documents
        for place in (bureau, *walk_up(bureau)):
            for id in self._ids:
                if documents[id].division == place.code and bureau.level in self._levels[id]:
                    return documents[id]
        if self._document is not None and bureau.level in self._levels.get(self._document, ()):
            return documents[self._document]
        return None

    def has_nearer(self) -> bool:
        """Whether some notice carries out the chosen one."""
        return any(id != self._document for id in self._ids)


def list_tree(session: Session) -> list[Bureau]:
    """Every bureau that takes part, in the order of codes, as plain rows."""
    ended = set(session.exec(select(EndedBureau.bureau_id)))
    return sorted((one for one in read_bureaus(session).values() if one.id not in ended), key=lambda one: one.code)


def share_out(
    library: Library, notices: Notices, bureaus: Iterable[Bureau], scheme: Scheme | None = None
) -> list[AskedBureaus]:
    """Who is asked what under a scheme, highest level first.

    Raises NothingAsked, naming every bureau without a questionnaire, and SchemeRefused.
    """
    groups: dict[tuple[str, str], list[Bureau]] = {}
    unasked = []
    for bureau in bureaus:
        notice = notices.find(bureau)
        if notice is None:
            unasked.append(bureau)
        else:
            groups.setdefault((bureau.level, notice.id), []).append(bureau)
    if unasked:
        raise NothingAsked(unasked)
    shares = []
    for (level, id), members in groups.items():
        asked = build_questionnaire(library, id, level)
        asked = asked if scheme is None else apply_scheme(scheme, asked)
        shares.append(AskedBureaus(library.documents[id], Level(level), members, count_questions(asked.questions)))
    return sorted(shares, key=lambda one: (list(Level).index(one.level), one.notice.id))


def find_lacking(session: Session, bureaus: Sequence[Bureau]) -> Lacking:
    """For which bureaus nobody fills in, signs off, or reviews."""
    staff = list_staff(session)
    there = {one.id: find_roles(one, staff) for one in bureaus}

    def lack(role: Role) -> list[Bureau]:
        return [one for one in bureaus if role not in there[one.id]]

    return Lacking(
        clerk=lack(Role.CLERK),
        head=lack(Role.HEAD),
        city_reviewer=[one for one in lack(Role.CITY_REVIEWER) if find_city_above(one)],
        provincial_reviewer=lack(Role.PROVINCIAL_REVIEWER),
    )
