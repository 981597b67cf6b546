"""What a draft leaves for a person to settle, clause by clause."""

from collections.abc import Iterator

from questionnaires.drafting.draft import Draft, DraftClause, OpenPoint
from questionnaires.drafting.figures.around import NEEDS_PERSON
from questionnaires.drafting.parts import NoticeHead


def list_open(draft: Draft) -> Iterator[OpenPoint]:
    """Everything that is open: of the head, of each clause, of the annex."""
    yield from _list_head(draft.head)
    if not draft.clauses:
        yield OpenPoint(None, "No clause was found in the text.")
    for clause in draft.clauses:
        yield from _list_clause(clause)
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
    for message, found in (
        ("The levels are assumed: %(phrases)s.", [one for one in asked if one.levels_basis == "assumed"]),
        ("The domain is not sure: %(phrases)s.", [one for one in asked if one.unsure]),
        ("What is counted, and of what, is to be named: %(phrases)s.", [one for one in asked if one.incomplete]),
        ("To be worded: %(phrases)s.", [one for one in asked if one.status == "write"]),
        (
            "Asked in the notice's own words, since the library has no such duty: %(phrases)s.",
            [one for one in asked if one.status != "write" and one.library is None],
        ),
        ("The wording is to be looked over: %(phrases)s.", [one for one in asked if one.status == "edit"]),
        ("Too vague to be asked: %(phrases)s.", [one for one in clause.measures if one.status == "vague"]),
    ):
        if found:
            yield OpenPoint(path, message, {"phrases": "；".join(one.phrase for one in found)})
