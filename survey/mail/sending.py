"""The work of a mail: see that it is still due, write it, hand it over once."""

from dataclasses import replace
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from zoneinfo import ZoneInfo

from sqlmodel import Session

from questionnaires.counting import say_count
from questionnaires.messages import say
from survey.accounts.waiting_links import find_waiting_link
from survey.bureaus.people import hand_out_links
from survey.installing.mail_server import read_mail_url
from survey.installing.settings import Settings
from survey.jobs.owing import GiveUp, JobKind, NotNeeded, Work
from survey.mail.letters import Letter, Occasion, write_letter, write_link_letter, write_message_letter, write_test
from survey.mail.plans import DAYS_BEFORE, KIND, find_news, list_plans
from survey.mail.reminders import Event
from survey.mail.smtp import PERHAPS_SENT, hand_over
from survey.responses.mending import list_mendings, list_unmended
from survey.responses.promises import list_due
from survey.responses.saving import list_answers
from survey.rounds.standings import Standing, find_standings
from survey.storage.columns import now
from survey.storage.database import reading, writing
from survey.storage.notes_to_bureaus import Message, MessageFile
from survey.storage.states import State
from survey.storage.tables import Bureau, Response
from survey.teamwork.assigning import list_loads

TEST, MESSAGE, LINK = "test", "message", "link"


def send_mail(work: Work) -> None:
    """Send one mail, or say why not."""
    settings = work.settings
    if not settings.mail_url:
        raise GiveUp(say("No mail server is set (SURVEY_MAIL_URL)."))
    to = str(work.payload["to"])
    with reading(work.engine) as session:
        letter = _write(session, work)
    message = write_message(settings, to, str(work.payload["message"]), letter, now())
    hand_over(read_mail_url(settings.mail_url), settings.sender, to, message, lambda: work.begin_once(PERHAPS_SENT))
    if work.payload["event"] == LINK:
        with writing(work.engine) as session:
            hand_out_links(session, int(work.payload["maker"]), [int(work.payload["invitation"])])


def _write(session: Session, work: Work) -> Letter:
    settings, event = work.settings, str(work.payload["event"])
    if event == TEST:
        return write_test(settings.site_url)
    if event == MESSAGE:
        return _pass_on(session, work)
    if event == LINK:
        return _write_link(session, work)
    response = session.get(Response, int(work.payload["response"]))
    if response is None or response.absent_at is not None:
        raise NotNeeded(say("The bureau is out of the round."))
    standing = find_standings(session, [response], settings.time_zone)[response.id]
    local = now().astimezone(ZoneInfo(settings.time_zone))
    news, loads = find_news(session, [response.id]).get(response.id), list_loads(session, response)
    promised = list_due(session, local.date() + DAYS_BEFORE, [response.id]).get(response.id)
    due = list_plans(standing, news, settings.time_zone, local.date(), loads, promised)
    plans = {one.key: one for one in due}
    if work.key not in plans:
        raise NotNeeded(say("No longer needed: the situation has changed."))
    occasion = _describe(session, standing, local)
    if (load := plans[work.key].load) is not None:
        occasion = replace(occasion, due=load.due, colleague=load.person.name, count=say_count(load.count(load.left)))
    if (promise := plans[work.key].promise) is not None:
        late = sum(day < local.date() for day in promise.days)
        occasion = replace(occasion, left=len(promise.days) - late, late=late)
    return write_letter(Event(event), occasion, settings.site_url, settings.language)


def _pass_on(session: Session, work: Work) -> Letter:
    """What an administrator tells a bureau, in their own words."""
    message = session.get_one(Message, int(work.payload["about"]))
    bureau = session.get_one(Bureau, int(work.payload["bureau"]))
    has_file = session.get(MessageFile, message.id) is not None
    return write_message_letter(bureau.name, message.title, message.text, has_file, work.settings.site_url)


def _write_link(session: Session, work: Work) -> Letter:
    """A one-time link, made of what the database and the installation's key know; it stands in no job."""
    link = find_waiting_link(session, work.settings.secret_key, int(work.payload["invitation"]))
    if link is None:
        raise NotNeeded(say("The link was handed out, used or has run out meanwhile."))
    bureau = link.person.bureau.name if link.person.bureau else ""
    address = f"{work.settings.site_url.rstrip('/')}/invitations/{link.token}"
    return write_link_letter(bureau, link.person.name, link.person.login, address)


def _describe(session: Session, standing: Standing, local: datetime) -> Occasion:
    response = standing.response
    mendings = list_mendings(session, response.id, list_answers(session, response))
    return Occasion(
        bureau=response.bureau.name,
        round=response.round.title,
        due=standing.due,
        today=local.date(),
        questions=len(mendings),
        unmended=len(list_unmended(mendings)),
        is_signed_off=response.state is State.SIGNED_OFF,
        is_mending=bool(mendings),
    )


def write_message(settings: Settings, to: str, id: str, letter: Letter, at: datetime) -> EmailMessage:
    """The message as it is sent; `id` makes its Message-ID, which stays the same however often it is tried."""
    message = EmailMessage()
    message["From"] = formataddr((say("Drug Regulation Self-Assessment"), settings.sender))
    message["To"] = to
    message.set_raw("Subject", encode_words("Subject", letter.subject))
    message["Date"] = format_datetime(at.astimezone(ZoneInfo(settings.time_zone)))
    message["Message-ID"] = f"<{id}@{settings.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers from machines
    message.set_content(letter.body, cte="base64")  # so that every server takes it
    return message


def encode_words(header: str, words: str) -> str:
    """Words that people typed, as they stand in a header. All of them are encoded: the policy of the standard library
    decodes what is put into a header, so that an encoded word (RFC 2047) in a name could bring lines of its own."""
    return Header(" ".join(words.splitlines()), "utf-8", header_name=header).encode(linesep="\r\n")


KINDS = {KIND: JobKind(send_mail, attempts=8)}
