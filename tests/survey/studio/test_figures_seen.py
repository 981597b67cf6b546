"""No figure that was only drafted is published: each is looked at by somebody, and who it was is kept."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from survey.catalogues.current import current_library
from survey.storage.records import PublishedCatalogue
from survey.storage.tables import Person
from survey.studio.figure_content import find_deciders, list_unseen_figures
from tests.survey.studio.authoring import Author
from tests.survey.studio.notices import NOTICE


@pytest.fixture
def author(site: Flask, engine: sa.Engine) -> Author:
    made = Author(site, engine)
    made.send(NOTICE.encode())
    return made


def list_deciders(author: Author) -> dict[tuple[int, str], str]:
    """Who confirmed each figure: the number of its clause, its words, the name."""
    draft, found = author.draft(), {}
    with Session(author.engine) as session:
        for row, clause in zip(draft.rows, draft.notice.clauses, strict=True):
            for at, decision in find_deciders(session, row.id, clause).items():
                found[row.number, clause.figures[at].text] = decision.name
    return found


def test_a_figure_at_which_nobody_has_looked_is_listed_with_its_sentence(author: Author) -> None:
    unseen = list_unseen_figures(author.draft())
    every = [figure.text for clause in author.draft().notice.clauses for figure in clause.figures]
    assert [one.figure.text for one in unseen] == every
    assert ("自治区药监局建立职业化检查员队伍，2025年底前自治区级检查员不少于", "。") in [
        (one.before, one.after) for one in unseen
    ]
    for page in ("/preview", "/publish"):
        text = author.open(page).text
        assert f"还有{len(every)}个数字没有人核对过" in text
        assert "自治区级检查员不少于<mark>200人</mark>。" in text


def test_until_each_figure_was_looked_at_nothing_is_published_or_handed_out(author: Author) -> None:
    author.confirm_head()
    author.decide_all()
    at = next(at for at, one in enumerate(author.clause(1).figures) if one.text == "200人")
    for _undone in range(20):  # back to before the figure was looked at
        if not author.clause(1).figures[at].settled:
            break
        author.client.post(f"/studio/{author.id}/clauses/1/undo", data={"version": author.draft().rows[0].version})
    for one in author.clause(1).measures:
        if one.state != "accepted":
            author.act(1, "accept", one.id)
    assert author.find(1, "200人").state == "accepted"

    assert "target: 200" not in author.open("/catalogue.yaml").text
    author.publish()

    with Session(author.engine) as session:
        assert session.exec(select(PublishedCatalogue)).all() == []
    assert "200人</mark>" in author.open("/publish").text


def test_what_is_published_was_looked_at_figure_by_figure_and_it_is_kept_by_whom(author: Author) -> None:
    author.confirm_head()
    author.decide_all()
    assert author.publish().status_code == 302

    draft, deciders = author.draft(), list_deciders(author)
    for row, clause in zip(draft.rows, draft.notice.clauses, strict=True):
        assert all(deciders[row.number, figure.text] for figure in clause.figures)
    with Session(author.engine) as session:
        document = current_library(session).documents["yunling-2023-7"]
        name = session.exec(select(Person.name).where(Person.login == "admin")).one()
    assert any(getattr(one.criterion, "target", None) == 200 for one in document.measures)
    assert f"{name}已确认" in author.open("/clauses/1").text


def test_a_figure_said_to_be_none_is_asked_by_nothing_that_is_published(author: Author) -> None:
    one = author.find(1, "200人")
    at = next(at for at, figure in enumerate(author.clause(1).figures) if figure.text == "200人")
    author.settle(1, at, "none", "编制数，不作指标")
    author.act(1, "accept", one.id)
    after = author.find(1, "200人")
    assert (after.criterion or {}).get("target") != 200
