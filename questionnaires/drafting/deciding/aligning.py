"""A new text of a notice beside the catalogue that there is: clauses aligned by their wording in their order, and what
is unchanged kept as it was decided."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from questionnaires.documents import flatten
from questionnaires.drafting.deciding.acts import find_sentence
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedFigure, DecidedMeasure, DecidedNotice
from questionnaires.drafting.phrases import LONGEST
from questionnaires.drafting.publishing import make_plain
from questionnaires.drafting.shaping import A_YEAR

ALIKE = 0.3  # of 1; clauses that are less alike are two
AIMS = ("target", "due", "period_months")  # what a figure of a text gives a question
# 不少于200人: what may differ between two texts in the words that a measure is found by.
FIGURE = re.compile(r"(?:\d[\d,.]*|[一二两三四五六七八九十百千万]+)")
FEWEST_LETTERS = 4
SAME_WORDS = 0.5  # of 1: of the letter pairs of both
MEASURED = ("kind", "op", "unit", "per", "base_unit")  # what two figures have alike of which one replaces the other
NOWHERE = {"start": 0, "end": 0}
Pairs = Sequence[int | None]


def align(old: Sequence[DecidedClause], new: Sequence[DecidedClause]) -> list[int | None]:
    """For each clause of a new text the place of the one that it was before, in the same order; None: it is new.

    Those pairs are taken that together are most alike.
    """
    likeness = [[_compare(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            alike = likeness[row][column]
            together = best[row + 1][column + 1] + alike if alike >= ALIKE else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], together)
    pairs: list[int | None] = [None] * len(new)
    row = column = 0
    while row < len(old) and column < len(new):
        alike = likeness[row][column]
        if alike >= ALIKE and best[row][column] == best[row + 1][column + 1] + alike:
            pairs[column] = row
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _compare(old: DecidedClause, new: DecidedClause) -> float:
    """How alike two clauses are, from 0 to 1: by heading, and by their text or, without one, by the anchors in it."""
    heading = _share(_cut(old.heading), _cut(new.heading))
    text = flatten(new.body)
    phrases = [flatten(one.phrase) for one in old.measures]
    anchors = sum(_find(one, text) is not None for one in phrases) / len(phrases) if phrases else heading
    body = anchors if old.is_anchored else max(anchors, _share(_cut(old.body), _cut(new.body)))
    return 0.4 * heading + 0.6 * body


def _cut(text: str) -> Counter[str]:
    """A text as its pairs of letters."""
    plain = flatten(text)
    return Counter(plain[at : at + 2] for at in range(max(1, len(plain) - 1)))


def _share(one: Counter[str], other: Counter[str]) -> float:
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


def put_beside(opened: DecidedNotice, drafted: DecidedNotice, pairs: Pairs) -> DecidedNotice:
    """The notice by its new text, as `drafted`: clauses that were before keep their measures, and what of them has
    changed is to be decided anew. The head is to be looked over."""
    taken = {one.id for clause in opened.clauses for one in clause.measures}
    clauses = tuple(
        one if place is None else _renew(opened.clauses[place], one)
        for one, place in zip(_rename(drafted.clauses, taken), pairs, strict=True)
    )
    told = {"settled": False, "unasked": drafted.facts.unasked}
    return DecidedNotice(facts=opened.facts.model_copy(update=told), clauses=clauses)


def _rename(clauses: Sequence[DecidedClause], taken: set[str]) -> list[DecidedClause]:
    """The drafted clauses, their measures under ids that none of before has."""
    renamed = []
    for clause in clauses:
        measures = []
        for one in clause.measures:
            id, number = one.id, 2
            while id in taken:
                id, number = f"{one.id[:55]}-{number}", number + 1
            taken.add(id)
            measures.append(one.model_copy(update={"id": id}))
        renamed.append(clause.model_copy(update={"measures": tuple(measures)}))
    return renamed


def _renew(old: DecidedClause, new: DecidedClause) -> DecidedClause:
    same = not old.is_anchored and flatten(old.body) == flatten(new.body)
    measures = [_place(one, new) for one in old.measures]
    if not same and not old.is_anchored:
        measures = [_look_at_levels(one, new) for one in measures]
    known = {one.library for one in measures if one.library}
    more = [one for one in new.measures if not same and one.library not in known and not _is_covered(one, measures)]
    clause = new.model_copy(
        update={"measures": (*measures, *more), "reason": old.reason, "kept": old.kept, "is_anchored": False}
    )
    if same and old.figures:
        return clause.model_copy(update={"figures": old.figures})
    told = [(one["figure"], one["reason"]) for one in (old.kept or {}).get("not_targets", [])]
    told = [(one.text, one.reason) for one in old.figures if one.settled and one.reading == "none"] or told
    before, now = Counter(text for text, _ in told), Counter(one.text for one in new.figures)
    excused = {text: reason for text, reason in told if same or now[text] <= before[text]}
    return clause.model_copy(update={"figures": tuple(_settle(one, measures, excused) for one in new.figures)})


def _place(one: DecidedMeasure, clause: DecidedClause) -> DecidedMeasure:
    """A measure in the new text: around its anchor as far as the sentence goes, or else where the draft asks the same
    duty. It is to be decided anew where its anchor is not there, or reads otherwise, or a figure that it asks for."""
    one = _retitle(one, clause.body)
    found = _find(one.phrase, clause.body)
    asked = {key: value for key, value in (one.criterion or {}).items() if key in AIMS}
    gone = [key for key, value in asked.items() if not any(_tells(each, key, value) for each in clause.figures)]
    lost = tuple(f"{key} {asked[key]}" for key in gone)
    if gone and found is not None:
        one = _propose(one, gone, [each for each in clause.figures if found[0] <= each.start < found[1]])
    if found is None:
        twin = _find_twin(one, clause.measures)
        place = {key: getattr(twin, key) for key in ("start", "end", "source", "phrase")} if twin else NOWHERE
        return one.model_copy(update={**place, "state": _reopen(one), "unfound": ("phrase", *lost)})
    at, stop_at = found
    start, end = find_sentence(clause.body, at, stop_at)
    phrase = clause.body[at:stop_at][-LONGEST:]  # 1批次 became 1.2批次: no longer than an anchor may be
    unfound = lost or (("phrase",) if phrase != one.phrase else ())
    placed = {"start": start, "end": end, "source": clause.body[start:end].strip(), "phrase": phrase}
    return one.model_copy(update={**placed, "unfound": unfound, "state": _reopen(one) if unfound else one.state})


def _propose(one: DecidedMeasure, gone: Sequence[str], there: Sequence[DecidedFigure]) -> DecidedMeasure:
    """A measure with what the figures in its anchor say now in place of what is gone, where it is one of its kind: a
    person decides on it still."""
    told = dict(one.criterion or {})
    for key in gone:
        read = [each.criterion for each in there if each.criterion and key in each.criterion]
        alike = [one for one in read if all(one.get(same, told.get(same)) == told.get(same) for same in MEASURED)]
        if len({make_plain(one[key]) for one in read}) == 1 and len(alike) == len(read):
            told[key] = read[0][key]
    return one.model_copy(update={"criterion": told})


def _find_twin(one: DecidedMeasure, drafted: Sequence[DecidedMeasure]) -> DecidedMeasure | None:
    """What the draft asks in place of a measure whose anchor is gone: the same duty, or most nearly the same words."""
    for each in drafted:
        if each.library and each.library == one.library:
            return each
    words = _cut(one.source)
    likeness, at = max(((_share(words, _cut(each.source)), -at) for at, each in enumerate(drafted)), default=(0.0, 0))
    return drafted[-at] if likeness >= SAME_WORDS else None


def _look_at_levels(one: DecidedMeasure, clause: DecidedClause) -> DecidedMeasure:
    """A measure to be decided anew where the new text names other levels for it."""
    twin = next((each for each in clause.measures if each.start <= one.start < each.end), None)
    if twin is None or twin.levels_basis == "assumed" or set(twin.levels) == set(one.levels) or not one.is_asked:
        return one
    return one.model_copy(update={"unfound": (*one.unfound, "levels"), "state": _reopen(one)})


def _retitle(one: DecidedMeasure, body: str) -> DecidedMeasure:
    """A title that was the notice's own words says the figure of the new text: 不少于5名 is not what is asked now."""
    if (found := _find(one.title, body)) is None or (title := body[slice(*found)]) == one.title:
        return one
    told = {"duty": one.duty.replace(one.title, title), "advice": one.advice.replace(one.title, title)}
    return one.model_copy(update={"title": title, **told})


