"""The domains of a scorecard as rows and as a chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Verdict
from questionnaires.wording import round_half_up
from reports.gap.content import GapReport
from reports.gap.rows import count_verdicts, write_signed
from reports.printing.svg_charts import Bar, Spread, describe_bars, draw_domain_bars, embed_svg

PASS_GRADE = "basic"
CHART_WIDTH = 50.0  # mm of a page of 174, beside the names and five columns of figures
ROW_HEIGHT = 4.8  # mm, so that the lines at the grades meet from row to row


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain: its own score, what it takes from the whole, and how many questions came out how.

    `change` is the difference to the round before; `spread` is where like bureaus stand; `asked` are the questions that
    could be met; `bar` is the address of a picture, and `bar_words` says what it shows.
    """

    title: str
    score: Decimal | None
    note: str
    change: str
    spread: Spread | None
    lost: str
    met: int
    asked: int
    bar: str
    bar_words: str


def list_domains(report: GapReport) -> list[DomainRow]:
    """The domains in the order of the notice."""
    card = report.counted
    by_id = {result.question.id: result for result in card.results}
    before: Mapping[str, Fraction] = report.last.domains if report.last and report.compared else {}
    now = {one.id: one.score for one in report.compared.domains} if report.compared else {}
    spreads: Mapping[str, Spread] = report.likes.domains if report.likes else {}
    rows = []
    for section, domain in zip(report.questionnaire.domains, card.domains, strict=True):
        counts = count_verdicts(by_id[question.id] for question in section.questions)
        points = None if domain.score is None else round_half_up(domain.score)
        bar = Bar(domain.title, points, _explain_none(counts), spreads.get(domain.id))
        rows.append(
            DomainRow(
                title=domain.title,
                score=points,
                note=bar.note,
                change=write_signed(now.get(domain.id), before.get(domain.id)),
                spread=bar.spread,
                lost=f"{domain.shown_lost:.2f}",
                met=counts[Verdict.MET],
                asked=count_asked(counts),
                bar=_draw_bar(report.questionnaire, bar),
                bar_words=describe_bars([bar]),
            )
        )
    return rows


def count_asked(counts: Mapping[str, int]) -> int:
    """The questions among some that are scored, or will be once they are answered."""
    return sum(counts[one] for one in (Verdict.MET, Verdict.PARTIAL, Verdict.UNMET, Verdict.UNANSWERED))


def _explain_none(counts: Mapping[str, int]) -> str:
    """Why a domain has no score."""
    if counts[Verdict.UNANSWERED]:
        return "未完成"
    return "不适用" if counts[Verdict.NOT_APPLICABLE] else "不计分"


def find_marks(questionnaire: Questionnaire) -> list[Decimal]:
    """The lowest score of each grade that has one, the lowest grade first."""
    return sorted(band.from_ for band in questionnaire.bands if band.from_)


def find_weak_below(questionnaire: Questionnaire) -> Decimal:
    """The score below which a domain is weak: the lowest of the grade that passes."""
    return next(band.from_ for band in questionnaire.bands if band.grade == PASS_GRADE)


def _draw_bar(questionnaire: Questionnaire, bar: Bar) -> str:
    """The address of a picture of one bar; empty where there is no score."""
    if bar.score is None:
        return ""
    marks, weak_below = find_marks(questionnaire), find_weak_below(questionnaire)
    return embed_svg(draw_domain_bars([bar], marks, weak_below, bar.label, ROW_HEIGHT, CHART_WIDTH).svg)
