"""One bureau under two schemes on paper: what the page shows, marked as a trial, on one or two pages."""

from flask import Flask
from flask.testing import FlaskClient

from questionnaires.scheme import Scheme
from survey.rounds.kept_schemes import keep_scheme
from survey.storage.database import writing
from tests.people import Respondent, sign_in
from tests.reports.samples import read_pages
from tests.survey.responses.claiming import ask_under_scheme, claim


def test_the_page_leads_to_the_same_as_pdf_marked_as_a_trial(bureau: Respondent, reviewer: FlaskClient) -> None:
    ask_under_scheme(bureau, critical=True)
    claim(bureau, model="3")
    bureau.answer_all(lambda question: question.id != "q-one")
    bureau.submit()
    with writing(bureau.engine) as session:
        kept = keep_scheme(session, Scheme(title="没有关键项的方案", critical=()), bureau.id)
    address = f"/responses/{bureau.response_id}/schemes"
    assert f"{address}.pdf?scheme=kept-{kept}-1" in reviewer.get(f"{address}?scheme=kept-{kept}-1").text
    pages = read_pages(reviewer.get(f"{address}.pdf?scheme=kept-{kept}-1").data)
    words = "".join("".join(pages).split())
    assert len(pages) <= 2
    assert "试算，不作为评定结果" in words and "报告编号" not in words
    assert "示例方案" in words and "没有关键项的方案" in words and "单位自评答案" in words
    assert "得分75.0075.000.00" in words and "等级未达标良好" in words and "限制等级的关键项q-one—" in words
    assert "本轮自评总分78.00—" in words and "失分相差" in words
    assert "对照试算按省级自定的评分方案“没有关键项的方案”" in words


def test_it_is_of_what_was_handed_in_and_under_schemes_that_are_there(
    bureau: Respondent, reviewer: FlaskClient, site: Flask
) -> None:
    address = f"/responses/{bureau.response_id}/schemes.pdf"
    assert reviewer.get(address).status_code == 404
    bureau.answer_all()
    bureau.submit()
    assert reviewer.get(f"{address}?scheme=kept-9-1").status_code == 404
    assert sign_in(site, "bureau").get(address).status_code in (403, 404)
