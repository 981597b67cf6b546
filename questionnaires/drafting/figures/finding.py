"""Every figure of a clause: a target with its due date and period, one of these alone, or why it is none."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from questionnaires.drafting.figures.accounting import account_digits
from questionnaires.drafting.figures.amount_groups import Group, find_groups, find_segment
from questionnaires.drafting.figures.amount_tokens import find_amounts
from questionnaires.drafting.figures.amounts import read_amount, write_exact
from questionnaires.drafting.figures.around import NO_DEMAND, STATUS_TOLD, UNSURE, Around, Fields
from questionnaires.drafting.figures.carrying import find_months, lend_aim, lend_base, lend_words
from questionnaires.drafting.figures.doubts import TOLD_BACK, UNBOUND, Read, doubt_company, find_doubt
from questionnaires.drafting.figures.figure_words import GRADE_PLACE, GRADED, PERIOD, PERIOD_MONTHS
from questionnaires.drafting.figures.flat import FlatFigure, flatten_text
from questionnaires.drafting.figures.limits import Due, find_dues, is_inspected
from questionnaires.drafting.figures.not_targets import find_excuses
from questionnaires.drafting.figures.scopes import find_due, pair_dues
from questionnaires.drafting.figures.targets import make_target
from questionnaires.drafting.parts import FoundFigure

GRADE = re.compile(r"(?<![A-Za-z])(?P<grade>[ABC]\+?)级")
TO_OTHER_LEVEL = re.compile(r"[、,和](?:各|每个)?(?:自治区|[省市县区州旗盟乡镇](?:\([^()]*\))?){1,3}级?(?:至少)?")
ROUND_IN = re.compile(r"(?:[二两三四五2-5]|(?<!健)全)年[^,。;每]{0,8}全覆盖")  # 三年全覆盖: a round of inspections
OF_COUNTED_ONES = re.compile(r"\d[个家所](?:及?以上)?的?$")
LOOKS_BACK = re.compile(r"回顾|现状|成效|成就|(?:发展|工作|现实)基础|形势|背景|存在的?(?:主要)?问题|进展情况")
LOOKS_AHEAD = re.compile(r"目标|任务|要求|措施|指标")
BOUND = re.compile(r"^及?以上")
UNDUE = "日期的说明，不是完成期限"
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Period:
    start: int
    end: int
    months: int


def find_figures(
    body: str, issued: date | None, effective: date | None = None, looks_back: bool = False
) -> tuple[FoundFigure, ...]:
    """Account for each figure of a body, in order.

    A criterion with a `kind` is a target, with the due date and the period that hold for it. One without is the due
    date or the period itself, where it stands. Of a text that `looks_back` a person decides whether any is a target.
    """
    flat = flatten_text(body)
    dues, found = _read_dates(flat.text, issued, effective)
    taken = [(one.start, one.end) for one in dues] + [(one.start, one.end) for one in found]
    periods = [one for one in _find_periods(flat.text) if not _meets(taken, one.start, one.end)]
    taken += [(one.start, one.end) for one in periods]
    targets = [*_read_grades(flat.text, taken), *_read_amounts(flat.text, taken, periods, dues, issued)]
    targets += _share_act(flat.text, periods, targets)
    targets, held = _give_dues(flat.text, [due for due in dues if due.day and not _is_past(due, issued)], targets)
    found += [*targets, *_tell_dues(dues, held, issued), *_tell_periods(flat.text, periods, targets)]
    figures = list[FoundFigure]()
    for one in account_digits(flat.text, found):
        start, end = flat.place(one.start, one.end)
        told = looks_back and one.criterion and "kind" in one.criterion
        criterion, reason = (None, TOLD_BACK) if told else (one.criterion, one.reason)
        figures.append(FoundFigure(start, end, body[start:end], criterion, reason))
    return tuple(figures)


def is_review(heading: str, chapter: str) -> bool:
    """Whether a part of a notice looks back, by its own heading or that of the chapter that it stands in."""
    return any(LOOKS_BACK.search(one) and not LOOKS_AHEAD.search(one) for one in (heading, chapter))


def _meets(spans: Spans, start: int, end: int) -> bool:
    return any(begin < end and start < stop for begin, stop in spans)


def _read_dates(text: str, issued: date | None, effective: date | None) -> tuple[list[Due], list[FlatFigure]]:
    """The due dates of a text, and what is no target by its words: a plan's last year is none of the names."""
    dues = find_dues(text, issued, effective)
    plans = [(due.start, due.end) for due in dues if due.marked and text[due.start] in '“"十']
    excuses = [FlatFigure(one.start, one.end, None, one.reason) for one in find_excuses(text, plans)]
    spans = [(one.start, one.end) for one in excuses]
    return [due for due in dues if not _meets(spans, due.start, due.end)], excuses


