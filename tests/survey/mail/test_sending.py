"""Mails by a real mail server: sent once, tried again, given up, never twice; and what is said of each fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from sqlmodel import Session, select

from survey.installing.settings import Settings
from survey.jobs.doing import do_next
from survey.jobs.owing import owe
from survey.mail.plans import plan_mails
from survey.mail.sending import KINDS
from survey.mail.smtp import PERHAPS_SENT
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import JobState
from survey.storage.tables import Bureau, Round
from survey.storage.together import Assignment
from survey.teamwork.assigning import give
from tests.machine import TODAY, ZONE
from tests.people import Respondent, full_value
from tests.survey.mail.post_office import CERTIFICATE, PostOffice, open_office

OPEN = Callable[..., Controller]


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def start() -> Iterator[OPEN]:
    """Start mail servers that are stopped in the end."""
    started: list[Controller] = []

    def start(office: PostOffice, **how: bool) -> Controller:
        started.append(open_office(office, **how))
        return started[-1]

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, mail_from="survey@gov.test", site_url="https://survey.gov.test")


def owe_mail(engine: sa.Engine, to: str = "office@gov.test") -> int:
    """A test message, which is due at any time."""
    with writing(engine) as session:
        job = owe(session, "mail", f"mail/~test/{to}", {"event": "test", "to": to, "message": "0123"})
        assert job is not None
        return job.id


def send(
    engine: sa.Engine, settings: Settings, office: PostOffice, job_id: int, scheme: str = "smtp", user: str = ""
) -> Job:
    """Let the job be done once; how it stands then."""
    there = replace(settings, mail_url=f"{scheme}://{user}localhost:{office.port}")
    do_next(engine, there, KINDS)
    return read(engine, job_id)


def read(engine: sa.Engine, job_id: int) -> Job:
    with Session(engine) as session:
        return session.get_one(Job, job_id)


def test_a_mail_arrives_once_with_what_it_should_say(
    office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    assert send(engine, settings, office, owe_mail(engine)).state is JobState.DONE
    [message] = office.messages
    assert (message["To"], message["Subject"]) == ("office@gov.test", "【药监能力自评】测试邮件")
    assert message["Message-ID"] == "<0123@gov.test>" and message["Auto-Submitted"] == "auto-generated"
    assert "系统可以正常发送邮件" in message.get_content()


def test_what_is_done_is_not_done_again(office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings) -> None:
    start(office)
    job_id = owe_mail(engine)
    for _ in range(3):
        send(engine, settings, office, job_id)
    assert len(office.messages) == 1


def test_two_workers_with_the_same_job_send_once(
    office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    job_id = owe_mail(engine)
    office.say = lambda: str(send(engine, settings, office, job_id) and "250 taken")  # while it is being handed over
    start(office)
    send(engine, settings, office, job_id)
    assert len(office.messages) == 1


def test_the_same_key_is_owed_once(engine: sa.Engine) -> None:
    owe_mail(engine)
    with writing(engine) as session:
        assert owe(session, "mail", "mail/~test/office@gov.test", {}) is None


def test_a_refusal_for_now_is_tried_again_later_under_the_same_message_id(
    office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    office.say = lambda: "451 try later"
    job = send(engine, settings, office, owe_mail(engine))
    assert (job.state, job.error) == (JobState.OWED, "邮件服务器暂时拒收：451 try later")
    assert job.lease_until is not None and timedelta(0) < job.lease_until - now() <= timedelta(minutes=1)
    office.say = lambda: "250 taken"
    with writing(engine) as session:
        session.get_one(Job, job.id).lease_until = now()
    assert send(engine, settings, office, job.id).state is JobState.DONE
    assert [one["Message-ID"] for one in office.messages] == ["<0123@gov.test>"] * 2


def test_nothing_is_tried_before_its_pause_is_over(
    office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    office.say_to = "450 mailbox busy"
    job_id = owe_mail(engine)
    send(engine, settings, office, job_id)
    assert send(engine, settings, office, job_id).attempts == 1
    with writing(engine) as session:
        job = session.get_one(Job, job_id)
        assert job.lease_until is not None
        job.lease_until -= timedelta(minutes=1)
    assert send(engine, settings, office, job_id).attempts == 2


def test_after_the_last_attempt_it_has_failed(
    office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    office.say_to = "450 mailbox busy"
    job_id = owe_mail(engine)
    with writing(engine) as session:
        session.get_one(Job, job_id).attempts = KINDS["mail"].attempts - 1
    job = send(engine, settings, office, job_id)
    assert (job.state, job.error) == (JobState.FAILED, "邮件服务器暂时拒收：450 mailbox busy")


@pytest.mark.parametrize("where", ["say_to", "say"])
def test_a_refusal_for_good_has_failed_at_once(
    where: str, office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    setattr(office, where, "550 no such mailbox" if where == "say_to" else lambda: "550 no such mailbox")
    job = send(engine, settings, office, owe_mail(engine))
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, 1, "邮件服务器拒收：550 no such mailbox")


def test_a_connection_that_breaks_after_the_handing_over_may_have_sent_it(
    office: PostOffice, engine: sa.Engine, settings: Settings, start: OPEN
) -> None:
    controller = start(office)

    def break_off() -> str:
        assert controller.smtpd
        controller.smtpd.transport.abort()
        return "250 taken"

    office.say = break_off
    job = send(engine, settings, office, owe_mail(engine))
    assert (job.state, job.error) == (JobState.FAILED, PERHAPS_SENT)
    assert len(office.messages) == 1


def test_a_server_that_is_away_is_tried_again(engine: sa.Engine, settings: Settings) -> None:
    job = send(engine, settings, PostOffice(port=9), owe_mail(engine))  # RFC 863, and nobody is there
    assert job.state is JobState.OWED and job.error.startswith("无法连接localhost:9：")


def test_tls_at_a_port_without_it_names_the_remedy(
    office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    job = send(engine, settings, office, owe_mail(engine), "smtps")
    assert job.state is JobState.FAILED
    assert job.error == f"localhost:{office.port}不支持全程加密，请改用smtp://（端口通常为25或587）。"


@pytest.mark.parametrize(("scheme", "how"), [("smtps", {"is_tls": True}), ("smtp", {"offers_tls": True})])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    scheme: str, how: dict[str, bool], office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office, **how)
    job = send(engine, settings, office, owe_mail(engine), scheme)
    assert job.state is JobState.FAILED and "证书不受信任" in job.error and "SSL_CERT_FILE" in job.error
    assert office.messages == []


@pytest.mark.parametrize(("scheme", "how"), [("smtps", {"is_tls": True}), ("smtp", {"offers_tls": True})])
def test_with_the_authoritys_certificate_it_arrives_encrypted(
    scheme: str,
    how: dict[str, bool],
    office: PostOffice,
    start: OPEN,
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    start(office, **how)
    assert send(engine, settings, office, owe_mail(engine), scheme).state is JobState.DONE


def test_a_password_is_never_sent_without_encryption(
    office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    job = send(engine, settings, office, owe_mail(engine), user="user:secret@")
    assert job.state is JobState.FAILED and "系统不会以明文发送密码" in job.error


@pytest.mark.parametrize(("password", "state"), [("right", JobState.DONE), ("wrong", JobState.FAILED)])
def test_the_server_is_signed_in_to(
    password: str,
    state: JobState,
    office: PostOffice,
    start: OPEN,
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    office.password = "right"
    start(office, offers_tls=True)
    job = send(engine, settings, office, owe_mail(engine), user=f"user:{password}@")
    assert job.state is state and ("不接受用户名或密码" in job.error) == (state is JobState.FAILED)
    assert "wrong" not in job.error


def test_a_reminder_that_things_have_overtaken_is_not_sent(
    bureau: Respondent, office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    with writing(engine) as session:
        session.exec(select(Bureau).where(Bureau.code == "150121")).one().mailbox = "office@gov.test"
        session.exec(select(Round)).one().closes_on = TODAY - timedelta(days=1)
    noon = datetime.combine(TODAY, time(12), ZoneInfo(ZONE))
    plan_mails(engine, replace(settings, mail_url="smtp://localhost"), noon)
    bureau.answer_all()
    bureau.submit()
    with Session(engine) as session:
        [job_id] = session.exec(select(Job.id).where(Job.kind == "mail"))
    job = send(engine, settings, office, job_id)
    assert (job.state, job.error) == (JobState.CANCELLED, "情况已有变化，不再需要发送。")
    assert office.messages == []


@pytest.mark.parametrize("is_done", [False, True])
def test_a_clerk_is_reminded_by_name_of_what_is_left_and_of_nothing_once_it_is_done(
    is_done: bool, bureau: Respondent, office: PostOffice, start: OPEN, engine: sa.Engine, settings: Settings
) -> None:
    start(office)
    question = next(one for one in bureau.questionnaire.questions if one.is_owed)
    give(engine, bureau.response_id, [question.id], bureau.id, TODAY + timedelta(days=1), bureau.id)
    with writing(engine) as session:
        session.exec(select(Bureau).where(Bureau.code == "150121")).one().mailbox = "office@gov.test"
        session.exec(select(Round)).one().closes_on = TODAY + timedelta(days=60)
        session.exec(select(Assignment)).one().made_at = now() - timedelta(days=9)
    noon = datetime.combine(TODAY, time(12), ZoneInfo(ZONE))
    there = replace(settings, mail_url="smtp://localhost")
    assert [plan_mails(engine, there, noon) for _twice in range(2)] == [1, 0]
    if is_done:
        bureau.answer(question.id, full_value(question))
    with Session(engine) as session:
        [job_id] = session.exec(select(Job.id).where(Job.kind == "mail"))
    assert send(engine, settings, office, job_id).state is (JobState.CANCELLED if is_done else JobState.DONE)
    told = [(one["Subject"], one.get_content()) for one in office.messages]
    assert ["bureau的人负责的题目" in subject and "尚有1题" in body for subject, body in told] == [True] * (not is_done)
