"""The mails to bureaus, in words: plain text, without answers and scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from questionnaires.messages import say
from survey.accounts.accounts import INVITATION_DAYS
from survey.mail.reminders import Event


@dataclass(frozen=True)
class Occasion:
    """What a mail speaks of. `due` is the last day to hand in, `questions` how many were returned, `unmended` how many
    of them are still to be mended; `count` says how much a `colleague` has still to answer until `due`; `left` is how
    many items of the plan end soon, and `late` how many should be done."""

    bureau: str
    round: str
    due: date | None = None
    today: date | None = None
    questions: int = 0
    unmended: int = 0
    is_signed_off: bool = False
    is_mending: bool = False
    colleague: str = ""
    count: str = ""
    left: int = 0
    late: int = 0


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def write_letter(event: Event, occasion: Occasion, site_url: str, language: str) -> Letter:
    """A mail to the office mailbox of a bureau."""
    places = {
        "bureau": occasion.bureau,
        "round": occasion.round,
        "day": _write_day(occasion.due, language),
        "days": abs((occasion.due - occasion.today).days) if occasion.due and occasion.today else 0,
        "questions": occasion.questions,
        "unmended": occasion.unmended,
        "colleague": occasion.colleague,
        "count": occasion.count,
        "left": occasion.left,
        "late": occasion.late,
    }
    subject, text = WORDS[event](occasion)
    return Letter(
        subject=say("[Drug Regulation Self-Assessment] %(subject)s", subject=subject % places),
        body=_frame(occasion.bureau, text % places, site_url),
    )


def write_test(site_url: str) -> Letter:
    """What the administrator sends to see whether mail arrives."""
    return Letter(
        subject=say("[Drug Regulation Self-Assessment] %(subject)s", subject=say("Test message")),
        body=_frame("", say("This is a test message. Mail from this site arrives."), site_url),
    )


def write_link_letter(bureau: str, name: str, login: str, address: str) -> Letter:
    """The one-time link of a person, to the mailbox of their office."""
    text = say(
        "Please hand this on to %(name)s and to nobody else. The link sets the password of the user name %(login)s; it "
        "works once, for %(days)s days: %(address)s",
        name=name,
        login=login,
        days=INVITATION_DAYS,
        address=address,
    )
    subject = say("One-time link for %(name)s", name=name)
    return Letter(say("[Drug Regulation Self-Assessment] %(subject)s", subject=subject), _frame(bureau, text, ""))


def write_message_letter(bureau: str, title: str, text: str, has_file: bool, site_url: str) -> Letter:
    """What an administrator tells a bureau; the file is there after signing in."""
    body = _join(text, say("The file is on the page “Messages” after signing in.")) if has_file else text
    return Letter(say("[Drug Regulation Self-Assessment] %(subject)s", subject=title), _frame(bureau, body, site_url))


def _frame(bureau: str, text: str, site_url: str) -> str:
    parts = [say("%(bureau)s:", bureau=bureau) if bureau else "", text]
    parts.append(say("Sign in here: %(address)s", address=site_url) if site_url else "")
    parts.append(say("This message was sent automatically; please do not reply."))
    return "\n\n".join(part for part in parts if part) + "\n"


def _write_day(day: date | None, language: str) -> str:
    if day is None:
        return ""
    return day.isoformat() if language == "en" else f"{day.year}年{day.month}月{day.day}日"


def _before(occasion: Occasion) -> tuple[str, str]:
    if occasion.is_mending:
        return (
            say("Returned questions of “%(round)s” are to be corrected by %(day)s"),
            _join(
                say(
                    "Questions of your bureau in “%(round)s” were returned, and are to be corrected and submitted "
                    "again by %(day)s."
                ),
                _tell_step(occasion),
            ),
        )
    return (
        say("“%(round)s” closes on %(day)s"),
        _join(say("“%(round)s” closes on %(day)s, and your bureau has not submitted yet."), _tell_step(occasion)),
    )


def _late(occasion: Occasion) -> tuple[str, str]:
    if occasion.is_mending:
        return (
            say("Returned questions of “%(round)s” are late"),
            _join(
                say(
                    "Questions of your bureau in “%(round)s” were to be corrected by %(day)s; that was %(days)s days "
                    "ago. Please correct them and submit again as soon as possible."
                ),
                _tell_step(occasion),
            ),
        )
    return (
        say("“%(round)s” has closed and your bureau is late"),
        _join(
            say(
                "“%(round)s” closed on %(day)s, %(days)s days ago, and your bureau has not submitted yet. It "
                "can still be submitted; please do so as soon as possible."
            ),
            _tell_step(occasion),
        ),
    )


def _tell_step(occasion: Occasion) -> str:
    if occasion.is_signed_off:
        return say("The head of the bureau has signed off; it remains to be submitted.")
    if occasion.is_mending and not occasion.unmended:
        return say("All of them are corrected; the head of the bureau signs off, then it is submitted.")
    if occasion.is_mending:
        return _join(say("%(unmended)s of them are still to be corrected."), _tell_way())
    return say("When the clerk has completed it, the head of the bureau signs off; then it is submitted.")


def _tell_way() -> str:
    return say(
        "For each, change the answer, say in the remark why it stays, or attach a new file and say what was done."
    )


def _join(*sentences: str) -> str:
    return say("%(first)s %(second)s", first=sentences[0], second=sentences[1])


def _returned(occasion: Occasion) -> tuple[str, str]:
    return (
        say("Questions of “%(round)s” were returned: please correct them by %(day)s"),
        _join(
            say(
                "%(questions)s questions of your bureau in “%(round)s” were returned, and are to be corrected and "
                "submitted again by %(day)s. Which ones and why is on the start page after signing in; only "
                "those are open."
            ),
            _tell_way(),
        ),
    )


def _accepted(occasion: Occasion) -> tuple[str, str]:
    return (
        say("The response of your bureau to “%(round)s” was accepted"),
        say(
            "The response of your bureau to “%(round)s” was accepted. The result and the report are on the "
            "start page after signing in."
        ),
    )


def _reopened(occasion: Occasion) -> tuple[str, str]:
    return (
        say("The response of your bureau to “%(round)s” was reopened"),
        say(
            "The response of your bureau to “%(round)s” was reopened, and every answer can be changed "
            "again. Please check it and submit it again; why it was reopened is on the start page after "
            "signing in."
        ),
    )


def _share(occasion: Occasion) -> tuple[str, str]:
    is_late = occasion.due is not None and occasion.today is not None and occasion.due < occasion.today
    if is_late:
        return (
            say("“%(round)s”: questions of %(colleague)s are late"),
            say(
                "Of the questions of “%(round)s” that were given to %(colleague)s until %(day)s, %(count)s are still "
                "to be done. Which ones is on the start page of %(colleague)s; every clerk of the bureau can answer "
                "them."
            ),
        )
    return (
        say("“%(round)s”: questions of %(colleague)s are due by %(day)s"),
        say(
            "Of the questions of “%(round)s” that were given to %(colleague)s, %(count)s are still to be done by "
            "%(day)s. Which ones is on the start page of %(colleague)s; every clerk of the bureau can answer them."
        ),
    )


def _plan(occasion: Occasion) -> tuple[str, str]:
    return (
        say("“%(round)s”: items of the rectification plan are due"),
        say(
            "Of the rectification plan of your bureau to “%(round)s”, %(left)s items end within 7 days and %(late)s "
            "items are past their day. Which ones is on the page “Rectification plan” after signing in. What cannot be "
            "done in time is said there, with the reason."
        ),
    )


WORDS: Mapping[Event, Callable[[Occasion], tuple[str, str]]] = {
    Event.WEEK_BEFORE: _before,
    Event.DAY_BEFORE: _before,
    Event.LATE: _late,
    Event.RETURN: _returned,
    Event.ACCEPT: _accepted,
    Event.REOPEN: _reopened,
    Event.SHARE: _share,
    Event.PLAN: _plan,
}
