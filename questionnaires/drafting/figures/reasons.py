"""Why an amount is no target, by the words around it: a base, a state, what may be done, a prize, a case."""

import re
from collections.abc import Callable

from questionnaires.drafting.figures.around import NEEDS_PERSON, STATUS_TOLD, UNSURE, Around
from questionnaires.drafting.figures.figure_words import (
    ALLOWED,
    ALSO_ALLOWED,
    APPLYING,
    BASELINE,
    CHANGED_BY,
    CHANGES,
    CONDITION,
    CONDITION_BEHIND,
    DEFINITE,
    DOWN,
    FORBIDDEN,
    FRAMED,
    FRAMED_BEHIND,
    GIFT,
    GIVEN,
    HAVING,
    HAVING_BEHIND,
    KNOWN_ALL,
    LEARNING,
    MADE_UP_OF,
    MAKE,
    MONEY,
    OF_COUNTED,
    OF_SIZE,
    OF_SUCH,
    ONES,
    ONES_BEHIND,
    PER,
    PRIZE_BEFORE,
    RAISED,
    RATE_OF_PAY,
    REQUIRED,
    SERVES,
    SET_ASIDE,
    SHARE,
    SHARE_NAMED,
    SIZE_OF,
    STANDING,
    STATUS,
    SUBJECT,
    TIMES_WHOLE,
    TOLD_BEHIND,
    UP,
    WHICH,
    WHOSE,
)

COUNTED_ONES = ("个", "家", "户", "名", "人", "所", "支", "项", "件", "处")
TOLD_BEFORE = re.compile(
    r"(?:目前|(?<!依托)(?<!利用)(?<!整合)(?<!立足)(?<!运用)(?<!统筹)(?<!盘活)(?<!通过)(?<!对于)现有|以来|近[^,。;]{0,3}年来|(?<![比较同与于])(?:去年|前年|上年)|平均每[名人])[^。;]*$"
)
OVER = re.compile(r"(?<!不)(?<!不得)(?:超过|高于|大于|多于|不足|低于|少于)$")
NOUN_ENDS = re.compile(r"的[^,。;、\d]{1,16}(?:[,。;、]|$)")  # 服务人口超过10万人的药店
OF_MONEY = ("元", "万元", "亿元")


def find_reason(around: Around) -> str | None:
    """The first reason that holds; None: the amount may be a target."""
    return next((reason for holds, reason in REASONS if holds(around)), None)


def _is_base(around: Around) -> bool:
    return around.left.endswith("每")


def _is_before(around: Around) -> bool:
    """Whether it is what something rises or falls from: 由60名 of 由60名增加到120名."""
    return bool(BASELINE.search(around.left) and RAISED.match(around.right))


def _is_status(around: Around) -> bool:
    if around.past is not None:
        return around.past
    founded = around.said is None and re.search(r"(?:核定|下设|内设|设有|下辖)[^,。;]{0,8}$", around.left)
    told_of = r"平均每[名人个家]|涉及" if around.amount.unit not in LEARNING else "涉及"
    each = around.said is None and re.search(told_of, around.left)
    if founded or each or STANDING.search(around.left):
        return True
    definite = DEFINITE.search(around.left) or KNOWN_ALL.match(around.right)
    if around.said is None and around.amount.unit in COUNTED_ONES and definite:
        return True
    raised = re.search(rf"(?:{UP}|{DOWN}|发展|调整)(?:到|至|为)[^,。;]{{0,6}}$", around.left)
    told = STATUS.search(around.left) or TOLD_BEFORE.search(around.before)
    return bool(told and not raised)


def _is_beside_status(around: Around) -> bool:
    """现有检测仪30台，每种年检测不少于200个: what is asked beside what there is."""
    return bool(REQUIRED.search(around.left) and TOLD_BEFORE.search(around.before))


def _is_allowed(around: Around) -> bool:
    also = ALSO_ALLOWED.search(around.before) and re.match("每次|单次|累计|最[长多]|总", around.left)
    return bool(also or ALLOWED.search(around.left))


def _serves(around: Around) -> bool:
    return bool(SERVES.search(around.left) or TIMES_WHOLE.match(around.right))


def _is_forbidden(around: Around) -> bool:
    return bool(FORBIDDEN.search(around.left))


def _is_change(around: Around) -> bool:
    return bool(around.amount.unit in CHANGES and CHANGED_BY.search(around.left))


def _is_prize(around: Around) -> bool:
    behind = GIVEN.search(around.left) and GIFT.match(around.right)
    told = around.amount.unit in (*OF_MONEY, "%") and (MONEY.search(around.left) or behind)
    money = around.amount.unit in OF_MONEY and not SET_ASIDE.search(around.left)
    told = told or (money and (PRIZE_BEFORE.search(around.before) or RATE_OF_PAY.match(around.right)))
    return bool(told and not SHARE.search(around.left))


