"""The first page of those who only read, and the bureaus of a level as a table that every figure leads to."""

from dataclasses import asdict
from fractions import Fraction
from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, send_file, url_for
from flask_babel import lazy_gettext as _l

from reports.gap.groups import is_enough
from reports.leading.gathering import list_shown_rounds, pick_newest, remember_seen
from reports.leading.lines import ORDERS, SHOWN, BureauLine, LineQuery, average_lines, choose_lines, list_lines
from reports.leading.overview import make_first_page
from reports.leading.standpoint import READERS, Standpoint, find_standpoint
from reports.leading.words import HEADERS, NAMES, WHY_NOT, say_line, say_state
from reports.rounds.rows import shorten
from reports.rounds.tile_names import name_place, name_row, write_whole
from survey.app import Output
from survey.rounds.rounds import name_round
from survey.sheets.writing import write_csv
from survey.web.access import only
from survey.web.downloads import note_download
from survey.web.languages import show_difference
from survey.web.marks import expensive
from survey.web.navigation import FOR_READING
from survey.web.paging import cut_page, read_words

bp = Blueprint("leading", __name__, template_folder="../templates")


@bp.app_context_processor
def add_words() -> dict[str, Any]:
    return {
        "shown_word": lambda shown: str(NAMES[shown]),
        "state_words": say_state,
        "why_not_word": lambda why: str(WHY_NOT[why]),
    }


@bp.app_template_filter("signed")
def show_signed(points: Fraction) -> str:
    """By how many points something is above what it is compared with."""
    return show_difference(Fraction(0), points)


@bp.get("/overview")
@only(*READERS)
def start() -> Any:
    """To the round that is asked for, or the newest one in which something is accepted."""
    rounds = list_shown_rounds()
    wanted = read_words("round")
    round = next((one for one in rounds if one.slug == wanted), None) or pick_newest(rounds)
    if round is None:
        return render_template("leading/empty.html")
    place, level = read_words("place") or None, read_words("level") or None
    return redirect(url_for("leading.overview", slug=round.slug, place=place, level=level))


@bp.get("/overview/<slug>")
@only(*READERS)
@expensive(300)
def overview(slug: str) -> Any:
    standpoint = find_standpoint(slug)
    key = ("first", standpoint.seen.place, standpoint.level)
    page = remember_seen([standpoint.round], key, lambda: make_first_page(standpoint.seen, standpoint.ranking))
    return render_template(
        "leading/overview.html",
        at=standpoint,
        page=page,
        beside=standpoint.beside,
        name_row=name_row,
        name_place=name_place,
        write_whole=write_whole,
        shorten=shorten,
    )


@bp.get("/overview/<slug>/bureaus")
@only(*READERS)
@expensive(300)
def bureaus(slug: str) -> Any:
    standpoint, query = find_standpoint(slug), _read_query()
    lines = _choose(standpoint, query)
    count, mean = average_lines(lines)
    return render_template(
        "leading/bureaus.html",
        at=standpoint,
        query=query,
        page=cut_page(lines),
        verified=count,
        mean=mean,
        is_few=not is_enough(count),
        shown=SHOWN,
        grades=[label for label, _count in standpoint.ranking.totals.grades],
        shorten=shorten,
        asked={name: value for name, value in asdict(query).items() if value},
    )


@bp.get("/overview/<slug>/bureaus.csv")
@only(*READERS)
@expensive(60)
def download(slug: str) -> Any:
    """The same table as a file."""
    standpoint = find_standpoint(slug)
    lines = _choose(standpoint, _read_query())
    content = write_csv([str(one) for one in HEADERS], map(say_line, lines))
    note_download("report.overview", name_round(standpoint.round), {"place": standpoint.seen.place, "rows": len(lines)})
    name = f"{standpoint.round.slug}-{standpoint.level}.csv"
    return send_file(BytesIO(content), mimetype="text/csv", as_attachment=True, download_name=name)


def _choose(standpoint: Standpoint, query: LineQuery) -> list[BureauLine]:
    return choose_lines(list_lines(standpoint.ranking), query)


def _read_query() -> LineQuery:
    """What the address asks of the table; whatever it does not know asks for nothing."""
    show, order = read_words("show"), read_words("order")
    return LineQuery(
        show=show if show in SHOWN else "",
        grade=read_words("grade"),
        words=read_words("words"),
        order=order if order.removeprefix("-") in ORDERS else "",
        notice=read_words("notice"),
    )


OUTPUTS = (
    Output("leading.start", _l("Overview"), FOR_READING),
    *(Output("leading.overview", _l("Overview for leaders"), of) for of in ("round", "overview", "audit")),
)
