"""Figures of a clause: what is a target, with all that belongs to it, and what is none."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.drafting.figures.finding import find_figures
from questionnaires.drafting.parts import FoundFigure
from tests.questionnaires.drafting.figure_sentences import FIRST, SECOND, THIRD
from tests.questionnaires.drafting.figure_sentences_apart import SIXTH
from tests.questionnaires.drafting.figure_sentences_doubts import MISSED_DOUBTS
from tests.questionnaires.drafting.figure_sentences_doubts_first import FIRST_DOUBTS
from tests.questionnaires.drafting.figure_sentences_doubts_fourth import FOURTH_DOUBTS, MISSED_FOURTH_DOUBTS
from tests.questionnaires.drafting.figure_sentences_doubts_second import SECOND_DOUBTS
from tests.questionnaires.drafting.figure_sentences_doubts_third import THIRD_DOUBTS
from tests.questionnaires.drafting.figure_sentences_hard import FIFTH
from tests.questionnaires.drafting.figure_sentences_met import MET_KINDS
from tests.questionnaires.drafting.figure_sentences_more import FOURTH
from tests.questionnaires.drafting.figure_sentences_places import FOURTEENTH, MISSED_PLACES, THIRTEENTH
from tests.questionnaires.drafting.figure_sentences_plans import ELEVENTH, MISSED_PLANS, TWELFTH
from tests.questionnaires.drafting.figure_sentences_provinces import EIGHTH, SEVENTH
from tests.questionnaires.drafting.figure_sentences_regions import MISSED_REGIONS, NINTH, TENTH
from tests.questionnaires.drafting.figure_sentences_traps import TRAPS

ASKED = (
    *FIRST,
    *SECOND,
    *THIRD,
    *FOURTH,
    *FIFTH,
    *SIXTH,
    *SEVENTH,
    *EIGHTH,
    *NINTH,
    *TENTH,
    *ELEVENTH,
    *TWELFTH,
    *THIRTEENTH,
    *FOURTEENTH,
    *TRAPS,
    *FIRST_DOUBTS,
    *SECOND_DOUBTS,
    *THIRD_DOUBTS,
    *FOURTH_DOUBTS,
    *MET_KINDS,
)
MISSED = (*MISSED_REGIONS, *MISSED_PLANS, *MISSED_PLACES, *MISSED_DOUBTS, *MISSED_FOURTH_DOUBTS)
SENTENCES = [sentence for sentence, _ in ASKED]
LETTERS = "012359.%％：:/-—~年月日天个名批次万千百十二三分之成倍级每率占不少于达到以上内由第（）〔〕“”、，。； \n"
FIGURED = ("number", "share", "rate", "growth", "recency", "done_by", "grade")
ISSUED, EFFECTIVE = date(2022, 6, 15), date(2022, 8, 1)


def write(figure: FoundFigure) -> str:
    """A criterion as the tables write it: number≥200名 by 2025-12-31 /12."""
    fields: dict[str, Any] = figure.criterion or {}
    kind = fields.get("kind", "")
    sign = {"number": "≤" if fields.get("op") == "at_most" else "≥", "grade": "≥", "share": "≥"}.get(kind, "≥")
    sign = {"up": "+", "down": "-"}.get(str(fields.get("direction")), sign)
    words = f"{kind}{sign}{fields['target']}" if "target" in fields else kind
    words += str(fields.get("unit", "")) if kind in ("number", "rate") else ""
    words += f"/{fields['per']}" if "per" in fields else ""
    words += f" each {fields['period_months']}" if "period_months" in fields else ""
    words += f" by {fields['due']}" if "due" in fields else ""
    return words.strip()


def read_all(sentence: str) -> list[str]:
    """What a sentence asks: its targets, or where it has none its lone dates and periods."""
    found = find_figures(sentence, ISSUED, EFFECTIVE)
    targets = [write(one) for one in found if one.criterion and "kind" in one.criterion]
    return targets or [write(one) for one in found if one.criterion]


@pytest.mark.parametrize(("sentence", "asked"), ASKED)
def test_it_reads_what_a_sentence_asks(sentence: str, asked: str) -> None:
    assert read_all(sentence) == [one.strip() for one in asked.split("|") if one.strip()]


@pytest.mark.parametrize(("sentence", "asked", "read"), MISSED)
def test_it_invents_nothing_where_it_misses_something(sentence: str, asked: str, read: str) -> None:
    """What it does not read exactly is named, with what it reads instead; a target that nobody asks is not among it."""
    found = [one.partition(" ")[0] for one in read_all(sentence)]
    wanted = [one.strip().partition(" ")[0] for one in asked.split("|")]

    assert asked != read
    assert read_all(sentence) == [one.strip() for one in read.split("|") if one.strip()]
    assert not Counter(found) - Counter(wanted)


def check_digits(body: str) -> None:
    """Each run of digits is in one figure, which says what it is or why it is none; no two figures overlap."""
    found = find_figures(body, ISSUED, EFFECTIVE)
    assert all(one.end <= following.start for one, following in pairwise(found))
    assert all(bool(one.criterion) != bool(one.reason) for one in found)
    for digits in re.finditer(r"\d+", body):
        held = [one for one in found if one.start <= digits.start() and digits.end() <= one.end]
        assert len(held) == 1, f"{digits[0]} is in {held}"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_it_accounts_for_every_digit_once(sentence: str) -> None:
    check_digits(sentence)


@given(
    st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(["", "\n", "\u3000", "（1）", "\n2. "])), max_size=6)
)
@settings(max_examples=150, deadline=None)
def test_it_accounts_for_every_digit_of_a_clause(parts: list[tuple[str, str]]) -> None:
    check_digits("".join(f"{glue}{sentence}" for sentence, glue in parts))


@given(st.text(alphabet=LETTERS, max_size=60))
@settings(max_examples=400, deadline=None)
def test_it_accounts_for_every_digit_of_any_text(body: str) -> None:
    check_digits(body)


def test_each_figure_stands_where_it_says() -> None:
    body = "到２０２５年\n底，抽检合格率\u00a0达到 98\n％；\n（1）每 3 年至少演练 1 次。\n（2）建设2—3个基地。"

    found = find_figures(body, ISSUED)

    assert [one.text for one in found] == ["２０２５年\n底", "98\n％", "（1）", "每 3 年", "1 次", "（2）", "2", "3个"]
    assert all(body[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("sentence", "figure", "reason"),
    [
        ("落实国办发〔2021〕16号文件。", "国办发〔2021〕16号", "所引用文件的年份和文号，不是指标"),
        ("推进省、市、县三级联动。", "省、市、县三级", "各层级的统称，不是指标"),
        ("对货值金额50万元以上的案件挂牌督办。", "50万元", "划分案件的金额界线，不是要完成的指标"),
        ("检查员由60名增加到120名。", "60名", "提高或者降低之前的基数，不是指标"),
        ("本地有条件的可以先行建设5个基地。", "5个", "可以选择的做法或者举例，需要人工确认是否作为指标"),
        ("全省检查企业412家。", "412家", "没有“不少于”“达到”等要求，也不像目标数，需要人工确认是否作为指标"),
        (
            "检查企业800家，责令整改80家。",
            "800家",
            "没有“不少于”“达到”等要求，也不像目标数，需要人工确认是否作为指标",
        ),
        ("建设2-3个基地。", "3个", "“2-3个”的上限；下限已作为指标"),
        ("最高奖励100万元。", "100万元", "奖励、补助或者处罚的标准，不是要完成的指标"),
        ("现有药品生产企业320家。", "320家", "现状的说明，不是指标"),
        (
            "自发文机关公布之日起3年内建成。",
            "自发文机关公布之日起3年内",
            "期限，从印发之日起算；文中没有这个日期，需要补上",
        ),
    ],
)
def test_it_says_why_a_figure_is_no_target(sentence: str, figure: str, reason: str) -> None:
    reasons = {one.text: one.reason for one in find_figures(sentence, None) if one.criterion is None}
    assert reasons.get(figure) == reason
