"""The body of a clause cut into duties: its sentences, and in them the parts that carry a verb of duty of their own."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from questionnaires.drafting.duty_words import ADVERBS, GOAL_ADVERBS, GOALS, LEADS, SUBJECT_ENDS, VERBS
from questionnaires.drafting.level_lists import TERM_ONLY

OPENING, CLOSING = "（(〔[【“《「『<", "）)〕]】”》」』>"
ENDS, COMMAS = "。！？；;!?\n", "，,"
# 2025年底前建成…, 于每年12月10日前报送…: a date before the verb of a duty.
DATED = (
    r"(?:(?:将|拟|计划|力争|争取|要|应当?|须)?[于在到至]?(?:每年的?)?(?:20\d\d年|\d{1,2}月|“?十[四五六]五”?|[一二两三四五六\d]+(?:年|个月))"
    r"[^，,。；]{0,8}?(?:[年月]底前?|[年月日]前|以前|之前|前|末期?|内|期间|季度|[上中下]旬))"
)
DUTY = re.compile(rf"{DATED}?(?:(?:{ADVERBS})、?)*(?:{VERBS})")
DATED_DUTY = re.compile(rf"{DATED}(?:(?:{ADVERBS})、?)*(?:{VERBS})")
LEAD = re.compile(rf"(?:{LEADS})")
GOAL = re.compile(rf"(?:{GOAL_ADVERBS})*(?:{GOALS})")
TIME = re.compile(r"[^，,]{0,16}(?:期间|期末|末|底前|年前|日前|月前|年内|年底|起|以内|个月内|后)$")
SUBJECT_END = re.compile(
    rf"(?:{SUBJECT_ENDS})(?:[（(][^）)]*[）)])?((?:要(?![求素点])|应当|应(?![急用对答收])|须|必须|(?<!所)需(?![求要])|负责|牵头|共同)?)"
)
ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]是(?:要)?|\(?\d+[).]|[①-⑳])")
# 将…纳入…, 对…给予…: what is done stands behind what it is done to; 按照…要求 is none of these.
TURNED = re.compile(
    r"(?:将|把|对|在|与|同|向|从|由|通过).{2,60}?(?:给予|予以|进行|开展|实行|实施|加强|强化|建立|完善|健全|纳入|列入|配备|落实|推进|制定|组织|提供|倾斜|"
    r"挂钩|衔接|移送|下沉|延伸|优先|表彰|表扬|奖励|追究|追责|问责|处理|查处|处置|约谈|曝光|督办|选聘|选派|招录|聘用|整治|检查|抽检|监测|培训|考核|评估)"
)
# 按照国家部署分步实施…: what only introduces ends inside the part.
LED_IN = re.compile(
    rf"(?:按照?|根据|依据|依照|遵照|围绕|结合|立足).{{2,24}}?(?:部署|要求|规定|安排|意见|标准|原则|计划|实际|需要|办法|精神|统一)(?:{ADVERBS}|、)*(?P<act>(?:{VERBS})[^，,]{{2,}})$"
)
# Verbs that are part of a name: 检验机构, 监测中心, 检查力量, 报告率, 考核结果.
NAME = re.compile(
    r"(?:检验|检测|监测|检查|稽查|执法|审评|审批|评价|监管|监督|管理|培训|评估|考核|报告|处置|办案|研究|服务|教育|备案|登记)+"
    r"(?:机构|部门|中心|单位|力量|队伍|人员|院|所|站|员|率|数|量|结果|情况|经费|能力|体系|平台|系统|参数|周期|时限|工作(?=[要应须]))"
)
DONE_WITH = re.compile(r"[将把][^，,]{2,40}?(?:纳入|列入|作为|移送|报送?|交由|下沉)")  # 各级政府将经费列入预算
REASON_END = re.compile(
    r"(?:要求|部署|安排|规定|精神|需要|需求|基础上?|依托|重点|契机|目标|原则|导向|方式|等|时|的|中|上|下|方面|期间)$"
)
NAMED_DUTY = re.compile(rf"[^，,]{{4,}}(?:要|应当|应)(?:{VERBS})")
WITH = re.compile(r"与|会同|联合|同(?!时)")  # 各级监管部门与公安机关建立…
DONE_TO = re.compile(r"(?:每[年季月两半][^，,对向]{0,3}|定期)[对向][^，,]{2,}")  # 市县两级每年对使用单位检查两次
LONGEST_SUBJECT = 30
# Who is responsible: a bracket of its own, at the end of a sentence, or a line. It is no duty.
UNITS = r"(?:局|委|厅|办|政府|公署|牵头|负责|配合)"
UNITS_BRACKET = re.compile(
    rf"[（(〔\[【](?=[^。]{{0,300}}{UNITS})[^。；]{{0,300}}?(?:{UNITS}|部门|单位|机构|院|中心|部)[）)〕\]】]{{1,3}}[。；;]?$"
)
UNITS_LINE = re.compile(r"[（(〔\[【]?(?:责任|牵头|配合|负责|承办|协办|主办|完成)(?:单位|部门|领导|人|时限|时间)[:：]")
# Whom to ask: no duty either.
CONTACT = re.compile(r"(?:联系|咨询|举报|投诉)?(?:人|电话|传真|邮箱|邮编|地址|联系人及电话)[:：]")
Role = Literal["duty", "lead", "goal", "rest"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One thing that a sentence asks, from `start` to `end` in its clause's body; `sentence` counts from 0."""

    start: int
    end: int
    text: str
    sentence: int


