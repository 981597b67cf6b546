"""Attaching files in a real browser, on the form and on the page of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session

from survey.evidence.listing import list_evidence
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.browsing import Enter, block, stored
from tests.survey.evidence.sample_files import PDF, make_pdf, make_zip

pytestmark = ON_SQLITE  # what a browser does is the same on every database


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, content in (("证书.pdf", PDF), ("报告.pdf", make_pdf("报告")), ("材料.zip", make_zip("a"))):
        (folder / name).write_bytes(content)
    return folder


def list_names(bureau: Respondent) -> list[str]:
    with Session(bureau.engine) as session:
        return [one.name for one in list_evidence(session, bureau.response_id).get("q-number", [])]


def open_uploader(page: Page) -> None:
    block(page, "number").locator("[data-attach]").click()
    expect(block(page, "number").locator("input[type=file]")).to_be_attached()


def test_files_go_up_from_the_form_and_the_list_shows_them(enter: Enter, bureau: Respondent, papers: Path) -> None:
    page = enter()
    open_uploader(page)
    question = block(page, "number")
    question.locator("[name=issued_on]").fill("20250701")
    question.locator("input[type=file]").set_input_files([papers / "证书.pdf", papers / "报告.pdf"])
    expect(question.locator("[data-files] li")).to_have_count(2)
    expect(question.locator("[data-files]")).to_contain_text("2025年7月1日")
    assert (list_names(bureau), stored(bureau)) == (["证书.pdf", "报告.pdf"], {})


def test_a_refused_file_says_why_beside_it_and_the_others_go_on(enter: Enter, bureau: Respondent, papers: Path) -> None:
    page = enter()
    open_uploader(page)
    question = block(page, "number")
    question.locator("input[type=file]").set_input_files([papers / "材料.zip", papers / "证书.pdf"])
    expect(question.locator("[data-uploads] li").first).to_contain_text("不接收压缩包")
    expect(question.locator("[data-files] li")).to_have_count(1)
    assert list_names(bureau) == ["证书.pdf"]


def test_a_broken_upload_is_said_and_tried_again(enter: Enter, bureau: Respondent, papers: Path) -> None:
    page = enter()
    open_uploader(page)
    question = block(page, "number")
    page.context.set_offline(True)
    question.locator("input[type=file]").set_input_files(papers / "证书.pdf")
    expect(question.locator("[data-uploads] .error")).to_contain_text("上传中断")
    page.context.set_offline(False)
    question.locator("[data-uploads] button").click()
    expect(question.locator("[data-files] li")).to_have_count(1)
    assert list_names(bureau) == ["证书.pdf"]


def test_on_its_own_page_it_works_with_and_without_the_script(enter: Enter, bureau: Respondent, papers: Path) -> None:
    page = enter()
    path = f"/responses/{bureau.response_id}/questions/q-number/evidence"
    page.goto(page.url.split("/responses")[0] + path)
    page.set_input_files("#files", papers / "证书.pdf")
    expect(page.locator("main .files li a").first).to_have_text("证书.pdf")
    bare = enter(java_script_enabled=False)
    bare.goto(bare.url.split("/responses")[0] + path)
    bare.set_input_files("#files", papers / "报告.pdf")
    bare.click("main form[data-uploader] button")
    expect(bare.locator(".flash")).to_be_visible()
    assert list_names(bureau) == ["证书.pdf", "报告.pdf"]
