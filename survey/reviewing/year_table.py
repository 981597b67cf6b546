"""One year, all notices: what each bureau came to under each of them, side by side; no mean over different notices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from questionnaires.wording import round_half_up
from survey.responses.steps_taken import find_mark
from survey.responses.totals import NO_TOTALS, StandingTotals, read_totals
from survey.rounds.issued import name_notices
from survey.rounds.rounds import LISTED
from survey.sheets.cells import Cell
from survey.storage.columns import is_among, table_of
from survey.storage.states import OF_A_BUREAU, WITH_BUREAU, Absence, Role, State
from survey.storage.tables import Bureau, IssuedQuestionnaire, Person, Response, Round
from survey.web.languages import local_time
from survey.web.words import ACCEPTANCE_MARKS, GRADES, LEVELS, OUT, STATES

A_PAGE = 150


@dataclass(frozen=True)
class YearLine:
    """What a bureau came to in one round; `absence` and `reason` are how and why the bureau is out of it."""

    id: int
    round: Round
    notice: str
    state: State
    absence: Absence | None
    reason: str
    submitted_at: datetime | None
    score: Decimal | None
    grade: str | None
    verified_score: Decimal | None
    verified_grade: str | None
    totals: StandingTotals
    mark: str = ""  # of steps_taken

    @property
    def is_back(self) -> bool:
        """Whether it was handed in and is with the bureau again."""
        return self.submitted_at is not None and self.state in WITH_BUREAU


@dataclass(frozen=True)
class YearBureau:
    """A bureau with its lines, one for each round of the year that it is in."""

    code: str
    name: str
    parent: str
    level: str
    lines: Sequence[YearLine]

    def has_words(self, words: str) -> bool:
        """Whether all the words are in its name, its code or the place above."""
        return all(word in f"{self.parent} {self.name} {self.code}" for word in words.split())


OF_RESPONSE = (
    *(Response.id, Response.round_id, Response.questionnaire_id, Response.state, Response.absence),
    *(Response.absent_reason, Response.submitted_at, Response.score, Response.grade),
    *(Response.verified_score, Response.verified_grade),
)
PARENT = table_of(Bureau).alias("above")
OF_PLACE = (Bureau.code, Bureau.name, Bureau.level, PARENT.c.name.label("parent"))


def read_year(session: Session, rounds: Sequence[Round], person: Person) -> list[YearBureau]:
    """The bureaus of these rounds that a person may read, by code."""
    by_id = {one.id: one for one in rounds}
    these = is_among(Response.round_id, by_id)
    issued = session.exec(select(IssuedQuestionnaire).where(is_among(IssuedQuestionnaire.round_id, by_id))).all()
    notices, totals = name_notices(issued), read_totals(session, these)
    query = (
        sa.select(*OF_RESPONSE, *OF_PLACE)  # type: ignore[call-overload]
        .join_from(Response, Bureau, col(Bureau.id) == Response.bureau_id)
        .outerjoin(PARENT, PARENT.c.id == Bureau.parent_id)
        .where(these, LISTED, *_may_read(session, person))
        .order_by(col(Bureau.code))
    )
    found = []
    for _code, rows in groupby(session.execute(query), key=attrgetter("code")):
        own = {one.round_id: one for one in rows}
        first = next(iter(own.values()))
        lines = [_make_line(session, own[id], by_id[id], notices, totals) for id in by_id if id in own]
        found.append(YearBureau(first.code, first.name, first.parent or "", first.level, lines))
    return found


def _may_read(session: Session, person: Person) -> list[sa.ColumnElement[bool]]:
    """What narrows bureaus to those whose work a person may read; what a bureau never handed in is its own alone."""
    if person.role is Role.ADMINISTRATOR:
        return []
    if person.role in OF_A_BUREAU:
        return [col(Response.bureau_id) == person.bureau_id]
    below: dict[int | None, list[int]] = {}
    for id, parent_id in session.exec(select(Bureau.id, Bureau.parent_id)):
        below.setdefault(parent_id, []).append(id)
    reached = [person.bureau_id] if person.bureau_id is not None else []
    for id in reached:
        reached += below.get(id, [])
    return [is_among(Response.bureau_id, reached)]


def _make_line(
    session: Session, row: Any, round: Round, notices: Mapping[int, str], totals: Mapping[int, StandingTotals]
) -> YearLine:
    may_be_marked = row.parent is None and row.state is State.ACCEPTED
    return YearLine(
        id=row.id,
        round=round,
        notice=notices[row.questionnaire_id],
        state=row.state,
        absence=row.absence,
        reason=row.absent_reason,
        submitted_at=row.submitted_at,
        score=row.score,
        grade=row.grade,
        verified_score=row.verified_score,
        verified_grade=row.verified_grade,
        totals=totals.get(row.id, NO_TOTALS),
        mark=find_mark(session, session.get_one(Response, row.id)) if may_be_marked else "",
    )


def list_headers() -> list[str]:
    """The headers of the table as a file."""
    return [
        *map(
            str, (_("Assessment year"), _("Code"), _("Bureau"), _("Place above"), _("Level"), _("Notice"), _("Round"))
        ),
        *map(str, (_("Reference date"), _("State"), _("Submitted at"))),
        *map(str, (_("Self-assessed score"), _("Self-assessed grade"), _("Self-assessed total"))),
        *map(str, (_("Verified score"), _("Verified grade"), _("Verified total"), _("Vetoes"), _("Note"))),
    ]


def list_cells(bureaus: Iterable[YearBureau]) -> Iterator[list[Cell]]:
    """The rows of the file: one for each bureau and notice; nothing is added up."""
    for one in bureaus:
        for line in one.lines:
            yield [*_say_place(one, line), *_say_scores(line)]


def _say_place(one: YearBureau, line: YearLine) -> list[Cell]:
    state = str(STATES[line.state] if line.absence is None else OUT[line.absence])
    handed_in = "" if line.submitted_at is None else f"{local_time(line.submitted_at):%Y-%m-%d %H:%M}"
    return [
        *(line.round.year, one.code, one.name, one.parent, str(LEVELS[one.level]), line.notice, line.round.title),
        *(line.round.as_of.isoformat(), state, handed_in),
    ]


def _say_scores(line: YearLine) -> list[Cell]:
    note = line.reason if line.absence is not None else str(_("as last submitted")) if line.is_back else ""
    note = note or (str(ACCEPTANCE_MARKS[line.mark]) if line.mark else "")
    return [
        *(line.score, _say_grade(line.grade), _round(line.totals.own)),
        *(line.verified_score, _say_grade(line.verified_grade), _round(line.totals.verified)),
        *("、".join(line.totals.vetoes), note),
    ]


def _say_grade(grade: str | None) -> str:
    return str(GRADES[grade]) if grade else ""


def _round(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(points)