def cut_segments(body: str, targets: Sequence[int] = ()) -> tuple[Segment, ...]:
    """The duties of a clause's body in order; all of it is in one of them, but who is responsible.

    What only introduces belongs to the part after it, what only says the purpose to the part before; a part that holds
    one of the `targets`, by where they begin, stands for itself.
    """
    found: list[Segment] = []
    for number, (start, end) in enumerate(cut_at(body, 0, len(body), ENDS)):
        for first, last in _join_parts(body, list(cut_at(body, start, end, COMMAS)), targets):
            text = "".join(body[first:last].split())
            if not UNITS_LINE.match(text) and not CONTACT.match(text) and (asked := UNITS_BRACKET.sub("", text)):
                found.append(Segment(first, last, asked, number))
    return tuple(found)


def cut_at(body: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    """The parts between marks that stand in no bracket and no quotes, each with its mark; none is white space only."""
    depth, first = 0, start
    for place in range(start, end):
        letter = body[place]
        if letter in OPENING:
            depth += 1
        elif letter in CLOSING:
            depth = max(0, depth - 1)
        if letter in marks and (not depth or letter == "\n"):
            depth = 0
            if body[first : place + 1].strip():
                yield first, place + 1
            first = place + 1
    if body[first:end].strip():
        yield first, end


def _join_parts(body: str, parts: list[tuple[int, int]], targets: Sequence[int]) -> list[tuple[int, int]]:
    """Join the comma parts of one sentence to what is asked for itself."""
    joined: list[tuple[int, int]] = []
    waiting: int | None = None
    for start, end in parts:
        role = find_role(body[start:end])
        aimed = any(start <= one < end for one in targets)
        if role == "lead" or (role == "rest" and not joined and not aimed):
            waiting = start if waiting is None else waiting
        elif role == "duty" or not joined or waiting is not None or aimed:
            joined.append((start if waiting is None else waiting, end))
            waiting = None
        else:
            joined[-1] = (joined[-1][0], end)
    if waiting is not None:
        joined[-1:] = [(joined[-1][0] if joined else waiting, parts[-1][1])]
    return joined


def find_role(text: str) -> Role:
    """Whether a comma part is a duty of its own, a lead to the next, a goal, or a rest of the part before."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).rstrip(",.。;；!?")
    own = ORDINAL.sub("", plain)
    if TIME.fullmatch(own) or TERM_ONLY.fullmatch(own):
        return "lead"
    if DATED_DUTY.match(own):
        return "duty"
    led = LEAD.match(own)
    subjects = SUBJECT_END.finditer(own, 0, LONGEST_SUBJECT)
    if not led and any(end[1] or _begins_act(own, end.end()) or DONE_WITH.match(own, end.end()) for end in subjects):
        return "duty"
    if (TURNED.match(own) or LED_IN.match(own)) and not REASON_END.search(own):
        return "duty"
    if led and not NAMED_DUTY.search(own):
        return "lead"
    if GOAL.match(own):
        return "goal"
    return "duty" if DUTY.match(own) else "rest"


def find_subject(text: str) -> str:
    """What stands before the first verb of duty; nothing where a text begins with one, or only introduces before it."""
    if _begins_act(text, 0) or LEAD.match(text) or text.startswith(("向", "与", "同", "会同", "联合")):
        return ""
    for end in SUBJECT_END.finditer(text, 0, LONGEST_SUBJECT):
        with_others = WITH.match(text, end.end()) and TURNED.match(text, end.end())
        if end[1] or _begins_act(text, end.end()) or DONE_TO.match(text, end.end()) or with_others:
            return text[: end.end()]
    return ""


def _begins_act(text: str, at: int) -> bool:
    """Whether a verb of duty stands there that is not the beginning of a name."""
    found = DUTY.match(text, at)
    return found is not None and not NAME.match(text, at) and not text.startswith("率", found.end())
