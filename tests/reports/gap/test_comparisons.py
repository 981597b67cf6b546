"""What differs between bureau and reviewers, between this round and the last, and from like bureaus."""

import re
from decimal import Decimal
from fractions import Fraction

from questionnaires.outcomes import keep_outcome
from reports.gap.comparisons import list_changes, list_reviews
from reports.gap.content import remember_round, spread_scores
from reports.gap.domain_rows import list_domains
from reports.gap.report import build_gap_report
from reports.printing.svg_charts import Spread
from tests.reports.samples import ALL_MET, MIXED, REASON, judge, make_report, make_rich_report


def test_a_review_shows_both_answers_the_reason_and_what_it_does_to_the_score() -> None:
    rows = list_reviews(make_rich_report(), str)
    # The plan falls from 1/2 to 0 of 9, training rises from 7/8 to 1.
    assert [(row.title, row.own, row.verified, row.change) for row in rows] == [
        ("能力建设规划", "C级", "无", "−5.56"),
        ("监管人员培训", "35学时", "40学时", "+1.39"),
    ]
    assert rows[0].reason == "规划尚在起草，未印发。"


def test_a_gap_shows_what_the_bureau_said_and_what_was_verified() -> None:
    words = re.sub("<[^>]*>", "", build_gap_report(make_rich_report()))
    assert "自评　C级　认定　无　差距　" in words


def test_an_answer_that_was_only_remarked_on_is_no_difference() -> None:
    assert list_reviews(make_report(MIXED, REASON, {"drill": "已列入计划。"}, verified=judge(MIXED, REASON)), str) == []


def test_changes_since_the_last_round_begin_with_what_got_worse() -> None:
    changes = list_changes(make_rich_report())
    assert changes is not None
    assert [(row.title, row.last, row.now, row.word) for row in changes.rows] == [
        ("能力建设规划", "1.00", "0.00", "新出现差距"),
        ("药品安全委员会", "0.00", "1.00", "新达标"),
        ("监管人员培训", "0.50", "1.00", "新达标"),
    ]
    assert (changes.worse, changes.better, changes.same, changes.added) == (1, 2, 6, 0)


def test_a_question_that_is_new_is_counted_apart() -> None:
    last = remember_round("上轮", judge({id: value for id, value in MIXED.items() if id != "drill"}, REASON))
    changes = list_changes(make_report(MIXED, REASON, last=last))
    assert changes is not None and (changes.same, changes.added) == (8, 1)


def test_a_credit_that_is_nearly_full_never_looks_full() -> None:
    nearly = judge(MIXED | {"training": Decimal("39.999")}, REASON)
    changes = list_changes(make_report(MIXED, REASON, last=remember_round("上轮", nearly)))
    assert changes is not None and [(row.last, row.word) for row in changes.rows] == [("0.99", "退步")]


def test_without_a_last_round_there_is_nothing_to_compare() -> None:
    assert list_changes(make_report(MIXED, REASON)) is None
    assert "与上轮比较" not in build_gap_report(make_report(MIXED, REASON))


def test_domains_have_their_last_score_and_where_others_stand() -> None:
    first, second = list_domains(make_rich_report())
    # N08: 1, 0, 1/2, 1, 5/6 of 5; before 0, 1, 1/2, 1/2, 5/6. N12 is as it was.
    assert (first.score, first.change, first.met, first.asked) == (Decimal("66.67"), "+10.00", 2, 5)
    assert (second.score, second.change) == (Decimal("50.00"), "0.00")
    assert first.spread == Spread(Decimal(85), Decimal(90), Decimal(95))


def test_the_report_says_which_domains_are_below_like_bureaus() -> None:
    html = build_gap_report(make_rich_report())
    assert "按认定得分与本轮其他6个同级单位相比，低于中间一半的有检验检测能力、应急管理体系。" in html


def test_fewer_than_five_like_bureaus_are_not_shown() -> None:
    others = [keep_outcome(judge(ALL_MET | {"training": 8 * number})) for number in range(5)]
    assert spread_scores(others[:4]) is None
    likes = spread_scores(others)
    # 90, 92, 94, 96 and 98.
    assert likes is not None and likes.whole == Spread(Decimal(92), Decimal(94), Decimal(96))


def test_a_domain_that_fewer_than_five_have_a_score_for_is_not_shown() -> None:
    few = judge({"committee": True}, dict.fromkeys(list(ALL_MET)[1:], "本县不涉及。"))
    likes = spread_scores([keep_outcome(judge(ALL_MET))] * 4 + [keep_outcome(few)])
    assert likes is not None and set(likes.domains) == {"N08"}


def test_an_unfinished_response_of_others_is_left_out() -> None:
    assert spread_scores([keep_outcome(judge(ALL_MET))] * 4 + [keep_outcome(judge({"committee": True}))]) is None


def test_a_round_is_remembered_exactly() -> None:
    last = remember_round("上轮", judge(MIXED, REASON))
    assert (last.score, last.credits["training"]) == (Fraction(100 * 137, 24 * 9), Fraction(7, 8))
