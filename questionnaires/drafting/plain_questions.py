"""Questions for what no duty of the library says: of the right kind, in plain words that a person is to better."""

import re
from collections.abc import Mapping
from typing import Any

from questionnaires.drafting.duty_words import ADVERBS
from questionnaires.drafting.listing import find_items
from questionnaires.drafting.segments import DUTY, ORDINAL, find_role

BY_STEPS = re.compile(
    rf"(?:{ADVERBS})*(?:推进|推动|加快|完善|健全|建设|构建|打造|加强|强化|提升|提高|优化|深化|夯实|升级|改造|形成|实现|补齐|扩建|迁建|建成|"
    r"充实|配齐|配备|全面推行|培育)"
)
LONGEST_PLAIN = 32
ENDINGS = {
    "yes_no": "{place}是否已经做到？",
    "stage": "{place}目前进展到哪一步？",
    "checklist": "{place}已经做到下列哪几项？",
    "number": "{place}目前是多少{unit}？",
    "share": "{place}总数和其中已经达到的各是多少？",
    "rate": "{place}的数量和基数各是多少？",
    "growth": "{place}的基数和现数各是多少？",
    "grade": "{place}目前达到哪一级？",
    "recency": "{place}最近一次是哪一天？",
    "done_by": "{place}是哪一天完成的？",
}
# What a kind needs besides its figures, where no duty of the library says it.
PARTS: dict[str, dict[str, Any]] = {
    "number": {"unit": "项"},
    "share": {"part": "其中已经达到要求的数", "whole": "总数", "unit": "项"},
    "rate": {"count": "数量", "base": "基数", "unit": "份", "base_unit": "人"},
    "growth": {"baseline": "基数", "current": "现数", "unit": "项"},
    "grade": {"scale": "laboratory"},
}
PERCENT = ("%", "％", "百分点")
SUM_UP = "，。；;,！？:："


def choose_kind(text: str) -> str:
    """The kind of question that fits words without a figure."""
    if find_items(text):
        return "checklist"
    return "stage" if BY_STEPS.match(strip_lead(text)) else "yes_no"


def make_criterion(text: str) -> dict[str, Any]:
    """The criterion of words without a figure; the items of a list are those of the text."""
    kind = choose_kind(text)
    return {"kind": kind, "items": label_items(find_items(text))} if kind == "checklist" else {"kind": kind}


def label_items(labels: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"value": f"item-{number}", "label": label} for number, label in enumerate(labels, 1)]


def word_question(text: str, criterion: Mapping[str, Any]) -> str:
    """The question with placeholders, from the notice's own words."""
    kind, said = str(criterion["kind"]), _say(strip_lead(text))
    if kind == "yes_no" and is_plain(text):
        return f"{{place}}是否已经{said}？"
    year = "{year}，" if criterion.get("per_year") else ""
    return f"{year}{_say(text)}，{ENDINGS[kind].replace('{unit}', str(criterion.get('unit') or ''))}"


def is_plain(text: str) -> bool:
    """Whether words are one short thing to do, so that a question of them can be read as it is."""
    said = strip_lead(text)
    return len(said) <= LONGEST_PLAIN and "，" not in said and bool(DUTY.match(said))


def strip_lead(text: str) -> str:
    """The words without their ordinal and without what only introduces them."""
    parts = [one for one in re.split("[，,]", ORDINAL.sub("", text).strip(SUM_UP)) if one]
    while len(parts) > 1 and find_role(parts[0]) == "lead":
        del parts[0]
    return "，".join(parts)


def _say(text: str) -> str:
    return ORDINAL.sub("", text).strip(SUM_UP).replace("{", "（").replace("}", "）")


def complete(criterion: Mapping[str, Any]) -> dict[str, Any]:
    """A criterion with the parts that its kind cannot be without, in plain words where nothing says them."""
    kind = str(criterion["kind"])
    whole = {key: value for key, value in criterion.items() if value is not None}
    if kind in ("share", "growth", "rate") and whole.get("unit") in PERCENT:
        del whole["unit"]
    parts = PARTS.get(kind, {})
    return {**parts, **whole} if "options" not in whole else whole
