"""A part of a clause with several targets, cut into the words that each of them is told by."""

import itertools
import re
from collections.abc import Sequence

from questionnaires.drafting.cases import split_case
from questionnaires.drafting.counted_words import (
    CHANGED_TO,
    COMPARED,
    DATE_WITHIN,
    DOING,
    PERIOD,
    TIME_LEAD,
    find_counted,
)
from questionnaires.drafting.duty_words import VERBS
from questionnaires.drafting.level_lists import LEVELS_ONLY, strip_level
from questionnaires.drafting.saying import SUM_UP, is_verbal
from questionnaires.drafting.segments import find_role, find_subject

JOINED = re.compile(r"(?:及?以[上下]|以内|左右)?(?:[、，,]|和|及|与|以及)*")  # 60个、40个和20个: one saying for all
AND = re.compile(r"、|以及|和|及|与")
AFTER = re.compile(r"^(?:及?以[上下]|以内|左右)?[、，,；;]?(?:以及|和|及|与|其中)?")
# What notices count by: the kinds of products, and what stands behind all of them.
PRODUCTS = "药品|医疗器械|化妆品|化学药品?|生物制品|中药|疫苗|器械|中药材|中药饮片|中成药"
FIRST = re.compile(rf"(?P<head>[^、]*?)(?P<name>{PRODUCTS})$")
LAST = re.compile(rf"(?P<name>{PRODUCTS})(?P<tail>.*)$")
VERB_FIRST = re.compile(rf"(?:每年)?(?:{VERBS}).")
FIGURE = re.compile(r"\d|[A-C]\+?级|[一二两三四五六七八九十]+(?:次|轮|场|名|人|家)")
ONLY_VERB = re.compile(rf"(?:{LEVELS_ONLY.pattern})?(?:至少|不少于|要|应)*(?P<verb>{VERBS})(?:至少|不少于)?")
SHARED_RATE = re.compile(r"^[^，,]{2,}(?:率|占比|比例|比重)$")
# 县级每2年、市级每3年开展1次演练; 应急演练县级每2年、市级每3年至少1次: who, how often, and once what is done.
TERM = rf"(?:各|每个?)?[^，,、。；;]{{1,12}}?{PERIOD.pattern}"
TERMS = re.compile(rf"(?P<terms>{TERM}(?:[、，,和及]{TERM})+)(?P<act>.+)", re.DOTALL)
WHOSE = re.compile(rf"(?P<what>[^，,、。；;]{{2,}}?)?(?P<who>{LEVELS_ONLY.pattern})(?P<often>{PERIOD.pattern})")
OF_GRADE = re.compile(r"(?:及?以上)?[^，,、。；;]{2,16}(?:达到|建成|具备)[A-C]\+?级")  # 5个市级检验机构达到B级
A_GRADE = re.compile(r"[A-C]\+?级")
OF_SO_MANY = re.compile(
    r"(?:其中)?，?(?:不少于|至少|有)?(?P<number>\d+[个家所])(?:及?以上)?(?P<done>(?:达到|建成|具备|取得|通过)[^，,。；]{0,4}[A-C]\+?级)(?:标准)?"
)
GRADED = re.compile(r"(?P<noun>[^，,。；\d]{2,20}?(?:机构|实验室|中心|院|所))(?=[^，,]*[A-C]\+?级)")
PER_SO_MANY = re.compile(r"每[一二两三四五六七八九十百千万亿\d]+(?:常住人口|人口|人)")
NOUN_BEHIND = re.compile(r"(?P<noun>(?:及?以上)?的?[^，,、。；;\d]{2,14})[、和及]")
# 人口50万以上的不少于10人: which ones, and no word of what is counted.
NOUN_FIRST = re.compile(r"(?P<noun>(?!及?以[上下]|以内|左右|其中)[\u4e00-\u9fff]{3,14})[，,](?=[^，,]+$)")
CASE_ONLY = re.compile(r"(?P<case>[^，,。；]{2,14}以[上下]的)(?:不少于|不低于|不得少于|至少)")
ALL_OF_THEM = ("全部", "均", "都")
VERB_LAST = re.compile(rf"(?:{VERBS}|完成)(?:至少|不少于)?$")
GROWN = re.compile(r"(?:并)?(?:年均|每年)?(?:增长|递增|增幅|下降)(?:率|幅度)?(?:不低于|不少于|达到|保持在)?")
# 首次注册审评时限压减至40个工作日、变更注册压减至30个: the second limit is of the same kind.
LIMIT = re.compile(r"(?:技术)?(?:审评|审批|办理|检验|许可|办结)?(?:时限|时间|周期)$")
CHANGED = re.compile(rf"{CHANGED_TO}$")
MONEY = re.compile(rf"(?:{LEVELS_ONLY.pattern})财政(?:部门)?(?P<what>.*)")
SHORTEST, LONGEST_SHARED = 3, 24


