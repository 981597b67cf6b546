"""Messages for people on the command line and in mails: English ids, said in the language that was set at the start."""

import gettext
from functools import cache
from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations"
DEFAULT_LANGUAGE = "zh_Hans_CN"
_spoken = {"language": DEFAULT_LANGUAGE}


class Refused(Exception):
    """Why something is not done, for the person who asked: an English message with `%(name)s` places, and their words.

    It is said in their language where it is shown; `str()` is the English.
    """

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message, self.details = message, details

    def __str__(self) -> str:
        return self.message % self.details if self.details else self.message


@cache
def _load(language: str) -> gettext.NullTranslations:
    """The translations of every package beside this one, each of which keeps its own."""
    merged = gettext.NullTranslations()
    for folder in sorted(TRANSLATIONS.parent.parent.glob("*/translations")):
        found = gettext.translation("messages", folder, [language], fallback=True)
        found.add_fallback(merged)
        merged = found
    return merged


def speak(language: str) -> None:
    """Set the language of this process; it is Chinese until then. Done once, before the first word."""
    _spoken["language"] = language


def say(message: str, **details: object) -> str:
    """Say an English message, its `%(name)s` places filled, in the language of this process."""
    words = _load(_spoken["language"]).gettext(message)
    return words % details if details else words


def say_why(refused: Refused) -> str:
    """Say why something was refused, in the language of this process."""
    return say(refused.message, **refused.details)
