"""What is typed on the pages of teamwork: a line, a day that is not past, words of a note."""

import re
import secrets
from collections.abc import Collection
from datetime import date

from questionnaires.criteria.words import read_words
from questionnaires.messages import Refused
from survey.storage.together import MOST_NOTE, MOST_OFFICE
from survey.web.typed import read_line, read_typed_day

_ONCE = re.compile("[0-9a-f]{32}")


def read_office_line(typed: str) -> str:
    """A line that people can see and that is kept whole. Raises Refused where there is none."""
    line = read_line(typed)
    if not line:
        raise Refused("Fill in this line.")
    if len(line) > MOST_OFFICE:
        raise Refused("The line is too long: %(most)s characters at most.", most=MOST_OFFICE)
    return line


def read_last_day(typed: str, today: date) -> date | None:
    """The last day for something; None where none is typed. Raises Refused."""
    day = read_typed_day(typed)
    if day is None:
        return None
    if date.fromisoformat(day) < today:
        raise Refused("This day is past. Give a later one, or leave the field empty.")
    return date.fromisoformat(day)


def read_note(typed: str) -> str:
    """The words of a note. Raises Refused where there are none, or too many."""
    words = read_words(typed.replace("\r\n", "\n"), MOST_NOTE)  # a browser counts a line's end as one
    if not words:
        raise Refused("Write something first.")
    return words


def read_choice(sent: Collection[str], asked: Collection[str]) -> list[str]:
    """Those of the questions asked, in their order, that were ticked. Raises Refused where none is."""
    ticked = [id for id in asked if id in sent]
    if not ticked:
        raise Refused("Tick at least one question or domain first.")
    return ticked


def make_once() -> str:
    """A mark for a form, by which the same form sent twice is noticed."""
    return secrets.token_hex(16)


def is_once(mark: str) -> bool:
    return _ONCE.fullmatch(mark) is not None