def cut_pieces(text: str, targets: Sequence[tuple[int, int]]) -> list[str]:
    """The words for each of the targets, given by their places; none where they cannot be told apart."""
    if pieces := _cut_terms(text, len(targets)):
        return pieces
    if len(targets) == 2 and OF_GRADE.fullmatch(text, targets[0][1], targets[1][1]):
        return [text, text[targets[0][1] :]]
    if len(targets) == 2 and targets[0][1] == targets[1][0]:  # 不少于3大类60个品种
        return [text[: targets[0][1]], text[: targets[0][0]] + text[targets[1][0] :]]
    if all(JOINED.fullmatch(text[one[1] : other[0]]) for one, other in itertools.pairwise(targets)):
        return _share_words(text, targets)
    if len(find_counted(text[: targets[0][1]], text[slice(*targets[0])])) < SHORTEST:
        return _name_behind_each(text, targets)
    return _name_behind_each(text, targets) or _name_before_each(text, targets)


def _cut_terms(text: str, number: int) -> list[str]:
    """One act that each level has a term of its own for; none where it is not so, or a term is no target."""
    found = TERMS.fullmatch(text)
    terms = re.split(r"(?<=[年月周度])[、，,和及]", found["terms"]) if found else []
    told = [WHOSE.fullmatch(one) for one in terms]
    if found is None or len(terms) != number or not all(told):
        return []
    what = next((one["what"] for one in told if one and one["what"]), "")
    act = f"{'' if is_verbal(what) else '开展'}{what}{found['act']}" if what else found["act"]
    return [f"{one['who']}{one['often']}{act}" for one in told if one]


def _name_before_each(text: str, targets: Sequence[tuple[int, int]]) -> list[str]:
    """检验参数200项、检查员30名: each figure with what stands before it; none where one has no words of its own."""
    pieces = [text[: targets[0][1]]]
    for last, one in itertools.pairwise(targets):
        between = text[last[1] : one[0]]
        if noun := NOUN_FIRST.match(between):  # 建成不少于10个回收点，每个县至少1个
            pieces[-1] += noun["noun"]
            each = AFTER.sub("", between[noun.end() :])
            if LEVELS_ONLY.fullmatch(COMPARED.sub("", each)) and (
                verb := VERB_LAST.search(COMPARED.sub("", text[: last[0]]))
            ):
                pieces.append(f"{COMPARED.sub('', each)}{verb[0]}{text[one[0] : one[1]]}{noun['noun']}")
                continue
            between = between[noun.end() :]
        own = AFTER.sub("", between)
        words = _complete(own, text[: targets[0][0]])
        if words is None:
            return []
        pieces.append(words + text[one[0] : one[1]])
    return [piece + behind for piece, behind in zip(pieces, _list_behind(text, targets), strict=True)]


def _name_behind_each(text: str, targets: Sequence[tuple[int, int]]) -> list[str]:
    """每年至少开展1次综合演练、2次桌面推演: the verb with each number and what stands behind it; none where not so."""
    head = text[: targets[0][0]]
    between = [NOUN_BEHIND.fullmatch(text[one[1] : other[0]]) for one, other in itertools.pairwise(targets)]
    if not VERB_LAST.search(PERIOD.sub("", head)) or not all(between):
        return []
    nouns = [one["noun"] for one in between if one] + [text[targets[-1][1] :]]
    return [head + text[slice(*one)] + noun for one, noun in zip(targets, nouns, strict=True)]


