"""Page one, which stands alone: the figures in large, what to mend first, and the way to the next grade."""

from dataclasses import dataclass

from questionnaires.scoring import Scorecard, Verdict
from questionnaires.wording import write_date
from reports.gap.conclusions import write_beside, write_grade, write_total
from reports.gap.content import GapReport, Signatory
from reports.gap.rows import Clean, GapRow, count_verdicts, name_basis, write_points, write_signed

FIRST_GAPS = 3
STEPS_ON_PAGE = 6
STEPS_OF_MANY = 3  # named where there are more


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure in large with its label above and a line below."""

    label: str
    large: str
    unit: str = ""
    small: str = ""
    wide: bool = False


def list_cells(report: GapReport) -> list[KeyFigure]:
    """Score, grade, and what they stand beside."""
    card = report.counted
    if card.score is None:
        return _list_open_cells(card)
    cells = [_describe_own(report.scorecard, is_verified=report.verified is not None)]
    if report.verified is not None:
        small = f"较自评{write_signed(card.score, report.scorecard.score)}"
        cells.append(KeyFigure("认定得分", write_points(card.score), "分", small))
    if card.total is not None and write_total(card):
        cells.append(KeyFigure("总分", write_points(card.total.points), "分", write_beside(card.total)))
    cells.append(_describe_grade(card))
    if report.imported is not None:
        change = write_signed(card.score, report.imported.score)
        small = f"上年{write_points(report.imported.score)}分，规则不同"
        cells.append(KeyFigure("较上年（导入）", change, "分", small))
    elif report.compared is not None and report.last is not None and report.last.score is not None:
        whose = name_basis(report.last.is_verified)
        change = write_signed(report.compared.score, report.last.score)
        cells.append(KeyFigure(f"{whose}较上轮", change, "分", f"上轮{whose}{write_points(report.last.score)}分"))
    if report.likes is not None and report.likes.whole is not None:
        small = f"其他{report.likes.count}个单位{name_basis(report.verified is not None)}"
        cells.append(KeyFigure("同级中位数", f"{report.likes.whole.median:.2f}", "分", small))
    return cells


def _describe_own(card: Scorecard, is_verified: bool) -> KeyFigure:
    total = f"，总分{write_points(card.total.points)}分" if card.total is not None and write_total(card) else ""
    small = f"自评等级{write_grade(card)}{total}" if is_verified else "满分100分"
    return KeyFigure("自评得分" if is_verified else "综合得分", write_points(card.score), "分", small)


def _describe_grade(card: Scorecard) -> KeyFigure:
    capped = card.uncapped_grade is not None and card.uncapped_grade != card.grade
    points = "总分" if card.total is not None and card.total.decides else "得分"
    small = f"{points}对应{card.uncapped_grade.label}" if capped and card.uncapped_grade else f"按{points}评定"
    return KeyFigure("能力等级", write_grade(card), "", small)


def _list_open_cells(card: Scorecard) -> list[KeyFigure]:
    progress = KeyFigure("作答进度", f"{card.answered}／{card.asked}", "题")
    if card.low is None:
        return [KeyFigure("综合得分", "—"), KeyFigure("能力等级", write_grade(card)), progress]
    span = f"{write_points(card.low)}～{write_points(card.high)}"
    return [KeyFigure("得分区间（未完成）", span, "分", wide=True), KeyFigure("能力等级", write_grade(card)), progress]


def write_others(report: GapReport, typed: Clean) -> list[str]:
    """What the bureau came to by each other notice of the year, one sentence each; nothing is added up."""
    words = []
    for one in report.others:
        said = one.state
        if one.score is not None:
            whose, total = name_basis(one.is_verified), f"，总分{write_points(one.total)}分" if one.total else ""
            said = f"{whose}得分{one.score:.2f}分{total}" + (f"，{one.grade}" if one.grade else "") + f"（{one.state}）"
        words.append(f"{typed(one.notice)}：{said}")
    return words


def write_counts(card: Scorecard) -> str:
    """How many questions came out how, in one sentence."""
    counts = count_verdicts(card.results)
    words = f"应答{card.asked}题：达标{counts[Verdict.MET]}题，部分达标{counts[Verdict.PARTIAL]}题，"
    words += f"未达标{counts[Verdict.UNMET]}题，不适用{counts[Verdict.NOT_APPLICABLE]}题"
    return words + (f"，未作答{counts[Verdict.UNANSWERED]}题。" if counts[Verdict.UNANSWERED] else "。")


def list_particulars(report: GapReport, serial: str, typed: Clean) -> list[list[tuple[str, str, str]]]:
    """What is known of where a report comes from: rows of a label, words, and when; two to a row."""
    known = [
        ("报告编号", serial, ""),
        ("出具日期", write_date(report.issued) if report.issued else "", ""),
        ("所属上级", typed(report.parent), ""),
        ("填报状态", typed(report.note), ""),
        *_list_signatories(report, typed),
    ]
    known = [one for one in known if one[1]]
    return [known[at : at + 2] for at in range(0, len(known), 2)]


def _list_signatories(report: GapReport, typed: Clean) -> list[tuple[str, str, str]]:
    """Who submitted and who signed, or that nobody has; none for a report without."""
    found = report.signatories
    if found is None:
        return []
    unsigned = "尚未签批" if found.has_head else "尚未签批（本单位尚无负责人账号）"
    return [
        _write_signatory("签批人", found.head, unsigned, typed),
        _write_signatory("提交人", found.submitter, "尚未提交", typed),
    ]


def _write_signatory(label: str, one: Signatory | None, otherwise: str, typed: Clean) -> tuple[str, str, str]:
    if one is None:
        return label, otherwise, ""
    return label, typed(one.name), write_date(one.at.date())


def head_first_gaps(gaps: list[GapRow]) -> str:
    """The heading of the gaps on page one."""
    if len(gaps) > FIRST_GAPS:
        return "优先补齐的三项差距"
    return "需要补齐的差距"


def write_steps(steps: list[GapRow]) -> str:
    """The questions of a path in one line, the first of them where there are many."""
    shown = steps if len(steps) <= STEPS_ON_PAGE else steps[:STEPS_OF_MANY]
    words = "；".join(f"{one.number}. {one.title}{'（关键项）' if one.critical else ''}" for one in shown)
    rest = len(steps) - len(shown)
    return words + (f"；以及差距清单中标有“▲”的其余{rest}项。" if rest else "。") if steps else ""
