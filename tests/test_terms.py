"""One word for one thing: what docs/terms.zh-CN.md puts aside is nowhere on screen, in mails or on paper."""

import re
from collections.abc import Iterator

import pytest

from tests.test_words import CATALOGUES, ROOT, read_messages

TABLE = ROOT / "docs" / "terms.zh-CN.md"
# What code says in Chinese: papers, workbooks, the words of criteria. Words that are read from files are not said.
SAID = (
    "reports/**/*.py",
    "reports/templates/**/*.html",
    "survey/templates/**/*.html",
    "survey/answering/*.py",
    "survey/mail/*.py",
    "survey/plans/*.py",
    "survey/workbooks/*.py",
    "questionnaires/criteria/*.py",
    "questionnaires/wording.py",
    "survey/demo/*.py",
)
NOT_SAID = ROOT / "survey" / "workbooks" / "former_words.py"  # read in workbooks of before


def list_losers() -> list[tuple[str, str]]:
    """The words that are not used, each with those that are."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    heads = {"用语", "---"}
    return [
        (loser, used) for used, losers in rows if used not in heads for loser in losers.strip().split("、") if loser
    ]


def read_said() -> Iterator[tuple[str, str]]:
    """Everything that is said, and where."""
    for name in CATALOGUES:
        for id, message in read_messages(name).items():
            told = message.string if isinstance(message.string, str) else " ".join(message.string or ())
            yield f"{name}: {id}", told
    for pattern in SAID:
        for path in sorted(set(ROOT.glob(pattern)) - {NOT_SAID}):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def said() -> list[tuple[str, str]]:
    return list(read_said())


def test_the_table_names_words_that_are_used_and_others_that_are_not() -> None:
    losers = {loser for loser, _ in list_losers()}
    winners = {word for _, used in list_losers() for word in used.split("、")}
    assert len(losers) > 30 and {"超期", "已落实", "审签"} <= losers
    assert losers.isdisjoint(winners)


@pytest.mark.parametrize(("loser", "used"), sorted(set(list_losers())))
def test_a_word_that_is_put_aside_is_said_nowhere(loser: str, used: str, said: list[tuple[str, str]]) -> None:
    assert [where for where, words in said if says(loser, used, words)] == [], f"say {used}"


def says(loser: str, used: str, words: str) -> bool:
    """Whether a word that is not used is there, otherwise than within one that is."""
    for one in used.split("、"):
        words = words.replace(one, "") if loser in one else words
    return loser in words


def test_a_short_word_within_the_one_that_is_used_is_not_put_aside() -> None:
    assert says("基准日", "填报基准日", "填报基准日之后，基准日之前")
    assert not says("基准日", "填报基准日", "填报基准日之后")
