"""Messages for people on the command line: English ids, said in the chosen language."""

import gettext
import os
from functools import cache
from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations"
DEFAULT_LANGUAGE = "zh_Hans_CN"


@cache
def _load(language: str) -> gettext.NullTranslations:
    """The translations of every package beside this one, each of which keeps its own."""
    merged = gettext.NullTranslations()
    for folder in sorted(TRANSLATIONS.parent.parent.glob("*/translations")):
        found = gettext.translation("messages", folder, [language], fallback=True)
        found.add_fallback(merged)
        merged = found
    return merged


def say(message: str, **details: object) -> str:
    """Say an English message, its `%(name)s` places filled, in the language of SURVEY_LANGUAGE (default Chinese)."""
    words = _load(os.environ.get("SURVEY_LANGUAGE", DEFAULT_LANGUAGE)).gettext(message)
    return words % details if details else words
