"""A scorecard as rows of plain words, for the tables and paragraphs of a report."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from questionnaires.answers import Answer
from questionnaires.criteria import Value
from questionnaires.criteria.checklists import Items
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import Result, Scorecard, Timing, Verdict
from questionnaires.wording import round_half_up, shorten_advice, write_date

VERDICT_NAMES = {
    Verdict.MET: "达标",
    Verdict.PARTIAL: "部分达标",
    Verdict.UNMET: "未达标",
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.UNANSWERED: "未作答",
    Verdict.NOT_SCORED: "不计分",
}
TIMING_NAMES = {Timing.OVERDUE: "已逾期", Timing.STANDING: "无期限", Timing.DUE: "未到期"}
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"
Clean = Callable[[str], str]
TOLD_BY_MISSING = frozenset({"yes_no", "stage", "grade"})


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap, in the order of the report.

    `cited` names the clause with its document, `clause` in a few characters; `is_said`: what is missing says the answer
    too; `todo` is the advice without its addressee; `on_path`: the shortest path to the next grade goes over it;
    `reason` is why reviewers changed the answer, where no other row tells of it.
    """

    id: str
    number: int
    title: str
    clause: str
    cited: str
    duty: str
    target: str
    answer: str
    is_said: bool
    own: str
    missing: str
    lost: str
    verdict: str
    timing: str
    deadline: str
    overdue: bool
    critical: bool
    assumed: bool
    advice: str
    todo: str
    remark: str
    on_path: bool
    reason: str = ""


def write_points(points: Fraction | None) -> str:
    """A score with two decimals, half up; a dash where there is none."""
    return "—" if points is None else f"{round_half_up(points):.2f}"


def name_basis(is_verified: bool) -> str:
    """By whose answers a score is, in one word."""
    return "认定" if is_verified else "自评"


def write_change(new: Fraction, old: Fraction) -> str:
    """By how many points one printed score is above another, in words."""
    change = round_half_up(new) - round_half_up(old)
    return "持平" if not change else f"{'提高' if change > 0 else '降低'}{abs(change):.2f}分"


def write_signed(new: Fraction | None, old: Fraction | None) -> str:
    """The same as a figure with its sign; a dash where there is nothing to compare."""
    if new is None or old is None:
        return "—"
    change = round_half_up(new) - round_half_up(old)
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{abs(change):.2f}"


def cite_briefly(questionnaire: Questionnaire, question: Question) -> str:
    """The clause, behind the number of its document where that is not the notice itself: ②二（三）."""
    place = next(place for place, source in enumerate(questionnaire.sources) if source.id == question.document)
    return (NUMBERS[place] if place else "") + question.clause


def write_timing(result: Result, as_of: date) -> str:
    """Where a gap stands against its due date, in a few words; nothing where it has none."""
    due = result.question.criterion.due
    if due is None or result.timing is None:
        return ""
    if result.timing is Timing.OVERDUE:
        return f"已逾期{(as_of - due).days}天（期限为{write_date(due)}）"
    return f"未到期（期限为{write_date(due)}）"


def write_target(question: Question, as_of: date) -> str:
    """What the notice asks in figures, and whether less than all of it counts."""
    target = question.criterion.write_target(as_of)
    return target + ("；须全部达到，部分达到不得分" if question.criterion.all_or_nothing else "")


def write_answer(question: Question, value: Value, clean: Clean) -> str:
    """What a bureau answered, in words."""
    return clean(question.criterion.write_value(value))


def list_gaps(
    questionnaire: Questionnaire, card: Scorecard, own: Scorecard, clean: Clean, path: Set[str] = frozenset()
) -> list[GapRow]:
    """The gaps in the order of the scorecard; `own` is the bureau's, `clean` makes what it typed printable.

    `path` has the ids of the questions on the shortest path.
    """
    answers = {result.question.id: result.answer for result in own.results}
    rows = [
        _describe_gap(number, questionnaire, gap, answers.get(gap.question.id), card.as_of, clean)
        for number, gap in enumerate(card.gaps, 1)
    ]
    return [replace(row, on_path=gap.question.id in path) for row, gap in zip(rows, card.gaps, strict=True)]


def _describe_gap(
    number: int, questionnaire: Questionnaire, gap: Result, own: Answer | None, as_of: date, clean: Clean
) -> GapRow:
    question, answer = gap.question, gap.answer
    value: Value = answer.value if answer else None
    missing, words = question.criterion.write_missing(value, as_of), write_answer(question, value, clean)
    return GapRow(
        id=question.id,
        number=number,
        title=question.title,
        clause=cite_briefly(questionnaire, question),
        cited=questionnaire.cite(question),
        duty=question.duty.rstrip("。"),
        target=write_target(question, as_of),
        answer=words,
        is_said=is_said(question, value, words, missing),
        own="" if is_same(own, answer) else write_given(question, own, clean),
        missing=missing,
        lost=f"{gap.shown_lost or 0:.2f}",
        verdict=VERDICT_NAMES[gap.verdict],
        timing=TIMING_NAMES[gap.timing or Timing.STANDING],
        deadline=write_timing(gap, as_of),
        overdue=gap.timing is Timing.OVERDUE,
        critical=question.critical,
        assumed=question.is_assumed,
        advice=question.advice,
        todo=shorten_advice(question.advice),
        remark=clean(own.remark) if own else "",
        on_path=False,
    )


def is_said(question: Question, value: Value, words: str, missing: str) -> bool:
    """Whether the words on what is missing say all of an answer."""
    if isinstance(value, Items):
        return not value.apart
    return question.criterion.kind in TOLD_BY_MISSING or missing.startswith(words)


def has_exceptions(value: Value) -> bool:
    """Whether items of a list were set apart, which a reader must be told even where the rest is met."""
    return isinstance(value, Items) and bool(value.apart)


def is_same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers to a question say the same, whatever is remarked."""
    if one is None or other is None:
        return one is other
    return (one.value, one.not_applicable) == (other.value, other.not_applicable)


def write_given(question: Question, answer: Answer | None, clean: Clean) -> str:
    """An answer in words, also where there is none or where the question does not apply."""
    if answer is None:
        return "未作答"
    if answer.not_applicable is not None:
        return f"不适用：{clean(answer.not_applicable)}"
    return write_answer(question, answer.value, clean)


def count_verdicts(results: Iterable[Result]) -> dict[str, int]:
    """How many questions there are of each verdict, by the verdict's value; quantities are no questions."""
    counts = {verdict.value: 0 for verdict in Verdict}
    for result in results:
        counts[result.verdict] += not result.question.is_quantity
    return counts
