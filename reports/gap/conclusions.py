"""What a scorecard amounts to, in sentences: the grade and its cap, the time limits, the way to the next grade."""

from collections.abc import Sequence
from fractions import Fraction

from questionnaires.catalogue import Band
from questionnaires.criteria.numbers import write_exactly
from questionnaires.grading import GradeChange
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Result, Scorecard, Timing
from questionnaires.shortest_path import MOST_OTHERS, NoPath, ShortestPath
from questionnaires.totals import Total
from questionnaires.wording import write_date, write_figure
from reports.gap.content import GapReport, ImportedRound, LastRound
from reports.gap.domain_rows import DomainRow
from reports.gap.groups import FEWEST_LIKE
from reports.gap.rows import TIMING_NAMES, name_basis, write_change, write_points

WEAKEST = 3
MOST_NAMED = 5
MOST_CRITICAL_NAMED = 3


def write_grade(card: Scorecard) -> str:
    """The grade in one word or two, also where there is none."""
    if card.grade is not None:
        return card.grade.label
    return "未评定" if card.finished else "尚未完成"


def write_conclusion(card: Scorecard, own: Scorecard | None = None) -> str:
    """The sentences on score, grade and cap, or why there is none; `own` is the bureau's where `card` is verified."""
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
        f"{'认定' if own else '综合'}得分{write_points(card.score)}分（满分100分），"
        f"{f'较自评{write_change(card.score, own.score)}，' if own and own.score is not None else ''}"
        f"{write_total(card)}"
        f"能力等级为“{card.grade.label}”。{_explain_changes(card)}{_explain_cap(card, card.grade, card.uncapped_grade)}"
    )


def write_total(card: Scorecard) -> str:
    """Bonus, deductions and the total, as part of a sentence; nothing where the scheme has made nothing of them."""
    total = card.total
    if total is None or not (total.bonus or total.deducted or total.decides):
        return ""
    return f"{write_beside(total)}，总分{write_points(total.points)}分，"


def write_beside(total: Total) -> str:
    """What is added and what is taken away; neither is said where there is neither."""
    words = [
        f"{verb}{write_exactly(points)}分" for verb, points in (("加", total.bonus), ("扣", total.deducted)) if points
    ]
    return "、".join(words) or "没有加分和扣分"


def _explain_changes(card: Scorecard) -> str:
    """Name bonus and deductions where they gave another grade."""
    words = {GradeChange.BONUS: "加分使等级提高。", GradeChange.DEDUCTION: "扣分使等级降低。"}
    return "".join(words.get(change, "") for change in card.changed_by)


def _write_range(card: Scorecard) -> str:
    return (
        f"得分区间为{write_points(card.low)}分至{write_points(card.high)}分：下限按未作答题目全部不得分计算，"
        "上限按全部得满分计算。"
    )


def _explain_cap(card: Scorecard, grade: Band, uncapped: Band) -> str:
    """Name the critical questions that are not met and the vetoes, and what they did to the grade."""
    named = []
    if nothing := [result for result in card.capped_by if result.credit == 0]:
        named.append(f"{_name_questions(nothing)}未达标")
    if partly := [result for result in card.capped_by if result.credit != 0]:
        named.append(f"{_name_questions(partly)}部分达标")
    causes = [f"关键项{'，'.join(named)}"] if named else []
    whose = "关键项"
    if card.total is not None and card.total.vetoes:
        causes.append(f"有否决事项{''.join(f'“{veto.title}”' for veto in card.total.vetoes)}")
        whose = "关键项和否决事项" if named else "否决事项"
    if not causes:
        return ""
    cause, points = "，".join(causes), "总分" if card.total is not None and card.total.decides else "得分"
    if grade == uncapped:
        return f"{cause}；按{points}对应的等级已不高于{whose}限定的等级，不再调低。"
    return f"按{points}对应的等级为“{uncapped.label}”；因{cause}，等级限定为“{grade.label}”，{points}不变。"


def _name_questions(results: Sequence[Result]) -> str:
    """The titles, the first of them where there are many: all stand first among the gaps."""
    named = "".join(f"“{result.question.title}”" for result in results[:MOST_CRITICAL_NAMED])
    return named if len(results) <= MOST_CRITICAL_NAMED else f"{named}等{len(results)}项"


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


