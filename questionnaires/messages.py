"""Messages for people on the command line and in mails: English ids, said in the language that was set at the start."""

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path

TRANSLATIONS = Path(__file__).parent / "translations"
DEFAULT_LANGUAGE = "zh_Hans_CN"
_spoken = {"language": DEFAULT_LANGUAGE}
_places: list[Path] = sorted(TRANSLATIONS.parent.parent.glob("*/translations"))  # every package keeps its own


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
    """The translations of every package, in one."""
    merged = gettext.NullTranslations()
    for folder in _places:
        try:
            found = gettext.translation("messages", folder, [language], fallback=True)
        except PermissionError:  # compiled by an account that let nobody else read it
            continue
        found.add_fallback(merged)
        merged = found
    return merged


def list_translations() -> tuple[Path, ...]:
    """The folders of translations: each package's own, or where they were compiled instead."""
    return tuple(_places)


def use_translations(folders: Sequence[Path]) -> None:
    """Look for translations in these folders from now on."""
    _places[:] = folders
    _load.cache_clear()


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
