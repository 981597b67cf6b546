"""Whether a figure is a target beyond doubt; where it is not, a person decides, and it is never left out.

A bound (不少于, 达到, 以上) or the verb of its part of the sentence must ask for it, without anything about it that
tells of someone else, of another day, of a choice or of a gate. A number that nothing bounds must be as round as
targets are, and stand in no sentence that tells figures.
"""

import re
from collections.abc import Iterator, Sequence

from questionnaires.drafting.figures.amount_groups import Group
from questionnaires.drafting.figures.around import NEEDS_PERSON, NO_DEMAND, STATUS_TOLD, Around, Fields
from questionnaires.drafting.figures.doubt_words import DOUBTS, GATE, HIGHER, PAST
from questionnaires.drafting.figures.figure_words import AIMED, EACH_PLACE, MAKE, ONCE, REQUIRED, TIMES, URGED

OPEN = f"{NEEDS_PERSON}是否作为指标"
UNBOUND = f"没有“不少于”“达到”等要求，也不像目标数，{OPEN}"
TOLD_BACK = f"{PAST.why}，{OPEN}"
AREAS = ("平方米", "米", "亩", "公里", "千米", "立方米", "公顷", "秒", "厘米", "克", "毫升")
BOUND = re.compile(r"力争|确保|目标|争取|不少于|不低于|至少|不超过|不高于")


# A share of 为 or 是 without a bound tells as often as it asks.
TOLD_SHARE = re.compile(r"(?:率|比例|比重|占比)(?:为|是)$")
TOLD_SHARES = re.compile(r"(?:分别|各|均)(?:为|是)$")
USED_BY_BUREAU = re.compile(r"种植|基地|实验|检验|检测|业务用房|办公|新[建增]|扩建|面积(?:达到?|扩大|稳定)")
NOUN_OF_VERB = re.compile(r"(?:任务|计划|名额|指标|工作量|批准)$")
# What the verb that asks for a number may follow: who does it, when, for whom, or another verb.
LEADING = re.compile(
    r"(?:^|[一二三四五六七八九十]是|高标准|高质量|[年月日底前内间起季度期批次]|分别|累计|力争|争取|[再新各均都并和及与、]|全部|统筹|牵头|重点|至少|要|应当?|须|将|拟|共同|联合|集中"
    r"|省|市|县|区|州|盟|旗|局|所|中心|院|部门|机构|[级队站会)”]|财政|街道|乡镇|单位|系统|企业|高校|快检|从[^,。;]{1,8}|[\u4e00-\u9fff]{0,2}力|[建组选开])$"
    r"|^(?:[对为在从向用将给以由按把与]|依托|围绕|通过|面向|针对|支持|推动|推进|加快|积极|依法)"
)
VERB = re.compile(
    rf"(?:{MAKE}|实现|明确|解决|实施|获得|取得|争取|安排|投入|设置|落实|选调|抽调|指定|派驻|帮扶|编发|覆盖)"
)
NOUN_BEHIND = re.compile(r"的|机构|中心|能力|任务|员|院|所|费|率|分局|组(?!织|建)|周期|体系|报告")
TOLD_TO = re.compile(r"(?:达到?|发展到)$")  # tells as often as it asks
TELLS = re.compile(r"拥有|(?<!具)(?<!没)有(?![关效限机毒害])|为$|是|共[有计设]|约|其中$|任务$|的$")
GROWN = re.compile(r"(?:新增|增加|再增|增配|增设|扩充)[^,。;的]{0,8}$")
TOLD = (NO_DEMAND, STATUS_TOLD)
OF_A_RATE = re.compile(r"[^,。;\d]{1,12}率")  # 每10万人死亡率, 10万人口死亡率
MANY_DIGITS, WHOLE = 3, 100
NO_COMPANY = ("", "批", "期", "级", *TIMES)  # 分3批, 5年: no figures of a state
Read = tuple[Group, Around, Fields | str]


