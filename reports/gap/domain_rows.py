"""The domains of a scorecard as rows and as a chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Verdict
from questionnaires.wording import round_half_up
from reports.gap.content import GapReport
from reports.gap.rows import count_verdicts, write_points, write_signed
from reports.printing.svg_charts import Bar, Spread, describe_bars, draw_domain_bars, embed_svg

PASS_GRADE = "basic"


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain: its own score, what it takes from the whole, and how many questions came out how.

    `last` and `change` are the score of the round before and the difference; `spread` is where like bureaus stand.
    """

    title: str
    score: Decimal | None
    note: str
    last: str
    change: str
    spread: Spread | None
    lost: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: its address, what it shows, where its bars turn dark, its marks, and the height of a row in mm."""

    address: str
    words: str
    weak_below: str
    marks: str
    step: float


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
        rows.append(
            DomainRow(
                title=domain.title,
                score=None if domain.score is None else round_half_up(domain.score),
                note=_explain_none(counts),
                last=write_points(before.get(domain.id)),
                change=write_signed(now.get(domain.id), before.get(domain.id)),
                spread=spreads.get(domain.id),
                lost=f"{domain.shown_lost:.2f}",
                counts=counts,
            )
        )
    return rows


def _explain_none(counts: Mapping[str, int]) -> str:
    """Why a domain has no score."""
    if counts[Verdict.UNANSWERED]:
        return "未完成"
    return "不适用" if counts[Verdict.NOT_APPLICABLE] else "不计分"


def draw_chart(questionnaire: Questionnaire, domains: list[DomainRow]) -> Chart:
    """The bars per domain with a line at the lowest score of each grade."""
    bars = [Bar(domain.title, domain.score, domain.note, domain.spread) for domain in domains]
    marks = sorted(band.from_ for band in questionnaire.bands if band.from_)
    weak_below = next(band.from_ for band in questionnaire.bands if band.grade == PASS_GRADE)
    title = "各领域得分图"
    drawn = draw_domain_bars(bars, marks, weak_below, title)
    return Chart(
        address=embed_svg(drawn.svg),
        words=f"{title}：{describe_bars(bars)}",
        weak_below=f"{weak_below:f}",
        marks="、".join(f"{mark:f}" for mark in marks),
        step=drawn.step,
    )
