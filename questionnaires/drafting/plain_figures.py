"""Questions for figures that no duty of the library counts: what is counted, and of what, from the notice's words."""

import re
from collections.abc import Mapping
from typing import Any

from questionnaires.drafting.figures.figure_words import find_counted as find_counted_unit
from questionnaires.drafting.saying import SUM_UP, Saying, is_verbal, strip_vague

# Between what is counted and its figure: 达到, 不少于, 总数不低于.
COMPARED = re.compile(
    r"的?(?:总数|总量|数量|人数|个数|总人数)?(?:原则上|力争|均|都|要|应当?|须)*(?:达到|达|不少于|不低于|不得少于|不得低于|不小于|不超过|"
    r"不高于|不得超过|不大于|超过|保持在?|稳定在|维持在|控制在|至少|大于|增至|增加到|提高到|提升到|扩大到|压减到|压减至|压缩到|压缩至|"
    r"缩短到|缩短至|降至|降低到|减少到|为|在|到|至)*$"
)
SHARED = re.compile(
    r"(?:确保)?(?P<part>[^，,]+?)(?:人数|数量)?占(?P<whole>(?!比)[^，,]+?)(?:总数|总人数|总量)?的?(?:比例|比重|百分比)?$"
)
AMONG = re.compile(r"(?:确保)?(?P<whole>[^，,]+?)(?:总数)?中，?(?P<part>[^，,]+?)的?(?:比例|占比|比重)$")
DONE = (
    "合格|覆盖|核查处置|处置|达标|办结|检出|完成|满意|知晓|报告|参训|配备|建档|网上可办|可办|网办|公开|整改|抽检|检查|持证|追溯|使用|普及|"
    "到位|响应|通过|办理|录入|上传|备案|监测|培训"
)
RATED = re.compile(rf"(?P<of>[^，,]{{2,}}?)(?P<done>{DONE})率$")
PER_HEAD = re.compile(
    r"每[一二两三四五六七八九十百千万亿\d]*(?P<base>人口|人|名[^，,达不]{0,6}|家[^，,达不]{0,6}|批次?)(?:的)?(?P<after>[^，,]*)$"
)
RATIO = re.compile(r"(?P<count>[^，,]{2,12}?)[与和同](?P<base>[^，,]{2,16}?)(?:之比|(?:配备|数量|人数)?的?比例?)$")
COUNT = r"[一二两三四五六七八九十\d]+"
PERIOD = re.compile(
    rf"(?:每个?(?:半年|季度|月|周|年度?|{COUNT}(?:年|个月))|(?<!安)(?<!健)全年|年度内|年均)(?:都|均|要|应当|至少)*"
)
TIMES = re.compile(rf"(?:不少于|不低于|至少|不得少于|不超过)?{COUNT}(?:至{COUNT})?(?:次|轮|场|遍|回)(?:及?以上)?的?")
TIME_LEAD = re.compile(
    r"^(?:力争)?[到至在于]?(?:截至)?[^，,]{0,12}?(?:年底前?|月底前?|年前|末期?|期间|年内|月前|日前|以前|之前|前)(?=\D)"
)
NUMBERS = re.compile(r"(?:数量|总数|总量|数)$")
RATE_PART, STATE = "已经", re.compile(r"合格|达标|满意|知晓|网上可办|可办|持证")
CHANGED = re.compile(r"(?:平均)?(?:压缩|缩短|压减|减少|下降|降低|增长|增加|提高|提升|扩大|翻一?番)了?$")
OF_A_PERSON = ("学时", "课时", "学分")  # each must have as many, so that the one with the fewest tells
STAFF = re.compile(r"人员|[查评]员|人才|队伍")


def find_counted(act: str, printed: str) -> str:
    """What stands before a figure, without date, period, and the words that compare."""
    before = act.partition(printed)[0] if printed and printed in act else act
    plain = TIME_LEAD.sub("", PERIOD.sub("", before))
    return COMPARED.sub("", plain.strip(SUM_UP)).strip(SUM_UP)


def name_parts(kind: str, act: str, printed: str) -> dict[str, str]:
    """What a share is of, and what a rate counts, as far as the notice's words tell."""
    counted = find_counted(act, printed)
    if kind == "share":
        return _name_share(counted)
    if kind == "rate" and (found := PER_HEAD.search(counted)):
        count = NUMBERS.sub("", (act[: act.find(found[0])] or found["after"]).strip(SUM_UP))
        count = COMPARED.sub("", PERIOD.sub("", count))
        return {"count": f"{count}数", "base": found["base"].removeprefix("名").removeprefix("家")} if count else {}
    if kind == "rate" and (ratio := RATIO.search(counted)):
        units = {"unit": find_counted_unit(ratio["count"]), "base_unit": find_counted_unit(ratio["base"])}
        return {"count": f"{ratio['count']}数", "base": f"{ratio['base']}数", **units}
    if kind == "growth" and counted:
        measured = CHANGED.sub("", counted)
        return {"baseline": f"基期的{measured}", "current": f"现在的{measured}"} if measured else {}
    return {}


def _name_share(counted: str) -> dict[str, str]:
    if found := SHARED.search(counted) or AMONG.search(counted):
        whole, part = found["whole"], found["part"].removesuffix("的人员")
        number = "人数" if STAFF.search(whole) else "数量"
        return {"whole": f"{whole}总数", "part": f"其中{part}的{number}"}
    if found := RATED.search(counted):
        state = "" if STATE.fullmatch(found["done"]) else RATE_PART
        return {"whole": f"{found['of']}总数", "part": f"其中{state}{found['done']}的数量"}
    return {}


def word_figure(saying: Saying, criterion: Mapping[str, Any], printed: str) -> str:
    """The question for a kind that counts, without its end mark."""
    kind, who = str(criterion["kind"]), saying.who
    act = saying.act
    if kind == "recency":
        return f"{who}最近一次{_bare(act)}是哪一天"
    if kind == "done_by":
        return f"{who}是哪一天{_bare(act)}的"
    counted, unit = find_counted(act, printed), str(criterion.get("unit") or "")
    if kind == "number":
        if unit in OF_A_PERSON and "人均" not in counted:
            return f"{who}{strip_vague(counted)}，学习最少的一人有多少{unit}"
        verbal = is_verbal(strip_vague(counted))
        return f"{who}{strip_vague(counted)}{'多少' if verbal else '目前为多少'}{unit}"
    if kind == "share":
        return f"{who}{criterion['whole']}是多少，{criterion['part']}是多少"
    if kind == "rate":
        return f"{who}{criterion['count']}、{criterion['base']}各是多少"
    if kind == "growth":
        return f"{who}{criterion['baseline']}、{criterion['current']}各是多少{unit}"
    return f"{who}{counted}目前达到哪一级"


def _bare(act: str) -> str:
    """An act without its date, its period and its number of times."""
    return strip_vague(TIMES.sub("", TIME_LEAD.sub("", PERIOD.sub("", act))).strip(SUM_UP))
