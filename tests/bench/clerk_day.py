"""A county clerk's day with the form, on the served sample round: what it takes, in pixels, stops, clicks and seconds.

Run `python -m tests.bench.clerk_day ADDRESS ACCOUNTS DAY EVENTS`: the site's address, the sample's `accounts.txt`, the
code of a county that has not begun and of one that is half way. It knows pages only, so that versions of the product
can be held against each other, each with its own sample. The first county is submitted at the end.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from tests.bench.clerk import DESK, Clerk, sit_down
from tests.survey.browsing import ARGUMENTS, CHROMIUM

PIECES = 49  # of evidence
PDF = b"%PDF-1.4\n%%EOF\n"
HEIGHTS = """() => ({
  page: document.documentElement.scrollHeight, form: document.querySelector("#answers").offsetHeight,
  questions: [...document.querySelectorAll(".question:not(.quantity)")].map((one) => one.offsetHeight),
  figures: [...document.querySelectorAll(".question.quantity")].map((one) => one.offsetHeight)})"""
# Where everything stands on the page that is no state of saving; what stays in the window is measured in it.
PLACES = """() => {
  const places = {}, names = "h1, .walk, .question-text, .target, [data-fields] label, [data-fields] input, " +
    "[data-fields] select, [data-fields] textarea, .fold, .evidence, [data-carry]";
  document.querySelectorAll(names).forEach((one) => {
    const box = one.getBoundingClientRect();
    const name = one.id || one.name || (one.closest("[id]") || document.body).id + one.className;
    if (box.width) { places[name] = [box.left, box.top + scrollY].map(Math.round); }
  });
  return places;
}"""
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) { return ""; }
  window.stops = (window.stops || 0) + 1;
  one.dataset.stop = one.dataset.stop || window.stops;
  return one.dataset.stop + (one.closest("#answers") ? " form" : "");
}"""


def give_facts(clerk: Clerk) -> None:
    """Say what the bureau has, where that is asked first."""
    for fact in clerk.page.locator("main fieldset").all():
        clerk.click(fact.locator("input").first)
    clerk.go(clerk.page.locator("main form .button").last)


def keep_last_year(clerk: Clerk) -> None:
    """Take last year's answers of a domain over, from a list where there is one, otherwise one by one."""
    if listed := clerk.find("a[href$='/last-year']"):
        clerk.go(listed)
        clerk.go(clerk.page.locator("main form .button"))
        return
    while one := clerk.find("[data-carry]"):
        clerk.click(one)
        clerk.settle()


def answer_rest(clerk: Clerk) -> int:
    """Answer what last year says nothing of; return how many that were."""
    blocks = clerk.page.locator("[data-question][data-answered=no], .quantity:has(input[name$='-value'])").all()
    open_ones = [one for one in blocks if not one.locator("input:checked").count() and not _has_text(one)]
    for block in open_ones:
        choice = block.locator("[data-fields] input[type=radio], [data-fields] input[name$=items]").first
        if choice.count():
            clerk.click(choice)
            continue
        for figure in block.locator("[data-value] input[type=text]:visible").all()[:2]:
            clerk.type(figure, "20260101" if "20260630" in (block.text_content() or "") else "1")
    clerk.settle()
    return len(open_ones)


def _has_text(block: Locator) -> bool:
    texts = block.locator("[data-value] input[type=text], [data-value] textarea")
    return bool(texts.evaluate_all("all => all.some((one) => one.value)"))


def live_the_day(clerk: Clerk, head: Clerk, county: str, password: str) -> dict[str, Any]:
    """From signing in to submission, with last year's answers in place; the form is measured on the way."""
    clerk.sign_in(f"clerk-{county}", password)
    clerk.go(clerk.page.locator("main .button").first)
    if clerk.page.locator("#answers").count() == 0:
        give_facts(clerk)
    measured = measure_form(clerk)
    by_hand = 0
    while True:
        keep_last_year(clerk)
        by_hand += answer_rest(clerk)
        onward = clerk.find(".walk a[rel=next]")
        if onward is None:
            break
        clerk.go(onward)
    clerk.go(clerk.page.locator("main a[href$='/check']:visible").last)
    if send := clerk.find("form[action$='/actions/present'] button"):
        clerk.go(send)
    head.sign_in(f"head-{county}", password)
    head.go(head.page.locator("main .button").first)
    sign = head.find(
        "button[value=submit]", "form[action$='/head'] .button", "form[action$='/actions/sign_off'] button"
    )
    if sign is None:
        head.go(head.page.locator("main a[href$='/check']:visible").last)
        sign = head.page.locator("form[action$='sign_off'] button, form[action$='sign-off'] button").first
    head.go(sign)
    clerk.page.reload()
    if submit := clerk.find("form[action$='/actions/submit'] button"):
        clerk.go(submit)
    clerk.page.goto(clerk.page.url.replace("/check", "/result"))
    assert clerk.page.locator(".score").count(), "not submitted"
    return {**measured, "by_hand": by_hand}


