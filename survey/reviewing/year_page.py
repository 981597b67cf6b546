"""One year, all notices: who is asked by several notices in a year sees them side by side, as a page, CSV and XLSX."""

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, send_file

from survey.reviewing.year_table import A_PAGE, YearBureau, list_cells, list_headers, read_year
from survey.rounds.years import list_of_year
from survey.sheets.writing import write_csv, write_table
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Role
from survey.storage.tables import Round
from survey.web.access import current_person, get_session, only
from survey.web.downloads import note_download
from survey.web.languages import clean_search
from survey.web.marks import expensive

bp = Blueprint("year", __name__)
READERS = (*OF_A_BUREAU, *REVIEWERS, Role.ADMINISTRATOR)
MIMETYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@bp.get("/years/<int:year>")
@only(*READERS)
def show(year: int) -> Any:
    rounds, bureaus = _read(year)
    words = clean_search(request.args.get("q", ""))
    found = [one for one in bureaus if one.has_words(words)]
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    return render_template(
        "reviewing/year.html",
        year=year,
        rounds=rounds,
        bureaus=len(bureaus),
        found=len(found),
        shown=found[(page - 1) * A_PAGE : page * A_PAGE],
        page=page,
        pages=pages,
        q=words,
        is_own=current_person().role in OF_A_BUREAU,
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "year"],
    )


@bp.get("/years/<int:year>/results.<any(csv, xlsx):form>")
@only(*READERS)
@expensive(60)
def download(year: int, form: str) -> Any:
    bureaus = _read(year)[1]
    headers, rows = list_headers(), list_cells(bureaus)
    content = write_csv(headers, rows) if form == "csv" else write_table(str(year), headers, rows)
    note_download("year.export", f"year {year}", {"form": form, "bureaus": len(bureaus)})
    name = f"{year}年度各文件自评结果.{form}"
    return send_file(BytesIO(content), mimetype=MIMETYPES[form], as_attachment=True, download_name=name)


def _read(year: int) -> tuple[list[Round], list[YearBureau]]:
    """The rounds of a year with the bureaus whose work the signed-in person may read; 404 where there are none."""
    if year > 9999:
        abort(404)
    rounds = list_of_year(get_session(), year)
    bureaus = read_year(get_session(), rounds, current_person()) if rounds else []
    met = {line.round.id for one in bureaus for line in one.lines}
    return ([one for one in rounds if one.id in met], bureaus) if bureaus else abort(404)
