"""A stored file as an answer: taken away, or shown in a frame; never opened as a page of the site's own."""

from collections.abc import Mapping

from flask import Response, current_app, send_file
from flask_babel import gettext as _

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
PICTURE_POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# Browsers show no PDF in a sandbox; their viewer is one of its own, and its page has a style in it.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class NotWhole(Exception):
    """A file is missing on the server, or is not as it was sent; in words for people."""


def send_away(row: Evidence | ShelfFile, name: str) -> Response:
    """A file as an attachment that no browser opens. Raises NotWhole."""
    answer = _send(row, "application/octet-stream", as_attachment=True, name=name)
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return answer


def show_in_frame(row: Evidence | ShelfFile, name: str) -> Response:
    """A file of a kind in SHOWN, for a frame of our own pages. Raises NotWhole."""
    answer = _send(row, SHOWN[row.kind], as_attachment=False, name=name)
    answer.headers["Content-Security-Policy"] = PDF_POLICY if row.kind == "pdf" else PICTURE_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def say_in_frame(words: str) -> Response:
    """Why there is nothing to show, in the place of it."""
    answer = Response(words, mimetype="text/plain")
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _send(row: Evidence | ShelfFile, mimetype: str, as_attachment: bool, name: str) -> Response:
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
        file = store.open(row.sha256)
    except FileNotFoundError:
        raise NotWhole(
            _("The file %(name)s is missing on the server. Tell the administrator; a backup may have it.", name=name)
        ) from None
    answer = send_file(file, mimetype, as_attachment=as_attachment, download_name=name, conditional=False)
    answer.content_length = row.size
    return answer
