"""Characters as people type them: which of them can be seen, spaces of one kind, and Excel's escapes undone."""

import re
import unicodedata

IDEOGRAPHS = range(0x20000, 0x40000)  # planes 2 and 3: of ideographs alone, some younger than Python's own table
NEVER = 0xFFFE  # the last two of each plane are no characters
ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
CHINESE = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003fffd"
INSIDE_CHINESE = re.compile(f"(?<=[{CHINESE}])[{ODD_SPACES}]+(?=[{CHINESE}])")
ODD_SPACE = re.compile(f"[{ODD_SPACES}]")
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def is_ideograph(character: str) -> bool:
    """Whether it belongs to the planes of rare Chinese characters."""
    return ord(character) in IDEOGRAPHS and ord(character) & NEVER != NEVER


def is_seen(text: str) -> bool:
    """Whether every character can be seen, rare ones and those of private use too: some fonts show them."""
    return text.isprintable() or all(
        one.isprintable() or is_ideograph(one) or unicodedata.category(one) == "Co" for one in text
    )


def keep_seen(text: str) -> str:
    """What of a text can be seen: for names that come from elsewhere, such as that of a file."""
    return "".join(one for one in text if is_seen(one))


def clean_line(text: str) -> str:
    """A line without spaces around it. U+3000 and the like fall away inside Chinese and are plain spaces elsewhere."""
    return ODD_SPACE.sub(" ", INSIDE_CHINESE.sub("", text)).strip()


def undo_escapes(text: str) -> str:
    """The words of a cell in which Excel wrote characters as _xHHHH_, above all the carriage return as _x000D_."""
    if "_x" not in text:
        return text
    plain = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    joined = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\r\n", "\n").replace("\r", "\n")
