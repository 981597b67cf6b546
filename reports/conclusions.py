"""What a scorecard amounts to, in sentences: the grade and its cap, the time limits, what to mend first."""

from collections.abc import Sequence
from fractions import Fraction

from questionnaires.catalogue import Band
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Result, Scorecard, Timing
from questionnaires.wording import write_figure
from reports.gap_rows import TIMING_NAMES, GapRow, write_points

FIRST_GAPS = 3


def write_grade(card: Scorecard) -> str:
    """The grade in one word or two, also where there is none."""
    if card.grade is not None:
        return card.grade.label
    return "未评定" if card.finished else "尚未完成"


def write_conclusion(card: Scorecard) -> str:
    """The sentences on score, grade and cap, or on why there is none."""
    if not card.asked:
        return "本次自评没有列入计分的题目，不评定得分和等级。"
    if not card.finished:
        return (
            f"本次自评尚未完成：应答{card.asked}题，已答{card.answered}题，还有{card.asked - card.answered}题"
            f"未作答，不评定得分和等级。{_write_range(card)}"
        )
    if card.score is None or card.grade is None or card.uncapped_grade is None:
        return f"应答的{card.asked}题均选择“不适用”，没有可以计分的题目，不评定得分和等级。"
    return (
        f"综合得分{write_points(card.score)}分（满分100分），能力等级为“{card.grade.label}”。"
        f"{_explain_cap(card, card.grade, card.uncapped_grade)}"
    )


def _write_range(card: Scorecard) -> str:
    return (
        f"得分区间为{write_points(card.low)}分至{write_points(card.high)}分：下限按未作答题目全部不得分计算，"
        "上限按全部得满分计算。"
    )


def _explain_cap(card: Scorecard, grade: Band, uncapped: Band) -> str:
    """Name the critical questions that are not met, and what they did to the grade."""
    if not card.capped_by:
        return ""
    named = []
    if nothing := [result for result in card.capped_by if result.credit == 0]:
        named.append(f"{_name_questions(nothing)}未达标")
    if partly := [result for result in card.capped_by if result.credit != 0]:
        named.append(f"{_name_questions(partly)}部分达标")
    cause = f"关键项{'，'.join(named)}"
    if grade == uncapped:
        return f"{cause}；按得分对应的等级已不高于关键项限定的等级，不再调低。"
    return f"按得分对应的等级为“{uncapped.label}”；因{cause}，等级限定为“{grade.label}”，得分不变。"


def _name_questions(results: Sequence[Result]) -> str:
    return "".join(f"“{result.question.title}”" for result in results)


def write_timings(card: Scorecard) -> str:
    """How many gaps are late, and how many are not."""
    if not card.gaps:
        return "已作答的题目没有差距。" if card.answered else ""
    counts = [(timing, sum(gap.timing is timing for gap in card.gaps)) for timing in Timing]
    words = [f"{TIMING_NAMES[timing]}{count}项" for timing, count in counts if count]
    if len(words) > 1:
        return f"差距共{len(card.gaps)}项，其中{'、'.join(words)}。"
    only = TIMING_NAMES[card.gaps[0].timing or Timing.STANDING]
    return f"差距共{len(card.gaps)}项，{'均' if len(card.gaps) > 1 else ''}{only}。"


def write_first_gaps(gaps: Sequence[GapRow]) -> str:
    """The gaps to mend first, in one sentence; empty where there is none."""
    first = gaps[:FIRST_GAPS]
    if not first:
        return ""
    named = "、".join(f"“{gap.title}”（{_mark_gap(gap)}）" for gap in first)
    if len(gaps) == 1:
        return f"需要补齐的差距是{named}。"
    return f"应当首先补齐的{'三' if len(first) == FIRST_GAPS else '两'}项差距依次是{named}。"


def _mark_gap(gap: GapRow) -> str:
    return "，".join(["关键项"] * gap.critical + ["已逾期"] * gap.overdue + [f"失{gap.lost}分"])


def write_bands(questionnaire: Questionnaire) -> str:
    """The grades with the scores that earn them, best first."""
    words, above = [], ""
    for band in questionnaire.bands:
        lowest = write_figure(Fraction(band.from_))
        words.append(f"{band.label}（{'，'.join(filter(None, [f'{lowest}分及以上' if band.from_ else '', above]))}）")
        above = f"不足{lowest}分"
    return "、".join(words)
