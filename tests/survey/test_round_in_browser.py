"""A whole round with seven people, each in a browser of their own, from the invitation to the accepted result."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import Session, col, select

from questionnaires.answers import read_answer
from questionnaires.questionnaire import Question, Questionnaire, Section
from survey.responses.reviews import confirm_all
from survey.responses.saving import list_answers, save_answer
from survey.rounds.issued import applying_questionnaire
from survey.storage.tables import Bureau, Person, Response, Round, StoredAnswer
from survey.storage.trail import BrokenLine, verify_trail
from tests.databases import ON_SQLITE
from tests.machine import TODAY
from tests.people import PASSWORD, full_value
from tests.survey.browsing import SAVED, another_page, open_context, serve
from tests.survey.round_steps import explain_doubt, give_domain, look_into_evidence, prove, talk_over
from tests.survey.storage.test_trail import tamper

OWN_PASSWORD = "Own-Choice-2027"
SLUG = "2027"
COUNTY = "150121"
WORD = "原件存档案室"
INVITED = {  # login -> bureau, role, name
    "zhang": (COUNTY, "clerk", "张敏"),
    "sun": (COUNTY, "clerk", "孙立"),
    "li": (COUNTY, "head", "李强"),
    "wang": ("150100", "city_reviewer", "王芳"),
    "zhao": ("150000", "provincial_reviewer", "赵军"),
    "qian": ("", "auditor", "钱红"),
}


@pytest.fixture
def live(site: Flask) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.fixture
def browse(browser: Browser, live: str) -> Iterator[Callable[[str], Page]]:
    """A page of a new browser at an address of the site."""

    def open_page(path: str) -> Page:
        context = open_context(browser, viewport={"width": 1366, "height": 768}, base_url=live)
        page = contexts.enter_context(context).new_page()
        page.goto(path)
        return page

    with ExitStack() as contexts:
        yield open_page


def list_yes_no(section: Section | Questionnaire) -> list[Question]:
    return [one for one in section.questions if one.criterion.kind == "yes_no" and not one.critical]


def list_choices(section: Section) -> list[Question]:
    """Those that are answered by one of several choices."""
    return [one for one in section.questions if one.criterion.kind in ("yes_no", "stage")]


class Story:
    """The people with their pages, and what they do."""

    def __init__(self, browse: Callable[[str], Page], engine: sa.Engine) -> None:
        self.browse, self.engine = browse, engine
        self.pages: dict[str, Page] = {}

    def sign_in(self, login: str, password: str) -> None:
        page = self.pages[login] = self.browse("/sign-in")
        page.fill("[name=login]", login)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        expect(page.locator("h1")).to_be_visible()

    def invite(self, login: str) -> None:
        """The administrator adds a person and gets a link; the person opens it and chooses a password."""
        code, role, name = INVITED[login]
        admin = self.pages["admin"]
        admin.goto(f"/bureaus/{code}/people/new" if code else "/people/new")
        admin.fill("[name=login]", login)
        admin.fill("[name=name]", name)
        admin.select_option("[name=role]", role)
        admin.click("main form button")
        link = admin.locator("code.once").first.inner_text()
        page = self.pages[login] = self.browse(re.sub(r"^https?://[^/]+", "", link))
        page.fill("[name=password]", OWN_PASSWORD)
        page.fill("[name=again]", OWN_PASSWORD)
        page.click("main form button")
        expect(page.locator(".who")).to_contain_text(name)

    def open_round(self) -> None:
        """The administrator opens a round for the one county."""
        admin = self.pages["admin"]
        admin.goto("/rounds/new/form?notice=inner-mongolia-2022-26")
        admin.fill("[name=title]", "2027年度自评")
        admin.fill("[name=slug]", SLUG)
        admin.fill("[name=as_of]", "20270630")
        admin.fill("[name=opens_on]", TODAY.isoformat())
        admin.fill("[name=closes_on]", (TODAY + timedelta(days=20)).isoformat())
        with Session(self.engine) as session:
            bureaus = session.exec(select(Bureau)).all()
            for bureau in bureaus:
                admin.set_checked(f"[name=bureau][value='{bureau.id}']", bureau.code == COUNTY)
        admin.click(".save-all button")
        admin.click("main form button:not(.button-quiet)")
        expect(admin.locator("h1")).to_contain_text("2027年度自评")
        with Session(self.engine) as session:
            query = select(Response).join(Round, col(Round.id) == Response.round_id).where(Round.slug == SLUG)
            response = session.exec(query).one()
            self.response_id = response.id
            self.questionnaire = applying_questionnaire(response)

    def fill(self) -> None:
        """Two clerks fill the first page together; what is left is answered without their browsers."""
        first, second = self.pages["zhang"], self.pages["sun"]
        first.goto("/")
        with another_page(first):
            first.click(f"main .button[href*='/responses/{self.response_id}/']")  # beside that of the other round
        for fact in first.locator("fieldset input[value=yes]").all():
            fact.check()
        first.click("main form button")
        section, asked = next((one, found) for one in self.questionnaire.domains if len(found := list_choices(one)) > 1)
        for page, question in zip((first, second), asked, strict=False):
            page.goto(f"/responses/{self.response_id}/domains/{section.id}")
            block = page.locator(f"[data-question='{question.id}']")
            block.locator("input[type=radio]").first.check()
            expect(block.locator("[data-state]")).to_have_class(SAVED)
        with Session(self.engine) as session:
            response = session.get_one(Response, self.response_id)
            stored, as_of = list_answers(session, response), response.round.as_of
            clerk = session.exec(select(Person.id).where(Person.login == "zhang")).one()
        for question in self.questionnaire.questions:
            base = stored[question.id].version if question.id in stored else 0
            answer = read_answer(question, {"value": full_value(question)}, as_of)
            save_answer(self.engine, self.response_id, question, answer, base, clerk)

    def read_versions(self) -> dict[str, int]:
        with Session(self.engine) as session:
            stored = session.exec(select(StoredAnswer).where(StoredAnswer.response_id == self.response_id))
            return {one.question_id: one.version for one in stored}

    def act(self, login: str, action: str, path: str = "") -> None:
        """Take a step by its button, on the page where it is offered."""
        page = self.pages[login]
        page.goto(f"/responses/{self.response_id}/{path}")
        page.click(f"form[action$='/actions/{action}'] button")
        expect(page.locator("h1")).to_be_visible()

    def sign(self, login: str) -> None:
        """The head signs on the page that tells what to look at before."""
        page = self.pages[login]
        page.goto(f"/responses/{self.response_id}/head")
        page.click("[name=do][value=sign]")
        expect(page.locator("h1")).to_be_visible()

    def return_question(self, login: str, question: Question, reason: str) -> None:
        block = self.open_block(login, question)
        block.locator("[data-key=r] summary, summary[data-key=r]").first.click()
        form = block.locator("form:has([name=decision][value=returned])")
        form.locator("textarea").fill(reason)
        form.locator("button").click()
        expect(block.locator(".decided > p").first).to_contain_text(reason)

    def set_aside(self, login: str, question: Question, reason: str) -> None:
        block = self.open_block(login, question)
        block.locator("[data-key=s] summary, summary[data-key=s]").first.click()
        form = block.locator("form:has([name=decision][value=set_aside])")
        form.locator("input[type=radio][value=no]").check()
        form.locator("[name$=why-set_aside]").fill(reason)
        form.locator("button").click()
        expect(block.locator(".decided > p").first).to_contain_text(reason)

    def open_block(self, login: str, question: Question) -> Locator:
        page = self.pages[login]
        page.goto(f"/responses/{self.response_id}/review")
        return page.locator(f"#question-{question.id}")

    def confirm_left(self, login: str) -> None:
        """Confirm what is left, without the browser: nearly all of it is flagged, as nothing is attached."""
        with Session(self.engine) as session:
            reviewer = session.exec(select(Person.id).where(Person.login == login)).one()
        confirm_all(self.engine, self.response_id, reviewer, self.read_versions())

    def mend(self, questions: list[Question]) -> None:
        """The clerk changes what came back; everything else on those pages is locked."""
        page = self.pages["zhang"]
        page.goto("/")
        for question in questions:
            expect(page.locator("main")).to_contain_text(question.title)
        for question in questions:
            section = next(one for one in self.questionnaire.domains if question in one.questions)
            page.goto(f"/responses/{self.response_id}/domains/{section.id}")
            open_ids = page.locator("[data-question]:has(fieldset[data-fields]:not([disabled]))").evaluate_all(
                "blocks => blocks.map(one => one.dataset.question)"
            )
            assert set(open_ids) == {one.id for one in questions if one in section.questions}
            block = page.locator(f"[data-question='{question.id}']")
            block.locator("details:has(textarea) summary").first.click()
            block.locator("textarea[name$=-remark]").fill("已补充发文字号：演示〔2027〕1号")
            page.locator("h1").click()
            expect(block.locator("[data-state]")).to_have_class(SAVED)


@ON_SQLITE
def test_seven_people_do_a_whole_round(browse: Callable[[str], Page], engine: sa.Engine, tmp_path: Path) -> None:
    story = Story(browse, engine)
    story.sign_in("admin", PASSWORD)
    for login in INVITED:
        story.invite(login)
    story.open_round()
    story.fill()
    work_together(story, tmp_path)
    submit(story)
    look_into_evidence(story.pages["wang"], story.response_id, WORD)
    first, second, third = list_yes_no(story.questionnaire)[:3]
    return_two_and_mend_them(story, [first, second])
    submit(story)
    verify_and_accept(story, third)
    compare_scores(story)
    read_the_trail(story)


def work_together(story: Story, folder: Path) -> None:
    """A domain is a colleague's, who finds it; one document proves two questions; a doubt is answered in a word."""
    clerk, colleague = story.pages["zhang"], story.pages["sun"]
    give_domain(clerk, story.response_id, story.questionnaire.domains[-1].id, "孙立")
    colleague.goto("/")
    expect(colleague.locator("main")).to_contain_text("2099年12月31日")
    prove(clerk, story.response_id, list_yes_no(story.questionnaire)[:2], folder)
    explain_doubt(clerk, story.response_id, WORD)


