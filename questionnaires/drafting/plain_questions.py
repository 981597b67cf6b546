"""Questions for what no duty of the library says: of the right kind, in plain words that a person is to better."""

import re
from collections.abc import Mapping
from typing import Any

from questionnaires.drafting.duty_words import ADVERBS
from questionnaires.drafting.listing import find_items
from questionnaires.drafting.segments import ORDINAL

DONE_OR_NOT = re.compile(
    rf"(?:{ADVERBS})*(?:建立|制定|设立|成立|出台|印发|组建|明确|公开|公示|举办|召开|聘请|聘用|启动|开通|试行|鼓励|探索)"
)
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
SUM_UP = "，。；;,！？:："


def choose_kind(text: str) -> str:
    """The kind of question that fits words without a figure."""
    if find_items(text):
        return "checklist"
    return "yes_no" if DONE_OR_NOT.match(ORDINAL.sub("", text)) else "stage"


def make_criterion(text: str) -> dict[str, Any]:
    """The criterion of words without a figure; the items of a list are those of the text."""
    kind = choose_kind(text)
    return {"kind": kind, "items": label_items(find_items(text))} if kind == "checklist" else {"kind": kind}


def label_items(labels: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"value": f"item-{number}", "label": label} for number, label in enumerate(labels, 1)]


def word_question(text: str, criterion: Mapping[str, Any]) -> str:
    """The question with placeholders, from the notice's own words."""
    said = ORDINAL.sub("", text).strip(SUM_UP)
    ending = ENDINGS[str(criterion["kind"])].replace("{unit}", str(criterion.get("unit") or ""))
    return f"{said.replace('{', '（').replace('}', '）')}，{ending}"
