"""All bureaus of a year in one ranking, whatever round and notice they are under: page, CSV, XLSX, common duties."""

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any, TypeVar

from flask import Blueprint, abort, render_template, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from reports.leading.gathering import SeenRound, list_shown_rounds, read_whole, remember_seen
from reports.leading.standpoint import READERS
from reports.leading.year_lines import (
    YEAR_ORDERS,
    YearQuery,
    YearRanking,
    YearStanding,
    choose_year_lines,
    list_common_duties,
    pick_order,
    rank_year,
)
from reports.leading.year_words import CODE, YEAR_COLUMNS, explain_ranks, explain_year, list_headers, say_year_line
from reports.rounds.ranked import LevelRanking
from reports.rounds.rows import shorten
from reports.tables.people import WholeTable
from reports.tables.xlsx_writing import write_sheets
from survey.app import Output
from survey.sheets.writing import write_csv
from survey.storage.tables import Round
from survey.web.access import only
from survey.web.downloads import note_download
from survey.web.marks import expensive
from survey.web.paging import cut_page, read_words

Part = TypeVar("Part")
bp = Blueprint("leading_year", __name__, template_folder="../templates")
LEVELS = ("county", "city", "township", "province")  # the one of which there are most comes first
MIMETYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@bp.get("/years/<int:year>/ranking")
@only(*READERS)
@expensive(300)
def ranking(year: int) -> Any:
    rounds, ranked, levels = _rank(year)
    query = _read_query()
    lines = choose_year_lines(ranked, query)
    return render_template(
        "leading/year_ranking.html",
        year=year,
        levels=levels,
        ranking=ranked,
        query=query,
        order=query.order or pick_order(ranked),
        page=cut_page(lines),
        explained=explain_ranks(ranked),
        newest=rounds[-1],
        shorten=shorten,
        asked=_carry_on(year, ranked, query),
    )


@bp.get("/years/<int:year>/ranking.<any(csv, xlsx):form>")
@only(*READERS)
@expensive(60)
def download(year: int, form: str) -> Any:
    """The same lines as a file."""
    rounds, ranked, _levels = _rank(year)
    lines = choose_year_lines(ranked, _read_query())
    content = _write_csv(lines) if form == "csv" else _write_xlsx(year, ranked, lines, rounds[0].is_demo)
    note_download("year.ranking", f"year {year}", {"form": form, "level": ranked.level, "rows": len(lines)})
    name = f"{year}年度{ranked.level_name}名次.{form}"
    return send_file(BytesIO(content), mimetype=MIMETYPES[form], as_attachment=True, download_name=name)


@bp.get("/years/<int:year>/ranking/duties")
@only(*READERS)
@expensive(300)
def duties(year: int) -> Any:
    """What the ranking by common duties is made of; with what one bureau came to in each, where one is asked for."""
    rounds, ranked, _levels = _rank(year)
    slug, code = read_words("round"), read_words("bureau")
    of = (ranked.find(slug, code) or abort(404)) if slug or code else None
    return render_template(
        "leading/common_duties.html",
        year=year,
        ranking=ranked,
        of=of,
        duties=list_common_duties(ranked, of),
        newest=rounds[-1],
        shorten=shorten,
    )


def _carry_on(year: int, ranked: YearRanking, query: YearQuery) -> dict[str, Any]:
    """What every link to the same table carries on."""
    chosen = {name: value for name, value in asdict(query).items() if value}
    return {"year": year, "level": ranked.level, **chosen}


def _read_query() -> YearQuery:
    """What the address asks of the table; whatever it does not know asks for nothing."""
    order = read_words("order")
    return YearQuery(
        place=read_words("place"),
        round=read_words("round"),
        words=read_words("words"),
        order=order if order.removeprefix("-") in YEAR_ORDERS else "",
    )


def _rank(year: int) -> tuple[list[Round], YearRanking, list[str]]:
    """The rounds of a year, the one that ends first before the others, the level that the address asks for in one
    ranking, and the levels there are; 404 where the reader may see nothing of the year."""
    found = [(one, whole) for one in _list_rounds(year) if not (whole := read_whole(one)).is_empty]
    rounds, seen = [one for one, _ in found], {one.slug: whole for one, whole in found}
    levels = [one for one in LEVELS if any(one in each.levels for each in seen.values())] or abort(404)
    wanted = read_words("level")
    level = wanted if wanted in levels else levels[0]
    titles = {one.slug: one.title for one in rounds}
    made = remember_seen(rounds, ("year-ranking", level), lambda: rank_year(_pick(seen, level), titles))
    return rounds, made, levels


def _pick(seen: Mapping[str, SeenRound], level: str) -> dict[str, LevelRanking]:
    """The level in the rounds that ask it, ranked there already where somebody looked at it."""
    return {slug: one.pick(level) for slug, one in seen.items() if level in one.levels}


def _list_rounds(year: int) -> list[Round]:
    """Made-up rounds are never ranked with others: they are there alone, or not at all."""
    found = [one for one in reversed(list_shown_rounds()) if one.year == year]
    return [one for one in found if not one.is_demo] or found


def _write_csv(lines: list[YearStanding]) -> bytes:
    return write_csv(list_headers(), map(say_year_line, lines))


def _write_xlsx(year: int, ranked: YearRanking, lines: list[YearStanding], demo: bool) -> bytes:
    title = _("Ranking of %(year)s", year=year)
    rows = (_put_code_last(say_year_line(one)) for one in lines)
    units = _put_code_last([one.unit for one in YEAR_COLUMNS])
    table = WholeTable(_("Ranks"), _put_code_last(list_headers()), units, rows, len(units) - 1)
    return write_sheets(title, explain_year(ranked, year, len(lines), demo), [table])


def _put_code_last(cells: list[Part]) -> list[Part]:
    """The order of a sheet for people: what programs need is behind everything else."""
    return [*cells[:CODE], *cells[CODE + 1 :], cells[CODE]]


OUTPUTS = (Output("leading_year.ranking", _l("Ranking of the year"), "year"),)