def _find(phrase: str, body: str) -> tuple[int, int] | None:
    """Where an anchor stands in a body; one that has a figure also stands where only the figure is another."""
    if (at := body.find(phrase)) >= 0:
        return at, at + len(phrase)
    words = [one for one in FIGURE.split(phrase) if one]
    if not FIGURE.search(phrase) or sum(map(len, words)) < FEWEST_LETTERS:
        return None
    loose = FIGURE.sub("\0", phrase)
    pattern = "".join(FIGURE.pattern if one == "\0" else re.escape(one) for one in loose)
    places = [match.span() for match in re.finditer(pattern, body)]
    return places[0] if len(places) == 1 else None


def _reopen(one: DecidedMeasure) -> Any:
    return "undecided" if one.state == "accepted" else one.state


def _tells(figure: DecidedFigure, key: str, value: Any) -> bool:
    return make_plain((figure.criterion or {}).get(key)) == make_plain(value)


def _asks(criterion: Mapping[str, Any], key: str, value: Any) -> bool:
    """Whether a question asks for what was read in a figure; each year is every twelve months."""
    is_yearly = key == "period_months" and value == A_YEAR and bool(criterion.get("per_year"))
    return is_yearly or criterion.get(key) == value


def _is_covered(one: DecidedMeasure, measures: Sequence[DecidedMeasure]) -> bool:
    """Whether a measure of the draft lies where one that was before stands already."""
    return any(known.start < one.end and one.start < known.end for known in measures)


def _settle(figure: DecidedFigure, measures: Sequence[DecidedMeasure], excused: Mapping[str, str]) -> DecidedFigure:
    """A figure confirmed that was decided before: it was excused, or a measure that is kept asks for it still.

    Excused are only those that do not stand more often in the clause than before: one of them is new.
    """
    if figure.text in excused:
        return figure.model_copy(update={"reading": "none", "reason": excused[figure.text], "settled": True})
    around = [one for one in measures if one.state == "accepted" and one.start <= figure.start < one.end]
    asked = [one.criterion or {} for one in around]
    aims = {key: value for key, value in (figure.criterion or {}).items() if key in AIMS}
    is_asked = bool(aims) and any(all(_asks(one, key, value) for key, value in aims.items()) for one in asked)
    return figure.model_copy(update={"settled": True}) if is_asked else figure
