"""Which mails are due on which day, to whom, and what they say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.installing.settings import Settings
from survey.mail.letters import Occasion, write_letter
from survey.mail.plans import plan_mails
from survey.mail.reminders import Event, Reminder, find_reminder
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import Absence, Action, Role
from survey.storage.tables import Bureau, Person, Response, Round
from tests.machine import TODAY, ZONE
from tests.people import Respondent
from tests.survey.responses.test_workflow import decide_all, send_back

HERE = ZoneInfo(ZONE)
DUE = date(2026, 11, 30)
OPENED = date(2026, 11, 1)
ENDS = TODAY  # of the round in the database, where things happen today
WEEK, DAY, LATE = Event.WEEK_BEFORE, Event.DAY_BEFORE, Event.LATE
DAYS: list[tuple[date, tuple[Event, date] | None]] = [  # today, what is due and since when
    (date(2026, 11, 22), None),
    (date(2026, 11, 23), (WEEK, date(2026, 11, 23))),
    (date(2026, 11, 28), (WEEK, date(2026, 11, 23))),
    (date(2026, 11, 29), (DAY, date(2026, 11, 29))),
    (date(2026, 11, 30), (DAY, date(2026, 11, 29))),
    (date(2026, 12, 1), (LATE, date(2026, 12, 1))),
    (date(2026, 12, 7), (LATE, date(2026, 12, 1))),
    (date(2026, 12, 8), (LATE, date(2026, 12, 8))),
    (date(2026, 12, 31), (LATE, date(2026, 12, 29))),
]


@pytest.mark.parametrize(("today", "expected"), DAYS)
def test_reminders_come_7_days_and_1_day_before_the_day_after_and_weekly(
    today: date, expected: tuple[Event, date] | None
) -> None:
    assert find_reminder(DUE, OPENED, today) == (expected and Reminder(*expected))


@pytest.mark.parametrize("since", [date(2026, 11, 29), date(2026, 11, 30)])
def test_what_came_only_now_is_not_reminded_of_on_the_same_day(since: date) -> None:
    assert find_reminder(DUE, since, date(2026, 11, 30)) is None
    assert find_reminder(DUE, since, date(2026, 12, 1)) == Reminder(LATE, date(2026, 12, 1))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(
        settings,
        mail_url="smtp://127.0.0.1:9",  # nobody is asked to send here
        mail_from="survey@gov.test",
    )


@pytest.fixture(autouse=True)
def mailboxes(engine: sa.Engine) -> None:
    """The two banners of the first league can be written to; the third has no mailbox."""
    with writing(engine) as session:
        for bureau in session.exec(select(Bureau).where(col(Bureau.code).in_(["150121", "150122"]))):
            bureau.mailbox = f"office{bureau.code}@gov.test"
        session.exec(select(Round)).one().closes_on = ENDS
        session.exec(select(Round)).one().opens_on = ENDS - timedelta(days=29)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HERE)


def list_keys(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.exec(select(Job.key).order_by(col(Job.id))))


def plan(engine: sa.Engine, settings: Settings, day: date, hour: int = 9) -> list[str]:
    """The keys that are new after planning."""
    before = list_keys(engine)
    plan_mails(engine, settings, at(day, hour))
    return list_keys(engine)[len(before) :]


def test_every_bureau_that_is_not_in_and_has_a_mailbox_is_reminded(engine: sa.Engine, settings: Settings) -> None:
    assert plan(engine, settings, ENDS - timedelta(days=7)) == [
        f"mail/2026/150121/closing-week-before/{ENDS - timedelta(days=7)}",
        f"mail/2026/150122/closing-week-before/{ENDS - timedelta(days=7)}",
    ]


def test_planning_twice_plans_nothing_twice(engine: sa.Engine, settings: Settings) -> None:
    assert len(plan(engine, settings, ENDS)) == 2
    assert plan(engine, settings, ENDS) == []


def test_after_days_without_a_server_only_the_newest_reminder_goes_out(engine: sa.Engine, settings: Settings) -> None:
    assert [key.split("/", 3)[3] for key in plan(engine, settings, ENDS + timedelta(days=20))] == [
        f"closing-late/{ENDS + timedelta(days=15)}"
    ] * 2


def test_nobody_is_reminded_in_the_night(engine: sa.Engine, settings: Settings) -> None:
    assert plan(engine, settings, ENDS, hour=7) == []
    assert len(plan(engine, settings, ENDS, hour=8)) == 2


def test_days_are_those_where_the_bureaus_are(engine: sa.Engine, settings: Settings) -> None:
    plan_mails(engine, settings, at(ENDS - timedelta(days=7)).astimezone(UTC))
    assert len(list_keys(engine)) == 2


def test_who_has_submitted_or_is_excused_is_left_alone(
    bureau: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    bureau.answer_all()
    bureau.submit()
    with writing(engine) as session:
        other = session.exec(select(Response).where(Response.id != bureau.response_id)).first()
        assert other is not None
        other.absence, other.absent_at, other.absent_reason = Absence.EXCUSED, now(), "机构合并"
    assert plan(engine, settings, ENDS) == []


def test_where_nobody_can_do_anything_the_bureau_is_not_reminded(engine: sa.Engine, settings: Settings) -> None:
    with writing(engine) as session:
        for person in session.exec(select(Person).where(Person.role == Role.CLERK)):
            person.is_active = False
    assert plan(engine, settings, ENDS) == []


def test_a_round_that_is_not_open_yet_is_not_spoken_of(engine: sa.Engine, settings: Settings) -> None:
    with writing(engine) as session:
        round = session.exec(select(Round)).one()
        round.opens_on, round.closes_on = ENDS, ENDS + timedelta(days=3)
    assert plan(engine, settings, ENDS - timedelta(days=1)) == []


def test_without_a_mail_server_nothing_is_planned(engine: sa.Engine, settings: Settings) -> None:
    without = replace(settings, mail_url="")
    assert plan(engine, without, ENDS) == []


@pytest.fixture
def submitted(bureau: Respondent, engine: sa.Engine) -> Respondent:
    """Has submitted today, and the round goes on."""
    with writing(engine) as session:
        session.exec(select(Round)).one().closes_on = TODAY + timedelta(days=30)
    bureau.answer_all()
    bureau.submit()
    return bureau


def test_a_return_is_news_at_once_and_reminded_of_until_it_is_mended(
    submitted: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    send_back(submitted, submitted.questionnaire.questions[0].id)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE review SET mend_by = :day"), {"day": TODAY + timedelta(days=3)})
    assert plan(engine, settings, TODAY, hour=3) == [f"mail/2026/150121/return-4/{TODAY}"]
    [key] = plan(engine, settings, TODAY + timedelta(days=2))
    assert key == f"mail/2026/150121/mending-day-before/{TODAY + timedelta(days=2)}"


def test_acceptance_and_reopening_are_news(submitted: Respondent, engine: sa.Engine, settings: Settings) -> None:
    province = submitted.find(Role.PROVINCIAL_REVIEWER)
    submitted.act(Action.TAKE_UP, province)
    decide_all(submitted)
    submitted.act(Action.PASS_ON, province)
    submitted.act(Action.ACCEPT, province)
    assert plan(engine, settings, TODAY) == [f"mail/2026/150121/accept-5/{TODAY}"]
    submitted.act(Action.REOPEN, province, "数据有误")
    assert plan(engine, settings, TODAY) == [f"mail/2026/150121/reopen-6/{TODAY}"]


def test_old_news_is_not_sent_when_a_mail_server_is_set_later(
    submitted: Respondent, engine: sa.Engine, settings: Settings
) -> None:
    send_back(submitted, submitted.questionnaire.questions[0].id)
    later = TODAY + timedelta(days=8)
    assert not [key for key in plan(engine, settings, later) if "return" in key]


OCCASION: dict[str, Any] = {"bureau": "土默特左旗市场监督管理局", "round": "2026年度自评", "due": DUE}


@pytest.mark.parametrize("event", Event)
def test_every_mail_names_the_bureau_the_round_and_the_site(event: Event) -> None:
    letter = write_letter(event, Occasion(**OCCASION), "https://survey.gov.test", "zh_Hans_CN")
    assert letter.subject.startswith("【药监能力自评】") and "2026年度自评" in letter.subject
    assert letter.body.startswith("土默特左旗市场监督管理局：\n\n贵单位") or "2026年度自评" in letter.body
    assert "系统地址：https://survey.gov.test\n" in letter.body and "请勿回复" in letter.body


def test_a_reminder_says_until_when_and_whose_step_is_next() -> None:
    letter = write_letter(DAY, Occasion(**OCCASION), "", "zh_Hans_CN")
    assert letter.body == (
        "土默特左旗市场监督管理局：\n\n“2026年度自评”将于2026年11月30日截止，贵单位尚未提交。"
        "请填报员抓紧完成，经单位负责人签批后提交。\n\n本邮件由系统自动发送，请勿回复。\n"
    )


def test_what_is_signed_off_only_remains_to_be_submitted() -> None:
    letter = write_letter(
        LATE, Occasion(**OCCASION, today=DUE + timedelta(days=8), is_signed_off=True), "", "zh_Hans_CN"
    )
    assert "现已逾期8天" in letter.body and "贵单位负责人已签批，请及时提交。" in letter.body


def test_a_return_says_how_many_questions_and_until_when_but_not_which() -> None:
    letter = write_letter(Event.RETURN, Occasion(**OCCASION, questions=2), "", "zh_Hans_CN")
    assert "有2题被退回，请于2026年11月30日（含当日）前修改" in letter.body
