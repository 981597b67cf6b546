"""What a reviewer should look at first: each reason by hand, on answers that are made for it."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import Answer, read_answer
from questionnaires.criteria import make_fraction
from questionnaires.questionnaire import Question
from questionnaires.scoring import Result, Verdict
from survey.responses.doubts import PlainResult
from survey.responses.flags import (
    File,
    Flag,
    FlagKind,
    Looked,
    Twins,
    count_kinds,
    find_flags,
    list_figures,
    normalise,
    order_queue,
    weigh,
)
from tests.survey.answering.sample_questions import make_question

AS_OF = date(2026, 6, 30)
PLAIN: dict[str, Any] = {"evidence": ()}


def judge(question: Question, value: Any = None, remark: str = "", reason: str | None = None) -> Result:
    raw = {"value": value, "remark": remark} if reason is None else {"not_applicable": reason, "remark": remark}
    answer: Answer = read_answer(question, raw, AS_OF)
    credit = make_fraction(question.criterion.make_judge(AS_OF)(answer.value)) if reason is None else None
    return Result(question, answer, Verdict.MET, credit, None, None, None, False)


def yes_no(id: str = "q", value: bool = True, remark: str = "", **rest: Any) -> Result:
    return judge(make_question("yes_no", id, **{**PLAIN, **rest}), value, remark)


def find(*results: Result, twins: Twins | None = None, **rest: Any) -> list[Flag]:
    return find_flags(1, Looked(results, AS_OF, **rest), twins or Twins())


def kinds(*results: Result, **rest: Any) -> list[FlagKind]:
    return [flag.kind for flag in find(*results, **rest)]


def test_a_plain_answer_gives_no_reason_to_look() -> None:
    assert find(yes_no(), yes_no("other", value=False)) == []


def test_a_critical_item_that_is_not_met_comes_up() -> None:
    assert kinds(yes_no(value=False, critical=True)) == [FlagKind.CRITICAL_UNMET]
    assert kinds(yes_no(value=True, critical=True)) == []


def test_a_critical_item_said_not_to_apply_comes_up() -> None:
    question = make_question("yes_no", critical=True, evidence=())
    assert kinds(judge(question, reason="无此业务")) == [FlagKind.CRITICAL_EXEMPT]


def test_full_credit_needs_evidence_where_some_is_asked_for() -> None:
    claim: dict[str, Any] = {"evidence": ("印发文件",)}
    assert kinds(yes_no(**claim)) == [FlagKind.BARE]
    assert kinds(yes_no(critical=True, **claim)) == [FlagKind.CRITICAL_BARE]
    assert kinds(yes_no(value=False, **claim)) == []
    assert kinds(yes_no(**claim), files={"q": [File("a1")]}) == []


def test_evidence_is_old_when_every_file_ran_out_before_the_reference_date() -> None:
    old, on_the_day = File("a1", date(2026, 6, 29)), File("b2", date(2026, 6, 30))
    assert kinds(yes_no(), files={"q": [old]}) == [FlagKind.EXPIRED]
    assert kinds(yes_no(), files={"q": [old, on_the_day]}) == []


def test_a_remark_that_takes_back_full_credit_comes_up_with_its_word() -> None:
    [flag] = find(yes_no(remark="文件尚未印发"))
    assert (flag.kind, flag.details) == (FlagKind.DOUBTFUL_REMARK, {"word": "尚未"})
    assert find(yes_no(value=False, remark="文件尚未印发")) == []


def test_what_the_profile_has_cannot_be_not_applicable() -> None:
    result = judge(make_question("grade", applies_if="has_laboratory"), reason="本级无实验室")
    assert kinds(result, profile={"has_laboratory": True}) == [FlagKind.DENIED_FACT]
    assert kinds(result, profile={}) == []  # the profile does not say so


def test_what_the_catalogue_says_presumes_something_cannot_be_without_it() -> None:
    drill = yes_no("drill", presumes=("plan",))
    [flag] = find(yes_no("plan", value=False, title="应急预案"), drill)
    assert (flag.kind, flag.question_id, flag.details) == (FlagKind.WITHOUT_GROUND, "drill", {"title": "应急预案"})
    assert find(yes_no("plan"), drill) == find(drill) == []
    assert find(yes_no("plan", value=False), yes_no("drill", value=False, presumes=("plan",))) == []


def test_the_same_thing_counted_twice_must_come_to_the_same() -> None:
    staff = make_question("share", "one", evidence=()), make_question("share", "two", title="编制", evidence=())
    first, second = judge(staff[0], {"part": 5, "whole": 20}), judge(staff[1], {"part": 5, "whole": 25})
    flags = find(first, second)
    assert [(flag.question_id, flag.details["here"], flag.details["there"]) for flag in flags] == [
        ("one", "20", "25"),
        ("two", "25", "20"),
    ]
    assert find(first, judge(staff[1], {"part": 5, "whole": 20})) == []


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("none", "C", [FlagKind.JUMP]),  # credit 0, then 1
        ("none", "none", []),
        ("B", "C", []),  # both are full credit
    ],
)
def test_half_the_credit_more_or_less_than_last_year_is_a_jump(before: str, now: str, found: list[FlagKind]) -> None:
    question = make_question("grade", "q", evidence=())
    assert kinds(judge(question, now), previous={"q": judge(question, before)}) == found


def test_a_jump_is_half_the_credit_and_not_less() -> None:
    question = make_question("number", "q", evidence=())  # target 40: 40 is 1, 20 is 1/2, 21 is 21/40
    assert kinds(judge(question, 40), previous={"q": judge(question, 20)}) == [FlagKind.JUMP]
    assert kinds(judge(question, 40), previous={"q": judge(question, 21)}) == []


@pytest.mark.parametrize(("now", "found"), [(121, True), (120, False), (13, True), (14, False), (0, False)])
def test_a_figure_more_than_three_times_last_years_comes_up(now: int, found: bool) -> None:
    question = make_question("growth", "q", evidence=())
    before, after = judge(question, {"baseline": 40, "current": 20}), judge(question, {"baseline": 40, "current": 20})
    changed = judge(question, {"baseline": now or 40, "current": 20})
    assert (FlagKind.FIGURE_JUMP in kinds(changed, previous={"q": before})) == found
    assert kinds(after, previous={"q": before}) == []


def test_last_years_answer_to_another_kind_of_question_is_not_compared() -> None:
    was = yes_no("q", value=False)
    assert kinds(judge(make_question("number", "q", evidence=()), 40), previous={"q": was}) == []


def test_the_same_remark_and_file_elsewhere_name_the_others_but_never_oneself() -> None:
    remark = "已经建立台账，每季度更新一次。"
    twins = Twins({("q", normalise(remark)): [1, 7]}, {"a1": [1], "b2": [9, 1, 8]})
    flags = find(yes_no(remark=remark), twins=twins, files={"q": [File("a1"), File("b2")]})
    assert [(flag.kind, flag.others) for flag in flags] == [(FlagKind.SAME_FILE, (8, 9)), (FlagKind.SAME_REMARK, (7,))]


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("已建立台账， 每季度 更新！", ""),  # 10 characters: the same by chance
        ("已建立台账，每季度更新一次", "已建立台账每季度更新一次"),
        ("ＡＢＣ 共１２项制度已经落实。", "abc共12项制度已经落实"),
        ("", ""),
    ],
)
def test_remarks_are_compared_without_spaces_signs_and_widths(remark: str, words: str) -> None:
    assert normalise(remark) == words


def test_full_marks_throughout_are_a_straight_line() -> None:
    five = [yes_no(f"q{number}") for number in range(5)]
    [flag] = find(*five)
    assert (flag.kind, flag.question_id, flag.details) == (FlagKind.STRAIGHT_LINE, "", {"count": "5"})
    assert find(*five[:4]) == find(*five, yes_no("no", value=False)) == []


def test_the_queue_has_the_most_pressing_first_then_more_reasons_then_more_weight() -> None:
    claim: dict[str, Any] = {"evidence": ("文件",)}
    results = [
        yes_no("plain"),
        yes_no("bare", **claim),
        yes_no("heavy", weight=3, **claim),
        yes_no("doubt", remark="尚未印发", **claim),
        yes_no("critical", value=False, critical=True),
    ]
    flags = find(*results)
    assert order_queue(flags, results) == ["critical", "doubt", "heavy", "bare"]
    assert weigh(count_kinds(flags)) > weigh(count_kinds(find(*results[:4])))


def test_figures_are_read_with_what_they_count() -> None:
    rate = judge(make_question("rate"), {"count": 3, "base": 1000})
    assert list(list_figures(rate)) == [("报告数", "份", Fraction(3)), ("常住人口数", "人", Fraction(1000))]
    assert list(list_figures(judge(make_question("rate"), reason="无此业务"))) == []


@pytest.mark.parametrize("remark", ["无未完成事项", "没有尚未整改的问题", "不存在未落实的情况", "上年检查未发现问题"])
def test_a_remark_that_denies_what_is_lacking_takes_nothing_back(remark: str) -> None:
    assert find(yes_no(remark=remark)) == []


def test_a_remark_that_says_done_where_nothing_is_claimed_comes_up() -> None:
    [flag] = find(yes_no(value=False, remark="已全面建成并运行"))
    assert (flag.kind, flag.details) == (FlagKind.DONE_REMARK, {"word": "已全面建成"})
    assert find(yes_no(value=False, remark="已印发，尚未实施"), yes_no("other", remark="已建成")) == []


@pytest.mark.parametrize(("now", "found"), [(121, True), (120, False), (2, False), (1, True)])
def test_a_basic_figure_is_doubted_when_it_is_more_than_tenfold(now: int, found: bool) -> None:
    question = make_question("quantity", "q", evidence=())
    before, after = (PlainResult(question, read_answer(question, {"value": one}, AS_OF), None) for one in (12, now))
    flags = find_flags(1, Looked([after], AS_OF, previous={"q": before}), Twins())
    assert (FlagKind.FIGURE_JUMP in {flag.kind for flag in flags}) == found
