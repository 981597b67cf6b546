"""Titles break where a word ends."""

import pytest

from reports.word.titles import divide_title, measure_words


@pytest.mark.parametrize(
    "lines",
    [
        ["关于尽快提交自评问卷的函"],
        ["关于开展2026年度药品监管能力自评的通知"],
        ["关于2025年度药品监管能力自评", "（演示数据）结果的通报"],
        ["关于2026年度全省药品监管能力自评", "（第一批，试点单位）结果的通报"],
        ["关于开展全省药品安全监督管理", "能力建设情况综合评估工作的通知"],
        ["关于开展《某省药品监管能力标准化", "建设实施方案（2026—2030年）》", "落实情况综合评估工作的通知"],
    ],
)
def test_a_line_holds_whole_words(lines: list[str]) -> None:
    assert divide_title("".join(lines)) == lines


@pytest.mark.parametrize(
    "words", ["甲" * 21, "甲" * 45, "关于" + "甲" * 30 + "的通知", "关于（" + "甲" * 30 + "）的通报", "甲" * 100]
)
def test_what_has_no_words_that_are_known_breaks_evenly(words: str) -> None:
    lines = divide_title(words)
    assert "".join(lines) == words and len(lines) == -(-len(words) // 20)
    assert max(map(measure_words, lines)) <= 20
    assert not any(one.startswith(("的", "）")) for one in lines)
