"""What a circular does not say: nothing over few bureaus, no ranking of nobody."""

from dataclasses import replace
from fractions import Fraction

from reports.word.circular import describe_circular
from reports.word.letters import write_circular
from tests.reports.rounds.rankings import A, B, claiming, report_on, verified, waiting
from tests.reports.word.circulars import describe
from tests.reports.word.reading import read_paragraphs

NONE = Fraction(0)


def test_shared_gaps_are_counted_from_five_bureaus_on() -> None:
    level = describe(*(verified(str(n), 80, credits={"a-lab": NONE} if n else {}) for n in range(5)), asked=(A,))
    assert [(one.title, one.count, one.share) for one in level.gaps] == [("lab事项", "4/5", "80.0%")]


def test_a_change_is_said_as_a_sentence_says_it() -> None:
    for last, said in ((70, "比上轮提高10.00分。"), (90, "比上轮下降10.00分。"), (80, "比上轮持平。")):
        five = [replace(verified(str(n), 80), verified_last=Fraction(last)) for n in range(5)]
        assert f"认定5个，平均80.00分，{said}" in describe(*five, asked=(A,)).figures


def test_where_nobody_is_verified_no_ranking_is_announced() -> None:
    level = describe(claiming("1", 90), waiting("2"), waiting("3", asked=B))
    assert (level.common, level.gaps) == ("", [])
    circular = describe_circular(report_on(claiming("1", 90), asked=(A,)))
    heads = [words for style, words in read_paragraphs(write_circular(circular)) if style == "一级标题"]
    assert heads[1] == "二、县（市、区）填报情况"
