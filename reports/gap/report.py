"""The gap report of one bureau: a response judged in, formal Chinese on paper out."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from questionnaires.questionnaire import Questionnaire, SourceDocument
from questionnaires.scoring import Scorecard, Verdict
from questionnaires.shortest_path import ShortestPath, explain_no_path, find_shortest_path
from questionnaires.wording import write_date
from reports.gap.annex_rows import list_answers, list_evidence
from reports.gap.attachments import attach, find_serial
from reports.gap.beside_rows import write_totals
from reports.gap.body import ReportBody, list_body
from reports.gap.comparisons import list_changes
from reports.gap.conclusions import (
    write_bands,
    write_conclusion,
    write_domains,
    write_path,
    write_progress,
    write_timings,
)
from reports.gap.content import Annex, GapReport
from reports.gap.domain_rows import count_asked, find_marks, find_weak_below, list_domains
from reports.gap.front_page import (
    FIRST_GAPS,
    head_first_gaps,
    list_cells,
    list_particulars,
    write_counts,
    write_others,
    write_steps,
)
from reports.gap.lists import list_moved
from reports.gap.rows import NUMBERS, Clean, GapRow, count_verdicts, list_gaps, name_basis, write_points, write_signed
from reports.gap.scheme_words import write_scheme
from reports.printing.edition import name_edition
from reports.printing.fonts import SUBSTITUTE, find_fonts
from reports.printing.paper import Paper, keep_paper
from reports.printing.pdf import PdfFile
from reports.printing.templates import open_templates

FOLDER = Path(__file__).parents[1]
STYLESHEET = FOLDER / "static" / "gap_report.css"
NO_NAME = "（未填写单位名称）"
NUMERALS = (*"一二三四五六七八九十", "十一", "十二", "十三")


@dataclass
class _Typed:
    """Makes what people typed printable, and remembers the characters that had to give way to their code."""

    substitute: Clean
    replaced: set[str] = field(default_factory=set)

    def __call__(self, words: str) -> str:
        shown = self.substitute(words)
        self.replaced |= set(SUBSTITUTE.findall(shown)) - set(SUBSTITUTE.findall(words))
        return shown


def write_gap_report(report: GapReport) -> bytes:
    """The report as PDF with all that it says attached. Raises FontProblem where this machine cannot print it."""
    return _prepare(report).render()


def keep_gap_report(report: GapReport, folder: Path) -> Path:
    """The report as PDF, rendered once and kept in a folder under the hash of all that it shows. Raises FontProblem."""
    return keep_paper(_prepare(report), folder)


def _prepare(report: GapReport) -> Paper:
    attached = attach(report)
    html = build_gap_report(report, find_fonts().substitute, attached)
    return Paper(html, STYLESHEET, report.scorecard.as_of, attached)


def build_gap_report(
    report: GapReport, substitute: Clean = str, attached: tuple[PdfFile, ...] = (), is_copy: bool = False
) -> str:
    """The report as HTML for the stylesheet `gap_report.css`; `substitute` makes typed words printable.

    A copy is there to be edited: it proves nothing, and says which report does.
    """
    typed = _Typed(substitute)
    path = find_shortest_path(report.questionnaire, report.counted)
    on_path = {step.question.id for step in path.steps} if path else set()
    gaps = list_gaps(report.questionnaire, report.counted, report.scorecard, typed, on_path)
    serial = find_serial(attached)
    body = list_body(report, typed, on_path)
    words = (
        _write_front(report, path, gaps, typed) | _write_results(report, body, typed) | _write_annexes(report, typed)
    )
    template = _open_templates().get_template("gap/report.html")
    return template.render(
        report=report,
        card=report.counted,
        **words,
        attached=attached,
        is_copy=is_copy,
        serial=serial,
        particulars=list_particulars(report, serial, typed),
        rules=report.rules,
        replaced=sorted(typed.replaced),
    )


def _write_front(report: GapReport, path: ShortestPath | None, gaps: list[GapRow], typed: _Typed) -> dict[str, Any]:
    """What page one says, and the names under which it says it."""
    card, questionnaire = report.counted, report.questionnaire
    steps = [gap for gap in gaps if gap.on_path]
    return {
        "bureau": typed(report.bureau) or NO_NAME,
        "other_notices": write_others(report, typed),
        "sources": [_write_source(place, one) for place, one in enumerate(questionnaire.sources)],
        "names": [(NUMBERS[place] if place else "") + one.name for place, one in enumerate(questionnaire.sources)],
        "version": _write_version(questionnaire),
        "as_of": write_date(card.as_of),
        "cells": list_cells(report),
        "conclusion": [
            typed(write_conclusion(card, report.scorecard if report.verified else None)),
            write_counts(card) + write_timings(card),
        ],
        "first_gaps": gaps[:FIRST_GAPS],
        "first_gaps_head": head_first_gaps(gaps),
        "path": write_path(path, card, explain_no_path(questionnaire, card)),
        "steps": steps,
        "steps_words": write_steps(steps),
    }


def _write_results(report: GapReport, body: ReportBody, typed: _Typed) -> dict[str, Any]:
    """The domains, what changed, the gaps and everything that is none."""
    card, questionnaire = report.counted, report.questionnaire
    domains, counts, changes = list_domains(report), count_verdicts(card.results), list_changes(report)
    return {
        "score": write_points(card.score),
        "own_score": write_points(report.scorecard.score),
        "last_basis": name_basis(report.last.is_verified) if report.last and report.compared else "",
        "last_by_domain": report.compared if report.imported is None or report.imported.domains else None,
        "high": write_points(card.high),
        "lost": _sum_lost(card),
        "domains": domains,
        "domains_total": {
            "score": write_points(card.score),
            "change": write_signed(*report.scores_compared),
            "lost": _sum_lost(card),
            "met": counts[Verdict.MET],
            "asked": count_asked(counts),
        },
        "domains_words": write_domains(domains, report),
        "marks": "、".join(f"{mark:f}" for mark in find_marks(questionnaire)),
        "weak_below": f"{find_weak_below(questionnaire):f}",
        "progress": typed(write_progress(report, report.last)) if report.last else "",
        "changes": changes,
        "moved": list_moved(changes),
        "reviews": body.reviews,
        "differing": body.differing,
        "is_shortened": body.is_cut,
        "has_answers": Annex.ANSWERS in report.annexes,
        "bonus": body.bonus,
        "entered": body.entered,
        "totals": write_totals(report),
        "gaps": body.gaps,
        "is_long": body.is_long,
        "others": body.others,
        "bands": write_bands(questionnaire),
        "scheme": typed(write_scheme(questionnaire)),
    }


def _write_annexes(report: GapReport, typed: _Typed) -> dict[str, Any]:
    """What is printed on request, each None where it was not asked for."""
    asked = report.annexes
    return {
        "answers": list_answers(report, typed) if Annex.ANSWERS in asked else None,
        "evidence": list_evidence(report, typed) if Annex.EVIDENCE in asked else None,
        "ledgers": report.ledgers if Annex.LEDGER in asked else None,
    }


def _sum_lost(card: Scorecard) -> str:
    return f"{sum((gap.shown_lost or Decimal(0) for gap in card.gaps), Decimal(0)):.2f}"


@cache
def _open_templates() -> Environment:
    return open_templates(edition=name_edition(), numerals=NUMERALS)


def _write_source(place: int, source: SourceDocument) -> str:
    """A notice in full, behind the number by which its clauses are cited."""
    title = f"《{source.title}》"
    number = NUMBERS[place] if place else ""
    return number + source.issuer + title + ("" if source.name == title else f"（{source.name}）")


def _write_version(questionnaire: Questionnaire) -> str:
    """The catalogues that a questionnaire was made from, each with its version."""
    versions = questionnaire.version.split("+")
    if len(versions) != len(questionnaire.sources):
        return f"{questionnaire.document}，第{questionnaire.version}版"
    pairs = zip(questionnaire.sources, versions, strict=True)
    return "；".join(f"{source.id}，第{version}版" for source, version in pairs)
