"""The gap report of one bureau: a response judged in, formal Chinese on paper out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from questionnaires.commands import write_aside
from questionnaires.questionnaire import Questionnaire, Source
from questionnaires.scoring import Scorecard, Verdict
from questionnaires.wording import write_date
from reports.charts import Bar, Mark, describe_bars, draw_domain_bars, embed_svg
from reports.conclusions import write_bands, write_conclusion, write_first_gaps, write_grade, write_timings
from reports.fonts import SUBSTITUTE, find_fonts
from reports.gap_rows import Clean, DomainRow, count_verdicts, list_domains, list_gaps, list_results, write_points
from reports.ledger_annex import Ledger
from reports.pdf import render_pdf

FOLDER = Path(__file__).parent
STYLESHEET = FOLDER / "static" / "gap_report.css"
NO_NAME = "（未填写单位名称）"
PASS_GRADE = "basic"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class GapReport:
    """What a gap report says, and of whom.

    `questionnaire` holds what applies to the bureau; `facts` are those of the profile that do not hold there (each as
    it was asked), so that questions were left out. `parent` is the place or the bureau above, empty where not known;
    `note` one line under the particulars, such as the number of the submission. `demo` marks every page. `ledgers`
    become an annex.
    """

    bureau: str
    questionnaire: Questionnaire
    scorecard: Scorecard
    parent: str = ""
    facts: tuple[str, ...] = ()
    note: str = ""
    demo: bool = False
    ledgers: tuple[Ledger, ...] = ()


@dataclass
class _Typed:
    """Makes what people typed printable, and remembers the characters that had to give way to their code."""

    substitute: Clean
    replaced: set[str] = field(default_factory=set)

    def __call__(self, words: str) -> str:
        shown = self.substitute(words)
        self.replaced |= set(SUBSTITUTE.findall(shown)) - set(SUBSTITUTE.findall(words))
        return shown


def find_false_facts(whole: Questionnaire, profile: Mapping[str, bool]) -> tuple[str, ...]:
    """The facts of a whole questionnaire that a profile denies, each as it was asked."""
    return tuple(fact.question for fact in whole.facts if not profile.get(fact.id, True))


def write_gap_report(report: GapReport) -> bytes:
    """The report as PDF. Raises FontProblem where this machine cannot print it."""
    return render_pdf(build_gap_report(report, find_fonts().substitute), STYLESHEET)


def keep_gap_report(report: GapReport, folder: Path) -> bytes:
    """The report as PDF, rendered once and kept in a folder under the hash of all that it shows. Raises FontProblem."""
    html = build_gap_report(report, find_fonts().substitute)
    shows = html + STYLESHEET.read_text(encoding="utf-8")
    kept = folder / f"{hashlib.sha256(shows.encode()).hexdigest()}.pdf"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_aside(kept, render_pdf(html, STYLESHEET))
    return kept.read_bytes()


def build_gap_report(report: GapReport, substitute: Clean = str) -> str:
    """The report as HTML for the stylesheet `gap_report.css`; `substitute` makes typed words printable."""
    typed = _Typed(substitute)
    card, questionnaire = report.scorecard, report.questionnaire
    gaps = list_gaps(questionnaire, card, typed)
    domains = list_domains(questionnaire, card)
    lists = {verdict.value: list_results(questionnaire, card, verdict, typed) for verdict in Verdict}
    return (
        _open_templates()
        .get_template("gap_report.html")
        .render(
            bureau=typed(report.bureau) or NO_NAME,
            parent=typed(report.parent),
            note=typed(report.note),
            demo=report.demo,
            source=_write_source(questionnaire.source),
            carried_out=[_write_source(source) for source in questionnaire.sources[1:]],
            level=questionnaire.level_name,
            version=_write_version(questionnaire),
            as_of=write_date(card.as_of),
            card=card,
            score=write_points(card.score),
            low=write_points(card.low),
            high=write_points(card.high),
            grade=write_grade(card),
            conclusion=[write_conclusion(card), write_timings(card) + write_first_gaps(gaps)],
            counts=count_verdicts(card.results),
            domains=domains,
            chart=_draw_chart(questionnaire, domains),
            gaps=gaps,
            lost=f"{sum((gap.shown_lost or Decimal(0) for gap in card.gaps), Decimal(0)):.2f}",
            lists=lists,
            facts=report.facts,
            bands=write_bands(questionnaire),
            replaced=sorted(typed.replaced),
            ledgers=report.ledgers,
        )
    )


def _open_templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["numerals"] = NUMERALS
    return environment


def _write_source(source: Source) -> str:
    title = f"《{source.title}》"
    return source.issuer + title + ("" if source.name == title else f"（{source.name}）")


def _write_version(questionnaire: Questionnaire) -> str:
    """The catalogues that a questionnaire was made from, each with its version."""
    versions = questionnaire.version.split("+")
    if len(versions) != len(questionnaire.sources):
        return f"{questionnaire.document}，第{questionnaire.version}版"
    pairs = zip(questionnaire.sources, versions, strict=True)
    return "；".join(f"{source.id}，第{version}版" for source, version in pairs)


def _draw_chart(questionnaire: Questionnaire, domains: list[DomainRow]) -> dict[str, Any]:
    """The bars per domain with a line at the lowest score of each grade, as a picture with its words."""
    bars = [Bar(domain.title, domain.score, domain.note) for domain in domains]
    marks = [Mark(band.from_, f"{band.from_:f}") for band in questionnaire.bands if band.from_]
    weak_below = next(band.from_ for band in questionnaire.bands if band.grade == PASS_GRADE)
    title, description = "各领域得分图", describe_bars(bars)
    svg = draw_domain_bars(bars, marks, weak_below, title, description)
    return {"address": embed_svg(svg), "words": f"{title}：{description}", "weak_below": f"{weak_below:f}"}
