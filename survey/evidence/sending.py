"""A stored file as an answer: taken away, or shown in a frame; never opened as a page of the site's own."""

from collections.abc import Mapping
from typing import BinaryIO, cast

from flask import Response, current_app, render_template, send_file
from flask_babel import gettext as _

from questionnaires.messages import Refused
from survey.evidence.office import PREVIEWED, read_preview
from survey.storage.beside import ShelfFile
from survey.storage.tables import Evidence

# What browsers show by themselves, and the one type by which each is sent, whatever its name says.
SHOWN: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "webp": "image/webp",
}
DOWNLOAD_POLICY = "sandbox; default-src 'none'"
FRAME_POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# Words of an Office file, with a style of ours: it is sent to our own pages only. No script runs in a sandbox.
WORDS_POLICY = "sandbox allow-same-origin; default-src 'none'; style-src 'self'; frame-ancestors 'self'"
# Browsers show no PDF in a sandbox; their viewer is one of its own, and its page has a style in it.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class NotWhole(Exception):
    """A file is missing on the server, or is not as it was sent; in words for people."""


def send_away(row: Evidence | ShelfFile, name: str) -> Response:
    """A file as an attachment that no browser opens. Raises NotWhole."""
    answer = _send(row, "application/octet-stream", as_attachment=True, name=name)
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return answer


def can_show(kind: str) -> bool:
    """Whether a file of this kind is shown: by the browser, or its words by us."""
    return kind in SHOWN or kind in PREVIEWED


def show_in_frame(row: Evidence | ShelfFile, name: str) -> Response:
    """A file of a kind that can be shown, for a frame of our own pages. Raises NotWhole."""
    if row.kind in PREVIEWED:
        return _draw_in_frame(row, name)
    answer = _send(row, SHOWN[row.kind], as_attachment=False, name=name)
    return _frame(answer, PDF_POLICY if row.kind == "pdf" else FRAME_POLICY)


def say_in_frame(words: str) -> Response:
    """Why there is nothing to show, in the place of it."""
    return _frame(Response(words, mimetype="text/plain"))


def _draw_in_frame(row: Evidence | ShelfFile, name: str) -> Response:
    """What an Office file says, as a page of ours in which everything of the file is words."""
    with _open_whole(row, name) as file:
        try:
            parts = read_preview(row.kind, file)
        except Refused:
            return say_in_frame(_("This file cannot be previewed. Download it."))
    return _frame(Response(render_template("evidence/office.html", name=name, parts=parts)), WORDS_POLICY)


def _frame(answer: Response, policy: str = FRAME_POLICY) -> Response:
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _send(row: Evidence | ShelfFile, mimetype: str, as_attachment: bool, name: str) -> Response:
    file = _open_whole(row, name)
    answer = send_file(file, mimetype, as_attachment=as_attachment, download_name=name, conditional=False)
    answer.content_length = row.size
    return answer


def _open_whole(row: Evidence | ShelfFile, name: str) -> BinaryIO:
    store = current_app.extensions["evidence_store"]
    try:
        if not store.is_whole(row.sha256):
            raise NotWhole(
                _(
                    "The file %(name)s is not as it was sent, so it is not given out. Tell the administrator; a backup "
                    "may have it.",
                    name=name,
                )
            )
        return cast(BinaryIO, store.open(row.sha256))
    except FileNotFoundError:
        raise NotWhole(
            _("The file %(name)s is missing on the server. Tell the administrator; a backup may have it.", name=name)
        ) from None
