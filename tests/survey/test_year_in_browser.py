"""A year as it goes, in browsers: from a site with nobody on it to the copy of the round for the year after."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlmodel import Session, select

from survey.commands import invite_first_administrator
from survey.installing.settings import Settings
from survey.responses.reviews import confirm_all
from survey.storage.database import migrate, writing
from survey.storage.states import Action, Role
from survey.storage.tables import Round, StoredAnswer
from tests.machine import TODAY, ZONE
from tests.people import PASSWORD, Respondent
from tests.sites import open_site
from tests.survey.browsing import open_context, serve

BUREAUS = """代码,名称,层级,上级代码
220000,吉林省药品监督管理局,省级,
222400,延边朝鲜族自治州市场监督管理局,市级,220000
222404,珲春市市场监督管理局,县级,222400
222405,龙井市市场监督管理局,县级,222400
"""
PEOPLE = """用户名,姓名,角色,单位代码
zhao,赵军,省级审核员,220000
wang,王芳,市级审核员,222400
zhang,张敏,填报员,222404
li,李强,单位负责人,222404
sun,孙立,填报员,222405
zhou,周平,单位负责人,222405
"""
AS_A_PATH = re.compile(r"^https?://[^/]+")


class Year:
    """The people with their pages, and what they do."""

    def __init__(self, site: Flask, browse: Callable[[str], Page]) -> None:
        self.site, self.browse = site, browse
        self.engine = site.extensions["survey_engine"]
        self.links: dict[str, str] = {}
        self.pages: dict[str, Page] = {}

    def enter(self, link: str) -> Page:
        """Open a one-time link, choose a password, and be in."""
        page = self.browse(AS_A_PATH.sub("", link))
        page.fill("[name=password]", PASSWORD)
        page.fill("[name=again]", PASSWORD)
        page.click("main form button")
        expect(page.locator("nav.ways")).to_be_visible()
        return page

    def arrive(self, login: str) -> Page:
        self.pages[login] = self.enter(self.links[login])
        return self.pages[login]

    def send_table(self, page: Page, address: str, table: str) -> None:
        page.goto(address)
        file = FilePayload(name="表.csv", mimeType="text/csv", buffer=table.encode())
        page.set_input_files("main input[type=file]", file)
        press(page, "检查文件")
        page.locator("main form button").first.click()
        expect(page.locator("main")).to_contain_text("导入完成")

    def read_links(self, page: Page) -> None:
        """The links on the page that shows them once, by who they are for."""
        for row in page.locator("main tbody tr").all():
            self.links[row.locator("td").nth(1).inner_text()] = row.locator("code").inner_text()

    def open_round(self, page: Page, title: str, slug: str) -> None:
        """For the two counties, by Jilin's notice."""
        page.goto("/rounds/new/form?notice=jilin-2021-44")
        typed = {"title": title, "slug": slug, "as_of": "20270630"}
        for name, words in typed.items():
            page.fill(f"[name={name}]", words)
        page.fill("[name=opens_on]", TODAY.isoformat())
        page.fill("[name=closes_on]", (TODAY + timedelta(days=20)).isoformat())
        for level in ("province", "city"):
            page.click(f"[name=step][value='off:level:{level}']")
        page.click(".save-all button")
        press(page, "启动本轮次")
        expect(page.locator("main")).to_contain_text("轮次已启动，已向2个单位下发问卷")

    def pass_days(self, slug: str, days: int) -> None:
        """Let a round have begun, and be over, so much earlier."""
        with writing(self.engine) as session:
            found = session.exec(select(Round).where(Round.slug == slug)).one()
            found.opens_on, found.closes_on = (one - timedelta(days) for one in (found.opens_on, found.closes_on))

    def hand_in(self, login: str) -> None:
        """A bureau answers, signs and submits; the city and the province confirm everything and accept."""
        bureau = Respondent(self.site, self.engine, login)
        bureau.hand_in()
        city, province = bureau.find(Role.CITY_REVIEWER), bureau.find(Role.PROVINCIAL_REVIEWER)
        bureau.act(Action.TAKE_UP, city)
        with Session(self.engine) as session:
            stored = session.exec(select(StoredAnswer).where(StoredAnswer.response_id == bureau.response_id))
            versions = {one.question_id: one.version for one in stored}
        confirm_all(self.engine, bureau.response_id, city, versions)
        bureau.act(Action.PASS_ON, city)
        bureau.act(Action.ACCEPT, province)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()


def follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=words).first.click()


@pytest.fixture
def year(tmp_path: Path, browser: Browser) -> Iterator[tuple[Year, str]]:
    """An empty site, and the link that its first start prints."""
    settings = Settings(tmp_path, f"sqlite:///{tmp_path / 'survey.sqlite3'}", "for tests", time_zone=ZONE)
    migrate(settings.database_url)
    link = invite_first_administrator(settings)
    assert link
    with open_site(settings) as site, serve(site) as live, ExitStack() as contexts:

        def browse(path: str) -> Page:
            size = {"width": 1366, "height": 768}
            context = contexts.enter_context(open_context(browser, viewport=size, base_url=live))
            page = context.new_page()
            page.goto(path)
            return page

        yield Year(site, browse), link


