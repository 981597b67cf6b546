"""What people see when something is wrong: what it is, what to do next, and a number to quote where it is ours."""

import errno
import logging
import secrets
import traceback
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, flash, jsonify, make_response, redirect, render_template, request
from flask.json.provider import DefaultJSONProvider
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from survey.installing.settings import LANGUAGES
from survey.web.hosts import UnknownHost
from survey.web.languages import html_language
from survey.web.marks import current_marks

log = logging.getLogger(__name__)
MOST_KEPT = 200
BUSY = ("database is locked", "lock timeout", "deadlock detected")
FULL = (errno.ENOSPC, errno.EDQUOT)


class Json(DefaultJSONProvider):
    """Flask's own, but that what is nested too deep is no JSON: a request with it was not understood."""

    def loads(self, s: str | bytes, **how: Any) -> Any:
        try:
            return super().loads(s, **how)
        except RecursionError:
            raise ValueError("nested too deep") from None


def init_errors(app: Flask, folder: Path, say_more: Callable[[], Iterable[str]] = tuple) -> None:
    """Show errors as pages, or as JSON to the form's script; keep ours, with their traceback, in a folder. `say_more`
    tells what else is known to whoever is signed in of an address that leads nowhere."""
    app.json = Json(app)

    @app.errorhandler(HTTPException)
    def show_http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        if isinstance(error, CSRFError) and current_marks().is_reopened:
            flash(_("The page was open too long. Type the password once more."))
            return make_response(redirect(request.full_path))
        if isinstance(error, UnknownHost):
            return tell_trouble(400, *_name_host(), _render_alone)
        title, remedy = _explain(error)
        more = say_more() if error.code == HTTPStatus.NOT_FOUND else ()
        answer = tell_trouble(error.code or 500, title, _join(remedy, *more))
        if isinstance(error, TooManyRequests) and error.retry_after is not None:
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer

    @app.errorhandler(Exception)
    def show_fault(error: Exception) -> Response:
        number = secrets.token_hex(4).upper()
        _keep(folder, number, error)
        if (known := _name_trouble(error)) is not None:
            return tell_trouble(*known, _render_alone)
        remedy = _(
            "Nothing you typed is lost. Go back and try again; if it happens again, tell the administrator "
            "the number %(number)s.",
            number=number,
        )
        return tell_trouble(500, _("The page could not be made"), remedy, _render_alone)


def _join(words: str, *more: str) -> str:
    """Sentences one after the other."""
    for sentence in more:
        words = _("%(first)s %(second)s", first=words, second=sentence)
    return words


def _name_trouble(error: Exception) -> tuple[int, str, str] | None:
    """The status, what is wrong where that is known, and what to do; None where it is not."""
    if isinstance(error, sa.exc.DataError) and "NUL" in str(error.orig):  # PostgreSQL keeps none, in no column
        unseen = _("What was sent holds a character that nobody sees and that cannot be kept")
        return 400, unseen, _("Nothing was stored. Go back, type those words again, and send them.")
    if not isinstance(error, OSError | sa.exc.OperationalError):
        return None
    words = str(error).lower()
    if getattr(error, "errno", None) in FULL or "disk is full" in words or "no space left" in words:
        full = _("The disk of the server is full")
        return 503, full, _("Nothing was stored. Tell the administrator; then send it again.")
    if any(one in words for one in BUSY):
        return 503, _("The server is busy"), _("Nothing was stored. Wait for a minute, then go back and send it again.")
    return None


def _name_host() -> tuple[str, str]:
    return _("This is not the address of the site"), _(
        "The site was asked for as “%(host)s”. Use the address that you were given. Whoever runs the server: set "
        "SURVEY_SITE_URL to the site's address, or add this name to SURVEY_TRUSTED_HOSTS, and start the site again.",
        host=request.host,
    )


def _explain(error: HTTPException) -> tuple[str, str]:
    if isinstance(error, CSRFError):
        return _("The page was open too long"), _("Go back, reload the page and send it again.")
    known = {
        404: (
            _("This page is not there"),
            _("The address is wrong, or the page is not yours to see. Start from your start page."),
        ),
        405: (
            _("This page is not there"),
            _("The address is wrong, or the page is not yours to see. Start from your start page."),
        ),
        429: (
            _("Too many requests from your address"),
            _("Wait for a moment, then try again. Nothing that you typed is lost."),
        ),
        413: (_("Too much was sent at once"), _("Shorten the text, or send a smaller file.")),
    }
    return known.get(
        error.code or 500, (_("The request was not understood"), _("Go back, reload the page and send it again."))
    )


def _render_alone(template: str, **words: str) -> str:
    """Draw a page without asking who is signed in: the database may be what failed."""
    page = current_app.jinja_env.get_template(template)
    return page.render(language=html_language(), LANGUAGES=LANGUAGES, **words)


def tell_trouble(code: int, title: str, remedy: str, render: Callable[..., str] = render_template) -> Response:
    """What is wrong and what to do, as a page, or as JSON for a script."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response(jsonify(error=title, remedy=remedy), code)
    return make_response(render("web/error.html", title=title, remedy=remedy), code)


def _keep(folder: Path, number: str, error: Exception) -> None:
    """Keep an error by its number, and of all errors the newest: a stranger must not fill the disk with them."""
    log.error("error %s at %s", number, request.path, exc_info=error)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"error-{number}.txt").write_text(
            f"{request.method} {request.path}\n\n{''.join(traceback.format_exception(error))}", encoding="utf-8"
        )
        by_age = sorted(folder.glob("error-*.txt"), key=lambda file: file.stat().st_mtime)
        for old in by_age[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        log.exception("error %s could not be kept in %s", number, folder)