def _find_periods(text: str) -> Iterator[_Period]:
    for match in PERIOD.finditer(text):
        if match["years"] and not is_inspected(text, match.end() + 2):
            continue
        counted = match["count"] or match["years"] or match["in_years"]
        count = 1 if counted is None else read_amount(counted)
        unit = match["unit"] or match["behind"] or "年"
        if match["count"] == "半" and unit == "年":
            yield _Period(match.start(), match.end(), 6)
        elif unit in PERIOD_MONTHS and count:  # 0: shorter than a month
            yield _Period(match.start(), match.end(), int(count) * PERIOD_MONTHS[unit])


def _share_act(text: str, periods: list[_Period], targets: list[FlatFigure]) -> list[FlatFigure]:
    """市级每年、区级每两年组织一次演练: what the last period is told of holds for those before it, too."""
    shared = list[FlatFigure]()
    for one, other in reversed(list(itertools.pairwise(periods))):
        if not TO_OTHER_LEVEL.fullmatch(text, one.end, other.start) or not one.months:
            continue
        _, end = find_segment(text, other.start, other.end, ",;:。\n")
        behind = [each for each in targets if other.end <= each.start < end]
        told = [each.criterion for each in (*(each for each in shared if each.start == other.start), *behind)]
        if told and told[0] and told[0].get("period_months") == other.months:
            shared.append(FlatFigure(one.start, one.end, {**told[0], "period_months": one.months}))
    return shared


def _read_grades(text: str, taken: Spans) -> Iterator[FlatFigure]:
    """C级, B+级: steps of the scale of laboratories where the sentence speaks of one and asks for it."""
    for match in GRADE.finditer(text):
        if _meets(taken, *match.span()):
            continue
        start, end = find_segment(text, match.start(), match.end(), ";。\n")
        counted = OF_COUNTED_ONES.search(text, start, match.start())  # 1家以上B级机构: which ones are counted
        asked = not counted and GRADED.search(text[start:end]) and GRADE_PLACE.search(text[start:end])
        yield FlatFigure(
            *match.span(),
            {"kind": "grade", "target": match["grade"]} if asked else None,
            None if asked else "等级的名称，不是指标",
        )


def _read_amounts(
    text: str, taken: Spans, periods: list[_Period], dues: list[Due], issued: date | None
) -> Iterator[FlatFigure]:
    places, dated = [(one.start, one.months) for one in periods], [one.start for one in dues]
    before: Group | None = None
    told: Fields = {}
    last: tuple[Group, Fields] | None = None
    read = list[Read]()
    for group in find_groups(text, find_amounts(text, taken)):
        months = find_months(text, group, places, before, dated)
        around = replace(group.around, months=months, past=_find_tense(text, group, dues, issued))
        _, end = find_segment(text, group.start, group.end, ";。\n")
        after = text[group.end : end]
        made = _ask(around, after)
        if made in (NO_DEMAND, UNBOUND) and last and (aimed := lend_aim(text, *last, group)):
            around, made = aimed, _ask(aimed, after)
        unsure = made in (NO_DEMAND, UNSURE, UNBOUND)
        if unsure and before and (lent := lend_words(text, before, around, group.start)):
            around, made = lent, _ask(lent, after)
        if before and not isinstance(made, str):
            made = lend_base(before.around, text[before.end : group.start], told, made)
        last = last if isinstance(made, str) else (replace(group, around=around), made)
        before, told = (None, {}) if isinstance(made, str) else (replace(group, around=around), made)
        read.append((group, around, made))
    for group, made in doubt_company(text, read):
        yield from _tell_amount(text, group, made)


def _ask(around: Around, after: str) -> Fields | str:
    """The criterion that an amount is beyond doubt, or the reason why it is none; `after` ends its sentence."""
    made = make_target(around)
    return made if isinstance(made, str) else find_doubt(around, after, made) or made