def write_path(path: ShortestPath | None, card: Scorecard, obstacle: NoPath | None = None) -> str:
    """What the shortest path takes and gives, before the list of its questions; why there is none."""
    if card.grade is None:
        return "评定等级以后，方可计算。"
    if obstacle is NoPath.VETO:
        return f"否决事项使等级不高于“{card.grade.label}”，补齐差距不能提高等级。"
    if obstacle is NoPath.DEDUCTIONS:
        return "扣分较多，补齐全部差距也不能提高等级。"
    if path is None:
        return f"能力等级已为最高一级“{card.grade.label}”。"
    return (
        f"至少再有{len(path.steps)}项完全达标，得分由{write_points(card.score)}分升至{write_points(path.score)}分，"
        f"等级由“{card.grade.label}”升为“{path.grade.label}”。{_write_others(path.others)}"
    )


def _write_others(others: int) -> str:
    """How many other sets of questions are as short."""
    if not others:
        return ""
    return f"另有同样短的{'100种以上' if others >= MOST_OTHERS else f'{others}种'}，这里列出缺项最少的一种。"


def write_domains(domains: Sequence[DomainRow], report: GapReport) -> str:
    """Which domains are weakest, and which stand below like bureaus."""
    likes, is_verified = report.likes, report.verified is not None
    scored = [one for one in domains if one.score is not None]
    weak = [one for one in sorted(scored, key=lambda one: one.score or 0) if one.score != 100][:WEAKEST]
    words = [f"得分最低的领域是{'、'.join(f'{one.title}（{one.score:.2f}分）' for one in weak)}。"] if weak else []
    if likes is not None:
        below = [one.title for one in scored if one.spread and one.score is not None and one.score < one.spread.low]
        compared = f"按{name_basis(is_verified)}得分与本轮其他{likes.count}个同级单位相比，"
        words.append(compared + (f"低于中间一半的有{_name_some(below)}。" if below else "没有低于中间一半的领域。"))
    elif report.note and report.counted.finished:  # a round is known
        others = f"本轮其他{'已认定' if is_verified else '已提交'}的同级单位"
        words.append(f"{others}不足{FEWEST_LIKE}个，不与同级单位比较。")
    return "".join(words)


def _name_some(titles: Sequence[str]) -> str:
    """Some titles, and how many there are where that is not all of them."""
    named = "、".join(titles[:MOST_NAMED])
    return named if len(titles) <= MOST_NAMED else f"{named}等{len(titles)}个领域"


def write_progress(report: GapReport, last: LastRound) -> str:
    """The score and the grade against those of the round before, of the same basis; why there is no difference."""
    if report.imported is not None:
        return _write_imported(report, report.imported)
    card, whose = report.compared, name_basis(last.is_verified)
    if card is None:
        return f"上轮为“{last.title}”，得分经审核认定，本轮尚未认定，没有同一口径的得分，不作比较。"
    if card.score is None or last.score is None:
        return f"上轮为“{last.title}”，有一轮没有得分，不比较得分，只比较逐题的得分率。"
    both = "" if last.is_verified or report.verified is None else "两轮没有都经认定，按自评比较。"
    return (
        f"上轮为“{last.title}”，{whose}得分{write_points(last.score)}分，等级为“{last.grade}”；"
        f"本轮{whose}得分{write_points(card.score)}分，{write_change(card.score, last.score)}。{both}"
    )


def _write_imported(report: GapReport, last: ImportedRound) -> str:
    """The same against results from elsewhere, whose rules were others."""
    card, whose = report.counted, name_basis(last.is_verified)
    grade = f"，等级为“{last.grade}”" if last.grade else ""
    words = f"上年结果为外部结果（导入）“{last.title}”，填报基准日{write_date(last.as_of)}，"
    words += f"得分{write_points(last.score)}分{grade}；"
    if card.score is None or last.score is None:
        words += "本轮尚无得分，不比较得分。"
    else:
        words += f"本轮{whose}得分{write_points(card.score)}分，{write_change(card.score, last.score)}。"
    if last.has_totals_alone:
        words += "导入的结果只有总分，不比较各领域和各题。"
    return words + "两者的评分规则不同，比较仅供参考。"


def write_bands(questionnaire: Questionnaire) -> str:
    """The grades with the scores that earn them, best first."""
    words, above = [], ""
    for band in questionnaire.bands:
        lowest = write_figure(Fraction(band.from_))
        words.append(f"{band.label}（{'，'.join(filter(None, [f'{lowest}分及以上' if band.from_ else '', above]))}）")
        above = f"不足{lowest}分"
    return "、".join(words)
