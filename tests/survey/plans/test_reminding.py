"""A plan in the mails of its bureau: planned once, and sent as long as it is true."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlmodel import Session, select

from survey.installing.settings import Settings
from survey.mail.plans import plan_mails
from survey.responses.promises import list_due
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.plans import Plan, PlanItem
from survey.storage.records import Job
from survey.storage.states import PlanStatus
from survey.storage.tables import Bureau, Response
from tests.machine import TODAY, ZONE
from tests.people import Respondent
from tests.survey.plans.planning import PROMISE, accept, begin_plan, draft, find_item, promise_all, step


def let_mail(bureau: Respondent, settings: Settings, days: int) -> Settings:
    """The bureau has a mailbox; its items end in so many days, and were signed long ago."""
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        office = session.get_one(Bureau, response.bureau_id)
        office.mailbox = "office@gov.test"
        plan = session.get_one(Plan, bureau.response_id)
        plan.signed_at = now() - timedelta(days=90)
        for item in session.exec(select(PlanItem)):
            item.due = TODAY + timedelta(days=days)
            session.add(item)
        session.add_all((office, plan))
    return replace(settings, mail_url="smtp://localhost:1", mail_from="a@b.cn")


def list_owed(bureau: Respondent) -> list[str]:
    with Session(bureau.engine) as session:
        return [key for key in session.exec(select(Job.key)) if "/plan/" in key]


def test_one_mail_is_owed_for_all_items_and_only_once(bureau: Respondent, settings: Settings, site: Flask) -> None:
    begin_plan(bureau)
    with_mail = let_mail(bureau, settings, -1)
    at = datetime.combine(TODAY, time(14), ZoneInfo(ZONE))
    for _ in range(2):
        plan_mails(bureau.engine, with_mail, at)
    assert len(list_owed(bureau)) == 1


def test_what_is_done_or_not_signed_is_not_reminded_of(bureau: Respondent) -> None:
    accept(bureau)
    draft(bureau)
    promise_all(bureau, PROMISE)
    with Session(bureau.engine) as session:
        assert list_due(session, TODAY + timedelta(days=365)) == {}


def test_what_cannot_be_done_in_time_stays_late(bureau: Respondent, settings: Settings) -> None:
    begin_plan(bureau)
    step(bureau, "q-1", PlanStatus.CANNOT, "经费")
    let_mail(bureau, settings, -1)
    with Session(bureau.engine) as session:
        assert len(list_due(session, TODAY)[bureau.response_id].days) == 4
    assert find_item(bureau, "q-1").status is PlanStatus.CANNOT
