"""Numbers as notices write them: 12, １２, 十二, 一百二十, 二〇二一, 廿一."""

import re
import unicodedata

DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "两": 2,
    "O": 0,
}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMERAL_SIGNS = "〇零○一二三四五六七八九十百千两廿卅"
DIGITS_ALONE = re.compile(f"[{''.join(DIGITS)}]+")


def read_numeral(text: str) -> int | None:
    """The whole number that a word is, in Arabic digits of any width or in Chinese ones; None if it is none."""
    word = unicodedata.normalize("NFKC", text).strip().replace("廿", "二十").replace("卅", "三十")
    if re.fullmatch(r"[0-9]+", word):
        return int(word)
    if len(word) > 1 and DIGITS_ALONE.fullmatch(word):  # 二〇二一 is read digit by digit
        return int("".join(str(DIGITS[sign]) for sign in word))
    total, section, digit = 0, 0, None
    for sign in word:
        if sign in DIGITS:
            if digit:  # 五六 counts nothing, unless all are digits
                return None
            digit = DIGITS[sign]
        elif sign in ("万", "亿"):
            total, section, digit = (total + section + (digit or 0) or 1) * UNITS[sign], 0, None
        elif sign in UNITS:
            section, digit = section + (digit or 1) * UNITS[sign], None
        else:
            return None
    return total + section + (digit or 0) if word else None
