"""The sentences of the two pages that a leader reads: where a level stands, what is overdue, what is to decide."""

from collections.abc import Iterable, Sequence
from datetime import date

from reports.gap.groups import FEWEST_LIKE, is_enough
from reports.gap.rows import write_points
from reports.rounds.plan_totals import RoundPlans
from reports.rounds.ranked import BureauRank, DutyGap, LevelRanking, NoticeMean
from reports.rounds.ranking import NOT_HALF
from reports.rounds.ranking_rows import SharedDutyRow, is_overdue, say_change
from reports.rounds.rows import join_names, shorten

MOST_NAMED_BUREAUS, MOST_OFFICES, MOST_TITLES, MOST_NOTICES = 16, 3, 5, 3


def write_where_it_stands(ranking: LevelRanking) -> str:
    """How many bureaus stand how, their mean by notice, and how that changed."""
    totals = ranking.totals
    words = f"{ranking.level_name}应填报{totals.asked}个，已认定{totals.verified}个，审核中{totals.reviewing}个，"
    words += f"未提交{totals.missing}个{f'（其中逾期{totals.late}个）' if totals.late else ''}"
    words += f"；另有免报{totals.excused}个。" if totals.excused else "。"
    if not totals.verified:
        return words + "尚无认定得分，不作统计。"
    words += "".join(write_mean(one, ranking) for one in totals.means[:MOST_NOTICES] if one.verified)
    if len(totals.means) > MOST_NOTICES:
        words += f"其余{len(totals.means) - MOST_NOTICES}个文件的得分见后文。"
    if ranking.is_by_common and totals.common is not None:
        words += f"按各文件共同的{ranking.basis.count}项事项，{totals.verified}个平均{write_points(totals.common)}分。"
    return words + _write_below(ranking)


def write_mean(one: NoticeMean, ranking: LevelRanking) -> str:
    """The mean of one notice; of very few bureaus their own scores in its place."""
    notice = f"按{one.questionnaire.source.name}" if ranking.has_common else ""
    if one.mean is None:
        own = (one.questionnaire.document, one.questionnaire.level.value)
        named = "、".join(
            f"{shorten(bureau.member.name)}{write_points(bureau.score)}分"
            for bureau in ranking.bureaus
            if bureau.member.key == own
        )
        return f"{notice}认定{one.verified}个：{named}。"
    words = f"{notice}认定{one.verified}个，平均{write_points(one.mean)}分"
    if one.change is None:
        return words + "。"
    same = "" if one.compared == one.verified else f"（两轮均已认定的{one.compared}个）"
    return f"{words}，比上轮{same}{say_change(one.change)}。"


def _write_below(ranking: LevelRanking) -> str:
    """How many are below the standard, and why some of these have a high score all the same."""
    below = [one for one in ranking.bureaus if one.is_below]
    capped = [one for one in below if one.unmet]
    if not below:
        return "没有未达标的单位。"
    return f"未达标{len(below)}个" + (f"，其中{len(capped)}个是关键项得分为零。" if capped else "。")


def write_missing(ranking: LevelRanking) -> str:
    """Over whom the gaps are counted; where these are few, that they are not."""
    verified = ranking.totals.verified
    if not is_enough(verified):
        return f"已认定的单位不足{FEWEST_LIKE}个，不统计共性差距，差距见各单位的报告。"
    return f"已认定的{verified}个单位中，有{len(ranking.gaps)}项在至少1个单位未完全达标。"


def write_critical_items(ranking: LevelRanking) -> str:
    unmet = [one for one in ranking.critical if one.unmet]
    if not ranking.totals.verified:
        return ""
    if not unmet:
        return "已认定的单位没有关键项得分为零。"
    return f"关键项得分为零、按未达标评定的{len(unmet)}个：{_name_all(unmet)}。"


def _name_all(found: Sequence[BureauRank]) -> str:
    named = "、".join(f"{shorten(one.member.name)}（{len(one.unmet)}项）" for one in found[:MOST_NAMED_BUREAUS])
    return named + (f"等{len(found)}个单位" if len(found) > MOST_NAMED_BUREAUS else "")


