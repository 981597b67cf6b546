"""From an amount and the words around it to the fields of a criterion, or to the reason why it is no target."""

import re
from decimal import Decimal

from questionnaires.drafting.figures.amounts import read_amount, write_exact
from questionnaires.drafting.figures.around import NO_DEMAND, UNSURE, Around, Fields
from questionnaires.drafting.figures.figure_words import (
    ACTED,
    AIMED,
    AMOUNTS_TO,
    ASSIGNED,
    ATTAIN,
    ATTAINED,
    BROUGHT_ABOUT,
    EACH_PLACE,
    EARNED,
    ENDS,
    HEADS,
    INVESTED,
    LASTING,
    LEARNING,
    MADE_FOR,
    MAKE,
    NAMED_BY,
    OBTAINED,
    OF_RATE,
    OF_SIZE,
    ONCE,
    PER,
    SUCH_AS,
    TIMES,
    URGED,
)
from questionnaires.drafting.figures.percents import PERCENTS, make_multiple, make_percent
from questionnaires.drafting.figures.reasons import find_reason

NOUN_NEXT = re.compile(r"(?!及?以[上下])(?!左右|以内|之内|起步)[\u4e00-\u9fff]")
AT_LEAST_SO_LONG = re.compile(r"(?:不少于|不低于|不得少于|不得低于|至少|达到?|超过)[^,。;]{0,4}$")
SHARED_OUT = re.compile(
    r"(?:方面|环节|领域|层级|层面|类别|部门|系统|维度|板块|阶段|重点(?!实验室)|大|关键)|(?:及?以上)?的(?!国家|省)"
)


def make_target(around: Around) -> Fields | str:
    """The fields of a criterion, or the reason why an amount is no target."""
    if reason := find_reason(around):
        return reason
    made = _make(around)
    return UNSURE if made == NO_DEMAND and around.said else made


def _make(around: Around) -> Fields | str:
    amount = around.amount
    if amount.unit == ":":
        return _make_ratio(around)
    if amount.unit in PERCENTS:
        return make_percent(around)
    if amount.unit in ("倍", "番"):
        return make_multiple(around)
    if rate := _make_rate(around):
        return rate
    return _make_number(around)


def _make_ratio(around: Around) -> Fields | str:
    if (
        around.op is None
        and not re.search(r"比例?(?:按照|为|是)?$|按照?$", around.left)
        and not re.match(r"的?(?:比例|标准|配比)", around.right)
    ):
        return NO_DEMAND
    if around.op == "at_most":
        return UNSURE
    base = write_exact(around.amount.base or Decimal(1))
    return {"kind": "rate", "target": write_exact(around.amount.value), "per": base}


def _make_rate(around: Around) -> Fields | None:
    base = PER.search(around.left)
    per = around.amount.base or (read_amount(base["per"]) if base else None)
    if per is None or per < 2:
        return None
    target, unit = write_exact(around.amount.value), around.amount.unit or "个"
    if around.op == "at_most":  # a rate is always at least
        return {"kind": "number", "op": "at_most", "target": target, "unit": unit}
    return {"kind": "rate", "target": target, "unit": unit, "per": int(per)}


def _make_number(around: Around) -> Fields | str:
    amount = around.amount
    if amount.unit in ONCE and amount.value == 1 and around.months:
        return {"kind": "recency", "period_months": around.months}
    strong = around.said is not None
    if amount.unit in TIMES:
        return _make_time(around, strong)
    if not amount.unit:
        return _make_unitless(around, strong)
    if amount.unit.endswith("元"):
        return _write_number(around, amount.unit) if _is_money_asked(around, strong) else NO_DEMAND
    if around.op == "at_most" and not strong:
        return NO_DEMAND
    if not strong and amount.unit in NAMED_BY and not (amount.arabic and amount.unit == "期"):
        return "等级、类别或者期次的说法，不是数量指标"
    return _write_number(around, amount.unit) if strong or _is_asked(around) else NO_DEMAND


def _make_unitless(around: Around, strong: bool) -> Fields | str:
    """备案数达到300: a number of something that its noun names; 达到2.3万美元 counts in what nothing here reads."""
    if not (strong and around.amount.arabic and re.search(r"数|量|值|指数", around.left)):
        return NO_DEMAND
    if NOUN_NEXT.match(around.right):
        return UNSURE
    return _write_number(around, "个")


def _is_money_asked(around: Around, strong: bool) -> bool:
    yearly = around.months and re.search(r"安排|投入|落实", around.left)
    return bool(strong or yearly or INVESTED.search(around.left) or EARNED.search(around.left))


def _make_time(around: Around, strong: bool) -> Fields | str:
    """A length of time is a target only as a limit, or where it must last as long."""
    amount, left = around.amount, around.left
    limited = (
        around.said == "at_most"
        or (around.op == "at_most" and LASTING.search(left))
        or (not around.said and around.op == "at_most" and ACTED.match(around.right))
    )
    if limited and not around.said and OF_RATE.match(around.right):
        return "指标名称中的时间，不单独作指标"
    lasts = re.search(r"(?:不少于|不得少于|不低于|至少)[^,。;]{0,4}$", left)
    least = strong and amount.unit in ("小时", "分钟") and AT_LEAST_SO_LONG.search(left)
    if not limited and not lasts and not least:
        return "时间长短的说明，没有要求，不是指标"
    return _write_number(around, amount.unit, "at_most" if limited else "at_least")


def _is_asked(around: Around) -> bool:
    """Whether an amount without 不少于 or 达到 before it is asked all the same: by its period, a verb, or its place."""
    amount, left, right = around.amount, around.left, around.right
    made = re.search(rf"(?:{MAKE})[^,、。;:]{{0,20}}$", left) and not re.match(r"方面|环节|领域|大", right)
    if around.months or ((made or OF_SIZE.search(left)) and (around.op or amount.arabic or amount.value > 1)):
        return True
    if EACH_PLACE.search(left) or (amount.unit in LEARNING and re.search(r"人均[^,。;]{0,8}$", left)):
        return True
    if around.op == "at_least" and AMOUNTS_TO.search(left) and ENDS.match(right):
        return True
    if around.op == "at_least" and (URGED.search(left) or (HEADS.fullmatch(left) and ATTAINED.match(right))):
        return True
    if _is_named(around) or (amount.arabic and amount.unit in ("名", "人") and ASSIGNED.search(left)):
        return True
    urged = re.search(r"推进|加快|支持|启动|推动|争取|力争", around.before + left)
    return bool(amount.arabic and urged and BROUGHT_ABOUT.match(right))


def _is_named(around: Around) -> bool:
    """Whether an amount is asked by the names before it, or by what is to be obtained."""
    amount, left, right = around.amount, around.left, around.right
    if not amount.arabic or amount.unit not in ("个", "家", "所", "项") or SHARED_OUT.match(right):
        return False
    if around.op == "at_least" and OBTAINED.search(left):
        return True
    if amount.value > 1 and "、" in left and MADE_FOR.search(left):
        return True
    aimed = AIMED.search(around.before + left)
    return bool(aimed and SUCH_AS.fullmatch(left) and ATTAIN.match(right))


def _write_number(around: Around, unit: str, op: str | None = None) -> Fields:
    target = write_exact(around.amount.value)
    fields: Fields = {"kind": "number", "op": op or around.op or "at_least", "target": target, "unit": unit}
    return fields | ({"period_months": around.months} if around.months else {})
