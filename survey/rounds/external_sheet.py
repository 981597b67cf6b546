"""Results from elsewhere as a table: its columns, and what is wrong with one that was sent in, all of it at once."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l
from sqlmodel import Session, col, select

from questionnaires.questionnaire import Questionnaire
from survey.bureaus.places import walk_back
from survey.rounds.external import BureauResult
from survey.rounds.issued import open_questionnaire
from survey.sheets.imports import ImportPlan, PlannedRow
from survey.sheets.reading import SheetColumn, SheetFault, SheetRow, clean_code, read_sheet, sort_faults
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round

CODE = SheetColumn("code", _l("Code"), ("代码", "单位代码", "行政区划代码"), longest=12, clean=clean_code)
NAME = SheetColumn("name", _l("Name of the bureau"), ("名称", "单位名称", "单位"), may_lack=True, may_be_empty=True)
SCORE = SheetColumn("score", _l("Score"), ("得分", "总分", "总得分", "综合得分", "认定得分"), longest=20)
GRADE = SheetColumn(
    "grade", _l("Grade"), ("等级", "能力等级", "评定等级"), may_lack=True, may_be_empty=True, longest=16
)
OF_ALL = (CODE, NAME, SCORE, GRADE)
DOMAIN, QUESTION = "domain.", "question."
HIGHEST = 100
CENT, MOST = Decimal("0.01"), 10**9  # what is further off is no number of points


@dataclass(frozen=True)
class _KnownPlace:
    """The bureau of a code, whose code may be that of one whose place it took, and what it is asked in the round."""

    bureau: Bureau
    asked: Questionnaire


def list_columns(session: Session, round: Round) -> tuple[SheetColumn, ...]:
    """The columns of a table of results for a round: bureau, score and grade, then its domains and scored questions."""
    issued = session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id))
    asked = [open_questionnaire(one) for one in issued]
    domains = {section.id: section.title for one in asked for section in one.domains}
    questions = {each.id: each.title for one in asked for each in one.questions if each.is_scored}
    taken = [str(one.header) for one in OF_ALL] + [*domains.values(), *questions.values()]

    def name(kind: str, id: str, title: str) -> SheetColumn:
        header = title if taken.count(title) == 1 else f"{title}（{id}）"
        return SheetColumn(f"{kind}{id}", header, (id,), may_lack=True, may_be_empty=True, longest=20)

    return (
        *OF_ALL,
        *(name(DOMAIN, id, title) for id, title in domains.items()),
        *(name(QUESTION, id, title) for id, title in questions.items()),
    )


def plan_results(session: Session, content: bytes, round: Round) -> ImportPlan:
    """What a file of results comes to, or everything that is wrong with it; nothing is written."""
    columns = list_columns(session, round)
    headers = {one.name: str(one.header) for one in columns}
    sheet, known = read_sheet(content, columns), _find_known(session, round)
    everybody = set(session.exec(select(Bureau.code)))
    faults = list(sheet.faults)
    seen: dict[int, int] = {}
    for row in sheet.rows:
        faults += _check_place(row, known, everybody, seen)
        faults += _check_points(row, known.get(row.values.get("code", "")), headers)
    if faults:
        return ImportPlan(faults=sort_faults(faults), unused=sheet.unused)
    lines = tuple(PlannedRow(one.number, _round_all(one.values)) for one in sheet.rows)
    return ImportPlan(lines, unused=sheet.unused, doubts=tuple(_list_doubts(sheet.rows, known)))


def read_results(session: Session, plan: ImportPlan, round: Round) -> list[BureauResult]:
    """The results of a plan without faults."""
    known = _find_known(session, round)
    return [
        BureauResult(
            bureau_id=known[line.values["code"]].bureau.id,
            score=Decimal(line.values["score"]),
            grade=line.values.get("grade", ""),
            domains=_pick(line.values, DOMAIN),
            credits={id: f"{Decimal(one) / 100:f}" for id, one in _pick(line.values, QUESTION).items()},
        )
        for line in plan.lines
    ]


def _pick(values: Mapping[str, str], kind: str) -> dict[str, str]:
    return {name.removeprefix(kind): one for name, one in values.items() if name.startswith(kind) and one}


def _find_known(session: Session, round: Round) -> dict[str, _KnownPlace]:
    """The bureaus of a round by code, with the codes of those whose place they took."""
    query = select(Response, Bureau).join(Bureau, col(Bureau.id) == Response.bureau_id)
    found: dict[str, _KnownPlace] = {}
    for response, bureau in session.exec(query.where(Response.round_id == round.id)).all():
        one = _KnownPlace(bureau, open_questionnaire(response.questionnaire))
        found[bureau.code] = one
        if bureau.replaces_id is not None:
            codes = [session.get_one(Bureau, id).code for id in walk_back(session, bureau.id)]
            found = {**dict.fromkeys(codes, one), **found}
    return found


def _check_place(
    row: SheetRow, known: Mapping[str, _KnownPlace], everybody: set[str], seen: dict[int, int]
) -> Iterator[SheetFault]:
    code = row.values.get("code")
    if code is None:
        return
    one = known.get(code)
    if one is None:
        why = _l("The bureau is not asked in this round.") if code in everybody else _l("No bureau has this code.")
        yield SheetFault(row.number, str(CODE.header), why)
    elif one.bureau.id in seen:
        why = _l("The bureau stands in row %(row)s already.", row=seen[one.bureau.id])
        yield SheetFault(row.number, str(CODE.header), why)
    else:
        seen[one.bureau.id] = row.number


def _check_points(row: SheetRow, known: _KnownPlace | None, headers: Mapping[str, str]) -> Iterator[SheetFault]:
    for name, words in row.values.items():
        if not words or not _is_points(name):
            continue
        points = read_points(words)
        if points is None:
            yield SheetFault(row.number, headers[name], _l("“%(cell)s” is not a number.", cell=words))
        elif not 0 <= points <= HIGHEST:
            yield SheetFault(row.number, headers[name], _l("Points go from 0 to 100; this is %(cell)s.", cell=words))
        elif known is not None and not _is_asked(name, known.asked):
            yield SheetFault(row.number, headers[name], _l("The bureau is not asked this; leave the cell empty."))


def _is_points(name: str) -> bool:
    return name == SCORE.name or name.startswith((DOMAIN, QUESTION))


def _is_asked(name: str, asked: Questionnaire) -> bool:
    if name.startswith(DOMAIN):
        return name.removeprefix(DOMAIN) in asked.domain_places
    return not name.startswith(QUESTION) or name.removeprefix(QUESTION) in asked.by_id


def read_points(words: str) -> Decimal | None:
    """Points as people write them, to two decimals: full-width digits, with 分 or % behind; None where it is none."""
    plain = unicodedata.normalize("NFKC", words).strip().removesuffix("分").removesuffix("%").strip()
    try:
        points = Decimal(plain)
    except InvalidOperation:
        return None
    return points.quantize(CENT, ROUND_HALF_UP) if points.is_finite() and abs(points) < MOST else None


def _round_all(values: Mapping[str, str]) -> dict[str, str]:
    """The values of a row with its points as they are kept."""
    return {name: f"{read_points(one):.2f}" if one and _is_points(name) else one for name, one in values.items()}


def _list_doubts(rows: tuple[SheetRow, ...], known: Mapping[str, _KnownPlace]) -> Iterator[SheetFault]:
    """Rows whose name is another than that of the bureau."""
    for row in rows:
        name, bureau = row.values.get("name"), known[row.values["code"]].bureau
        if name and name != bureau.name:
            why = _l("The code is that of %(bureau)s; the row says %(name)s.", bureau=bureau.name, name=name)
            yield SheetFault(row.number, str(NAME.header), why)
