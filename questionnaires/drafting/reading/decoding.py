"""Bytes of a text in any Chinese encoding made into text."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from questionnaires.messages import Refused

BOMS = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
SIMPLIFIED, TRADITIONAL = (
    "的和管理监药品全工作责任部门检验",
    "的和管理監藥品全工作責任部門檢驗",
)  # what every notice is full of
CLEARLY = 3  # times as many of them
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\v]")
CONTROLS = re.compile("[\0-\b\x0e-\x1f\x7f-\x9f]")


def decode_text(content: bytes) -> str:
    """Decode by its mark, or as the first of UTF-8, UTF-16, GB18030 and Big5 that fits. Raises Refused."""
    for mark, encoding in BOMS.items():
        if content.startswith(mark):
            return _decode(content, encoding)
    if b"\0" in content:
        return _decode(content, "utf-16-be" if b"\0\n" in content else "utf-16-le")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return _decode(content, _choose_chinese(content), wrong.start)


def clean_text(text: str) -> str:
    """Without what cannot be seen; every break of a line is \\n, every odd space a space. Widths stay as they are."""
    return CONTROLS.sub("", SPACES.sub(" ", UNSEEN.sub("", BREAKS.sub("\n", text))))


def _choose_chinese(content: bytes) -> str:
    mainland = content.decode("gb18030", "ignore")
    taiwan = content.decode("big5", "ignore")
    seen = sum(map(mainland.count, SIMPLIFIED)), sum(map(taiwan.count, TRADITIONAL))
    return "big5" if seen[1] > CLEARLY * seen[0] else "gb18030"


def _decode(content: bytes, encoding: str, otherwise: int = 0) -> str:
    """`otherwise` is where reading as UTF-8 ended: where both stop, the later place is the one that is broken."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as wrong:
        place = max(wrong.start, otherwise)
        raise Refused(
            "Line %(line)s of the file holds bytes that are no text in UTF-8, UTF-16 or GB18030. Save the file as "
            "UTF-8 and send it again.",
            line=content.count(b"\n", 0, place) + 1,
        ) from None