def _find_tense(text: str, group: Group, dues: list[Due], issued: date | None) -> bool | None:
    """Whether what an amount says is over; None where no date before it in its sentence tells."""
    start, _ = find_segment(text, group.start, group.end, "。\n")
    part, _ = find_segment(text, group.start, group.end, ",;。\n")
    before = [due for due in dues if start <= due.start < group.start]
    if not before:
        return None
    if issued is None:
        return text[start : before[-1].start].endswith(("截至", "截止")) or None
    if before[-1].start >= part and before[-1].marked and not _is_past(before[-1], issued):
        return False
    return all(_is_past(due, issued) for due in before) or None


def _tell_amount(text: str, group: Group, made: Fields | str) -> Iterator[FlatFigure]:
    """What an amount, or each end of a range, was found to be; with 以上 behind it, it may ask for something."""
    amount = group.around.amount
    if (made == NO_DEMAND and group.around.op == "at_least") or (
        made == STATUS_TOLD and BOUND.search(text[group.end :])
    ):
        made = UNSURE
    if isinstance(made, str):
        yield FlatFigure(amount.start, amount.end, None, made)
        yield from (FlatFigure(one.start, one.end, None, made) for one in (group.other,) if one)
        return
    kept, left_out = amount, group.other
    if left_out and made.get("op") == "at_most":
        kept, left_out = left_out, amount
        made = {**made, "target": write_exact(kept.value)}
    yield FlatFigure(kept.start, kept.end, made)
    if left_out:
        side, other = ("下限", "上限") if kept.start > left_out.start else ("上限", "下限")
        reason = f"“{text[group.start : group.end]}”的{side}；{other}已作为指标"
        yield FlatFigure(left_out.start, left_out.end, None, reason)


def _give_dues(text: str, dues: list[Due], targets: list[FlatFigure]) -> tuple[list[FlatFigure], set[Due]]:
    """The targets with the due dates that hold for them, and the dates that hold for one."""
    given, held = list[FlatFigure](), set[Due]()
    paired = pair_dues(text, dues, [(one.start, one.end) for one in targets if one.criterion])
    for one in targets:
        due = paired.get(one.start) or find_due(
            text, dues, one.start, one.end, "period_months" in (one.criterion or {})
        )
        if one.criterion and due:
            held.add(due)
            given.append(replace(one, criterion={**one.criterion, "due": due.day}))
        else:
            given.append(one)
    return given, held


def _is_past(due: Due, issued: date | None) -> bool:
    return bool(issued and due.day and due.day < issued)


def _tell_dues(dues: list[Due], held: set[Due], issued: date | None) -> Iterator[FlatFigure]:
    for due in dues:
        if due.day is None:
            reason = f"期限，从{due.since}之日起算；文中没有这个日期，需要补上" if due.marked else UNDUE
            yield FlatFigure(due.start, due.end, None, reason)
        elif due in held:
            yield FlatFigure(due.start, due.end, {"due": due.day})
        elif not due.marked or _is_past(due, issued):
            yield FlatFigure(due.start, due.end, None, UNDUE)
        else:
            yield FlatFigure(due.start, due.end, {"due": due.day})


def _tell_periods(text: str, periods: list[_Period], targets: list[FlatFigure]) -> Iterator[FlatFigure]:
    """Lone periods, and those with a numeral that a target of the same part of the sentence has."""
    for one in periods:
        if not one.months:
            if re.search(r"\d", text[one.start : one.end]):
                yield FlatFigure(one.start, one.end, None, UNSURE)
            continue
        start, end = find_segment(text, one.start, one.end, ",;:。\n")
        near = [target for target in targets if target.criterion and one.end <= target.start]
        held = [target for target in targets if start <= target.start <= one.start]
        if any((target.criterion or {}).get("period_months") and target.end in (one.start, one.end) for target in held):
            continue  # 2次/年, or a target itself
        months = [(target.criterion or {}).get("period_months") for target in near if target.start < end + 12]
        if one.months in months or any(start <= target.start < end for target in near):
            if re.search(r"[\d一二两三四五六七八九十半]", text[one.start : one.end]):
                yield FlatFigure(one.start, one.end, {"period_months": one.months})
        else:
            kind = {"kind": "recency"} if ROUND_IN.match(text, one.start) else {}
            yield FlatFigure(one.start, one.end, {**kind, "period_months": one.months})
