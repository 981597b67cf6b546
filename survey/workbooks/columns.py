"""The columns of a sheet of questions, by their headers, and how high a row must be."""

import math
from collections.abc import Mapping
from unicodedata import east_asian_width

from survey.workbooks.layout import REMARK

# Widths in characters. Reading goes by the headers, so that a column that was moved is found.
KEY, ANSWER, FINDING = "编号", "答案", "核对意见"
COLUMNS = {
    KEY: 10,
    "序号": 5,
    "题目": 36,
    "达标标准": 16,
    "填报项": 16,
    ANSWER: 14,
    "单位或填法": 11,
    "不适用": 7,
    "不适用理由": 14,
    REMARK.label: 16,
    "说明和应附材料": 24,
    FINDING: 40,
}
PER_ROW = (KEY, "填报项", ANSWER, "单位或填法", FINDING)  # the others stand once for all rows of a question
PLACES = {label: place for place, label in enumerate(COLUMNS)}
ORIGIN_SHEET, OPTIONS_SHEET = "origin", "options"
LINE = 14  # points
CLAIM_KEY, CLAIMED, CLAIM_REASON = "事项编号", "申报分值", "申报理由"
CLAIM_COLUMNS = {CLAIM_KEY: 10, "事项": 40, "最高分值": 10, "应附材料": 30, CLAIMED: 12, CLAIM_REASON: 50}
FIRST_ROW = 2  # under the title and the headers


def count_lines(cells: Mapping[str, str]) -> int:
    """How many lines the highest of some cells takes; a Chinese character is two wide. Few programs work it out."""
    widths = COLUMNS | CLAIM_COLUMNS
    return max(
        sum(max(1, math.ceil(measure(line) / (widths[label] - 1))) for line in words.split("\n"))
        for label, words in cells.items()
    )


def measure(words: str) -> int:
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in words)
