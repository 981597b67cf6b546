"""A notice is the same draft in whatever format it comes: outline, head, questions and annex."""

import pytest

from questionnaires.drafting.draft import Draft, DraftMeasure
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.reading.notice import read_notice
from questionnaires.loading import load_library
from tests.questionnaires.drafting.drafts import list_measures
from tests.questionnaires.drafting.formats import WRITERS, write_text


def draft(content: bytes, name: str) -> Draft:
    return draft_notice(read_notice(content, name), load_library())


def view(one: DraftMeasure) -> tuple[object, ...]:
    return one.id, one.source, one.text, one.criterion, one.levels, one.levels_basis, one.domain, one.status, one.phrase


@pytest.fixture(scope="module")
def text() -> Draft:
    return draft(write_text(), "cangling.txt")


@pytest.mark.parametrize("name", WRITERS)
def test_it_is_the_same_draft(name: str, text: Draft) -> None:
    other = draft(WRITERS[name](), name)
    assert other.head == text.head
    assert [(one.path, one.heading, one.responsible) for one in other.clauses] == [
        (one.path, one.heading, one.responsible) for one in text.clauses
    ]
    assert [view(one) for one in list_measures(other)] == [view(one) for one in list_measures(text)]
    assert [one.task for one in other.annex] == [one.task for one in text.annex]


def test_the_whole_notice_is_there(text: Draft) -> None:
    assert (len(text.clauses), len(text.annex)) == (32, 4)
    assert text.clauses[0].heading == "总体要求" and text.clauses[-1].heading == "保障措施"
