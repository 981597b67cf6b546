"""A catalogue that is in force is opened in the studio, changed, and published as the next version."""

import re

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session

from questionnaires.drafting.deciding.decided import DecidedMeasure
from survey.catalogues.current import current_library
from survey.studio.drafts import find_draft
from tests.databases import ON_SQLITE
from tests.survey.catalogues.drafts import JILIN

pytestmark = ON_SQLITE


def test_what_is_in_force_is_opened_changed_and_published_as_the_next_version(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    opened = administrator.post(f"/studio/from/{JILIN}")
    id = int(re.findall(r"/studio/(\d+)", opened.location)[0])
    assert "题目没有变化" in administrator.get(f"/studio/{id}/publish").text
    with Session(engine) as session:
        draft, before = find_draft(session, id), current_library(session).documents[JILIN]
        assert draft is not None
    number, clause = next((at, one) for at, one in enumerate(draft.notice.clauses, 1) if len(one.measures) > 1)
    gone = clause.measures[0].id
    told = {"act": "aside", "measure": gone, "version": "1", "reason": "不再要求"}
    assert administrator.post(f"/studio/{id}/clauses/{number}", data=told).status_code == 302
    assert "锚定短语" in administrator.get(f"/studio/{id}/clauses/{number}").text
    page = administrator.get(f"/studio/{id}/publish").text
    assert "取消 1" in page and gone in page
    mark = re.findall(r'name="mark" value="([^"]*)"', page)[0]
    done = administrator.post(f"/studio/{id}/publish", data={"mark": mark, "note": "第二版"})
    assert done.status_code == 302, done.text
    with Session(engine) as session:
        after = current_library(session).documents[JILIN]
    assert after.version != before.version
    assert {one.id for one in before.measures} - {one.id for one in after.measures} == {gone}


def test_a_basic_figure_is_shown_as_one_and_stays_one(administrator: FlaskClient, engine: sa.Engine) -> None:
    opened = administrator.post("/studio/from/inner-mongolia-2022-26")
    id, name = int(re.findall(r"/studio/(\d+)", opened.location)[0]), "regional-staff-total"
    number, before = find_measure(engine, id, name)
    address = f"/studio/{id}/clauses/{number}"
    assert '<option value="quantity" selected>' in administrator.get(f"{address}?measure={name}").text
    typed = {"measure": name, "version": "1", "kind": "quantity", "unit": "人", "title": "本级监管人员"}
    told = {"levels": "province", "levels_basis": "assumed", "domain": "N17", "applies_if": "", "asks": "共有多少人？"}
    assert administrator.post(f"{address}/measure", data=typed | told).status_code == 302
    after = find_measure(engine, id, name)[1]
    assert (after.title, after.criterion) == ("本级监管人员", before.criterion)


def find_measure(engine: sa.Engine, draft_id: int, name: str) -> tuple[int, DecidedMeasure]:
    """A measure of a draft, and the number of its clause."""
    with Session(engine) as session:
        draft = find_draft(session, draft_id)
        assert draft is not None
        clauses = draft.notice.clauses
    [(number, one)] = [(at, one) for at, clause in enumerate(clauses, 1) for one in clause.measures if one.id == name]
    return number, one


def test_a_notice_that_is_not_there_is_not_opened(administrator: FlaskClient) -> None:
    assert administrator.post("/studio/from/nowhere").status_code == 404