def _is_worth(around: Around) -> bool:
    return bool(around.amount.unit in OF_MONEY and re.search(r"货值|案值|涉案|金额", around.left))


def _is_which(around: Around) -> bool:
    """Whether it says which ones are counted, or who may apply."""
    such = around.amount.unit != "%" and OF_SUCH.match(around.right)
    size = around.amount.unit in OF_MONEY and SIZE_OF.match(around.right)
    size = size or (around.amount.unit in ("岁", "周岁") and re.match("(?:及|或)?以上", around.right))
    size = size or (OVER.search(around.left) and NOUN_ENDS.match(around.right))
    return bool(such or size or OF_COUNTED.search(around.left) or APPLYING.search(around.before + around.left))


def _is_condition(around: Around) -> bool:
    """Whether 5%的企业 says which ones; 90%以上的机构接入 at the head of its part is what is asked."""
    having = around.amount.unit == "%" and re.search(r"具[有备][^,。;]{0,6}$", around.left)
    required = bool(REQUIRED.search(around.left) and not WHOSE.match(around.right))
    counted = around.amount.unit in COUNTED_ONES and OF_SIZE.search(around.left)
    asked = required or bool(counted) or bool(around.said and PER.search(around.left))
    if CONDITION.search(around.left) and not (having or asked):
        return True
    if _is_which(around):
        return True
    if HAVING.search(around.left) and HAVING_BEHIND.match(around.right) and not (having or around.said):
        return True
    if re.search(r"(?:超过|高于|大于|不足|低于)$", around.left) and WHICH.match(around.right):
        return True
    if ONES.search(around.left) and ONES_BEHIND.match(around.right) and around.amount.unit != "%":
        return True
    if around.amount.unit == "%" and re.search(r"覆盖(?:到|至)?$", around.left):
        return False
    heads = around.amount.unit == "%" and around.op != "at_most" and not SHARE_NAMED.search(around.left)
    made = re.search(rf"(?:{MAKE})$", around.left) or REQUIRED.search(around.left)
    if made and around.amount.unit in COUNTED_ONES and TOLD_BEHIND.match(around.right):
        return False
    return bool(CONDITION_BEHIND.match(around.right)) and not (heads and SUBJECT.match(around.right))


def _is_framed(around: Around) -> bool:
    made_up = around.left.endswith("由") and MADE_UP_OF.match(around.right)
    return bool(made_up or FRAMED.search(around.left) or FRAMED_BEHIND.match(around.right))


def _is_term(around: Around) -> bool:
    """服务期不少于5年: what is agreed with a person, and nothing that a bureau does."""
    return bool(re.search(r"(?:服务期|服务年限|服务期限|聘期|任期|试用期|合同期)[^,。;]{0,8}$", around.left))


def _is_wished(around: Around) -> bool:
    return bool(re.search(r"鼓励[^,。;]*(?:达到|增加到|提高到|超过|突破)$", around.left))


def _is_too_often(around: Around) -> bool:
    return around.months == 0


def _is_any(around: Around) -> bool:
    """一 where it counts nothing: 建立一支队伍."""
    counts = around.amount.arabic or around.months is not None or REQUIRED.search(around.left)
    return around.amount.value == 1 and around.amount.unit not in ("倍", "番", "%") and not counts


REASONS: tuple[tuple[Callable[[Around], bool], str], ...] = (
    (_is_base, "比率的基数，不单独作指标"),
    (_is_before, "提高或者降低之前的基数，不是指标"),
    (_is_beside_status, UNSURE),
    (_is_status, STATUS_TOLD),
    (_is_allowed, "允许的情形，不是要求"),
    (_serves, UNSURE),
    (_is_forbidden, UNSURE),
    (_is_change, UNSURE),
    (_is_prize, "奖励、补助或者处罚的标准，不是要完成的指标"),
    (_is_worth, "划分案件的金额界线，不是要完成的指标"),
    (_is_condition, "适用条件或者划分界线，不是要完成的指标"),
    (_is_framed, "资格、计分、表决、组成或者用量的规定，不是要完成的指标"),
    (_is_term, "服务期、聘期等约定的期限，不是指标"),
    (_is_wished, f"鼓励性要求，{NEEDS_PERSON}是否考核"),
    (_is_too_often, f"周期短于一个月，{NEEDS_PERSON}怎样考核"),
    (_is_any, "“一”是泛指，不是数量指标"),
)