def submit(story: Story) -> None:
    story.act("zhang", "present", "check")
    story.sign("li")
    story.act("zhang", "submit", "check")
    story.act("wang", "take_up", "review")


def return_two_and_mend_them(story: Story, two: list[Question]) -> None:
    """The city returns two items; the bureau can change these and no others."""
    for question in two:
        story.return_question("wang", question, "请附文件字号")
    story.act("wang", "return", "review")
    talk_over(story.pages["zhang"], story.pages["wang"], story.response_id, two[0])
    before = story.read_versions()
    story.mend(two)
    after = story.read_versions()
    assert {id for id in after if after[id] != before[id]} == {one.id for one in two}


def verify_and_accept(story: Story, question: Question) -> None:
    """The city confirms everything; the province sets one aside with a reason, and accepts."""
    story.confirm_left("wang")
    story.act("wang", "pass_on", "review")
    story.set_aside("zhao", question, "现场核查未见文件")
    story.act("zhao", "accept", "review")


def compare_scores(story: Story) -> None:
    """The head of the bureau sees both scores side by side, and why they differ."""
    page = story.pages["li"]
    page.goto(f"/responses/{story.response_id}/result")
    with Session(story.engine) as session:
        response = session.get_one(Response, story.response_id)
    assert response.score is not None and response.verified_score is not None
    assert response.score == 100 > response.verified_score
    for words in (f"{response.score:.2f}", f"{response.verified_score:.2f}", "现场核查未见文件"):
        expect(page.locator("main")).to_contain_text(words)


def read_the_trail(story: Story) -> None:
    """The auditor reads what happened; the trail verifies, until somebody changes a line."""
    page = story.pages["qian"]
    page.goto("/trail")
    expect(page.locator("main")).to_contain_text("zhao")
    with Session(story.engine) as session:
        assert isinstance(verify_trail(session), int)
    tamper(story.engine, "UPDATE trailentry SET login = 'sun' WHERE number = 9")
    with Session(story.engine) as session:
        assert verify_trail(session) == BrokenLine(9, "changed")
