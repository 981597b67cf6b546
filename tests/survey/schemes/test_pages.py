"""The pages of schemes: kept, mended, tried on a round, chosen for the next one, and what two people do at once."""

import html5lib
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.rounds.kept_schemes import read_kept
from survey.storage.records import KeptScheme, TrailEntry
from tests.databases import ON_SQLITE
from tests.people import Respondent

TYPED = {
    "title": "本省方案",
    "assumed": "count",
    "grade_of": "score",
    "bonus_cap": "5",
    "weights": "emergency-plan = 3",
    "bonus-0-title": "获得省级以上表彰",
    "bonus-0-points": "2",
}


def list_schemes(engine: sa.Engine) -> list[KeptScheme]:
    with Session(engine) as session:
        return list(session.exec(select(KeptScheme)))


def test_a_scheme_is_kept_mended_and_deleted_and_the_trail_knows(administrator: FlaskClient, engine: sa.Engine) -> None:
    page = administrator.post("/schemes/new", data=TYPED)
    [kept] = list_schemes(engine)
    assert page.location.endswith(f"/schemes/{kept.id}")
    mended = {**TYPED, "weights": "emergency-plan = 2", "version": "1"}
    administrator.post(f"/schemes/{kept.id}", data=mended)
    [kept] = list_schemes(engine)
    assert (kept.version, str(read_kept(kept).weights["emergency-plan"])) == (2, "2")
    assert administrator.post(f"/schemes/{kept.id}", data={**TYPED, "version": "1"}).status_code == 409
    administrator.post(f"/schemes/{kept.id}/delete", data={"version": "1"})
    assert len(list_schemes(engine)) == 1  # it was another version that was looked at
    administrator.post(f"/schemes/{kept.id}/delete", data={"version": "2"})
    assert list_schemes(engine) == []
    with Session(engine) as session:
        acts = [one.act for one in session.exec(select(TrailEntry)) if one.act.startswith("scheme.")]
    assert acts == ["scheme.save", "scheme.save", "scheme.delete"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"points-N05": "很多"}, "很多"),
        ({"weights": "no-such-question = 2"}, "题"),
        ({"weights": "emergency-plan = 0.3\nemergency-plan = 7"}, "0.3 / 7"),
        ({"bonus-0-points": ""}, ""),
        ({"title": "长" * 300}, "200"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    administrator: FlaskClient, engine: sa.Engine, wrong: dict[str, str], words: str
) -> None:
    page = administrator.post("/schemes/new", data={**TYPED, **wrong})
    assert page.status_code == 422 and "error-summary" in page.text and words in page.text
    assert "获得省级以上表彰" in page.text and list_schemes(engine) == []
    html5lib.HTMLParser(strict=True).parse(page.text)


@ON_SQLITE
def test_its_pages_are_strict_html(administrator: FlaskClient, bureau: Respondent) -> None:
    administrator.post("/schemes/new", data=TYPED)
    bureau.answer_all()
    bureau.submit()
    paths = (
        "",
        "/new?from=plain",
        "/new?from=1",
        "/1",
        "/1/trial",
        "/hundred/trial?round=2026",
        "/plain/trial?round=x",
    )
    for path in paths:
        page = administrator.get(f"/schemes{path}")
        assert page.status_code == 200
        html5lib.HTMLParser(strict=True).parse(page.text)


def test_a_trial_shows_what_a_bureau_would_have(administrator: FlaskClient, bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    page = administrator.get("/schemes/hundred/trial").text
    assert "土默特左旗" in page and "托克托县" not in page  # the other has handed in nothing


def test_a_kept_scheme_can_be_chosen_for_a_round(administrator: FlaskClient, engine: sa.Engine) -> None:
    administrator.post("/schemes/new", data=TYPED)
    [kept] = list_schemes(engine)
    page = administrator.get("/rounds/new/form?notice=inner-mongolia-2022-26").text
    assert f'value="kept-{kept.id}-1"' in page and "本省方案" in page


@ON_SQLITE
@pytest.mark.parametrize("name", ["no-such", "99", "99999999999999999999"])
def test_a_scheme_that_is_not_there_is_not_found(administrator: FlaskClient, name: str) -> None:
    for path in (
        f"/schemes/{name}",
        f"/schemes/{name}/trial",
        f"/schemes/{name}/scheme.yaml",
        f"/schemes/new?from={name}",
    ):
        assert administrator.get(path).status_code == 404
