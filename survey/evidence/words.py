"""Words for files: their kinds and sizes."""

from itertools import chain

from flask import Flask
from flask_babel import lazy_gettext as _l

from survey.evidence.file_types import ENDINGS
from survey.evidence.sending import can_show

PICTURE, DOCUMENT, SHEET, SLIDES = _l("picture"), _l("text document"), _l("spreadsheet"), _l("presentation")
KINDS = {
    "pdf": "PDF",
    "ofd": "OFD",
    **dict.fromkeys(("jpeg", "png", "gif", "bmp", "tiff", "webp"), PICTURE),
    **dict.fromkeys(("doc", "docx"), DOCUMENT),
    **dict.fromkeys(("xls", "xlsx"), SHEET),
    **dict.fromkeys(("ppt", "pptx"), SLIDES),
}


def init_evidence_words(app: Flask, megabytes: int) -> None:
    """Give the templates the words, what a name may end with, and how large a file may be."""
    app.jinja_env.globals.update(
        file_kind_word=lambda kind: str(KINDS[kind]),
        is_previewed=can_show,
        evidence_endings=",".join(chain.from_iterable(ENDINGS.values())),
        evidence_megabytes=megabytes,
    )
    app.jinja_env.filters["size"] = show_size


def show_size(size: int) -> str:
    """A size as file managers show it."""
    if size < 1 << 10:
        return f"{size} B"
    return f"{size / (1 << 10):.0f} KB" if size < 1000 << 10 else f"{size / (1 << 20):.1f} MB"
