"""A world in which something of everything has happened, for the tests that walk through every page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from questionnaires.scheme import Scheme
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import IssuedReport
from survey.storage.states import Action, EntryKind, JobState, Role
from survey.storage.tables import Response
from survey.teamwork.assigning import give
from survey.teamwork.offices import ask_office
from tests.databases import World
from tests.machine import TODAY
from tests.people import Respondent
from tests.sites import pass_time
from tests.survey.answering.sample_questions import CRITERIA, add_last_year, give_questions, make_question
from tests.survey.browsing import ALL_KINDS
from tests.survey.evidence.worlds import add_shelves
from tests.survey.mail.test_pages import add_mail
from tests.survey.plans.worlds import add_plan
from tests.survey.responses.claiming import claim, enter, write_scheme
from tests.survey.reviewing.deciding import decide_each_way, mark_returned
from tests.survey.studio.worlds import add_draft
from tests.survey.web.test_access import add_city_response, add_message, add_results, add_scheme

PDF = b"%PDF-1.4\n%%EOF\n"
SERIAL = "0000-0000-0000-0001"
QUESTION = "emergency-plan"
SOON = TODAY + timedelta(days=5)
Find = Callable[[str], Respondent]


@contextmanager
def walk_in(world: World, before: Path, after: Path) -> Iterator[World]:
    """A copy of the world: one county is half done, its sibling under review, a foreign one has something returned, and
    the city's head has a response to sign. Each is asked a question of every kind, in the domain N01.
    """
    with world.copy(before) as url:
        add_city_response(url)
        add_shelves(url)
        add_scheme(url)
        add_draft(url)
        add_results(url)
        add_message(url)
        with pass_time(World(world.server, url), after, live) as later:
            yield later


def live(find: Find) -> None:
    ask_everything(*map(find, ("bureau", "sibling", "foreigner", "city-clerk")))
    register_report(find("sibling"))
    begin_form(find("bureau"), find("colleague").id)
    hand_in(find("sibling"))
    add_plan(find("sibling"))
    decide_each_way(find("sibling"))
    hand_in(find("foreigner"))
    mark_returned(find("foreigner"), QUESTION)
    find("foreigner").act(Action.RETURN, find("foreigner").find(Role.CITY_REVIEWER))
    city = find("city-clerk")
    city.answer_all()
    city.act(Action.PRESENT, reason="材料周三补齐")


def ask_everything(first: Respondent, *others: Respondent) -> None:
    """One question of every kind in a domain and one of yes or no in another, under a scheme with everything."""
    whole = first.questionnaire
    kinds = [make_question(kind, document=whole.document, help="按年度统计") for kind in CRITERIA]
    named = make_question("yes_no", QUESTION, document=whole.document, critical=True)
    plain = make_question("yes_no", "plain", document=whole.document)
    scheme = Scheme.model_validate_json(write_scheme())
    give_questions(first, (named, *kinds), (plain,), scheme=scheme, facts=whole.facts)
    with writing(first.engine) as session:
        asked = session.get_one(Response, first.response_id).questionnaire_id
        for one in others:
            session.get_one(Response, one.response_id).questionnaire_id = asked
    for one in (first, *others):
        one.give_facts()


def begin_form(bureau: Respondent, colleague: int) -> None:
    """A form that is half done: answers, two to one question, files, what was asked of others and said."""
    add_last_year(bureau, {id: {**one, "remark": "见附件"} for id, one in ALL_KINDS.items()})
    bureau.answer(QUESTION, True)
    bureau.answer("q-number", 4000)  # a hundred times of last year's
    bureau.answer("q-share", {"part": 1, "whole": 8})
    bureau.answer("q-stage", "B")
    bureau.try_answer("q-stage", "C")
    bureau.attach("q-number", PDF, valid_until=date(2025, 1, 1))
    claim(bureau, model="3")
    id, others = bureau.response_id, ["q-rate", "q-growth"]
    ask_office(bureau.engine, id, others, "土默特左旗财政局", "王某 0471-1", SOON, bureau.id)
    give(bureau.engine, id, ["q-grade"], colleague, SOON, bureau.id)
    bureau.client.post(f"/responses/{id}/questions/{QUESTION}/notes", data={"text": "去年的数从哪里来？"})
    for state in JobState:
        add_mail(bureau.engine, state, "邮件服务器拒收" if state is JobState.FAILED else "")


def hand_in(bureau: Respondent) -> None:
    """Everything is answered, some of it proved, and taken up by a reviewer who deducts something."""
    bureau.answer_all()
    bureau.attach("q-yes_no", PDF)
    claim(bureau, model="3")
    bureau.submit()
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    enter(bureau, EntryKind.DEDUCTION, "late")


def register_report(bureau: Respondent) -> None:
    says = {"bureau": "托克托县市场监督管理局", "round": "2026年度自评", "as_of": "2026-06-30", "note": "已提交"}
    outcome: dict[str, Any] = {"score": "88.00", "grade": "良好", "verified": False, "annexes": []}
    file: dict[str, Any] = {"sha256": "0" * 64, "file": "report.pdf", "signed_at": now(), "signature": ""}
    with writing(bureau.engine) as session:
        round_id = session.get_one(Response, bureau.response_id).round_id
        place: dict[str, Any] = {"round_id": round_id, "response_id": bureau.response_id}
        session.add(IssuedReport(serial=SERIAL, says=says | outcome, **file, **place))
