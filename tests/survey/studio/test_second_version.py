"""The second version of a notice, with each kind of change, walked over the whole site: from its new text to the form
that offers last year's answers and to both scores."""

import re
from datetime import timedelta
from io import BytesIO

import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from survey.catalogues.current import current_library
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.database import writing
from survey.storage.tables import Bureau, Response, Round
from survey.studio.drafts import begin_draft
from tests.conftest import AS_OF
from tests.databases import ON_SQLITE
from tests.machine import TODAY
from tests.people import Respondent, full_value
from tests.survey.rounds.test_opening_pages import read_fields
from tests.survey.studio.authoring import Author, measure_form
from tests.survey.studio.second_version import ID, NEW, TEXT, make_first
from tests.survey.studio.worlds import make_drafts

pytestmark = ON_SQLITE
PDF = b"%PDF-1.4\n%%EOF\n"
WORDED = {"evidence": "有关文件", "advice": "尽快落实。", "kind": "yes_no", "then": "accept"}


def publish_first(author: Author) -> None:
    author.id = begin_draft(author.engine, make_first(), "第一版.txt", 1)
    assert author.publish().status_code == 302


def open_first_round(bureau: Respondent) -> None:
    """A round on the first version, which the bureau answers, with a file for the question that is to be split."""
    with writing(bureau.engine) as session:
        days = TODAY - timedelta(days=2), TODAY + timedelta(days=9)
        round = open_round(session, "yl-2025", "2025年度云岭自评", AS_OF.replace(year=2025), *days)
        round.document = ID
        issued = issue_questionnaire(session, round, current_library(session), ID, "county")
        place = session.exec(select(Bureau).where(Bureau.code == "150121")).one()
        bureau.response_id = invite_bureaus(session, issued, [place])[0].id
    answer(bureau)
    bureau.attach("yl-split", PDF, "抽检制度.pdf")
    bureau.submit()


def answer(bureau: Respondent, **instead: object) -> None:
    """Everything as it should be, with 85 of 100 enterprises inspected, and what is said `instead`."""
    bureau.give_facts()
    for one in bureau.questionnaire.questions:
        full = {"part": 85, "whole": 100} if one.criterion.kind == "share" else full_value(one)
        bureau.answer(one.id, instead.get(one.id, full))


def edit(author: Author, words: str, **fields: object) -> None:
    """Change the measure of the first clause with these words in its source, and accept it."""
    one = author.find(1, words)
    form = measure_form(author, 1, one) | {"then": "accept"} | fields
    answer = author.client.post(f"/studio/{author.id}/clauses/1/measure", data=form)
    assert answer.status_code == 302, re.findall(r"error-summary.*?</div>", answer.text, re.S)


def make_second(author: Author) -> str:
    """Open the version in force, put the new text beside it and settle what changed; the page of publishing."""
    opened = author.client.post(f"/studio/from/{ID}")
    author.id = int(re.findall(r"/studio/(\d+)", opened.location)[0])
    sent = author.client.post(f"/studio/{author.id}/text", data={"file": (BytesIO(TEXT.encode()), "第二版.txt")})
    [action] = re.findall(r'action="(/studio/\d+/text/[0-9a-f]+)"', sent.text)
    done = author.client.post(action, data={"name": "第二版.txt", "pair-1": "1"})
    make_drafts(author.site)
    author.id = int(re.findall(r"/studio/(\d+)/head", author.client.get(done.location).location or "")[0])
    assert author.client.post(f"/studio/{author.id}/head", data=head_form(author)).status_code == 302
    edit(author, "开展监督检查", asks="{place}本年是否对药品经营企业开展监督检查？")
    split(author)
    author.act(1, "merge", author.find(1, "业务培训").id)
    edit(author, "法规培训", asks="{place}是否开展法规培训和业务培训？")
    author.act(
        1, "aside", next(one.id for one in author.clause(1).measures if one.id == "yl-repealed"), reason="不再要求"
    )
    edit(author, "覆盖率", target="90")
    edit(author, "行政许可", levels=["county"])
    assert author.act(2, "accept", author.find(2, NEW).id).status_code == 302
    for number in (1, 2):
        for at, figure in enumerate(author.clause(number).figures):
            if not figure.settled:
                author.settle(number, at, figure.reading, figure.reason or "名称")
    return author.open("/publish").text


