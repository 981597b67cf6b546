"""What a part of a clause says, as a question can say it: who acts, and what he does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from questionnaires.drafting.cases import find_case, split_case
from questionnaires.drafting.duty_words import VERBS
from questionnaires.drafting.level_lists import names_level, strip_level, strip_own, strip_subject
from questionnaires.drafting.segments import COMMAS, DUTY, NAME, ORDINAL, Role, cut_at, find_role, find_subject

SUM_UP = "，。；;,！？:：、 "
MOST_LETTERS, DIGIT = 46, re.compile(r"\d")
# What introduces and cannot be left out: whom or what something is done to, by which means.
NEEDED_LEAD = re.compile(r"^(?:对|在|将|把|针对|围绕|通过|凡|以.+为(?:重点|主)$|.+时$)")
MODAL = re.compile(r"(?:要|应当|应|须|必须|需)$")
CHARGED = re.compile(r"(?:负责|牵头|共同)$")
ALSO = re.compile(r"^(?:并且|并|且|同时)(?=[将把对在向与由按])")
AMONG_THEM = re.compile(r"^其中[，,:：]?")
GOVERNMENT = re.compile(r"政府|公署")
REGULATOR = re.compile(r"市场监管|市场监督|药品监管|药品监督|药监局?|监管部门|监督管理部门|^[省市县区旗盟]+局$")
# 每两年至少组织1次演练: how often, and how many.
OFTEN = re.compile(
    r"每[一二两三四五六半\d]*个?(?:年|季度|月|周)|(?:原则上|至少|不少于|不低于)?(?:\d+|[一二两三四五六七八九十]+)(?:次|轮|场|期|名|人|家|个|件|项)(?:及?以上)?的?"
)
RESULT = re.compile(
    r"[\u4e00-\u9fff]{2}(?:结果|结论|报告|信息|数据|情况|意见)[^，,]*?(?:按|每|及时|定期|向|依法|全部|均|应)"
)
SHORTEST_CONTEXT, LONGEST_CONTEXT, DATE_WORDS = 6, 38, 3
VAGUE_WORDS = re.compile(
    r"^(?:积极|加快|大力|进一步|不断|逐步|持续|深入|全面|切实|着力|有序|稳步|充分|及时|继续|严格|认真|努力|力争|适时|扎实|坚决|广泛|尽快|主动|有效|至少|原则上|可以?(?!追溯|视|持续|控|靠|行|查)|也|还|并|同时|均|都)+"
)
BEGINS_WITH_VERB = re.compile(rf"(?:定期|基本|每[^每]{{1,3}}|常态化|统一|分级|分类|依法|依规)*(?:{VERBS}|负责)")


@dataclass(frozen=True, slots=True)
class Saying:
    """`who` acts, with the placeholders of a question; `act` is what he does, without what only introduces it.

    `case` is the condition under which it is asked of him; it stands in `who`.
    `whole` says that nothing but leads, purposes and vague words was left out, and `verbal` that it begins with a verb.
    `context` is the act before it in its sentence, for words that cannot be understood without.
    """

    who: str
    act: str
    whole: bool
    verbal: bool
    context: str = ""
    case: str = ""


def take_apart(text: str, aimed: str = "", before: Sequence[str] = ()) -> Saying:
    """The saying of a part of a clause: of its comma part with the figure `aimed` at, or else of its duty.

    `before` are the parts before it in its sentence.
    """
    own = plain_words(text)
    parts = [own[start:end].strip(SUM_UP) for start, end in cut_at(own, 0, len(own), COMMAS)] or [own]
    roles = [find_role(one) for one in parts]
    main = _find_main(parts, roles, aimed)
    case, bare = split_case(parts[main])
    who, act = split_subject(strip_level(bare) if case else bare)
    if aimed in parts[main] and aimed not in act:  # 5个检验机构达到B级: the figure stands in the subject
        who, act = "{place}", parts[main]
    following = [] if aimed else [one for one, role in zip(parts, roles, strict=True) if role != "goal"]
    following = [one for one in following if one in parts[main + 1 :] and not DIGIT.search(one)]
    while following and len(act) + sum(map(len, following)) > MOST_LETTERS:
        following.pop()
    leads = [one for one in parts[:main] if NEEDED_LEAD.match(one) and find_role(one) == "lead"]
    act = ALSO.sub("", act)
    said = "，".join((*leads, *([act] if leads else [strip_vague(act)]), *following))
    if who == "{place}" and main and (earlier := split_subject(parts[main - 1])[0]) != who:
        who = earlier
    said = strip_own(said) if who == "{place}" else said
    if not case and who == "{place}" and not names_level(bare):
        case = find_case((*before, *parts[:main]))
    whole = len(following) == sum(role != "goal" for role in roles[main + 1 :])
    context = "" if case else _find_context([*before, *parts[:main]])
    return Saying(_put_case(case, who), said, whole, is_verbal(said), context, case)


def _put_case(case: str, who: str) -> str:
    """Who acts, where only those are asked who meet a condition: 本县如有药材市场，…; 如有疫苗企业，本县市场监管局…."""
    if not case:
        return who
    return f"{{place}}如{case}，" if who == "{place}" else f"如{case}，{who}"


def _find_context(before: Sequence[str]) -> str:
    """The act before, its numbers apart; nothing where that does not say of itself what it speaks of."""
    told = [one for one in before if find_role(one) != "lead"]
    act = strip_vague(split_subject(plain_words(OFTEN.sub("", told[-1])))[1]) if told else ""
    return act if SHORTEST_CONTEXT <= len(act) <= LONGEST_CONTEXT and not DIGIT.search(act) else ""


def is_verbal(act: str) -> bool:
    """Whether an act begins with a verb, and not with a name that has one in it."""
    return not (NAME.match(act) or RESULT.match(act)) and (BEGINS_WITH_VERB.match(act) or DUTY.match(act)) is not None


def plain_words(text: str) -> str:
    """The words without their ordinal and the mark at their end; braces would be placeholders."""
    return AMONG_THEM.sub("", ORDINAL.sub("", text).strip(SUM_UP)).replace("{", "（").replace("}", "）")


def _find_main(parts: Sequence[str], roles: Sequence[Role], aimed: str) -> int:
    if aimed:
        at = next((at for at, one in enumerate(parts) if aimed in one), len(parts) - 1)
        alone = roles[at] == "lead" and len(parts[at]) <= len(aimed) + DATE_WORDS  # 到2028年，建成…
        return at + 1 if alone and at + 1 < len(parts) else at
    order: tuple[Role, ...] = ("duty", "goal", "rest")
    return next((roles.index(role) for role in order if role in roles), len(parts) - 1)


def split_subject(text: str) -> tuple[str, str]:
    """Who acts, as a question names him, and the rest of a comma part."""
    subject = find_subject(text)
    if not subject:
        return "{place}", text
    bare = MODAL.sub("", subject)
    if charged := CHARGED.search(bare):
        bare = bare[: charged.start()]
    return _name_actor(bare), text[len(bare) if charged else len(subject) :]


def _name_actor(subject: str) -> str:
    if GOVERNMENT.search(subject):
        return "{place}党委和政府" if "党委" in subject else "{government}"
    if REGULATOR.search(subject):
        return "{regulator}"
    return "{place}" if "每" in subject else "{place}" + strip_subject(subject)


def strip_vague(act: str) -> str:
    """An act without the words before its verb that say nothing which could be looked at."""
    bare = VAGUE_WORDS.sub("", act)
    return bare if BEGINS_WITH_VERB.match(bare) else act
