"""Which characters the fonts of this machine can print, asked of fontconfig, which chooses the fonts of a PDF."""

import os
import re
import subprocess
import unicodedata
from dataclasses import dataclass
from functools import cache

from questionnaires.messages import Refused

FONT_COMMAND = "apt-get install -y --no-install-recommends fonts-noto-cjk"
TOOL_COMMAND = "apt-get install -y --no-install-recommends fontconfig"
SUBSTITUTE = re.compile(r"〔U\+[0-9A-F]{4,6}〕")
FORMATS = ("TrueType", "CFF")
TAG = re.compile(r"<[^>]*>")
LAYOUT = frozenset("\n\r\t")
MOST_NAMED = 8


class FontProblem(Refused):
    """A PDF cannot be written as it should look."""


@dataclass(frozen=True)
class Fonts:
    """The code points for which some installed font has a glyph."""

    glyphs: frozenset[int]

    def find_missing(self, text: str) -> list[str]:
        """The characters of a text that no font can print, each once, in order of code point."""
        return sorted(
            one for one in set(text) if ord(one) not in self.glyphs and one not in LAYOUT and not _steers(one)
        )

    def substitute(self, words: str) -> str:
        """Make words that people typed printable.

        A character without a glyph becomes its code, such as 〔U+1F600〕. Marks that only steer how others are
        shown (joiners, variation selectors, changes of direction) are left out, so that they steer nothing of ours.
        """
        if words.isascii() and words.isprintable():
            return words
        return "".join(self._substitute_one(one) for one in words if not _steers(one))

    def _substitute_one(self, character: str) -> str:
        printable = ord(character) in self.glyphs or character in LAYOUT
        return character if printable else f"〔U+{ord(character):04X}〕"


def _steers(character: str) -> bool:
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return selector or unicodedata.category(character) == "Cf"


def find_fonts() -> Fonts:
    """Look up the installed fonts, once per font configuration; raise FontProblem where none is Simplified Chinese."""
    return _find_fonts(os.environ.get("FONTCONFIG_FILE"))


@cache
def _find_fonts(_configuration: str | None) -> Fonts:
    if not _list_charsets(":lang=zh-cn"):
        raise FontProblem(
            "No Simplified Chinese font is installed, so no PDF is written. Install one: %(command)s",
            command=FONT_COMMAND,
        )
    return Fonts(frozenset(point for charset in _list_charsets(":") for point in _read_charset(charset)))


def _list_charsets(pattern: str) -> set[str]:
    """The character sets of the outline fonts that match a fontconfig pattern; fonts of one family share theirs."""
    try:
        listed = subprocess.run(
            ["fc-list", pattern, "--format", "%{fontformat}\t%{color}\t%{charset}\n"],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        )
    except FileNotFoundError:
        raise FontProblem(
            "fc-list is missing, so the fonts cannot be checked. Install it: %(command)s", command=TOOL_COMMAND
        ) from None
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise FontProblem("fc-list failed, so the fonts cannot be checked: %(why)s", why=error) from None
    fonts = [line.split("\t") for line in listed.stdout.splitlines()]
    return {charset for format, color, charset in fonts if format in FORMATS and color != "True"}


def _read_charset(charset: str) -> list[int]:
    """The code points of a set that fontconfig writes as `20-7e a0 4e00-9fef`, in hexadecimal."""
    points: list[int] = []
    for run in charset.split():
        first, _, last = run.partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


def check_fonts(text: str) -> None:
    """Raise FontProblem, with the characters and where they stand, where some of a text cannot be printed."""
    missing = find_fonts().find_missing(text)
    if missing:
        raise FontProblem(
            "No installed font has a glyph for %(characters)s, so no PDF is written. "
            "Use other characters or install a font that has them: %(command)s",
            characters="; ".join(_place(one, text) for one in missing[:MOST_NAMED]),
            command=FONT_COMMAND,
        )


def _place(character: str, text: str) -> str:
    words = TAG.sub(" ", text)
    text = words if character in words else text
    at = text.index(character)
    around = " ".join(text[max(0, at - 8) : at + 9].split())
    return f"U+{ord(character):04X} (…{around}…)"
