"""Made-up answers for the sample round, drawn from a fixed seed."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from questionnaires.answers import Answer, read_answer
from questionnaires.criteria import (
    Checklist,
    Criterion,
    DoneBy,
    Grade,
    Growth,
    Number,
    Rate,
    Recency,
    Share,
    Stage,
    Text,
    YesNo,
)
from questionnaires.questionnaire import Question
from survey.demo.quantities import INHABITANTS, SamplePlace, make_quantity

REASON = "演示数据：本辖区无此类对象，暂不适用。"
NOT_KEPT = "演示数据：尚未建立台账。"
APART = ("演示数据：本辖区没有", "未发生", "未发生：演示数据，全年没有")
REMARKS = ("", "", "", "演示数据：已存档。", "演示数据：待补齐。")


def make_answer(question: Question, random: Random, quality: float, as_of: date, place: SamplePlace) -> Answer:
    """Make up one answer as a clerk might give it; `quality` 0..1 is how well the bureau does."""
    remark = random.choice(REMARKS)
    if question.allow_not_applicable and random.random() < 0.06:
        return Answer(not_applicable=REASON, remark=remark)
    if question.is_quantity:
        told = _make_figure(question, random, place)
    else:
        told = _make_told(question.criterion, random, quality, as_of)
    return read_answer(question, {**told, "remark": remark}, as_of)


def _make_figure(question: Question, random: Random, place: SamplePlace) -> dict[str, Any]:
    """A quantity, or that it is not kept; everybody knows how many live there."""
    if random.random() < 0.1 and question.id != INHABITANTS:
        return {"not_kept": NOT_KEPT}
    return {"value": make_quantity(question, place)}


def _make_told(criterion: Criterion, random: Random, quality: float, as_of: date) -> dict[str, Any]:
    """What the answer tells beside the remark: a value, or what is set apart of a list."""
    value = MAKERS[type(criterion)](criterion, random, quality, as_of)
    if not isinstance(criterion, Checklist):
        return {"value": value}
    excepted = [item.value for item in criterion.items if item.may_not_apply and random.random() < 0.3]
    apart = {item: random.choice(APART) for item in excepted}
    return {"value": [item for item in value if item not in apart]} | ({"set_apart": apart} if apart else {})


def _make_yes_no(criterion: YesNo, random: Random, quality: float, as_of: date) -> bool:
    return random.random() < quality


def _make_stage(criterion: Stage, random: Random, quality: float, as_of: date) -> str:
    return _pick_step(len(criterion.options) - 1, criterion, random, quality)


def _make_grade(criterion: Grade, random: Random, quality: float, as_of: date) -> str:
    return _pick_step(criterion.rank(criterion.target), criterion, random, quality)


def _pick_step(top: int, criterion: Stage | Grade, random: Random, quality: float) -> str:
    rank = top if random.random() < quality else random.randint(0, top)
    return criterion.options[rank].value


def _make_number(criterion: Number, random: Random, quality: float, as_of: date) -> int:
    target = float(criterion.target)
    good = random.random() < quality
    if criterion.op == "at_most":
        return round(target * (random.uniform(0.5, 1) if good else random.uniform(1.1, 2)))
    return round(target * (random.uniform(1, 1.3) if good else random.uniform(0.3, 0.97)))


def _make_share(criterion: Share, random: Random, quality: float, as_of: date) -> dict[str, int]:
    whole = random.randint(12, 180)
    target = Fraction(criterion.target) / 100
    part = round(whole * (1 if random.random() < quality else float(target) * random.uniform(0.5, 0.99)))
    return {"part": min(part, whole), "whole": whole}


def _make_rate(criterion: Rate, random: Random, quality: float, as_of: date) -> dict[str, int]:
    base = random.randint(90_000, 900_000)
    aim = float(criterion.target) * base / criterion.per
    return {
        "count": round(aim * (random.uniform(1, 1.4) if random.random() < quality else random.uniform(0.3, 0.95))),
        "base": base,
    }


def _make_growth(criterion: Growth, random: Random, quality: float, as_of: date) -> dict[str, int]:
    baseline = random.randint(20, 400)
    change = (
        float(criterion.target)
        / 100
        * (random.uniform(1, 1.2) if random.random() < quality else random.uniform(-0.1, 0.9))
    )
    factor = 1 + change if criterion.direction == "up" else max(0.0, 1 - change)
    return {"baseline": baseline, "current": round(baseline * factor)}


def _make_recency(criterion: Recency, random: Random, quality: float, as_of: date) -> str | None:
    good = random.random() < quality
    if not good and random.random() < 0.4:
        return None
    if criterion.period_months is None:
        first = criterion.first_day(as_of)
        days = random.randint(0, (as_of - first).days) if good else -random.randint(1, 400)
        return (first + timedelta(days=days)).isoformat()
    months = criterion.period_months
    days = random.randint(5, months * 28) if good else random.randint(months * 32, months * 32 + 400)
    return (as_of - timedelta(days=days)).isoformat()


def _make_done_by(criterion: DoneBy, random: Random, quality: float, as_of: date) -> str | None:
    if random.random() >= quality:
        return None
    due = min(criterion.due or as_of, as_of)
    return min(as_of, due + timedelta(days=random.randint(-200, 120))).isoformat()


def _make_checklist(criterion: Checklist, random: Random, quality: float, as_of: date) -> list[str]:
    if random.random() < quality * 0.7:
        return [item.value for item in criterion.items]
    return [item.value for item in criterion.items if random.random() < quality]


def _make_text(criterion: Text, random: Random, quality: float, as_of: date) -> str:
    return "演示数据"


MAKERS: dict[type, Callable[..., Any]] = {
    YesNo: _make_yes_no,
    Stage: _make_stage,
    Grade: _make_grade,
    Number: _make_number,
    Share: _make_share,
    Rate: _make_rate,
    Growth: _make_growth,
    Recency: _make_recency,
    DoneBy: _make_done_by,
    Checklist: _make_checklist,
    Text: _make_text,
}