def write_overdue(ranking: LevelRanking, as_of: date) -> list[str]:
    """Who has not handed in, the late apart, and which duties are beyond their day."""
    late = [one for one in ranking.waiting if one.is_late]
    others = [one for one in ranking.waiting if not one.is_late]
    said = []
    if late:
        said.append(f"逾期未提交的{len(late)}个：{join_names(late, MOST_NAMED_BUREAUS)}。")
    if others:
        said.append(f"{'其他' if late else ''}尚未提交的{len(others)}个：{join_names(others, MOST_NAMED_BUREAUS)}。")
    if not ranking.waiting:
        said.append("应填报单位均已提交。")
    overdue = [one for one in ranking.gaps if is_overdue(one, as_of)]
    if overdue and is_enough(ranking.totals.verified):
        said.append(f"文件规定的时限已过、仍有单位未完全达标的{len(overdue)}项：{name_gaps(overdue)}。")
    return said


def name_gaps(gaps: Sequence[DutyGap]) -> str:
    named = "、".join(f"“{one.question.title}”（{one.count}个）" for one in gaps[:MOST_TITLES])
    return named + ("等" if len(gaps) > MOST_TITLES else "")


def write_plans(plans: RoundPlans) -> str:
    """What was promised and what became of it; nothing where nobody has a plan."""
    if not plans.bureaus:
        return ""
    late = [one for one in plans.bureaus if one.overdue]
    words = f"{len(plans.bureaus)}个单位列入整改{plans.count('promised')}项，已完成{plans.count('done')}项，"
    words += f"其中经复核{plans.count('checked')}项；逾期{plans.count('overdue')}项"
    named = "、".join(f"{shorten(one.name)}（{one.overdue}项）" for one in late[:MOST_NAMED_BUREAUS])
    return words + (f"：{named}{'等' if len(late) > MOST_NAMED_BUREAUS else ''}。" if late else "。")


def write_decisions(ranking: LevelRanking, rows: Iterable[SharedDutyRow], plans: RoundPlans, as_of: date) -> list[str]:
    """What is left for a leader to decide, each from a figure of this report."""
    found = [_ask_for_forms(ranking), _ask_for_reviews(ranking), *_ask_for_offices(rows)]
    found += [_ask_for_critical(ranking), _ask_for_overdue(ranking, as_of), _ask_for_plans(plans)]
    return [one for one in found if one]


def _ask_for_forms(ranking: LevelRanking) -> str:
    late = [one for one in ranking.waiting if one.is_late]
    if late:
        return f"催报：{join_names(late, MOST_NAMED_BUREAUS)}逾期未提交，请决定催报方式和最后期限。"
    if ranking.waiting:
        return f"催报：尚有{len(ranking.waiting)}个单位未提交，请决定是否发函催报。"
    return ""


def _ask_for_reviews(ranking: LevelRanking) -> str:
    behind = [one for one in ranking.cities if one.why_not == NOT_HALF or (one.why_not and not one.verified)]
    if not behind or not ranking.totals.reviewing:
        return ""
    named = "、".join(f"{shorten(one.place[1])}（{one.verified}/{one.asked}）" for one in behind[:MOST_NAMED_BUREAUS])
    return f"审核：认定未过半、不能排名的{len(behind)}个市：{named}，请决定审核完成时间。"


def _ask_for_offices(rows: Iterable[SharedDutyRow]) -> list[str]:
    concerned = [one for one in rows if one.offices][:MOST_OFFICES]
    if not concerned:
        return []
    named = "；".join(
        f"“{one.title}”（{one.count}个单位未完全达标）涉及{one.offices.replace('；', '、')}" for one in concerned
    )
    return [f"协调：共性差距中，{named}，请决定是否由本级统一协调。"]


def _ask_for_critical(ranking: LevelRanking) -> str:
    unmet = [one for one in ranking.critical if one.unmet]
    return f"督办：{len(unmet)}个单位关键项得分为零（名单见上），请决定督办安排。" if unmet else ""


def _ask_for_overdue(ranking: LevelRanking, as_of: date) -> str:
    overdue = [one for one in ranking.gaps if is_overdue(one, as_of)]
    if not overdue or not is_enough(ranking.totals.verified):
        return ""
    return f"限期：{len(overdue)}项已过文件规定时限，请决定完成期限。"


def _ask_for_plans(plans: RoundPlans) -> str:
    overdue = plans.count("overdue")
    return f"整改：{overdue}项整改事项逾期，请决定是否调整时限或者督促办结。" if overdue else ""
