"""The evidence library in a real browser: files chosen and dropped, questions sought and ticked, a file looked at."""

from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, expect
from sqlmodel import Session

from survey.evidence.listing import list_evidence
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.browsing import Enter, another_page
from tests.survey.evidence.sample_files import PDF, PNG

pytestmark = ON_SQLITE  # what a browser does is the same on every database

DROP = """(zone) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File(["%PDF-1.4 dropped %%EOF"], "拖放.pdf", { type: "application/pdf" }));
    zone.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


def list_tied(bureau: Respondent) -> dict[str, list[str]]:
    with Session(bureau.engine) as session:
        return {id: [one.name for one in files] for id, files in list_evidence(session, bureau.response_id).items()}


def go(page: Page, path: str) -> None:
    page.goto(urljoin(page.url, path))


def test_a_clerk_uploads_once_and_ticks_what_it_proves(enter: Enter, bureau: Respondent, tmp_path: Path) -> None:
    (tmp_path / "照片.png").write_bytes(PNG)
    (tmp_path / "预案.pdf").write_bytes(PDF)
    page = enter()
    go(page, "/shelf")
    page.set_input_files("#files", [tmp_path / "照片.png", tmp_path / "预案.pdf"])
    expect(page.locator("#shelf li")).to_have_count(2)
    page.locator("details.upload summary").click()
    page.locator(".upload-fields").evaluate(DROP)
    expect(page.locator("#shelf li")).to_have_count(3)
    with another_page(page):
        page.locator("#shelf li", has_text="照片.png").get_by_role("link", name="勾选题目").click()
    boxes = page.locator("#questions [data-item]")
    whole = boxes.count()
    sought = boxes.nth(1).locator("label").inner_text()[:12]
    page.fill("[data-seek-in]", sought)
    expect(page.locator("#questions [data-item]:visible")).not_to_have_count(whole)
    page.locator("#questions [data-item]:visible input").first.check()
    page.get_by_role("button", name="保存勾选").click()
    expect(page.locator("#shelf li", has_text="照片.png")).to_contain_text("用于1题")
    assert list(list_tied(bureau).values()) == [["照片.png"]]
    go(page, f"/responses/{bureau.response_id}/evidence")
    page.locator(".preview summary").click()
    expect(page.frame_locator(".preview-frame").locator("img")).to_be_visible()