def carry_words(text: str, target: tuple[int, int], before: str) -> str:
    """市级检查员不少于20人，每个县不少于6人: the words of a figure that have only a level or a verb, with what the part
    before counts or does."""
    own, counted = text[: target[0]], find_counted(text, text[slice(*target)])
    if words := _carry_doing(text, target, before):
        return words
    told = TIME_LEAD.sub("", DATE_WITHIN.sub("", before)).strip(SUM_UP)
    if counted in ALL_OF_THEM and (subject := find_subject(before)):
        return subject + text
    if LEVELS_ONLY.fullmatch(counted):
        rest = LEVELS_ONLY.sub("", FIGURE.split(told)[0].removeprefix(_find_lead(told)), count=1)
        whole = len(COMPARED.sub("", rest)) > 1 and not re.search("[，,、]|等$", rest)
        return counted + rest + text[target[0] :] if whole else text
    if (case := CASE_ONLY.match(text)) and case.end() == target[0]:
        shared = COMPARED.sub("", FIGURE.split(told)[0])
        return text[: case.end("case")] + shared + text[case.end("case") :] if shared else text
    if words := _carry_counted(text, target, told):
        return words
    if verb := ONLY_VERB.fullmatch(PERIOD.sub("", own)):
        done = re.search(
            rf"{verb['verb']}[^，,。；;]*?(?:次|轮|场)的?(?:全[省市州区]性?的?)?(?P<what>[^，,。；;\d]{{3,}})", told
        )
        return f"{text[: target[1]]}{done['what']}{text[target[1] :]}" if done else text
    return text


def _carry_doing(text: str, target: tuple[int, int], before: str) -> str:
    """县级财政不少于20万元, 企业超过10家的县不少于8名: with what the part before says is done; empty where not so."""
    own = COMPARED.sub("", text[: target[0]])
    shared = COMPARED.sub("", FIGURE.split(TIME_LEAD.sub("", DATE_WITHIN.sub("", before)))[0])
    if (money := MONEY.fullmatch(own)) and (told := MONEY.match(shared)) and told["what"] and not money["what"]:
        return f"{own}{told['what']}{text[len(own) :]}"
    case, level = split_case(text[: target[0]])
    if case and LEVELS_ONLY.fullmatch(COMPARED.sub("", level)) and (done := strip_level(shared)) and "，" not in done:
        return f"{own}{done}{text[len(own) :]}"
    return ""


def _find_lead(told: str) -> str:
    """What only introduces at the beginning of a part: 按照国家标准，."""
    first, comma, _ = told.partition("，")
    return first + comma if comma and find_role(first) == "lead" else ""


def count_graded(text: str, before: str) -> str:
    """其中不少于4个达到B级, behind 市级检验机构达到C级: how many of them have the grade; empty where it is not so."""
    found = OF_SO_MANY.fullmatch(text.strip(SUM_UP))
    noun = GRADED.match(before) if found else None
    return f"{found['done']}的{noun['noun']}不少于{found['number']}。" if found and noun else ""


def carry_base(text: str, before: str) -> str:
    """每百万人口不良反应报告数不少于1200份，不良事件报告数不少于400份: with the base told before."""
    base = PER_SO_MANY.search(before)
    return text if base is None or PER_SO_MANY.search(text) else base[0] + text


