"""Words that people type: a text answer, a remark, a reason."""

import unicodedata

from questionnaires.criteria.criterion import InvalidAnswer, quote

MOST_CHARACTERS = 2000
MOST_REASON = 500


def read_words(raw: object, most: int = MOST_CHARACTERS) -> str:
    """Check typed words: a string, not too long, no control characters; return it stripped."""
    if not isinstance(raw, str):
        raise InvalidAnswer("Give words, not %(value)s.", value=quote(raw))
    if len(raw) > most:
        raise InvalidAnswer(
            "The text has %(length)s characters; at most %(most)s are kept. Shorten it.", length=len(raw), most=most
        )
    words = raw.replace("\r\n", "\n").strip()
    for character in words:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            raise InvalidAnswer(
                "The text holds a character that cannot be kept (U+%(code)s); type it again.",
                code=f"{ord(character):04X}",
            )
    return words
