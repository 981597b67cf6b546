"""What is no gap, and what moved since the round before: each as one paragraph behind a label."""

from collections.abc import Iterable
from dataclasses import dataclass

from questionnaires.criteria.quantities import NotKept
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Result, Verdict
from reports.gap.comparisons import CHANGE_WORDS, NEWLY_MET, ChangeRow, Changes
from reports.gap.content import Annex, GapReport
from reports.gap.rows import VERDICT_NAMES, Clean, cite_briefly, has_exceptions, write_answer

LATE_NAME = "逾期完成"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A label, how many questions it is about where they are counted, and the questions in words."""

    label: str
    count: int | None
    words: str


def list_moved(changes: Changes | None) -> list[ListRow]:
    """The questions that moved, those that got worse first, with their credits of both rounds."""
    rows = changes.rows if changes else ()
    found = []
    for word in CHANGE_WORDS:
        chosen = [one for one in rows if one.word == word]
        if chosen:
            found.append(ListRow(word, len(chosen), f"{_write_changes(chosen)}。"))
    return found


def _write_changes(rows: Iterable[ChangeRow]) -> str:
    """Questions by their credits of both rounds, each pair said once; where they are met now, that is known."""
    steps: dict[str, list[str]] = {}
    for row in rows:
        steps.setdefault("" if row.word == NEWLY_MET else f"{row.last}→{row.now}：", []).append(row.title)
    return "；".join(step + "、".join(titles) for step, titles in steps.items())


def list_others(report: GapReport, clean: Clean) -> list[ListRow]:
    """The questions that are no gaps by their verdicts, the figures, and the facts that the bureau denied.

    Met and not applicable are said also where there are none, everything else only where there is something.
    """
    counted = [one for one in report.counted.results if not one.question.is_quantity]
    rows = [_list_verdict(report.questionnaire, counted, verdict, clean) for verdict in Verdict]
    if denied := [one.question for one in report.facts]:
        rows.append(ListRow("单位情况", None, f"对下列情况答“否”，与之相关的题目未列入：{''.join(denied)}"))
    if figures := _count_figures(report):
        rows.append(ListRow("基础数据", None, figures))
    return [one for one in rows if one.words]


ALWAYS_SAID = (Verdict.MET, Verdict.NOT_APPLICABLE)
LEFT_OUT = (Verdict.PARTIAL, Verdict.UNMET)  # the gaps, which are said before


def _list_verdict(asked: Questionnaire, results: Iterable[Result], verdict: Verdict, clean: Clean) -> ListRow:
    """The questions of one verdict, with what was said where that is no mark of its own."""
    chosen = [one for one in results if one.verdict is verdict and _is_worth_saying(one)]
    told = verdict not in (Verdict.MET, Verdict.UNANSWERED)
    words = ("；" if told else "、").join(_write_result(asked, one, clean, told or _is_special(one)) for one in chosen)
    if verdict in LEFT_OUT:
        words = ""
    elif words:
        words += "。"
    elif verdict in ALWAYS_SAID:
        words = "没有。"
    return ListRow(VERDICT_NAMES[verdict], len(chosen), words)


def _count_figures(report: GapReport) -> str:
    """How many figures were given for the province's sums; each stands in the annex with all answers."""
    told = [one.answer.value for one in report.counted.results if one.question.is_quantity and one.answer is not None]
    if not told:
        return ""
    kept = sum(not isinstance(value, NotKept) for value in told)
    without = f"，另有{len(told) - kept}项没有统计并说明了理由" if kept < len(told) else ""
    where = "附件“全部题目与答案”" if Annex.ANSWERS in report.annexes else "所附数据文件"
    return f"填报{kept}项{without}；供汇总使用，不计分，逐项见{where}。"


def _is_special(result: Result) -> bool:
    """Done late, or met without something that was set apart: said even where all is met."""
    return result.late or (result.answer is not None and has_exceptions(result.answer.value))


def _is_worth_saying(result: Result) -> bool:
    """Free words that nobody typed are nothing to show."""
    said = None if result.answer is None else result.answer.value
    return result.verdict is not Verdict.NOT_SCORED or said not in (None, "")


def _write_result(asked: Questionnaire, result: Result, clean: Clean, told: bool) -> str:
    """A question by title and clause; `told`: with what was answered."""
    question, answer = result.question, result.answer
    name = f"{question.title}（{cite_briefly(asked, question)}）"
    if not told or answer is None:
        return name
    said = clean(answer.not_applicable) if answer.not_applicable is not None else ""
    said = said or write_answer(question, answer.value, clean)
    late = f"（{LATE_NAME}）" if result.late else ""
    return f"{name}：{said.rstrip('。')}{late}"
