"""The names of uploaded files, made fit to be shown and downloaded."""

import unicodedata

from survey.evidence.file_types import ENDINGS
from survey.sheets.characters import is_ideograph

MOST = 120
UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")  # control, format (bidi overrides), surrogates, unassigned, breaks
REFUSED_BY_WINDOWS = dict.fromkeys(map(ord, '<>:"|?*'), "_")


def clean_name(name: str) -> str:
    """A name without path and unseen characters; it may be empty."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    spaced = "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFC", bare))
    seen = "".join(one for one in spaced if is_ideograph(one) or unicodedata.category(one) not in UNSEEN)
    return " ".join(seen.translate(REFUSED_BY_WINDOWS).split()).strip(". ")


def name_file(name: str, kind: str) -> str:
    """A clean name of at most 120 characters that ends as its kind does.

    A page that is named report.html but is a PDF becomes report.html.pdf: the ending says what will open it.
    """
    clean = clean_name(name)
    ending = next((clean[-len(one) :] for one in ENDINGS[kind] if clean.lower().endswith(one)), "")
    stem = clean.removesuffix(ending).rstrip(". ")
    ending = ending or ENDINGS[kind][0]
    return f"{stem[: MOST - len(ending)] or 'file'}{ending}"
