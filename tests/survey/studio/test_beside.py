"""A new text is put beside a draft: aligned, confirmed, and drafted with what was decided before."""

import re
from io import BytesIO

import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from survey.studio.drafts import find_draft
from tests.databases import ON_SQLITE
from tests.people import sign_in
from tests.survey.studio.notices import NOTICE
from tests.survey.studio.worlds import add_draft, make_drafts

pytestmark = ON_SQLITE
CHANGED = (
    NOTICE.replace("（三）完善", "（四）完善").replace("（四）严厉", "（五）严厉").replace("（二）健全", "（三）健全")
)
CHANGED = CHANGED.replace(
    "（三）健全药物", "（二）推进智慧监管。自治区药监局建设药品追溯平台，公布追溯信息。\n（三）健全药物"
)


def test_a_new_text_is_aligned_confirmed_and_drafted_beside_what_was_decided(site: Flask, engine: sa.Engine) -> None:
    """By an author who is no administrator: the new draft has the same authors."""
    add_draft(engine.url.render_as_string(hide_password=False))
    author = sign_in(site, "province")
    make_drafts(site)
    sent = author.post("/studio/1/text", data={"file": (BytesIO(CHANGED.encode()), "新文本.txt")})
    key = re.findall(r'action="/studio/1/text/([0-9a-f]+)"', sent.text)[0]
    chosen = re.findall(r'<option value="(\d*)" selected', sent.text)
    assert chosen == ["1", "2", "3", "4", "5"] and sent.text.count('name="pair-') == 6
    pairs = {f"pair-{number}": one for number, one in enumerate(["1", "", "2", "3", "4", "5"], 1)}
    twice = author.post(f"/studio/1/text/{key}", data={"name": "新文本.txt", **pairs, "pair-2": "1"})
    assert twice.status_code == 422 and "只能选一次" in twice.text
    beyond = {**pairs, "pair-2": "0000019"}  # no clause of before
    done = author.post(f"/studio/1/text/{key}", data={"name": "新文本.txt", **beyond})
    make_drafts(site)
    assert author.get(done.location).location.endswith("/studio/2/head")
    assert author.get("/studio/2").status_code == 200
    with Session(engine) as session:
        before, after = find_draft(session, 1), find_draft(session, 2)
        assert before is not None and after is not None
    states = {one.id: one.state for clause in after.notice.clauses for one in clause.measures}
    kept = [one.id for clause in before.notice.clauses for one in clause.measures if one.state == "accepted"]
    assert kept and all(states[id] == "accepted" for id in kept)
    assert {one.state for one in after.notice.clauses[1].measures} == {"undecided"}


def test_what_has_changed_is_shown_clause_by_clause(site: Flask, engine: sa.Engine) -> None:
    add_draft(engine.url.render_as_string(hide_password=False))
    text = CHANGED.replace("不少于200人", "不少于260人")
    sent = sign_in(site, "admin").post("/studio/1/text", data={"file": (BytesIO(text.encode()), "新文本.txt")}).text
    assert re.findall(r"不少于2(.*?)0人", sent) == ["<del>0</del><ins>6</ins>"]
    assert sent.count("原文未变") == 5 and "新增 1　原文有改动 1　原文未变 4" in sent
