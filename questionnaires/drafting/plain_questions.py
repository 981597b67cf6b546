"""Questions for what no duty of the library says: of the right kind, in the notice's words, as a bureau is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from questionnaires.drafting.counted_words import BASE_TIME, JUDGED, OF_ALL, OUGHT, RATE_PART, TIME_LEAD, name_parts
from questionnaires.drafting.duty_words import ADVERBS, LEADS
from questionnaires.drafting.listing import find_items
from questionnaires.drafting.plain_figures import is_short, word_figure
from questionnaires.drafting.saying import Saying, is_verbal, take_apart

BY_STEPS = re.compile(
    rf"(?:{ADVERBS})*(?:推进|加快|完善|健全|建设|构建|打造|加强|强化|提升|提高|优化|深化|夯实|升级|改造|形成|实现|补齐|扩建|迁建|建成|充实|"
    r"配齐|配强|配备|全面推行|培育|推动[^，,]*(?:建设|改造|应用|整合|发展|共享|对接|升级|互联互通|转化|实施|全覆盖)$)"
)
ENCOURAGED = re.compile(r"(?:鼓励|支持|引导|推动|促进|带动|激发|帮助)")
STANDING = re.compile(r"(?:定期|每|常态化|负责|承担|履行|牵头|有|按照?|能够?|依法)")
LED = re.compile(rf"(?:{LEADS}|将|把|在|与|向|由|同)")
# Words that are no act, or only half of one.
UNFIT = re.compile(r"^(?:其中|其他|包括|即|如|如果|以及)|“[^”]*$|^[^“]*”|[（(][^）)]*$|[\u4e00-\u9fff]{0,6}等$")
OTHERS = re.compile(r"其[他余]")
LONGEST_PLAIN, SHORTEST_PLAIN, LONGEST_ASKED = 40, 5, 75
# What a kind needs besides its figures, where the notice's words do not say it.
PARTS: dict[str, dict[str, Any]] = {
    "number": {"unit": "项"},
    "share": {"part": "其中已经达到要求的数", "whole": "总数", "unit": "项"},
    "rate": {"count": "数量", "base": "基数", "unit": "份", "base_unit": "人"},
    "growth": {"baseline": "基数", "current": "现数", "unit": "项"},
    "grade": {"scale": "laboratory"},
}
# 按照人均目前为多少, 数量、基数各是多少: what is counted is not named.
UNNAMED = re.compile(
    r"基数|现数|(?:^|\})(?:[本各全])?[省市县区州盟旗]*数量?[、各是]|(?:按照?|将|把|以|对|由)[^，、]{0,6}(?:目前为|多少)"
)
FORBIDDEN = re.compile(r"不得|严禁|禁止|不予")
UNEVEN, HALF_SAID = 3, re.compile(r"的|进行|开展|建立|机制|将|要|与|在|对")
WORDED = ("yes_no", "stage", "checklist")
YEARLY = re.compile(r"每一?年(?!龄)|年度")
PERCENT = ("%", "％", "百分点")
Fitness = Literal["usable", "edit", "write"]


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """A question with placeholders, its criterion, and whether it can be asked as it is; `may_not_apply` says that it
    is asked under a condition only."""

    asks: str
    criterion: dict[str, Any]
    fitness: Fitness
    may_not_apply: bool = False


def ask_plainly(
    text: str, criterion: Mapping[str, Any], printed: str = "", before: Sequence[str] = ()
) -> PlainQuestion:
    """The question for a part of a clause from its own words, and from those `before` it in its sentence where they do
    not say what they speak of; `printed` is the figure that is its target."""
    saying = take_apart(text, printed, before)
    kind = str(criterion["kind"])
    named = name_parts(kind, saying.act, printed)
    whole = complete({**criterion, **named})
    year = "{year}，" if is_yearly(kind, text, before) else ""
    asks = f"{year}{_word(saying, whole, printed)}？"
    return PlainQuestion(asks, whole, _judge(saying, whole, named, asks, printed), bool(saying.case))


def is_yearly(kind: str, text: str, before: Sequence[str]) -> bool:
    """Whether a share or a rate is that of a year: what is told each year, itself or by the act just before it."""
    told = (text, *(before[-1:] if not TIME_LEAD.match(text) else ()))
    return kind in ("share", "rate") and any(YEARLY.search(one) for one in told)


def _word(saying: Saying, criterion: Mapping[str, Any], printed: str) -> str:
    who, act, kind = saying.who, saying.act, str(criterion["kind"])
    if kind == "stage":
        return f"{who}{act}，目前进展到哪一步"
    if kind == "checklist":
        return f"{who}{act}，下列哪几项已经做到"
    if kind != "yes_no":
        return word_figure(saying, criterion, printed)
    if ENCOURAGED.match(act):
        return f"{who}是否已经采取措施{act}"
    if FORBIDDEN.search(act) or (not saying.verbal and not LED.match(act)):
        return f"{who}{act}，是否已经做到"
    return f"{who}{'是否' if STANDING.match(act) else '是否已经'}{act}"


def _judge(saying: Saying, criterion: Mapping[str, Any], named: Mapping[str, str], asks: str, printed: str) -> Fitness:
    kind, act = str(criterion["kind"]), saying.act
    if kind not in WORDED and UNNAMED.search(asks):
        return "write"
    if kind not in WORDED and not saying.context and is_short(saying, criterion, printed):
        return "write"
    if (
        len(asks) > LONGEST_ASKED
        or UNFIT.search(act)
        or (len(act) < SHORTEST_PLAIN and (kind != "grade" or OTHERS.search(saying.who)))
    ):
        return "write"
    if kind in ("share", "rate", "growth") and not named:
        return "write"
    if kind in ("yes_no", "stage", "done_by", "recency") and (saying.verbal or LED.match(act)) and saying.whole:
        return "usable" if len(act) <= LONGEST_PLAIN else "edit"
    if kind == "checklist" and saying.verbal and saying.whole:
        return "usable" if is_even([item["label"] for item in criterion["items"]]) else "edit"
    if kind == "growth" and not named["baseline"].startswith(BASE_TIME):
        return "usable"
    certain = kind in ("number", "rate") or (kind == "share" and is_named_whole(named))
    return "usable" if certain else "edit"


def is_named_whole(named: Mapping[str, str]) -> bool:
    """Whether what a share is of is what the notice names, and not what should have been."""
    if named["whole"] == PARTS["share"]["whole"] or named["whole"].startswith(JUDGED):
        return False
    return RATE_PART not in named["part"] or (
        OF_ALL.fullmatch(named["part"]) is not None and not named["whole"].startswith(OUGHT)
    )


def is_even(labels: Sequence[str]) -> bool:
    """Whether the items of a list are of one make: none much longer than the others, none with the sentence's words."""
    usual = sorted(map(len, labels))[len(labels) // 2]
    return all(len(one) <= usual + UNEVEN and not HALF_SAID.search(one) for one in labels)


def choose_kind(text: str) -> str:
    """The kind of question that fits words without a figure."""
    act = take_apart(text).act
    return "checklist" if find_items(act) else "stage" if BY_STEPS.match(act) and is_verbal(act) else "yes_no"


def make_criterion(text: str) -> dict[str, Any]:
    """The criterion of words without a figure; the items of a list are those of the text."""
    kind = choose_kind(text)
    items = label_items(find_items(take_apart(text).act))
    return {"kind": kind, "items": items} if kind == "checklist" else {"kind": kind}


def label_items(labels: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"value": f"item-{number}", "label": label} for number, label in enumerate(labels, 1)]


def complete(criterion: Mapping[str, Any]) -> dict[str, Any]:
    """A criterion with the parts that its kind cannot be without, in plain words where nothing says them."""
    kind = str(criterion["kind"])
    whole = {key: value for key, value in criterion.items() if value is not None}
    if kind in ("share", "growth", "rate") and whole.get("unit") in PERCENT:
        del whole["unit"]
    parts = PARTS.get(kind, {})
    return {**parts, **whole} if "options" not in whole else whole
