"""What an amount takes from the one before it in its sentence: the words of an enumeration, the period of its unit."""

import re
from collections.abc import Sequence
from dataclasses import replace

from questionnaires.drafting.figures.amount_groups import Group, find_segment
from questionnaires.drafting.figures.around import Around, Fields
from questionnaires.drafting.figures.figure_words import (
    AMONG,
    AMONG_THEM,
    EACH_LEVEL,
    ENDS,
    ENUMERATED,
    MAKE,
    NAMED,
    ONE_TIME,
    STATUS,
    TIMES,
)

# 每百万人口不良反应报告数达到600份，不良事件报告数达到120份: the same noun stands before both.
COUNTED_NOUN = re.compile(r"([\u4e00-\u9fff][数量])(?:达到?|不少于|不低于|不得少于|不得低于|超过)$")
FOLLOWING_NOUN = re.compile(
    r"(?:左右|及?以上)?,[^,。;:\d每]{0,24}?([\u4e00-\u9fff][数量])(?:达到?|不少于|不低于|不得少于|不得低于|超过)"
)
# 每百万人口药品报告数不低于1000份，化妆品不低于80份: only another product.
PRODUCT_ONLY = re.compile(
    r"(?:左右|及?以上)?[,、](?:药品|医疗器械|器械|化妆品|疫苗|中药饮片)(?:达到?|不少于|不低于|不得少于|不得低于|超过)"
)
# 每年互派检查员不少于15人次，联合检查企业不少于10家: another act of each year.
AGAIN = re.compile(
    r"(?:并|联合|集中|共同|至少|组织|开展){0,2}(?:检查|抽检|抽查|培训|轮训|演练|举办|召开|选派|互派|查办|发布|公布|巡查|督导|走访)"
)
PLAIN_NOUN = re.compile(r"(?!.*(?:发生|死亡|涉|造成|已|现有|目前|共有|超|不足|对|凡|因))[\u4e00-\u9fff\d]{2,16}")
OF_THESE = re.compile(r"(?:左右|及?以上)?[,(]?其中,?[^,。;:]{2,20}")  # 企业120家，其中产值超10亿元企业8家
# 培育超10亿元企业20户，超亿元企业120户: companies of another size, counted alike.
SIZED = re.compile(
    r"(?:左右|及?以上)?[,、](?:年)?[\u4e00-\u9fff]{0,8}?(?:超过?|过|突破)?(?:\d+(?:\.\d+)?[万亿]*元?-)?\d*(?:\.\d+)?[百千万亿]+(?:元|级)"
    r"(?:及?以上)?的?[\u4e00-\u9fff“”]{1,12}"
)
OVER_ENDS = re.compile(r"及?以上(?:[,。;]|$)")
CLOSE = 2  # letters between an amount and a period behind it
COMMA_PARTS, SENTENCES = ",;:。\n", ";。\n"


def find_months(
    text: str, group: Group, periods: Sequence[tuple[int, int]], before: Group | None, dated: Sequence[int]
) -> int | None:
    """The period of an amount, in months: of its own part of the sentence, or of the part before it.

    The part before lends its period where this one begins with what it asks, and where the amount `before` counts the
    same and this part has no date of its own. `periods` are (place, months), `dated` the places of due dates.
    """
    start, end = find_segment(text, group.start, group.end, COMMA_PARTS)
    own = [(place, months) for place, months in periods if start <= place < end]
    if own:
        place, months = max((one for one in own if one[0] < group.start), default=own[0])
        if place > group.end + CLOSE and not group.around.said:  # 派出的8个办公室每年检查: who does it
            return None
        lasts = group.around.amount.unit in TIMES and before and place < before.start < group.start
        return None if lasts else months  # 每年选派30名学习不少于3个月
    if not start or any(start <= place < end for place in dated) or ONE_TIME.search(text[start:end]):
        return None
    first, _ = find_segment(text, start - 1, start - 1, COMMA_PARTS)
    funds = group.around.amount.unit.endswith("元") and re.search("经费|资金|预算", text[first:start])
    if group.leads or funds or "每人" in text[first:start]:
        return next((months for place, months in periods if first <= place < start), None)
    again = group.around.amount.unit not in TIMES and AGAIN.match(group.around.left)
    if before and before.around.months and again and _is_near(text, before, group):
        return before.around.months
    if before and before.around.amount.unit == group.around.amount.unit and _is_near(text, before, group):
        return before.around.months
    return None


def _is_near(text: str, before: Group, group: Group) -> bool:
    between = text[before.end : group.start]
    return between.count(",") == 1 and not any(border in between for border in SENTENCES)


def lend_base(before: Around, between: str, told: Fields, made: Fields) -> Fields:
    """每千人3批次，其中药品不少于1批次: a number among those of a rate, or of the same things counted, has its base."""
    one, other = COUNTED_NOUN.search(before.left), FOLLOWING_NOUN.fullmatch(between)
    same_counted = bool(one and other and one[1] == other[1])
    if (
        told["kind"] != "rate"
        or made["kind"] != "number"
        or not (AMONG_THEM.match(between) or same_counted or PRODUCT_ONLY.fullmatch(between))
    ):
        return made
    return {**told, "target": made["target"]} if told.get("unit") == made["unit"] else made


def lend_words(text: str, before: Group, around: Around, start: int) -> Around | None:
    """1台快检车、2套记录仪和5台检测设备: the words before the first hold for the amount that begins at `start`, too."""
    between = text[before.end : start]
    among = around.amount.unit == before.around.amount.unit and AMONG.fullmatch(between)
    named = NAMED.fullmatch(between)
    noun = named and not re.search(f"{MAKE}|保障|满足", named[1]) and ENDS.match(around.right)
    each = around.amount.unit == before.around.amount.unit and EACH_LEVEL.fullmatch(between)
    if not (ENUMERATED.fullmatch(between) or among or noun or each) or STATUS.search(between):
        return None
    return replace(around, left=before.around.left, before=before.around.before, months=before.around.months)


def lend_aim(text: str, last: Group, told: Fields, group: Group) -> Around | None:
    """营业收入突破4000亿元；百亿级企业5家以上: what ends a part behind another target."""
    around = group.around
    asked = told.get("kind") in ("share", "growth") or told.get("op") == "at_least"
    between = text[last.end : group.start]
    alike = OF_THESE.fullmatch(between) or SIZED.fullmatch(between)
    if around.amount.unit == last.around.amount.unit and alike and ENDS.match(around.right):
        return replace(around, left=last.around.left, before=last.around.before, months=last.around.months)
    parts = re.split("[,;]", between)
    plain = len(parts) > 1 and PLAIN_NOUN.fullmatch(parts[-1]) and not any(border in between for border in "。\n")
    if not (asked and plain and around.op == "at_least" and not around.said and OVER_ENDS.match(around.right)):
        return None
    return replace(around, left=f"{around.left}达到")
