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
        for path in sorted(ROOT.glob(pattern)):
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
    assert [where for where, words in said if loser in words] == [], f"say {used}"


def test_each_word_of_the_table_is_said_somewhere(said: list[tuple[str, str]]) -> None:
    everything = "\n".join(words for _, words in said)
    assert [word for _, used in list_losers() for word in used.split("、") if word not in everything] == []