def head_form(author: Author) -> dict[str, str]:
    fields = read_fields(author.open("/head").text)
    return {**fields.to_dict(), "parent": ""}


def split(author: Author) -> None:
    one = author.find(1, "建立抽检制度")
    author.act(1, "reopen", one.id)
    [at] = [int(at) for at in re.findall(r'value="split:(\d+)"', author.open(f"/clauses/1?measure={one.id}").text)]
    author.act(1, f"split:{at}", one.id)
    edit(author, "建立抽检制度", **WORDED, asks="{place}是否建立抽检制度？", title="抽检制度", domain="N12")
    edit(author, "公布抽检结果", **WORDED, asks="{place}是否公布抽检结果？", title="抽检结果", domain="N12")


def open_second_round(author: Author, bureau: Respondent) -> None:
    """The next round, copied from the last one on the web; it is asked by the version in force."""
    fields = read_fields(author.client.get("/rounds/new/form?from=yl-2025").text)
    fields["opens_on"], fields["closes_on"] = TODAY.isoformat(), (TODAY + timedelta(days=20)).isoformat()
    fields["step"] = "check"
    checked = read_fields(author.client.post("/rounds/new/form", data=fields).text)
    assert author.client.post("/rounds/new", data=checked).status_code == 302
    with Session(author.engine) as session:
        query = select(Response.id).join(Round).join(Bureau).where(Round.slug == "yl-2026", Bureau.code == "150121")
        bureau.response_id = session.exec(query).one()


def read_part(text: str, heading: str) -> str:
    """The part of a page under a heading, to the next one."""
    return text.split(f"<h2>{heading}</h2>")[1].split("<h2>")[0]


def list_questions(text: str, heading: str) -> list[str]:
    return re.findall(r"#question-([a-z0-9-]+)", read_part(text, heading))


def test_a_second_version_is_compared_its_answers_offered_and_both_scores_shown(
    site: Flask, engine: sa.Engine, bureau: Respondent
) -> None:
    author = Author(site, engine)
    publish_first(author)
    open_first_round(bureau)
    page = make_second(author)
    assert "新增 1 · 取消 1 · 拆开 2 · 合并 1 · 数字或期限有变 1 · 层级有变 1 · 文字有改动 4 · 未变 1" in page
    assert author.publish().status_code == 302
    open_second_round(author, bureau)
    form = bureau.open("version").text
    assert list_questions(form, "待确认") == ["yl-reworded", "yl-split", "yl-split-part-2", "yl-above", "yl-figure"]
    assert list_questions(form, "新增题目")[0] == "complaint-channels"
    assert "是否编印工作简报" in read_part(form, "不再询问")
    assert list_questions(form, "与此前相同") == ["yl-kept", "yl-levels"]
    assert bureau.stored() == {}  # nothing is answered by being offered
    files = bureau.open("shelf/last-year").text
    assert re.findall(r'name="tie" value="([^:]*):', files) == ["yl-split", "yl-split-part-2"]
    answer(bureau, **{"yl-kept": False})
    bureau.submit()
    # Four questions come from one each: all full by the old rules, 85 of 90 in one by the new ones; now one is a no.
    row = author.client.get("/rounds/yl-2026/version?page=9").text.split("土默特左旗")[1].split("</tr>")[0]
    assert re.findall(r'"number">([^<]*)<', row) == ["4", "100.00", "98.61", "75.00", "73.61", "−1.39", "−25.00"]
