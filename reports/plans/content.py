"""What a plan says on paper, as plain data: whatever is made of a plan is made of this."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.wording import write_date
from reports.gap.content import Signatory
from reports.gap.rows import Clean, write_points, write_signed
from survey.plans.running import PlanBasis, RunningScore, ScoreStep
from survey.plans.sheet import PlanLine, PlanSheet, PlanState, gather_sheet
from survey.storage.plans import PlanEntry, PlanItem
from survey.storage.states import PlanAct, PlanStatus
from survey.storage.tables import Person, Response

STATUSES = {
    PlanStatus.NOT_STARTED: "未开始",
    PlanStatus.UNDER_WAY: "进行中",
    PlanStatus.DONE: "已完成待复核",
    PlanStatus.CHECKED: "已复核",
    PlanStatus.CANNOT: "无法按期",
}
STATES = {
    PlanState.EMPTY: "尚无整改事项",
    PlanState.DRAFTING: "编制中，未经负责人签批",
    PlanState.CHANGED: "签批后有改动，待负责人重新签批",
    PlanState.GIVEN_BACK: "部分事项被退回，待修改",
    PlanState.SIGNED: "已签批，待审核同意",
    PlanState.AGREED: "已签批，审核同意",
}
SHOWN = (PlanAct.NOTE, PlanAct.MOVE, PlanAct.CHECK, PlanAct.REFUSE, PlanAct.GIVE_BACK, PlanAct.SET)


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One thing that was done to an item: on which day, by whom, and in words."""

    day: date
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item. `number` counts from 1; `question` is its number in the questionnaire, empty where no question asks it;
    `checked_as_of` is the day of which it was checked; `gain` is in points with two decimals; `files` are the names of
    what proves it; `marks` say in words what stands out: 关键项, 上级下达, 时限由上级确定, 未签批, 退回."""

    number: int
    title: str
    question: str
    clause: str
    missing: str
    measure: str
    office: str
    owner: str
    start: date | None
    due: date | None
    resources: str
    status: str
    is_late: bool
    reason: str
    remark: str
    files: tuple[str, ...]
    checked: str
    checked_as_of: date | None
    confirmed: str
    gain: str
    marks: tuple[str, ...]
    progress: tuple[ProgressLine, ...]


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """One of the scores: what it is called, the points, the grade, and by how much it is above the first."""

    label: str
    points: str
    grade: str
    more: str


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A whole plan. `basis` is 认定结果 or 自评结果, on which it stands; `day` is the day of which it speaks. `signed`
    and `agreed` are who did and when, None where nobody has, or where something was changed since it was agreed to.
    `counts` are numbers of items by a word, in order."""

    bureau: str
    code: str
    parent: str
    round: str
    notices: tuple[str, ...]
    level: str
    as_of: date
    day: date
    basis: str
    state: str
    signed: Signatory | None
    agreed: Signatory | None
    figures: tuple[PlanFigure, ...]
    counts: Mapping[str, int]
    rows: tuple[ItemRow, ...]
    is_demo: bool
    response: int


def gather_plan(session: Session, response: Response, time_zone: str, today: date, clean: Clean = str) -> PlanContent:
    """The plan of a response as it stands; `clean` makes typed words printable."""
    sheet, zone = gather_sheet(session, response, today), ZoneInfo(time_zone)
    asked, plan, bureau = sheet.judged.questionnaire, sheet.plan, response.bureau
    told = _list_progress(session, sheet.items, zone, clean)
    return PlanContent(
        bureau=clean(bureau.name),
        code=bureau.code,
        parent=clean(bureau.parent.name) if bureau.parent else "",
        round=clean(response.round.title),
        notices=tuple(one.name for one in asked.sources),
        level=asked.level_name,
        as_of=response.round.as_of,
        day=today,
        basis=_name_basis(sheet.judged),
        state=STATES[sheet.state],
        signed=_sign(plan.signed_by, plan.signed_at, zone, clean) if plan else None,
        agreed=_sign(plan.agreed_by, plan.agreed_at, zone, clean) if plan and sheet.is_agreed else None,
        figures=_write_figures(sheet.running, sheet.judged),
        counts=count_items(sheet),
        rows=tuple(_write_row(number, one, told, zone, clean) for number, one in enumerate(sheet.lines, 1)),
        is_demo=response.round.is_demo,
        response=response.id,
    )