def test_a_year_goes_from_an_empty_site_to_the_copy_of_its_round(year: tuple[Year, str]) -> None:
    story, link = year
    admin = story.enter(link)
    walk_the_five_steps(story, admin)
    withdraw_a_wrong_round(story, admin)
    story.open_round(admin, "2027年度自评", "2027")
    let_the_city_keep_its_own(story, admin)
    tell_who_is_late(story, admin)
    put_off_one_day(story, admin)
    story.hand_in("zhang")
    close_without_the_straggler(story, admin)
    archive_and_copy(admin)


def walk_the_five_steps(story: Year, admin: Page) -> None:
    """Each step leads to its page, and the next one is marked."""
    steps = [("导入单位", BUREAUS), ("导入人员", PEOPLE)]
    for words, table in steps:
        expect(admin.locator("main [aria-current=step]")).to_contain_text(words)
        follow(admin, words)
        story.send_table(admin, AS_A_PATH.sub("", admin.url), table)
        admin.goto("/")
    admin.goto("/people/links")
    story.read_links(admin)
    admin.goto("/")
    expect(admin.locator("main [aria-current=step]")).to_contain_text("启动轮次")


def withdraw_a_wrong_round(story: Year, admin: Page) -> None:
    """One that was opened by mistake is withdrawn, with a reason that its bureaus read."""
    story.open_round(admin, "2027年度自评（误）", "2027-wrong")
    follow(admin, "轮次作废")
    admin.fill("[name=reason]", "填报基准日有误，另行启动")
    press(admin, "确认作废")
    clerk = story.arrive("sun")
    expect(clerk.locator("main")).to_contain_text("填报基准日有误，另行启动")


def let_the_city_keep_its_own(story: Year, admin: Page) -> None:
    """A city administrator adds an office of the county and its clerk; the administrator takes it into the round."""
    admin.goto("/people?q=wang")
    follow(admin, "王芳")
    press(admin, "设为延边朝鲜族自治州市场监督管理局的市级管理员")
    keeper = story.arrive("wang")
    keeper.goto("/bureaus/new")
    keeper.fill("[name=name]", "图们市市场监督管理局")
    keeper.fill("[name=code]", "222402")
    keeper.select_option("[name=level]", "county")
    keeper.fill("[name=parent_code]", "222400")
    press(keeper, "新增单位")
    keeper.goto("/bureaus/222402/people/new")
    keeper.fill("[name=login]", "jin")
    keeper.fill("[name=name]", "金哲")
    keeper.select_option("[name=role]", "clerk")
    keeper.click("main form button")
    story.links["jin"] = keeper.locator("code.once").first.inner_text()
    refused = keeper.goto("/rounds/2027/administration")
    assert refused and refused.status == 404  # rounds are the administrator's alone
    admin.goto("/rounds/2027/bureaus")
    admin.get_by_label("图们市市场监督管理局").check()
    admin.locator("main form button:not(.button-quiet)").last.click()
    clerk = story.arrive("jin")
    expect(clerk.locator("main")).to_contain_text("2027年度自评")


def tell_who_is_late(story: Year, admin: Page) -> None:
    """The day is over for three bureaus, and they are told."""
    story.pass_days("2027", 25)
    admin.goto("/messages/new?which=late")
    expect(admin.locator("[name=bureau]")).to_have_count(3)
    for box in admin.locator("[name=bureau]").all():
        box.check()
    admin.fill("[name=title]", "请抓紧报送")
    admin.fill("[name=text]", "已过截止日期，请于三日内提交。")
    press(admin, "发送")


def put_off_one_day(story: Year, admin: Page) -> None:
    """One bureau has longer, with the reason before its clerk's eyes, beside what it was told."""
    admin.goto("/rounds/2027/extensions?q=珲春")
    admin.check("[name=response]")
    admin.fill("[name=due_on]", (TODAY + timedelta(days=10)).isoformat())
    admin.fill("[name=reason]", "正在防汛")
    press(admin, "延期")
    clerk = story.arrive("zhang")
    for words in ("正在防汛", "请抓紧报送"):
        expect(clerk.locator("main")).to_contain_text(words)


def close_without_the_straggler(story: Year, admin: Page) -> None:
    """Of the two that are missing one is closed as not submitted, one is excused; then both levels are closed."""
    admin.goto("/rounds/2027/levels")
    city = admin.locator("details", has_text="延边朝鲜族自治州市场监督管理局：").last
    city.locator("summary").click()
    city.locator("a[href$='/stragglers']").click()
    for name, way in (("龙井市市场监督管理局", "未报"), ("图们市市场监督管理局", "免报")):
        admin.get_by_role("radiogroup", name=name).get_by_label(way).check()
    admin.fill("[name=reason]", "多次催报未报；新设机构")
    admin.click("[name=step][value=record]")
    for reviewer in (story.pages["wang"], story.arrive("zhao")):
        reviewer.goto("/rounds/2027/levels")
        reviewer.locator("form[action*='/levels/'] button").click()
        expect(reviewer.locator("main")).to_contain_text("已办结")


def archive_and_copy(admin: Page) -> None:
    admin.goto("/rounds/2027/administration")
    press(admin, "归档")
    expect(admin.locator("h1")).to_contain_text("已归档")
    follow(admin, "复制本轮次")
    expect(admin.locator("[name=title]")).to_have_value(re.compile("2028"))
