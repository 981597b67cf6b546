"""What many bureaus came to under one duty or in one domain, all duties of a level, and the years beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template

from reports.leading.duty_lines import (
    VERDICTS,
    DomainMean,
    DutyMean,
    average_domains,
    average_duties,
    find_duty,
    list_counted,
)
from reports.leading.gathering import find_report, remember_seen
from reports.leading.standpoint import READERS, Standpoint, find_standpoint
from reports.leading.years import line_up_years, sort_years
from reports.rounds.rows import shorten
from survey.storage.tables import Round
from survey.web.access import only
from survey.web.marks import expensive
from survey.web.paging import cut_page, read_words

bp = Blueprint("leading_duties", __name__, template_folder="../templates")
MOST_YEARS = 5


@bp.get("/overview/<slug>/domains/<domain_id>")
@only(*READERS)
@expensive(300)
def domain(slug: str, domain_id: str) -> Any:
    """One domain: every verified bureau by its score there, and what it is asked in it."""
    at = find_standpoint(slug)
    domains = _average_domains(at)
    one = next((each for each in domains if each.id == domain_id), None) or abort(404)
    means = average_duties([at.seen.report], at.level).values()
    duties = sorted(
        (each for each in means if each.domain == domain_id), key=lambda each: (each.mean is None, each.mean or 0)
    )
    order = read_words("order")
    scores = sorted(one.scores, key=lambda each: each[0].code) if order == "code" else list(one.scores)
    return render_template(
        "leading/domain.html",
        at=at,
        one=one,
        page=cut_page(scores[::-1] if order == "-score" else scores),
        order=order,
        duties=duties,
        domains=domains,
        shorten=shorten,
    )


@bp.get("/overview/<slug>/duties/<path:duty_id>")
@only(*READERS)
@expensive(300)
def duty(slug: str, duty_id: str) -> Any:
    """One duty: who meets it, who in part, who does not."""
    at, verdict = find_standpoint(slug), read_words("verdict")
    one = find_duty(at.seen.report, at.level, duty_id) or abort(404)
    verdict = verdict if verdict in VERDICTS else ""
    page = cut_page(one.choose(verdict))
    return render_template(
        "leading/duty.html", at=at, one=one, verdict=verdict, verdicts=VERDICTS, page=page, shorten=shorten
    )


@bp.get("/overview/<slug>/years")
@only(*READERS)
@expensive(60)
def years(slug: str) -> Any:
    """All duties of the level, this year and those before beside each other."""
    at, order = find_standpoint(slug), read_words("order")
    by_year: dict[int, list[Round]] = {}
    for round in at.rounds:
        if round.is_demo == at.round.is_demo and round.year <= at.round.year:
            by_year.setdefault(round.year, []).append(round)
    shown = sorted(by_year, reverse=True)[:MOST_YEARS]
    found = {year: _average(at, by_year[year]) for year in shown}
    means = {year: duties for year, (duties, _) in found.items() if duties}
    counted = {year: codes for year, (_, codes) in found.items() if year in means}
    lines = line_up_years(means)
    return render_template(
        "leading/years.html",
        at=at,
        years=[(year, by_year[year]) for year in means],
        counted={year: len(codes) for year, codes in counted.items()},
        are_others=len(set(counted.values())) > 1,
        lines=sort_years(lines, order),
        order=order,
        domains=_average_domains(at),
    )


def _average_domains(at: Standpoint) -> Sequence[DomainMean]:
    key = ("domains", at.seen.place, at.level)
    return remember_seen([at.round], key, lambda: average_domains(at.seen.report, at.level))


def _average(at: Standpoint, rounds: Sequence[Round]) -> tuple[Mapping[str, DutyMean], frozenset[str]]:
    """All duties over the rounds of a year, at the same place and level, and the codes of the bureaus counted."""
    place = at.seen.place

    def work_out() -> tuple[Mapping[str, DutyMean], frozenset[str]]:
        reports = [found for one in rounds if (found := find_report(one, place))]
        return average_duties(reports, at.level), list_counted(reports, at.level)

    return remember_seen(rounds, ("year", place, at.level), work_out)
