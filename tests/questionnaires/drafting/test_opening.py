"""A catalogue opened to be changed: written again it says the same, and what is changed says from what it came."""

from typing import Any

import pytest

from questionnaires.catalogue import PolicyDocument
from questionnaires.comparing import Change, compare_catalogues
from questionnaires.drafting.deciding.acts import set_aside, set_criterion, word
from questionnaires.drafting.deciding.assembling import assemble
from questionnaires.drafting.deciding.cutting import merge_up
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice
from questionnaires.drafting.deciding.lacking import accept, list_open
from questionnaires.drafting.deciding.opening import open_notice
from questionnaires.drafting.deciding.scales import load_scales
from questionnaires.joining import read_catalogue
from questionnaires.loading import CATALOGUES, load_library

LIBRARY = load_library()


def open_shipped(id: str, bodies: dict[str, str] | None = None) -> DecidedNotice:
    return open_notice((CATALOGUES / f"{id}.yaml").read_bytes(), LIBRARY.documents[id], LIBRARY, bodies or {})


def write(notice: DecidedNotice) -> PolicyDocument:
    read = read_catalogue(assemble(notice, LIBRARY, "next").encode())
    assert read.faults == () and read.document is not None
    return read.document


@pytest.mark.parametrize("id", sorted(LIBRARY.documents))
def test_what_nobody_changes_is_published_again_as_it_stood(id: str) -> None:
    notice = DecidedNotice.model_validate_json(open_shipped(id).model_dump_json())
    assert list_open(notice, LIBRARY) == []
    found = compare_catalogues(LIBRARY.documents[id], write(notice))
    assert (found.head, found.clauses, set(found.count())) == ((), (), {Change.KEPT})


def put(notice: DecidedNotice, changed: DecidedClause) -> DecidedNotice:
    clauses = tuple(changed if one.path == changed.path else one for one in notice.clauses)
    return notice.model_copy(update={"clauses": clauses})


def find_clause(notice: DecidedNotice, measures: int) -> DecidedClause:
    return next(one for one in notice.clauses if len(one.measures) >= measures)


def test_a_figure_and_a_title_that_are_changed_are_all_that_changes() -> None:
    notice = open_shipped("jilin-2021-44")
    clause, one = next((c, m) for c in notice.clauses for m in c.measures if (m.criterion or {}).get("kind") == "share")
    criterion: dict[str, Any] = {**(one.criterion or {}), "target": 99}
    clause = word(set_criterion(clause, one.id, criterion, load_scales()), one.id, title="另一题名")
    clause = accept(clause, one.id, notice.facts, LIBRARY)
    found = compare_catalogues(LIBRARY.documents["jilin-2021-44"], write(put(notice, clause)))
    changed = {each.id: {field.field for field in each.fields} for each in found.measures if each.fields}
    assert changed == {one.id: {"title", "criterion.target"}}


def test_what_is_merged_or_not_asked_any_more_is_told_as_that() -> None:
    notice = open_shipped("jilin-2021-44")
    clause = find_clause(notice, 4)
    ids = [one.id for one in clause.measures]
    clause = accept(merge_up(clause, ids[1]), ids[0], notice.facts, LIBRARY)
    clause = set_aside(clause, ids[2], "不再要求")
    found = compare_catalogues(LIBRARY.documents["jilin-2021-44"], write(put(notice, clause)))
    changes = {one.id: one.changes[0] for one in found.measures if one.changes != (Change.KEPT,)}
    assert changes == {ids[0]: Change.MERGED, ids[2]: Change.GONE}


def test_the_text_of_a_clause_stands_there_where_it_is_at_hand() -> None:
    clause = open_shipped("jilin-2021-44").clauses[0]
    assert clause.is_anchored
    body = "前文。" + clause.body + "。后文"
    opened = open_shipped("jilin-2021-44", {clause.path: body}).clauses[0]
    assert not opened.is_anchored and opened.body == body
    assert all(opened.body[one.start : one.end] == one.phrase for one in opened.measures)