def _carry_counted(text: str, target: tuple[int, int], told: str) -> str:
    """2025年达到99%, 第二类器械达到50%, 年均增长8%: with what the figure before counts; empty where it does not fit."""
    own = text[: target[0]]
    lead = DATE_WITHIN.match(own) or TIME_LEAD.match(own)
    counted = find_counted(text, text[slice(*target)])
    shared = COMPARED.sub("", FIGURE.split(told)[0]).split("，")[-1]
    if not shared or len(shared) > LONGEST_SHARED:
        return ""
    unit = re.sub(r"[\d.]", "", text[slice(*target)])
    same = bool(unit and re.search(rf"\d{re.escape(unit)}", told)) or bool(
        A_GRADE.fullmatch(unit) and A_GRADE.search(told)
    )
    if not counted and (SHARED_RATE.search(shared) or (same and not is_verbal(shared))):
        return f"{lead[0] if lead else ''}{shared}{text[lead.end() if lead else 0 :].lstrip('，,')}"
    if GROWN.fullmatch(own):
        return shared + text
    if (doing := DOING.fullmatch(shared)) and same and doing["whole"] and counted and own.endswith("达到"):
        return (
            f"{own[: own.rfind(counted) + len(counted)]}{doing['part']}比例{text[own.rfind(counted) + len(counted) :]}"
        )
    alike = next((size for size in range(6, 1, -1) if counted[-size:] in shared), 0)
    tail = shared.partition(counted[-alike:])[2] if alike and len(counted) > alike else ""
    if same and SHARED_RATE.search(tail):
        at = own.rfind(counted) + len(counted)
        return text[:at] + tail + text[at:]
    return ""


def _list_behind(text: str, targets: Sequence[tuple[int, int]]) -> list[str]:
    """What each figure takes from behind it: 以上 for all but the last, which has the rest."""
    behind = [re.match(r"(?:及?以[上下]|以内|左右)?", text[end:]) for _, end in targets[:-1]]
    return [*(one[0] if one else "" for one in behind), text[targets[-1][1] :]]


def _complete(own: str, first: str) -> str | None:
    """The words of a later figure; where they name only other levels, with what the first one counts."""
    counted = COMPARED.sub("", DATE_WITHIN.sub("", own))
    if own and not counted and (shared := COMPARED.sub("", DATE_WITHIN.sub("", first))):
        date = DATE_WITHIN.match(own)
        return f"{date[0] if date else ''}{shared}{own[date.end() if date else 0 :]}"
    if len(counted) >= SHORTEST and not LEVELS_ONLY.fullmatch(counted):
        limit = LIMIT.search(COMPARED.sub("", first)) if CHANGED.search(own) and not LIMIT.search(own) else None
        return own.replace(counted, counted + limit[0], 1) if limit else own
    if not LEVELS_ONLY.fullmatch(counted):
        return None
    subject = find_subject(first)
    rest = first[len(subject) :] if subject else LEVELS_ONLY.sub("", first, count=1)
    if VERB_FIRST.match(PERIOD.sub("", rest)) or subject:
        return counted + rest
    bare = DATE_WITHIN.sub("", rest)  # 2026年底前州级检查员不少于40人、每个县不少于5人
    return counted + bare if len(COMPARED.sub("", bare)) >= SHORTEST and "，" not in bare else None


def _share_words(text: str, targets: Sequence[tuple[int, int]]) -> list[str]:
    """药品、医疗器械、化妆品检验参数分别不少于200项、150项、100项: each name with its own number."""
    before, behind = text[: targets[0][0]], text[targets[-1][1] :]
    compared = COMPARED.search(before)
    counted, compare = (before[: compared.start()], compared[0]) if compared else (before, "")
    names = _name_each(counted.split("，")[-1].split(",")[-1], len(targets))
    if not names:
        return []
    compare = compare.replace("分别", "")
    return [f"{name}{compare}{text[start:end]}{behind}" for name, (start, end) in zip(names, targets, strict=True)]


def _name_each(counted: str, number: int) -> list[str]:
    """The members of a list, each with what stands before and behind all of them; none where they are not as many."""
    period = PERIOD.search(counted)
    bare = counted.replace("分别", "")
    each = re.search(r"每[一二三四五六七八九十百千万亿]+(?:人口|人)$", bare)
    bare, tail = (bare[: each.start()], each[0]) if each else (bare, "")
    names = [one for one in AND.split(bare) if one]
    if len(names) != number or period:
        return []
    first, last = FIRST.search(names[0]), LAST.match(names[-1])
    if first and last and all(re.fullmatch(PRODUCTS, one) for one in names[1:-1]):
        middle = [first["name"], *names[1:-1], last["name"]]
        return [f"{first['head']}{one}{last['tail']}{tail}" for one in middle]
    alike = {one[-1] for one in names}
    return [f"{one}{tail}" for one in names] if len(alike) == 1 and min(map(len, names)) > SHORTEST else []