def count_items(sheet: PlanSheet) -> dict[str, int]:
    """How many items there are, by status, and of them how many are late or due within 30 days."""
    by_status = {word: sheet.count(status) for status, word in STATUSES.items()}
    return {"合计": len(sheet.lines), **by_status, "逾期": sheet.late, "30天内到期": sheet.soon}


def _name_basis(judged: PlanBasis) -> str:
    if judged.is_unreviewed:
        return "自评结果（自评，未经审核）"
    return "认定结果" if judged.is_accepted else "自评结果"


def _write_figures(running: RunningScore, judged: PlanBasis) -> tuple[PlanFigure, ...]:
    until = f"（截至{write_date(running.day)}）" if running.day > judged.card.as_of else ""
    named: list[tuple[str, ScoreStep]] = [
        ("认定得分" if judged.is_verified else "自评得分", running.accepted),
        (f"复核通过后{until}", running.checked),
        ("待复核的通过后", running.done),
        ("全部办结后", running.all),
    ]
    return tuple(
        PlanFigure(
            label,
            write_points(step.score),
            step.grade.label if step.grade else "—",
            write_signed(step.score, running.accepted.score) if place else "",
        )
        for place, (label, step) in enumerate(named)
    )


def _write_row(
    number: int, line: PlanLine, told: Mapping[int, tuple[ProgressLine, ...]], zone: ZoneInfo, clean: Clean
) -> ItemRow:
    item = line.item
    checked = _sign(item.checked_by, item.checked_at, zone, clean)
    return ItemRow(
        number=number,
        title=clean(line.title),
        question=line.number,
        clause=line.clause,
        missing=clean(line.missing),
        measure=clean(item.measure),
        office=clean(item.office),
        owner=clean(item.owner),
        start=item.start,
        due=item.due,
        resources=clean(item.resources),
        status=STATUSES[item.status],
        is_late=line.is_late,
        reason=clean(item.reason),
        remark=clean(item.remark),
        files=tuple(clean(one.name) for one in line.files),
        checked=f"{checked.name} {checked.at:%Y-%m-%d}" if checked else "",
        checked_as_of=line.checked_as_of,
        confirmed=clean(line.confirmed),
        gain=f"{line.gain:.2f}",
        marks=tuple(_list_marks(line)),
        progress=told.get(item.id, ()),
    )


def _list_marks(line: PlanLine) -> list[str]:
    item = line.item
    marks = {
        "关键项": line.is_critical,
        "上级下达": item.set_by_id is not None,
        "时限由上级确定": item.due_set_by_id is not None and item.set_by_id is None,
        "未签批": line.is_changed,
        "退回": bool(item.remark),
    }
    return [word for word, holds in marks.items() if holds]


def _list_progress(
    session: Session, items: list[PlanItem], zone: ZoneInfo, clean: Clean
) -> dict[int, tuple[ProgressLine, ...]]:
    """What was done to each item and can be told in words, oldest first."""
    query = select(PlanEntry).where(
        col(PlanEntry.item_id).in_([one.id for one in items]), col(PlanEntry.act).in_(SHOWN)
    )
    found: dict[int, tuple[ProgressLine, ...]] = {}
    for entry in session.exec(query.order_by(col(PlanEntry.id)).options(joinedload(PlanEntry.made_by))):  # type: ignore[arg-type]
        line = ProgressLine(entry.made_at.astimezone(zone).date(), clean(entry.made_by.name), clean(say_entry(entry)))
        found[entry.item_id] = (*found.get(entry.item_id, ()), line)
    return found


def say_entry(entry: PlanEntry) -> str:
    """An act on an item in a few words."""
    status = STATUSES[PlanStatus(entry.said["status"])]
    words = {
        PlanAct.MOVE: status,
        PlanAct.CHECK: "复核通过",
        PlanAct.REFUSE: "复核未通过",
        PlanAct.GIVE_BACK: "退回",
        PlanAct.SET: f"上级确定时限{entry.said.get('due', '')}",
    }.get(entry.act, "")
    return "：".join(filter(None, (words, entry.text)))


def _sign(person: Person | None, at: datetime | None, zone: ZoneInfo, clean: Clean) -> Signatory | None:
    """Who did it and when, to the minute; None where nobody has."""
    if person is None or at is None:
        return None
    return Signatory(clean(person.name), at.astimezone(zone).replace(second=0, microsecond=0))
