"""Questions for figures that no duty of the library counts, in the notice's words."""

import re
from collections.abc import Mapping
from typing import Any

from questionnaires.drafting.counted_words import (
    CHANGED_TO,
    COUNT,
    JUDGED,
    OUGHT,
    PERIOD,
    THIS_WORK,
    TIME_LEAD,
    find_before,
    find_behind,
    find_counted,
)
from questionnaires.drafting.duty_words import VERBS
from questionnaires.drafting.figures.figure_words import TIMES as TIME_UNITS
from questionnaires.drafting.saying import SUM_UP, Saying, is_verbal, strip_vague

TIMES = re.compile(rf"(?:不少于|不低于|至少|不得少于|不超过)?{COUNT}(?:至{COUNT})?(?:次|轮|场|遍|回)(?:及?以上)?的?")
MONTH_LEAD = re.compile(r"^(?:[\d一二三四五六七八九十]+月(?:份|[上中下]旬|底)?)")  # 每年9月组织
OF_A_PERSON = ("学时", "课时", "学分")  # each must have as many, so that the one with the fewest tells
OPEN_VERB = re.compile(rf"(?:^|.*[^，,])(?:{VERBS}|完成|有|为|由)$")
OF_EACH = re.compile(r"每[个家名]?(?:县（市、区）|[县市区州乡镇村所]|区县|县区|乡镇|街道|行政村)*$")
WITHIN = re.compile(r"^(?:以内|之内|内)(?P<act>.{2,})")
# 审评时限压缩至法定时限的60%以内: of what it is a part.
PART_OF = re.compile(rf"(?:将|把)?(?P<what>[^，,]{{2,}}?)(?:{CHANGED_TO}|控制在|不超过)(?P<base>[^，,]{{2,12}})的$")
MORE = re.compile(r"^(?:[至到~～—-]+[\d.]+[名人家个项次件]?)?(?:及?以[上下]|左右)?的?")
NAMED_WHOLE = re.compile(rf"{OUGHT}..的.{{2,}}总数")  # 应当归集的药品监管数据总数 says what is counted
ATTAINED = re.compile(r"(?P<what>[^，,]+?)(?P<done>(?:达到|通过|取得|获得|建成)[^，,]+)")
HELD = re.compile(r"(?:召开|举行|举办|组织|开展)(?:会议|活动|检查|培训|会商)")  # which ones is said before
FEWEST = 3  # letters of what is counted, and of an act, that can be understood by themselves
SHORTEST_ACT = 5
MADE_OF = re.compile(r"(?P<who>[^，,的]{2,12}?)组成的(?P<what>[^，,]{2,})")  # 由30名专家组成的专家库
DONE_BY = re.compile(
    rf"[对向将把].*(?:{VERBS})$|财政(?:部门)?(?:安排|投入|拨付|列支|补助|配套)"
)  # 对药店检查, 财政安排经费
ATTAINING = re.compile(r"(?:达到|取得|通过|获得|具备|建成)[^，,]{1,12}的[^，,]{2,}$")  # 达到B级的检验机构
GRADE_AT = re.compile(r"(?:要|应)?(?:分别)?(?:达到|达|具备|建成|通过|取得).*$")


def word_figure(saying: Saying, criterion: Mapping[str, Any], printed: str) -> str:
    """The question for a kind that counts, without its end mark; words too few are put with what they speak of."""
    about = f"关于{saying.context}，" if saying.context and is_short(saying, criterion, printed) else ""
    year = "{year}，" if criterion.get("per_year") else ""
    return about + year + _word_kind(saying, criterion, printed)


def is_short(saying: Saying, criterion: Mapping[str, Any], printed: str) -> bool:
    """Whether the words of a figure do not say by themselves what it counts or what was done."""
    kind = str(criterion["kind"])
    if kind in ("recency", "done_by"):
        return len(_bare(saying.act)) < SHORTEST_ACT
    counted, behind = split_counted(saying.act, printed)
    if kind == "share":
        return "part" not in criterion or THIS_WORK in str(criterion["part"]) or is_open_whole(str(criterion["whole"]))
    if kind == "grade":
        return not counted and saying.who in ("{place}", "{regulator}", "{government}")
    within = WITHIN.match(find_behind(saying.act, printed))
    told = strip_vague(counted) + behind + (within["act"] if within else "")
    return len(told) < FEWEST or HELD.fullmatch(told) is not None if kind == "number" else not counted


def is_open_whole(whole: str) -> bool:
    """Whether a whole is only said to be what ought to be so, or was judged, and not what it is."""
    return whole.startswith((OUGHT, JUDGED)) and not NAMED_WHOLE.fullmatch(whole)


def split_counted(act: str, printed: str) -> tuple[str, str]:
    """What stands before a number, and what it is a number of where that stands behind it."""
    counted, behind = find_counted(act, printed), MORE.sub("", find_behind(act, printed))
    if counted.endswith("等") and (attained := ATTAINED.fullmatch(behind)):  # 银川、吴忠等3个检验机构通过认可
        return "", f"{attained['done']}的{attained['what']}"
    each = OF_EACH.search(counted)
    counted = counted[: each.start()] if each else counted
    return counted, behind if each or not counted or OPEN_VERB.fullmatch(counted) else ""


def _word_kind(saying: Saying, criterion: Mapping[str, Any], printed: str) -> str:
    kind, who, act = str(criterion["kind"]), saying.who, saying.act
    if kind == "recency":
        return f"{who}最近一次{_bare(act)}是哪一天"
    if kind == "done_by":
        return f"{who}是哪一天{_bare(act)}的"
    if kind == "number":
        return _word_number(who, act, str(criterion.get("unit") or ""), printed)
    if kind == "share":
        return f"{who}{criterion['whole']}是多少，{criterion['part']}是多少"
    if kind == "rate":
        return f"{who}{criterion['count']}、{criterion['base']}各是多少"
    if kind == "growth":
        return f"{who}{criterion['baseline']}、{criterion['current']}各是多少{criterion.get('unit') or ''}"
    graded = re.sub("(?:全部|均|都)$", "", GRADE_AT.sub("", find_counted(act, printed)))
    return f"{who}{graded}目前达到哪一级"


def _word_number(who: str, act: str, unit: str, printed: str) -> str:
    counted, behind = split_counted(act, printed)
    if unit in TIME_UNITS and (within := WITHIN.match(find_behind(act, printed))):
        return f"{who}{counted}{within['act']}，最长的一次用了多少{unit}"
    if unit == "%" and (part := PART_OF.search(find_before(act, printed))):
        return f"{who}{strip_vague(part['what'])}目前为{part['base']}的多少%"
    if unit in OF_A_PERSON and "人均" not in counted:
        return f"{who}{behind or strip_vague(counted)}，学习最少的一人有多少{unit}"
    if counted.endswith("由") and (made := MADE_OF.fullmatch(behind)):
        return f"{who}{made['what']}的{made['who']}有多少{unit}"
    if behind:
        return f"{who}{strip_vague(counted)}{behind}{'' if counted else '有'}多少{unit}"
    verbal = (is_verbal(strip_vague(counted)) or DONE_BY.match(counted)) and not ATTAINING.match(counted)
    return f"{who}{strip_vague(counted)}{'多少' if verbal else '目前为多少'}{unit}"


def _bare(act: str) -> str:
    """An act without its date, its period and its number of times."""
    return strip_vague(TIMES.sub("", MONTH_LEAD.sub("", TIME_LEAD.sub("", PERIOD.sub("", act)))).strip(SUM_UP))
