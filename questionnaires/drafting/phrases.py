"""The words of a clause by which a measure is found again: at most twenty of them, as they are printed."""

from questionnaires.drafting.segments import CLOSING, COMMAS, OPENING, Segment, cut_at, find_role

LONGEST, SHORTEST = 20, 6
ENDS = "，。；：！？,;:!?"


def choose_phrase(body: str, segment: Segment, figure: tuple[int, int] | None) -> str:
    """The words that lead up to a figure, or else the beginning of the part that says what is to be done."""
    if figure is not None:
        return _cut_before(body, segment.start, figure[1])
    parts = list(cut_at(body, segment.start, segment.end, COMMAS))
    main = [part for part in parts if find_role(body[slice(*part)]) == "duty"] or parts
    phrase = _squeeze(body[slice(*main[0])])
    return (phrase if len(phrase) <= LONGEST else _cut_after(phrase)).strip(ENDS)


def _cut_after(phrase: str) -> str:
    """The first words of a long phrase: to a mark of a list outside brackets, or to a bracket that would not close."""
    depth, cut = 0, 0
    for place, letter in enumerate(phrase[:LONGEST]):
        if not depth and letter in OPENING + "、" and place >= SHORTEST:
            cut = place
        depth += (letter in OPENING) - (letter in CLOSING)
    return phrase[: cut if cut and (depth or phrase[cut] == "、") else LONGEST]


def _cut_before(body: str, start: int, end: int) -> str:
    """The last words before `end`, from the last comma on where that leaves enough."""
    phrase = _squeeze(body[start:end])[-LONGEST:]
    at = max(phrase.rfind(mark) for mark in ENDS) + 1
    return phrase[at:] if len(phrase) - at >= SHORTEST else phrase.strip(ENDS)


def _squeeze(text: str) -> str:
    return "".join(text.split())
