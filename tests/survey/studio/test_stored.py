"""What the pages of the studio say of a draft: which paragraphs ask nothing, and that a newer edition wrote it."""

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import select

from survey.storage.database import writing
from survey.storage.records import DraftedClause, NoticeDraft
from tests.databases import ON_SQLITE
from tests.sites import Relive
from tests.survey.studio.authoring import Author, send_notice

pytestmark = ON_SQLITE
IN_NO_CLAUSE = "不列为条款（说明制定缘由）：为落实《国务院办公厅关于全面加强药品监管能力建设的实施意见》"


@pytest.fixture
def author(relive: Relive, site: Flask, engine: sa.Engine) -> Author:
    relive(send_notice)
    return Author(site, engine, id=1)


@pytest.mark.parametrize("page", ["", "/publish"])
def test_a_paragraph_that_is_in_no_clause_is_shown_with_its_reason(author: Author, page: str) -> None:
    text = author.open(page).text
    assert "原文有1段不列为条款" in text and IN_NO_CLAUSE in text
    author.confirm_head()
    assert IN_NO_CLAUSE in author.open(page).text


@pytest.mark.parametrize("kind", [NoticeDraft, DraftedClause])
def test_a_draft_that_a_newer_edition_wrote_is_told_in_words(
    author: Author, engine: sa.Engine, kind: type[NoticeDraft | DraftedClause]
) -> None:
    field = "facts" if kind is NoticeDraft else "content"
    with writing(engine) as session:
        row = session.exec(select(kind)).first()
        setattr(row, field, json.dumps(json.loads(getattr(row, field)) | {"of_tomorrow": 1}))
        session.add(row)
    for page in ("", "/head", "/clauses/1", "/preview", "/publish", "/catalogue.yaml"):
        answer = author.open(page)
        assert (answer.status_code, "较新版本" in answer.text) == (503, True), page
    saved = author.client.post("/studio/1/clauses/1", data={"act": "reason", "version": "1", "reason": "只有目标"})
    assert (saved.status_code, "较新版本" in saved.text) == (503, True)
    assert author.client.get("/studio").status_code == 200
