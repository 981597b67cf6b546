"""The sentences of a report on a round."""

from collections.abc import Sequence
from fractions import Fraction

from questionnaires.wording import round_half_up
from reports.gap.exact_sums import add_up
from reports.gap.groups import FEWEST_LIKE, is_enough
from reports.gap.rows import name_basis, write_points
from reports.rounds.content import Attendance, ComparableGroup, Figures, Member, OtherRound
from reports.rounds.rows import MOST_BUREAUS, MOST_LISTED, MOST_ROWS, join_names, shorten, write_share
from reports.rounds.summary import list_claims

WEAKEST = 3
MOST_PRESSING = 3
TOO_FEW = f"不足{FEWEST_LIKE}个，不作统计"
IMPORTED = "上年结果的评分规则与本轮不同，比较仅供参考。"


def write_attendance(whole: Attendance, members: Sequence[Member]) -> str:
    """Who has handed in; by name who is late, and whom the round was closed without."""
    late = [one for one in members if one.is_late]
    missed = [one for one in members if one.is_unsubmitted]
    rate = f"，提交率{write_share(whole.submitted, whole.owed)}" if is_enough(whole.owed) else ""
    words = f"应填报单位{whole.owed}个，已提交{whole.submitted}个{rate}；"
    words += f"已认定{whole.accepted}个"
    words += f"；另有免报{whole.excused}个。" if whole.excused else "。"
    if missed:
        words += f"按未报结办的{len(missed)}个是：{join_names(missed)}，不计入平均分，仍计入应填报单位。"
    return words + (f"逾期未提交的{len(late)}个是：{join_names(late)}。" if late else "没有逾期未提交的单位。")


def write_others(others: Sequence[OtherRound]) -> str:
    """Which other notices ask the same bureaus in the same year; their scores stay apart. Nothing where none does."""
    if not others:
        return ""
    named = "；".join(
        f"“{one.title}”{one.bureaus}个单位，已提交{one.submitted}个，已认定{one.accepted}个" for one in others
    )
    return f"同一年度上述单位还填报：{named}。各文件的得分分别统计，不合并计算平均分。"


def write_basis(is_verified: bool) -> str:
    """Which scores every average and every comparison of a report is taken over."""
    if is_verified:
        return "已提交的单位均已认定，平均分、分布和比较按认定得分统计"
    return "平均分、分布和比较一律按自评得分统计，认定得分另行列出，不与自评得分混合计算"


def write_figures(group: ComparableGroup, is_verified: bool) -> str:
    """How many of a group count, and where they stand; where the basis is their own word, the verified ones, too."""
    owed, whose = sum(not one.is_excused for one in group.members), name_basis(is_verified)
    words = f"应填报{owed}个单位，按{whose}得分计入统计{len(group.scored)}个。"
    figures = group.figures
    if not group.scored:
        return words + "尚无得分，不作统计。"
    if figures is None:
        return words + f"{_list_scores(group.scored)}。不足{FEWEST_LIKE}个单位，不作统计。"
    words += f"{whose}{_write_spread(figures)}"
    if is_verified or group.verified is None:
        return words
    return words + f"其中已认定{group.verified.count}个，认定{_write_spread(group.verified)}"


def _list_scores(members: Sequence[Member]) -> str:
    """A few bureaus, each with its score."""
    return "、".join(f"{shorten(one.name)}{write_points(one.score)}分" for one in members)


def _write_spread(figures: Figures) -> str:
    return (
        f"平均{write_points(figures.mean)}分，中位数{write_points(figures.median)}分，"
        f"最低{write_points(figures.low)}分，最高{write_points(figures.high)}分。"
    )


def write_totals(group: ComparableGroup) -> str:
    """Score with bonus and deductions, self-assessed and verified apart, and who has a veto; nothing without any."""
    pairs = (("自评", group.totals), ("认定", group.verified_totals))
    words = "".join(f"{whose}总分（{one.count}个单位）{_write_spread(one)}" for whose, one in pairs if one is not None)
    vetoed = [one for one in group.members if one.totals.vetoes]
    named = "、".join(f"{shorten(one.name)}（{'、'.join(one.totals.vetoes)}）" for one in vetoed[:MOST_ROWS])
    return words + (f"有否决事项的{len(vetoed)}个单位：{named}。" if vetoed else "")


def name_group(group: ComparableGroup) -> str:
    """The level that was asked and the notice by which."""
    return f"{group.questionnaire.level_name}（{group.questionnaire.source.name}）"


def write_focus(group: ComparableGroup) -> str:
    """What to do first: the gaps that most share, and how many fail critical questions. Nothing where none is shared,
    or where there are few bureaus."""
    shared = [gap for gap in group.gaps if gap.count > 1 and is_enough(len(group.scored))][:MOST_PRESSING]
    if not shared:
        return ""
    named = "、".join(f"“{gap.question.title}”（{gap.count}/{gap.applies}个单位）" for gap in shared)
    critical = len(group.critical)
    words = f"，有关键项未完全达标的{critical}个单位。" if critical else "。"
    return f"{name_group(group)}最普遍的差距是{named}{words}"


