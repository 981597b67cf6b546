"""Serial numbers of reports: sixteen digits made of what a report says, the last two of which catch a slip of the ear.

The check is that of ISO 7064 MOD 97-10 (GB/T 17710): every wrong digit and every two that changed places are noticed.
"""

import hashlib
import re
import unicodedata

from survey.signing.keys import group

DIGITS, CHECK = 14, 97
BETWEEN = re.compile(r"[\s\-‐-―−－]+")


def make_serial(*parts: str) -> str:
    """The serial number of what these words are: alike, whenever and wherever it is made again."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    number = int.from_bytes(digest, "big") % 10**DIGITS
    return group(f"{number:0{DIGITS}}{CHECK + 1 - number * 100 % CHECK:02}")


def read_serial(typed: str) -> str | None:
    """A serial number as somebody typed it, with whatever between its groups; None for what can be none."""
    digits = BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    is_number = digits.isascii() and digits.isdigit() and len(digits) == DIGITS + 2
    return group(digits) if is_number and int(digits) % CHECK == 1 else None
