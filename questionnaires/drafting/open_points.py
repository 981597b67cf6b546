"""What a draft leaves for a person to settle, clause by clause."""

from collections.abc import Iterator, Sequence

from questionnaires.drafting.draft import Draft, DraftClause, DraftMeasure, OpenPoint
from questionnaires.drafting.figures.around import NEEDS_PERSON
from questionnaires.drafting.parts import NoticeHead, UnaskedText

SHOWN = 40  # letters of a paragraph by which a person finds it


def list_open(draft: Draft) -> Iterator[OpenPoint]:
    """Everything that is open: of the head, of each clause, of the annex."""
    yield from _list_head(draft.head)
    if not draft.clauses:
        yield OpenPoint(None, "No clause was found in the text.")
    for clause in draft.clauses:
        yield from _list_clause(clause)
    for one in draft.unasked:
        yield tell_unasked(one)
    for row in draft.annex:
        if not row.task.clauses:
            yield OpenPoint(None, "The row %(task)s of the annex joins no clause.", {"task": row.task.task})


def _list_head(head: NoticeHead) -> Iterator[OpenPoint]:
    if head.number is None:
        yield OpenPoint(None, "The text has no document number.")
    if head.issuer is None:
        yield OpenPoint(None, "The text does not say who issued it.")
    if head.issued is None:
        yield OpenPoint(None, "The text has no date of issue; periods such as 3年内 cannot be counted.")
    if head.implements is None:
        yield OpenPoint(None, "The text does not say which document it carries out.")
    if head.level is None:
        yield OpenPoint(None, "The level of the notice is not plain; a province was assumed.")


def _list_clause(clause: DraftClause) -> Iterator[OpenPoint]:
    path, asked = clause.path, [one for one in clause.measures if one.status != "vague"]
    if not asked:
        yield OpenPoint(path, "Nothing here can be assessed; give the reason, or word a question.")
    if unread := [one.figure for one in clause.not_targets if NEEDS_PERSON in one.reason]:
        yield OpenPoint(path, "Figures that a person has to read: %(figures)s.", {"figures": "；".join(unread)})
    if assumed := [one for one in asked if one.levels_basis == "assumed"]:
        yield OpenPoint(path, "The levels are assumed: %(phrases)s.", _join(assumed))
    if unsure := [one for one in asked if one.unsure]:
        yield OpenPoint(path, "The domain is not sure: %(phrases)s.", _join(unsure))
    yield from _list_wording(clause, asked)


def _list_wording(clause: DraftClause, asked: Sequence[DraftMeasure]) -> Iterator[OpenPoint]:
    path = clause.path
    if lacking := [one for one in asked if one.incomplete]:
        yield OpenPoint(path, "What is counted, and of what, is to be named: %(phrases)s.", _join(lacking))
    if unworded := [one for one in asked if one.status == "write"]:
        yield OpenPoint(path, "To be worded: %(phrases)s.", _join(unworded))
    if own := [one for one in asked if one.status != "write" and one.library is None]:
        yield OpenPoint(
            path, "Asked in the notice's own words, since the library has no such duty: %(phrases)s.", _join(own)
        )
    if rough := [one for one in asked if one.status == "edit"]:
        yield OpenPoint(path, "The wording is to be looked over: %(phrases)s.", _join(rough))
    if vague := [one for one in clause.measures if one.status == "vague"]:
        yield OpenPoint(path, "Too vague to be asked: %(phrases)s.", _join(vague))


def tell_unasked(one: UnaskedText, most: int = SHOWN) -> OpenPoint:
    """A paragraph that is in no clause, with so many of its letters, and why."""
    told: dict[str, object] = {"chapter": one.chapter, "text": _shorten(one.text, most)}
    match one.reason:
        case "introduction":
            return OpenPoint(None, "Not asked, since it only says why the notice was made: %(text)s", told)
        case "aims":
            return OpenPoint(None, "Not asked: %(chapter)s has general aims and binds nobody: %(text)s", told)
        case "lead":
            return OpenPoint(None, "Not asked, since it only leads to the clauses of %(chapter)s: %(text)s", told)
        case "itself":
            return OpenPoint(None, "Not asked, since the notice only speaks of itself: %(text)s", told)
        case "annex":
            return OpenPoint(
                None, "Not read as a clause, since it stands behind the signature or in an annex: %(text)s", told
            )


def _shorten(text: str, most: int) -> str:
    flat = "".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most]}…"


def _join(measures: Sequence[DraftMeasure]) -> dict[str, object]:
    return {"phrases": "；".join(one.phrase for one in measures)}
