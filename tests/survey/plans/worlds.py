"""A plan for the tests that walk through every page."""

from datetime import timedelta

from sqlmodel import Session

from survey.plans.keeping import NewItem, add_item, add_progress
from survey.plans.promise import Promise
from survey.responses.promises import list_items
from survey.storage.states import Role
from tests.machine import TODAY
from tests.people import Respondent


def add_plan(bureau: Respondent) -> None:
    """Two items of a bureau that has submitted: one of its own that is late, one from above."""
    engine, id = bureau.engine, bureau.response_id
    question = next(one.id for one in bureau.questionnaire.questions if one.criterion.kind == "checklist")
    late = Promise("完善制度", "药品股", "张伟", None, TODAY - timedelta(days=1), "经费2万元")
    add_item(engine, id, NewItem(late, question), "a" * 32, bureau.id)
    add_item(engine, id, NewItem(Promise("参加培训"), title="培训"), "b" * 32, bureau.find(Role.CITY_REVIEWER))
    with Session(engine) as session:
        first = list_items(session, id)[0].id
    add_progress(engine, id, first, "已召开会议", "c" * 32, bureau.id)
