"""Per cent and multiples: shares, growth and cuts, points, limits."""

import re
from decimal import Decimal

from questionnaires.drafting.figures.amounts import write_exact
from questionnaires.drafting.figures.around import NO_DEMAND, Around, Fields
from questionnaires.drafting.figures.figure_words import BETWEEN, DOWN, SHARE, SHARE_NAMED, SUBJECT, UP, find_counted

PERCENTS = ("%", "‰", "个百分点", "百分点")
WHOLLY = re.compile(
    r"全?覆盖|纳入|完成|建档|可?追溯|办结|达标|处置|到位|签订|持证|赋码|核查|检查|落实|接入|公开|移送|整改|实现|回复"
)


def make_percent(around: Around) -> Fields | str:
    """A share, a growth, a limit, or points; else the reason why it is no target."""
    unit, left, target = around.amount.unit, around.left, write_exact(around.amount.value)
    if unit.endswith("百分点"):
        if not re.search(rf"(?:{UP}|{DOWN}){BETWEEN}$", left):
            return NO_DEMAND
        period = {"period_months": around.months} if around.months else {}
        return {"kind": "number", "op": "at_least", "target": target, "unit": "个百分点", **period}
    if unit == "‰":
        return {"kind": "rate", "target": target, "per": 1000} if around.op else NO_DEMAND
    for direction, words in (("down", DOWN), ("up", UP)):
        if re.search(rf"(?:{words})(?:幅度|比例|率)?{BETWEEN}$", left):
            return {"kind": "growth", "target": target, "unit": find_counted(left), "direction": direction}
    if around.op == "at_most":
        return {"kind": "number", "op": "at_most", "target": target, "unit": "%"}
    if target > 100 or not _is_share(around):
        return NO_DEMAND
    return {"kind": "share", "target": target, "unit": find_counted(left if SHARE_NAMED.search(left) else around.right)}


def _is_share(around: Around) -> bool:
    left, right = around.left, around.right
    if SHARE.search(left) or (around.op and SHARE_NAMED.search(left)):
        return True
    if around.amount.value == 100 and (re.search(r"[做实]到$", left) or WHOLLY.match(right)):
        return True
    if SUBJECT.match(right) or re.search(r"覆盖(?:到|至|面|率)?(?:达到?|全[^,。;]{0,4})?$", left):
        return True
    covers = re.match(r"(?:及?以上)?的?(?:比例|[\u4e00-\u9fff]{1,12})", right) or re.search(r"(?:达到?|于|实现)$", left)
    return bool(around.op and covers)


def make_multiple(around: Around) -> Fields | str:
    """增加2倍 is growth by 200 per cent, 提高到2倍 by 100, 翻两番 by 300."""
    value, left = around.amount.value, around.left
    if around.amount.unit == "番":
        growth = Decimal(100 * (2 ** int(value) - 1)) if left.endswith("翻") else Decimal(0)
    elif re.search(rf"(?:{UP}|翻)(?:到|至|为)[^,。;]{{0,8}}$|达到?[^,。;]{{0,10}}$|是[^,。;]{{0,8}}$", left):
        growth = 100 * (value - 1)
    else:
        growth = 100 * value if re.search(rf"(?:{UP}|翻){BETWEEN}$", left) else Decimal(0)
    if growth <= 0:
        return NO_DEMAND
    return {"kind": "growth", "target": write_exact(growth), "unit": find_counted(left), "direction": "up"}
