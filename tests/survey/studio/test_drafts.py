"""Drafts in the database: one act at a time, nobody's lost, one step back."""

import json

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.catalogue import Level, LevelNames
from questionnaires.drafting.deciding.acts import give_reason
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice, NoticeFacts
from questionnaires.drafting.parts import UnaskedText
from questionnaires.messages import Refused
from survey.storage.database import writing
from survey.storage.records import DraftEdit, NoticeDraft, TrailEntry
from survey.storage.tables import Person
from survey.studio.drafts import (
    OpenDraft,
    Overtaken,
    begin_draft,
    change_clause,
    change_facts,
    find_draft,
    list_drafts,
    put_away,
    undo_clause,
)
from survey.studio.stored import UnknownToThisEdition, read_clause

FACTS = NoticeFacts(
    id="yunling-2023-7",
    title="云岭自治区实施意见",
    number="云政办发〔2023〕7号",
    issuer="云岭自治区人民政府办公厅",
    issued=None,
    implements="国办发〔2021〕16号",
    parent=None,
    level=Level.CITY,
    levels={Level.CITY: LevelNames(name="市", place="本市", government="市政府", regulator="市局", below="县")},
)
CLAUSES = (
    DecidedClause(path="一（一）", heading="总体要求", body="坚持人民至上。"),
    DecidedClause(path="一（二）", heading="队伍", body="加强队伍建设。"),
)


def find_person(engine: sa.Engine, login: str) -> int:
    with Session(engine) as session:
        return session.exec(select(Person.id).where(Person.login == login)).one()


@pytest.fixture
def author(engine: sa.Engine) -> int:
    return find_person(engine, "admin")


@pytest.fixture
def draft_id(engine: sa.Engine, author: int) -> int:
    return begin_draft(engine, DecidedNotice(facts=FACTS, clauses=CLAUSES), "意见.docx", author)


def open_draft(engine: sa.Engine, id: int) -> OpenDraft:
    with Session(engine) as session:
        found = find_draft(session, id)
        assert found is not None
        return found


def reason(engine: sa.Engine, draft_id: int, words: str, version: int, author: int) -> None:
    """Say why nothing of the first clause is asked."""
    clause_id = open_draft(engine, draft_id).rows[0].id
    change_clause(engine, clause_id, version, "reason", author, lambda clause: give_reason(clause, words))


def test_a_draft_is_kept_as_it_was_begun(engine: sa.Engine, draft_id: int) -> None:
    assert open_draft(engine, draft_id).notice == DecidedNotice(facts=FACTS, clauses=CLAUSES)


def test_acts_are_taken_back_one_by_one_and_none_is_lost(engine: sa.Engine, draft_id: int, author: int) -> None:
    for version, words in enumerate(("总体要求", "只有目标"), 1):
        reason(engine, draft_id, words, version, author)
    clause_id, told = open_draft(engine, draft_id).rows[0].id, []
    for version in (3, 4):
        undo_clause(engine, clause_id, version, author)
        told.append(open_draft(engine, draft_id).notice.clauses[0].reason)
    assert told == ["总体要求", ""]
    with pytest.raises(Refused):
        undo_clause(engine, clause_id, 5, author)
    with Session(engine) as session:
        assert [one.act for one in session.exec(select(DraftEdit).order_by(col(DraftEdit.id)))] == [
            "reason", "reason", "undo", "undo",
        ]  # fmt: skip
        acts = [one.act for one in session.exec(select(TrailEntry)) if one.act.startswith("draft.")]
    assert acts == ["draft.begin", *["draft.change"] * 4]


def test_the_second_of_two_at_once_is_told_who_was_first(engine: sa.Engine, draft_id: int, author: int) -> None:
    reason(engine, draft_id, "总体要求", 1, author)
    with pytest.raises(Overtaken) as raised:
        reason(engine, draft_id, "另一个理由", 1, find_person(engine, "auditor"))
    assert (raised.value.name, raised.value.act) == ("admin的人", "reason")
    assert open_draft(engine, draft_id).notice.clauses[0].reason == "总体要求"


def test_the_same_again_is_no_act(engine: sa.Engine, draft_id: int, author: int) -> None:
    reason(engine, draft_id, "总体要求", 1, author)
    reason(engine, draft_id, "总体要求", 2, author)
    assert open_draft(engine, draft_id).rows[0].version == 2


def test_the_head_has_a_version_of_its_own(engine: sa.Engine, draft_id: int, author: int) -> None:
    change_facts(engine, draft_id, 1, author, lambda facts: facts.model_copy(update={"title": "新标题"}))
    with pytest.raises(Overtaken):
        change_facts(engine, draft_id, 1, author, lambda facts: facts.model_copy(update={"title": "旧标题"}))
    draft = open_draft(engine, draft_id)
    assert (draft.row.title, draft.facts.title, draft.row.version) == ("新标题", "新标题", 2)


def test_what_is_put_away_is_not_listed(engine: sa.Engine, draft_id: int, author: int) -> None:
    put_away(engine, draft_id, author)
    with Session(engine) as session:
        assert list_drafts(session) == [] and find_draft(session, draft_id) is None


PARAGRAPH = UnaskedText("introduction", "为落实国家意见，经同意，提出以下意见。")


def test_paragraphs_in_no_clause_are_kept_and_a_draft_of_before_has_none(engine: sa.Engine, author: int) -> None:
    facts = FACTS.model_copy(update={"unasked": (PARAGRAPH,)})
    id = begin_draft(engine, DecidedNotice(facts=facts, clauses=CLAUSES), "意见.docx", author)
    assert open_draft(engine, id).facts.unasked == (PARAGRAPH,)
    with writing(engine) as session:
        row = session.get_one(NoticeDraft, id)
        told = json.loads(row.facts)
        del told["unasked"]
        row.facts = json.dumps(told)
        session.add(row)
    assert open_draft(engine, id).notice == DecidedNotice(facts=FACTS, clauses=CLAUSES)


@pytest.mark.parametrize(
    "content", ['{"of_tomorrow": 1}', '{"path": "一", "heading": "", "body": "", "of_tomorrow": 1}']
)
def test_what_a_newer_edition_stored_is_no_clause_of_this_one(content: str) -> None:
    with pytest.raises(UnknownToThisEdition):
        read_clause(content)