def find_doubt(around: Around, after: str, made: Fields) -> str | None:
    """The first cue that a target of an amount may be none, as a reason for a person; `after` ends its sentence."""
    texts = {"left": around.left, "right": around.right, "before": around.before + around.left, "after": after}
    if found := next((one.why for one in DOUBTS if one.holds(texts)), None):
        return f"{found}，{OPEN}"
    bound = BOUND.search(around.left) or around.op or around.past is False
    if made["kind"] == "share" and made["target"] != WHOLE and not bound and TOLD_SHARE.search(around.left):
        return TOLD_BACK
    if around.amount.unit in AREAS and not USED_BY_BUREAU.search(around.left):
        return f"{GATE.why}，{OPEN}"
    if not around.said and not around.months and NOUN_OF_VERB.search(around.left):
        return f"{HIGHER.why}，{OPEN}"
    if around.amount.about and around.said == "at_least" and not REQUIRED.search(around.left):
        return UNBOUND
    if around.said == "at_least" and made["kind"] == "number" and TOLD_TO.search(around.left) and _is_odd(around):
        return UNBOUND
    if is_unbounded(around, made) and (
        around.left.endswith(("约", "近")) or _is_odd(around) or not _is_asked_by_verb(around, made)
    ):
        return UNBOUND
    return None


def doubt_company(text: str, read: Sequence[Read]) -> Iterator[tuple[Group, Fields | str]]:
    """检查1.2万家次，责令整改860家，立案215件: what nothing bounds is in doubt beside what only tells."""
    for place, (group, around, made) in enumerate(read):
        if not isinstance(made, str) and made["kind"] == "share" and TOLD_SHARES.search(around.left):
            listed = [told for _, other, told in read if other.left == around.left and other.before == around.before]
            if TOLD_BACK in listed or UNBOUND in listed:  # 分别为98.7%、100%: as the one is told, so is the other
                yield group, TOLD_BACK
                continue
        if isinstance(made, str) or around.months or made["kind"] == "rate" or not is_unbounded(around, made):
            yield group, made
            continue
        beside = [*read[max(0, place - 1) : place], *read[place + 1 : place + 2]]
        tells = [
            other
            for other, _, told in beside
            if told in TOLD
            and other.around.amount.unit not in NO_COMPANY
            and not OF_A_RATE.match(other.around.right)
            and _is_same_sentence(text, group, other)
        ]
        yield group, UNBOUND if tells and made["target"] != WHOLE else made


def _is_same_sentence(text: str, one: Group, other: Group) -> bool:
    return not re.search("[;。\n]", text[min(one.end, other.end) : max(one.start, other.start)])


def is_unbounded(around: Around, made: Fields) -> bool:
    """Whether no word about an amount says that it is the least or the most, and no day to come is named for it."""
    return made["kind"] in ("number", "share", "rate", "growth") and around.op is None and around.past is not False


def _is_odd(around: Around) -> bool:
    """412户, 99.2%: nobody sets a target like this."""
    amount = around.amount
    if not amount.arabic:  # 三分之二
        return False
    if amount.value != amount.value.to_integral_value():
        return amount.unit in ("%", "")
    digits = str(int(amount.value)).rstrip("0")
    return len(digits) >= MANY_DIGITS and not digits.endswith("5")


def _is_asked_by_verb(around: Around, made: Fields) -> bool:
    """Whether the verb of its part of the sentence asks for a number; shares and rates name what they are of."""
    left = around.left
    if made["kind"] != "number" or around.amount.unit in (*ONCE, "百分点", "个百分点", "学时") or not left:
        return True
    for verb in VERB.finditer(left):
        behind = left[verb.end() :]
        if LEADING.search(left[: verb.start()]) and not NOUN_BEHIND.match(behind) and not TELLS.search(behind):
            return True
    if left.endswith("等") and AIMED.search(around.before + left):  # 到2025年，甲市、乙市等5个机构达到B级
        return True
    return bool(around.amount.unit in TIMES or EACH_PLACE.search(left) or URGED.search(left) or GROWN.search(left))