def write_shared(group: ComparableGroup) -> str:
    """How many questions are gaps at half of the bureaus or more."""
    half = sum(2 * gap.count >= gap.applies for gap in group.gaps)
    if not group.gaps:
        return "没有差距。"
    return f"共有{len(group.gaps)}题在至少1个单位未完全达标，其中{half}题在半数以上（含半数）适用单位未完全达标。"


def write_critical(group: ComparableGroup) -> str:
    found = group.critical
    if not group.scored:
        return ""
    if not found:
        return "计入统计的单位关键项全部达标。"
    unmet = sum(bool(one) for _, one, _ in found)
    return (
        f"计入统计的{len(group.scored)}个单位中，{len(found)}个有关键项未完全达标，"
        f"其中{unmet}个有关键项得分为零，等级按未达标评定。"
    )


def write_claims(group: ComparableGroup) -> str:
    """Self-assessed against verified, over those that are accepted."""
    claims = [(one, one.claimed) for one in list_claims(group.members) if one.claimed is not None]
    if not claims:
        return "尚无已认定的单位，不能比较。" if group.scored else ""
    above, below = sum(one.numerator > 0 for _, one in claims), sum(one.numerator < 0 for _, one in claims)
    mean = add_up(one.as_integer_ratio() for _, one in claims) / len(claims)
    word, points = "高于" if mean > 0 else "低于", round_half_up(abs(mean))
    average = f"自评平均{word}认定{points:.2f}分" if points else "自评平均与认定相同"
    average = average if is_enough(len(claims)) else TOO_FEW
    return (
        f"已认定{len(claims)}个单位，{average}；自评高于认定{above}个，低于认定{below}个，"
        f"一致{len(claims) - above - below}个。"
    )


def write_changes(group: ComparableGroup, is_verified: bool, is_imported: bool = False) -> str:
    """This round against the last, over those that have a score of the same basis in both; or against results from
    elsewhere."""
    changes = [one.change for one in group.changed if one.change is not None]
    if not changes:
        return f"没有两轮都有{name_basis(is_verified)}得分的单位，不能比较。" if group.scored else ""
    if is_imported:
        return _write_spread_of_changes(changes, "有上年外部结果（导入）的") + IMPORTED
    return _write_spread_of_changes(changes, f"两轮都有{name_basis(is_verified)}得分的")


def _write_spread_of_changes(changes: Sequence[Fraction], which: str) -> str:
    """By how much the scores of those changed on average, and how many are better and worse."""
    better, worse = sum(one.numerator > 0 for one in changes), sum(one.numerator < 0 for one in changes)
    mean = add_up(one.as_integer_ratio() for one in changes) / len(changes)
    points = round_half_up(abs(mean))
    word = f"平均{'提高' if mean > 0 else '降低'}{points:.2f}分" if points else "平均持平"
    word = word if is_enough(len(changes)) else TOO_FEW
    listed = f"下表列降低最多和提高最多的各{MOST_LISTED}个。" if len(changes) > 2 * MOST_LISTED else ""
    return (
        f"{which}{len(changes)}个单位，{word}；提高{better}个，降低{worse}个，"
        f"持平{len(changes) - better - worse}个。{listed}"
    )


def write_cut(whole: int, which: str, tables: str, most: int = MOST_BUREAUS) -> str:
    """Says openly that a list is cut, and where the rest is; empty where it is whole."""
    return f"共{whole}个单位，只列{which}的{most}个，其余见导出数据的{tables}。" if whole > most else ""


def write_city(own: ComparableGroup, whole: ComparableGroup, is_verified: bool) -> str:
    """Where a city's bureaus of one level stand against all that answered the same questionnaire."""
    level, figures, every = own.questionnaire.level_name, own.figures, whole.figures
    whose = name_basis(is_verified)
    if not own.scored:
        return ""
    if figures is None:
        words = f"{level}{whose}：{_list_scores(own.scored)}"
    else:
        words = f"{level}：{figures.count}个单位有得分，{whose}平均{write_points(figures.mean)}分"
    words += (
        f"，全部同级单位（{every.count}个）平均{write_points(every.mean)}分。"
        if every is not None and every.count > len(own.scored)
        else "。"
    )
    if figures is None:
        return words
    titles = {section.id: section.title for section in own.questionnaire.domains}
    weak = sorted((one.mean, id) for id, one in own.domains.items() if one.mean < 100)[:WEAKEST]
    named = "、".join(f"{titles[id]}{write_points(mean)}分" for mean, id in weak)
    return words + (f"得分最低的领域：{named}。" if named else "")
