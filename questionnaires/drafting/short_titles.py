"""A title of a part's own words: its first act, and where that is too long, up to a border between phrases."""

import re
from collections.abc import Iterator

from questionnaires.drafting.duty_words import VERBS
from questionnaires.drafting.level_lists import strip_level, strip_subject
from questionnaires.drafting.saying import SUM_UP, plain_words, split_subject, strip_vague
from questionnaires.drafting.segments import CLOSING, COMMAS, OPENING, cut_at, find_role

LONGEST, SHORTEST, WELL, LONGEST_READ = 24, 6, 10, 500
DATE = re.compile(
    r"(?:力争|争取)?(?:[到至在于自]|截至)?(?:20\d\d年|“?十[四五六]五”?|(?:每年的?)?\d{1,2}月|[一二两三四五六\d]+年)[^，,达不]{0,8}?"
    r"(?:[年月]底前?|[年月日]前|以前|之前|前|末期?|期间|年内|以内|内|年(?!版|度))，?"
)
MODAL = re.compile(r"^(?:要(?![求素点])|应当?|须|必须|需(?!求))")
BY_MEANS = re.compile(
    rf"(?:通过|采取|运用|按照|依托|根据|围绕|结合)[^，,]{{2,16}}?(?:方式|形式|手段|办法|要求|标准|原则|规定)(?=(?:{VERBS}))"
)
# 构建以…为主要内容的信用档案体系: what the verb is of stands last.
DESCRIBED = re.compile(
    rf"^(?!推动|支持|鼓励|引导|发挥)(?P<head>.{{0,12}}?(?:{VERBS})(?:健全|完善)?(?P<count>(?:不少于|至少)?\d+[次个项家])?)[^，,]*的"
    r"(?P<noun>(?(count)[^的，,]{4,20}|[^的，,]{6,18}))$"
)
TERM = re.compile(r"每[\d一二两三四五六]*个?(?:半年|季度|年度?|月|周)")
# Where one phrase ends and the next begins, the better borders first.
ACT = re.compile(rf"(?:{VERBS})(?!企业|单位|机构|部门|人员|使用)")
BORDERS = (
    re.compile(r"[，,；;：:]|(?=不少于|不低于|不超过|不得|达到|至少|并(?!发)|(?:以及|及时|从而|用于)|分别)"),
    re.compile(r"(?<![参给涉普以顾赋])(?=[、和及与或])"),
    re.compile(
        r"(?<=机构|部门|单位|人员|企业|能力|体系|平台|制度|机制|系统|工作|队伍|中心|设备|经费|方案|预案|标准|规范|责任|职责|力量|基地)"
    ),
    re.compile(
        rf"(?=的)|(?=(?!检验|检查|监测|评价|培训|审评|审批|管理|保护|研究|监督|处置|登记|备案|考核|评估|教育|宣传|报告)(?:{VERBS}))"
    ),
)
UNIT = r"[\u4e00-\u9fff%％‰]"
NUMBER = re.compile(rf"[\d.]+{UNIT}{{0,3}}?(?=[以之，,、；;]|$)|[\d.]+{UNIT}?|[A-Za-z+]+{UNIT}?")
DANGLING = re.compile(
    r"(?:[的和及与或、，,；;：:对将把在为以从向由按每各等不要应须且并至]|至少|分别|通过|围绕|根据|按照|建立|健全|完善|加强|开展|推进|组织|制定|落实|实施|"
    r"配备|实现|达到|承担|纳入|提升|提高|强化|明确|设立|成立|支持|鼓励|引导|督促|推动|促进|确保|保障|进行|给予|提供)+$"
)


def cut_title(text: str) -> str:
    """A title of at most 24 letters, whole words of the part, no number, bracket or quotation opened and not closed."""
    plain = plain_words(text[:LONGEST_READ])
    parts = [plain[start:end].strip(SUM_UP) for start, end in cut_at(plain, 0, len(plain), f"{COMMAS}。；;")] or [plain]
    first = next((one for one in parts if one and find_role(one) != "lead"), parts[0])
    for shorter in _shorten(first):
        if len(shorter) <= LONGEST:
            return shorter
    return _cut(shorter)


def _shorten(text: str) -> Iterator[str]:
    """A text with ever less of what a title can be without: date, means, description, place, subject, vague words."""
    yield text
    for pattern, kept in ((DATE, ""), (BY_MEANS, ""), (DESCRIBED, r"\g<head>\g<noun>")):
        text = pattern.sub(kept, text) or text
        yield text
    subject, act = split_subject(text)
    bare = strip_subject(strip_level(text)) if subject == "{place}" else act
    text = MODAL.sub("", bare) if len(bare) >= SHORTEST else text
    yield text
    yield TERM.sub("", strip_vague(text))


def _cut(text: str) -> str:
    """A text up to its last border, the better kinds of border first."""
    whole = [at for at in range(SHORTEST, LONGEST + 1) if _is_whole(text, at)]
    for fewest in (WELL, SHORTEST):
        for border in BORDERS:
            ends = [found.start() for found in border.finditer(text, 0, LONGEST + 4) if found.start() >= fewest]
            for at in sorted(set(ends) & set(whole), reverse=True):
                if not DANGLING.search(text[:at]):
                    return _close(text, at)
    return next((text[:at] for at in reversed(whole) if not DANGLING.search(text[:at])), text[:LONGEST])


def _close(text: str, at: int) -> str:
    """The words up to a border: 等 where a list goes on, and no 对 where what is done is left out."""
    head = text[:at].removeprefix("对") if at < len(text) and not ACT.search(text[1:at]) else text[:at]
    return f"{head}等" if text[at] in "、和及" and len(head) < LONGEST else head


def _is_whole(text: str, at: int) -> bool:
    """Whether nothing that belongs together goes on over a place."""
    head = text[:at]
    opened = sum(head.count(one) for one in OPENING) - sum(head.count(one) for one in CLOSING)
    return opened <= 0 and not any(found.start() < at < found.end() for found in NUMBER.finditer(text))
