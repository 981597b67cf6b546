"""Hold a catalogue against its notice's text: clauses, anchor phrases, and every figure of the text."""

import re
from collections.abc import Iterator
from fractions import Fraction

from questionnaires.catalogue import Clause, Measure, PolicyDocument
from questionnaires.criteria import Recency
from questionnaires.documents import ClauseText, flatten, holds_phrase

NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "双": 2}
UNITS = "个|级|项|类|次|年|倍|名|位|种|支|条|家|人|份|批|套|天|日|月|成|百|大类"
# A figure: Arabic digits with what follows them, or Chinese numerals before a word that counts.
FIGURE = re.compile(rf"\d+(?:\.\d+)?(?:%|万元|{UNITS}|学时)?|第?[一二两三四五六七八九十双]+(?:{UNITS})")
# Names, not figures: document numbers, dates, the clause's own number, the five-year plan.
NAMES = re.compile(r"[〔(\[]\d{4}[〕)\]]\d+号|\d{4}年(?:\d+月(?:\d+日)?)?|^\([一二三四五六七八九十]+\)|十四五")


def prove_document(document: PolicyDocument, clauses: list[ClauseText]) -> Iterator[str]:
    """Say where a catalogue and the text of its notice differ; nothing where they agree."""
    numbered, listed = [clause.path for clause in clauses], [clause.path for clause in document.clauses]
    if numbered != listed:
        yield f"the text has the clauses {', '.join(numbered)}; the catalogue has {', '.join(listed)}"
    texts = {clause.path: clause for clause in clauses}
    for clause in document.clauses:
        if clause.path in texts:
            yield from _prove_words(clause, texts[clause.path])
            yield from _prove_figures(clause, texts[clause.path])


def _prove_words(clause: Clause, text: ClauseText) -> Iterator[str]:
    if flatten(clause.heading) not in flatten(text.text):
        yield f"clause {clause.path}: the heading {clause.heading!r} does not stand there"
    for measure in clause.measures:
        if not holds_phrase(text, measure.phrase):
            yield f"measure {measure.id}: the phrase {measure.phrase!r} does not stand in clause {clause.path}"
    for carried in clause.carried:
        if not holds_phrase(text, carried.phrase):
            yield f"clause {clause.path}: carried {carried.phrase!r} does not stand there"


def _prove_figures(clause: Clause, text: ClauseText) -> Iterator[str]:
    excused = [flatten(one.figure) for one in clause.not_targets]
    for one, figure in zip(clause.not_targets, excused, strict=True):
        if figure not in flatten(text.text):
            yield f"clause {clause.path}: not_targets {one.figure!r} does not stand there"
    asked = {number for measure in clause.measures for number in _list_numbers(measure)}
    for figure in list_figures(text):
        if _read(figure) not in asked and not any(figure in one for one in excused):
            yield (
                f"clause {clause.path}: the figure {figure} is in no criterion; "
                "make it one, or list it under not_targets with the reason"
            )


def list_figures(text: ClauseText) -> list[str]:
    """The figures of a clause as its text prints them, each once; document numbers and dates are names."""
    return list(dict.fromkeys(FIGURE.findall(NAMES.sub("#", flatten(text.text)))))


def _read(figure: str) -> Fraction:
    """The value of a figure without what it counts."""
    if digits := re.match(r"\d+(?:\.\d+)?", figure):
        return Fraction(digits[0])
    numerals = re.sub(r"[^一二两三四五六七八九十双]", "", figure)
    if len(numerals) == 2 and numerals[0] == "十":
        return Fraction(10 + NUMERALS[numerals[1]])
    return Fraction(NUMERALS[numerals[0]] * (10 if numerals[1:] == "十" else 1))


def _list_numbers(measure: Measure) -> Iterator[Fraction]:
    """The numbers that a criterion holds, periods in months and in years."""
    criterion = measure.criterion
    if isinstance(criterion, Recency):
        yield from (Fraction(1), Fraction(12 if criterion.per_year else 1))  # once in the period, or in twelve months
    for name in ("target", "per"):
        value = getattr(criterion, name, None)
        if value is not None and not isinstance(value, str):
            yield Fraction(value)
    for months in (getattr(criterion, "period_months", None), criterion.within_months):
        if months:
            yield Fraction(months)
            yield Fraction(months, 12)