def measure_form(clerk: Clerk) -> dict[str, Any]:
    """Heights of all domains and their questions, and the stops of the Tab key through each; in a tab of its own."""
    page = clerk.page.context.new_page()
    page.goto(clerk.page.url)
    links = page.locator(".domains [data-domain] a").evaluate_all("all => all.map((one) => one.href)")
    seen, stops = [], []
    for link in links:
        page.goto(link)
        page.wait_for_load_state("networkidle")
        seen.append(page.evaluate(HEIGHTS))
        stops.append(list(_press_tabs(page)))
    page.close()
    longest = max(range(len(seen)), key=lambda at: len(seen[at]["questions"]))
    questions = [one for each in seen for one in each["questions"]]
    return {
        "domains": len(links),
        "questions": len(questions),
        "figures": sum(len(each["figures"]) for each in seen),
        "form_height": sum(each["form"] for each in seen),
        "pages_height": sum(each["page"] for each in seen),
        "question_median": median(questions),
        "longest_domain_questions": len(seen[longest]["questions"]),
        "longest_domain_stops": len(stops[longest]),
        "stops": sum(map(len, stops)),
        "stops_in_the_form": sum(one.endswith("form") for each in stops for one in each),
    }


def _press_tabs(page: Page) -> Iterator[str]:
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    seen: set[str] = set()
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if not stop or stop in seen:
            return
        seen.add(stop)
        yield stop


def prove(clerk: Clerk) -> dict[str, Any]:
    """Upload what proves so many questions: once to the library where there is one, otherwise to each question."""
    form, before = clerk.page.url, clerk.effort.clicks
    asked = clerk.page.locator(".domains [data-domain] a").evaluate_all("all => all.map((one) => one.href)")
    if not clerk.page.locator("a[href='/shelf']").count():
        clerk.click(clerk.page.locator("[data-attach]").first)
        return {"uploads": PIECES, "upload_clicks": PIECES * (clerk.effort.clicks - before + 2), "domains": len(asked)}
    clerk.go(clerk.page.locator("a[href='/shelf']").first)
    clerk.click(clerk.page.locator(".upload > summary"))
    with clerk.page.expect_navigation():
        clerk.page.locator("[type=file]").set_input_files({"name": "a.pdf", "mimeType": "", "buffer": PDF + b"day"})
    clerk.effort.clicks += 2  # the button of the field, and the file in the dialog
    clerk.go(clerk.page.locator("#shelf li:has-text('a.pdf') .shelf-uses a").first)
    boxes = clerk.page.locator("#questions [name=question]:not([disabled])")
    ticked = min(PIECES, boxes.count())
    for at in range(ticked):
        clerk.click(boxes.nth(at))
    clerk.go(clerk.page.locator(".save-ticks .button"))
    clerk.page.goto(form)
    return {"uploads": 1, "upload_clicks": clerk.effort.clicks - before, "ticked": ticked}


def find_moves(clerk: Clerk) -> dict[str, Any]:
    """What stands elsewhere after each kind of event, of what was on the page before; none where there is no such."""
    page = clerk.page
    moved: dict[str, Any] = {}

    def watch(name: str, *acts: Callable[[], Any]) -> None:
        before = page.evaluate(PLACES)
        try:
            done = [act() for act in acts]
            page.wait_for_timeout(1500)
        except Exception as error:  # an event that this version does not have, or not so
            moved[name] = f"– {str(error).splitlines()[0][:80]}"
            return
        now = page.evaluate(PLACES)
        off = {one: (place, now[one]) for one, place in before.items() if one in now and now[one] != place}
        farthest = max((abs(was[1] - new[1]) for was, new in off.values()), default=0)
        moved[name] = "no such" if False in done else f"{len(off)} of {len(before)}, by {farthest} px"

    figure = page.locator("[data-value] input[type=text]:visible").first
    watch("a save", page.locator("[data-value] input[type=radio]").first.click, clerk.settle)
    watch("leaving a field", figure.focus, page.locator("h1").click)
    watch("a refused answer", lambda: figure.fill("几个"), clerk.settle)
    watch("a soft question", lambda: figure.fill("987654"), clerk.settle, lambda: page.wait_for_timeout(4000))
    watch("an upload", lambda: _attach(page))
    watch("a note", lambda: _note(page))
    return moved


def _attach(page: Page) -> None:
    question = page.locator("[data-question]:has([data-attach])").nth(1).get_attribute("data-question")
    block = page.locator(f"[data-question='{question}']")
    block.locator("[data-attach]").click()
    block.locator("[type=file]").set_input_files({"name": "b.pdf", "mimeType": "", "buffer": PDF + b"events"})
    page.wait_for_timeout(2500)
    page.reload(wait_until="networkidle")


def _note(page: Page) -> bool:
    link = page.locator("a[href$='/notes']").first
    if not link.count() or "questions" not in str(link.get_attribute("href")):
        return False
    here = page.url
    link.click()
    page.fill("main textarea", "请核对")
    page.click("main form .button")
    page.goto(here, wait_until="networkidle")
    return True


def main(address: str, accounts: Path, day: str, events: str) -> None:
    found = re.search(r"[：:]\s*(\S+)", accounts.read_text("utf-8").splitlines()[0])
    assert found is not None
    password = found[1]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with sit_down(browser, address) as clerk:
            clerk.sign_in(f"clerk-{events}", password)
            clerk.go(clerk.page.locator("main .button").first)
            told: dict[str, Any] = {"moved": find_moves(clerk), **prove(clerk)}
        with sit_down(browser, address) as clerk, sit_down(browser, address) as head:
            told |= live_the_day(clerk, head, day, password)
            both = [clerk.effort, head.effort]
            told |= {
                "clicks": [one.clicks for one in both],
                "keys": [one.keys for one in both],
                "screens_scrolled": [round(one.scrolled / DESK["height"], 1) for one in both],
                "seconds": [round(one.thought) for one in both],
                "seconds_waited": [round(one.waited, 1) for one in both],
            }
        browser.close()
    print(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:5])
