"""A bureau with four gaps and what its people and their reviewers do with its plan."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from questionnaires.questionnaire import Question
from survey.evidence.listing import Dates
from survey.evidence.shelf import UploadedFile, put_on_shelf
from survey.plans.drafting import Choice, draft_promises
from survey.plans.files import tie_to_item
from survey.plans.keeping import PlanChange, change_items, draft_items, move_item
from survey.plans.overseeing import agree, mark_seen, sign
from survey.plans.promise import Promise
from survey.plans.running import judge
from survey.plans.sheet import PlanSheet, gather_sheet
from survey.responses.promises import list_items
from survey.responses.workflow import move
from survey.storage.database import writing
from survey.storage.plans import PlanItem
from survey.storage.states import Action, PlanStatus, Role
from survey.storage.tables import Response, Round
from tests.machine import TODAY
from tests.people import Respondent, full_value
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.responses.test_workflow import decide_all

LATER = TODAY + timedelta(days=60)
PROMISE = Promise("完善制度", "药品股", "张伟", None, LATER, "")
PDF = b"%PDF-1.4\n%%EOF\n"


def ask_five(bureau: Respondent) -> None:
    """Five questions of weight 1: q-0, which is critical, q-1 and q-2 have no, the list one item of three."""
    document = bureau.questionnaire.document
    asked = [
        make_question(
            "yes_no", f"q-{at}", document=document, title=f"事项{at}", advice=f"由本县市场监督管理局办理{at}。"
        )
        for at in range(4)
    ]
    asked[0] = asked[0].model_copy(update={"critical": True})
    give_questions(bureau, (*asked, make_question("checklist", "q-list", document=document, title="清单")))
    bureau.answer_all(give_little)


def give_little(question: Question) -> Any:
    if question.criterion.kind == "checklist":
        return ["plan"]
    return full_value(question) if question.id == "q-3" else False


def hand_in(bureau: Respondent, ask: Callable[[Respondent], None] = ask_five) -> None:
    ask(bureau)
    bureau.submit()


def accept(bureau: Respondent, ask: Callable[[Respondent], None] = ask_five) -> None:
    """It is handed in and accepted as the bureau answered."""
    hand_in(bureau, ask)
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    decide_all(bureau)
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    move(bureau.engine, bureau.response_id, Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))


def draft(bureau: Respondent, choice: Choice = Choice.ALL) -> int:
    with Session(bureau.engine) as session:
        promises = draft_promises(judge(session, session.get_one(Response, bureau.response_id)), choice)
    return draft_items(bureau.engine, bureau.response_id, promises, bureau.id)


def items(bureau: Respondent) -> list[PlanItem]:
    with Session(bureau.engine, expire_on_commit=False) as session:
        return list_items(session, bureau.response_id)


def find_item(bureau: Respondent, question_id: str) -> PlanItem:
    return next(one for one in items(bureau) if one.question_id == question_id)


def look(bureau: Respondent, today: date = TODAY) -> PlanSheet:
    session = Session(bureau.engine)
    return gather_sheet(session, session.get_one(Response, bureau.response_id), today)


def promise_all(bureau: Respondent, promise: Promise = PROMISE) -> None:
    changes = [PlanChange(one.id, one.version, promise) for one in items(bureau)]
    change_items(bureau.engine, bureau.response_id, changes, bureau.id)


def change(bureau: Respondent, item: PlanItem, **fields: Any) -> None:
    """Promise something else, from the item as it was seen."""
    new = PlanChange(item.id, item.version, replace(PROMISE, **fields))
    change_items(bureau.engine, bureau.response_id, [new], bureau.id)


def sign_all(bureau: Respondent) -> int:
    return sign(bureau.engine, bureau.response_id, mark_seen(items(bureau)), bureau.find(Role.HEAD))


def agree_all(bureau: Respondent) -> int:
    return agree(bureau.engine, bureau.response_id, mark_seen(items(bureau)), bureau.find(Role.CITY_REVIEWER))


def prove(bureau: Respondent, item: PlanItem, content: bytes = PDF) -> int:
    """Put a file on the shelf and tie it to an item."""
    store = bureau.client.application.extensions["evidence_store"]
    with Session(bureau.engine) as session:
        bureau_id = session.get_one(Response, bureau.response_id).bureau_id
    with store.receive(io.BytesIO(content)) as arrival:
        upload = UploadedFile(arrival, "整改材料.pdf", "pdf", Dates())
        file, _ = put_on_shelf(bureau.engine, store, bureau_id, upload, bureau.id)
    tie_to_item(bureau.engine, store, bureau.response_id, item.id, [file.id], [], bureau.id)
    return file.id


def step(bureau: Respondent, question_id: str, after: PlanStatus, reason: str = "", role: Role | None = None) -> None:
    item, person = find_item(bureau, question_id), bureau.find(role) if role else bureau.id
    move_item(bureau.engine, bureau.response_id, item.id, item.version, after, reason, person)


def finish(bureau: Respondent, *questions: str) -> None:
    """Prove what was promised about these questions, and say that it is done."""
    for id in questions:
        prove(bureau, find_item(bureau, id))
        step(bureau, id, PlanStatus.DONE)


def begin_plan(bureau: Respondent, ask: Callable[[Respondent], None] = ask_five) -> None:
    """The response is accepted; its plan of all gaps is signed and agreed to."""
    accept(bureau, ask)
    draft(bureau)
    promise_all(bureau)
    sign_all(bureau)
    agree_all(bureau)


def open_next_round(bureau: Respondent) -> int:
    """The round of the year after, which asks the same; the response of the bureau in it."""
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        kept = ("as_of", "year", "opens_on", "closes_on", "created_at")
        days = {name: getattr(response.round, name) for name in kept}
        round = Round(**days, slug="2027", title="2027年度自评", previous_id=response.round_id)
        session.add(round)
        session.flush()
        new = Response(round_id=round.id, bureau_id=response.bureau_id, questionnaire_id=response.questionnaire_id)
        session.add(new)
        session.flush()
        return new.id
