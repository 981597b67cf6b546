"""Per cent and multiples: shares, growth and cuts, points, limits."""

import re
from decimal import Decimal

from questionnaires.drafting.figures.amounts import write_exact
from questionnaires.drafting.figures.around import NO_DEMAND, UNSURE, Around, Fields
from questionnaires.drafting.figures.figure_words import (
    BETWEEN,
    DOWN,
    LEAST,
    SHARE,
    SHARE_NAMED,
    SPEED,
    SUBJECT,
    UP,
    find_counted,
)

PERCENTS = ("%", "‰", "个百分点", "百分点")
WHOLLY = re.compile(
    r"全?覆盖|纳入|完成|建[档立成]|配[备齐]|安装|使用|上传|录入|参[加训]|可?追溯|办结|达标|处置|到位|签订|持证|赋码|核查|检查|落实|符合|接入|公开|移送|整改|实现|回复"
)

MOVES = (
    ("down", re.compile(rf"(?:{DOWN})(?:幅度|比例|率)?{BETWEEN}$")),
    ("up", re.compile(rf"(?:(?:(?!新增比例)(?:{UP}))(?:幅度|比例|率)?|(?:{SPEED})(?:均|平均)?(?:{LEAST})?){BETWEEN}$")),
)
# 降低检验成本20%左右 names what moves behind the verb; 提高覆盖率5% may mean points.
MOVED = re.compile(rf"(?:{UP}|{DOWN})(?P<what>(?:(?![到至为达不超]|成(?![本果效]))[^,。;、]){{1,12}})$")
BARE = re.compile(r"占(?:比|总数|总量|[^,。;]{1,16}的)?$")  # 占30% may tell or ask
ALONE = re.compile(r"(?:左右|及?以上)?(?:[,。;、]|$)")
OF_WHOLE = re.compile(
    r"(?:不少于|不低于|不得低于|不得少于|达到)[^,。;年]{0,12}(?:编制|总数|总量|人员|人数|总额|企业|机构|批次|案件|品种)数?的$"
)
RATE_OF = re.compile(r"率[\u4e00-\u9fff]{1,8}(?:院|室|店|企业|机构|级|县|市|区|站|所|中心)$")  # 建成率乡镇卫生院100%
OF_EARLIER = re.compile(r"(?:上年度?|去年|同期|往年|平均(?:水平|数)?|20\d\d年)的?$")


def make_percent(around: Around) -> Fields | str:
    """A share, a growth, a limit, or points; else the reason why it is no target."""
    unit, left, target = around.amount.unit, around.left, write_exact(around.amount.value)
    if unit.endswith("百分点"):
        return _make_points(around)
    if unit == "‰":
        return _make_permille(around)
    if moved := _make_growth(around):
        return moved
    if OF_EARLIER.search(left) and around.past is not False:
        return UNSURE
    if around.op == "at_most":
        return {"kind": "number", "op": "at_most", "target": target, "unit": "%"}
    if not around.op and around.past is None and BARE.search(left):
        return UNSURE
    if target > 100 or not _is_share(around):
        return NO_DEMAND
    return {"kind": "share", "target": target, "unit": find_counted(left if SHARE_NAMED.search(left) else around.right)}


def _make_permille(around: Around) -> Fields | str:
    target = write_exact(around.amount.value)
    if around.op == "at_most":  # a rate is always at least
        return {"kind": "number", "op": "at_most", "target": target, "unit": around.amount.unit}
    return {"kind": "rate", "target": target, "per": 1000} if around.op else NO_DEMAND


def _make_points(around: Around) -> Fields | str:
    if not re.search(rf"(?:{UP}|{DOWN}){BETWEEN}$", around.left):
        return NO_DEMAND
    target = write_exact(around.amount.value)
    period = {"period_months": around.months} if around.months else {}
    return {"kind": "number", "op": "at_least", "target": target, "unit": "个百分点", **period}


def _make_growth(around: Around) -> Fields | str | None:
    """增长30%, 增速保持在8%以上, 降低成本20%: None where nothing moves, a reason where it is not plain what does."""
    left = around.left
    direction = next((sense for sense, moves in MOVES if moves.search(left)), None)
    if direction is None:
        moved = MOVED.search(left)
        if moved is None:
            return None
        if SHARE_NAMED.search(moved["what"]) or not ALONE.match(around.right):
            return UNSURE
        direction = "down" if re.match(DOWN, moved[0]) else "up"
    target = write_exact(around.amount.value)
    return {"kind": "growth", "target": target, "unit": find_counted(left), "direction": direction}


def _is_share(around: Around) -> bool:
    left, right = around.left, around.right
    if SHARE.search(left) or OF_WHOLE.search(left) or RATE_OF.search(left) or (around.op and SHARE_NAMED.search(left)):
        return True
    if around.amount.value == 100 and (re.search(r"(?:[做达]到|实现[^,。;]{0,16})$", left) or WHOLLY.match(right)):
        return True
    if SUBJECT.match(right) or re.search(r"覆盖(?:(?:到|至|面|率)?(?:达到?|全[^,。;]{0,4})?|[^,。;]{1,20}的)$", left):
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
