"""Steps of a round beside the form and the decisions: work shared out, files ticked, doubts answered, a thread."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect

from questionnaires.questionnaire import Question
from tests.survey.evidence.sample_files import make_docx

WORDS = "演练已于二〇二六年十二月完成。"


def give_domain(page: Page, response_id: int, domain_id: str, name: str) -> None:
    """A clerk or the head gives a domain to a colleague."""
    page.goto(f"/responses/{response_id}/sharing")
    page.check(f"[name=domain][value='{domain_id}']")
    page.select_option("#person", label=name)
    page.fill("#due", "20991231")
    page.click("[name=act][value=give]")
    expect(page.locator("main")).to_contain_text(name)


def prove(page: Page, response_id: int, questions: Sequence[Question], folder: Path) -> None:
    """A clerk uploads a document once and ticks the questions that it proves."""
    (folder / "情况说明.docx").write_bytes(make_docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"))
    page.goto("/shelf")
    page.set_input_files("#files", folder / "情况说明.docx")
    shelved = page.locator("#shelf li", has_text="情况说明.docx")
    shelved.locator(f"a[href^='/responses/{response_id}/shelf/']").click()
    for question in questions:
        page.check(f"[name=question][value='{question.id}']")
    page.get_by_role("button", name="保存勾选").click()
    expect(shelved).to_contain_text(f"用于{len(questions)}题")


def look_into_evidence(page: Page, response_id: int, word: str) -> None:
    """A reviewer finds the word of the bureau, and reads the document without leaving the page."""
    page.goto(f"/responses/{response_id}/review")
    expect(page.locator("main")).to_contain_text(word)
    page.goto(f"/responses/{response_id}/evidence")
    page.locator(".preview summary").first.click()
    expect(page.frame_locator(".preview-frame").first.locator("main")).to_contain_text(WORDS)


def explain_doubt(page: Page, response_id: int, words: str) -> None:
    """A clerk says in a word why the first answer that a reviewer would stumble over is right."""
    page.goto(f"/responses/{response_id}/check")
    if not page.locator("#doubts").count():
        page.locator("#bare summary").click()
    form = page.locator(".doubts-table form").first
    form.locator("[name=words]").fill(words)
    form.locator("button").click()
    expect(page.locator(".doubts-table .said", has_text=words)).to_have_count(1)


def talk_over(clerk: Page, reviewer: Page, response_id: int, question: Question) -> None:
    """The clerk asks about what came back, the reviewer finds it on the start page and answers."""
    _say(clerk, response_id, question, "文件尚在印发，可否后补？")
    _find(reviewer, question)
    _say(reviewer, response_id, question, "可以，请先写明文号。")
    _find(clerk, question)


def _say(page: Page, response_id: int, question: Question, words: str) -> None:
    page.goto(f"/responses/{response_id}/questions/{question.id}/thread")
    page.fill("#text", words)
    page.click("#say button")
    expect(page.locator(".note-text", has_text=words)).to_be_visible()


def _find(page: Page, question: Question) -> None:
    page.goto("/")
    expect(page.locator("#new-notes")).to_contain_text(question.title)
