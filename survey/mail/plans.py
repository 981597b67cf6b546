"""Which mails are owed to bureaus today, by whose turn it is; planning twice plans nothing twice."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.bureaus.places import WITH_PLACES
from survey.installing.settings import Settings
from survey.jobs.owing import owe
from survey.mail.reminders import BEFORE, Event, find_reminder
from survey.responses.promises import PromiseLoad, list_due
from survey.rounds.standings import Standing, find_standings
from survey.storage.columns import is_among, now
from survey.storage.database import reading, writing
from survey.storage.records import Job
from survey.storage.states import OF_A_BUREAU, WITH_BUREAU, Action, State
from survey.storage.tables import Bureau, Response, Round, StateChange
from survey.teamwork.assigning import Load, find_due, list_loads

KIND = "mail"
MORNING = 8  # the hour from which reminders go out; news of a return does not wait for it
REMINDERS = (Event.WEEK_BEFORE, Event.DAY_BEFORE, Event.LATE, Event.SHARE, Event.PLAN)
DAYS_BEFORE = max(BEFORE.values())
NEWS_DAYS = 7  # older news is no news: a mail server that is set later does not send it
NEWS = {
    State.RETURNED: ((Action.RETURN,), Event.RETURN),
    State.ACCEPTED: ((Action.ACCEPT, Action.ACCEPT_SELF), Event.ACCEPT),
    State.REOPENED: ((Action.REOPEN,), Event.REOPEN),
}


@dataclass(frozen=True)
class MailPlan:
    """A mail that is due: to whom, about what, since which day; `what` tells it from the response's other mails, `load`
    is what a reminder of a colleague's share speaks of, `promise` what one of the bureau's plan does."""

    response: Response
    event: Event
    what: str
    day: date
    load: Load | None = None
    promise: PromiseLoad | None = None

    @property
    def key(self) -> str:
        return f"{KIND}/{self.response.round.slug}/{self.response.bureau.code}/{self.what}/{self.day}"

    def is_timely(self, local: datetime) -> bool:
        """Whether it may be planned now: reminders in the daytime, news while it is new."""
        if self.event in REMINDERS:
            return local.hour >= MORNING
        return (local.date() - self.day).days <= NEWS_DAYS

    def payload(self) -> dict[str, Any]:
        return {
            "response": self.response.id,
            "event": self.event.value,
            "to": self.response.bureau.mailbox,
            "message": secrets.token_hex(16),
        }


def plan_mails(engine: sa.Engine, settings: Settings, at: datetime | None = None) -> int:
    """Owe every mail that is due and was not owed before; how many. Without a mail server nothing is planned."""
    if not settings.mail_url:
        return 0
    local = (at or now()).astimezone(ZoneInfo(settings.time_zone))
    with reading(engine) as session:
        plans = find_plans(session, settings.time_zone, local)
        known = set(session.exec(select(Job.key).where(col(Job.key).in_([one.key for one in plans]))))
    new = [one for one in plans if one.key not in known]
    if not new:
        return 0
    with writing(engine) as session:
        return sum(owe(session, KIND, one.key, one.payload()) is not None for one in new)


def find_plans(session: Session, time_zone: str, local: datetime) -> list[MailPlan]:
    """The mails that are due at a local time, to bureaus that have a mailbox."""
    recent = select(StateChange.response_id).where(StateChange.at >= local - timedelta(days=NEWS_DAYS))
    promised = list_due(session, local.date() + DAYS_BEFORE)
    asked = sa.or_(col(Response.state).in_(WITH_BUREAU), col(Response.id).in_(recent), is_among(Response.id, promised))
    query = (
        select(Response)
        .join(Round)
        .join(Bureau, col(Bureau.id) == Response.bureau_id)
        .where(asked, Round.opens_on <= local.date(), Bureau.mailbox != "", col(Response.absent_at).is_(None))
    )
    responses = session.exec(query.options(WITH_PLACES)).all()
    standings = find_standings(session, responses, time_zone)
    changes = find_news(session, [one.id for one in responses])
    given = find_due(session, [one.id for one in responses], local.date() + DAYS_BEFORE)
    return [
        plan
        for standing in standings.values()
        for plan in list_plans(
            standing,
            changes.get(standing.response.id),
            time_zone,
            local.date(),
            list_loads(session, standing.response) if standing.response.id in given else (),
            promised.get(standing.response.id),
        )
        if plan.is_timely(local)
    ]


def find_news(session: Session, ids: Iterable[int]) -> Mapping[int, StateChange]:
    """The last step of each response."""
    last = (
        select(sa.func.max(StateChange.id))
        .where(col(StateChange.response_id).in_(list(ids)))
        .group_by(col(StateChange.response_id))
    )
    return {one.response_id: one for one in session.exec(select(StateChange).where(col(StateChange.id).in_(last)))}


def list_plans(
    standing: Standing,
    change: StateChange | None,
    time_zone: str,
    today: date,
    loads: Sequence[Load] = (),
    promise: PromiseLoad | None = None,
) -> list[MailPlan]:
    """What is due for a response: the news of its last step, the newest reminder where it is its bureau's turn, those
    of what its clerks have still to answer of their shares (`loads`), and one of what its plan promises by now."""
    response, plans = standing.response, []
    actions, news = NEWS.get(response.state, ((), None))
    if change is not None and news is not None and change.action in actions:
        day = change.at.astimezone(ZoneInfo(time_zone)).date()
        plans.append(MailPlan(response, news, f"{news}-{change.id}", day))
    if standing.turn in OF_A_BUREAU and standing.due is not None:
        reminder = find_reminder(standing.due, standing.since, today)
        if reminder is not None:
            what = f"{'mending' if response.submitted_at else 'closing'}-{reminder.event}"
            plans.append(MailPlan(response, reminder.event, what, reminder.day))
    of_plan = [] if promise is None else _list_promised(response, promise, time_zone, today)
    return [*plans, *_list_shares(response, loads, time_zone, today), *of_plan]


def _list_promised(response: Response, promise: PromiseLoad, time_zone: str, today: date) -> list[MailPlan]:
    """One mail about all items of a plan that are near or late: the day is that on which the last of them came up."""
    since = promise.since.astimezone(ZoneInfo(time_zone)).date()
    days = [one.day for due in promise.days if (one := find_reminder(due, since, today)) is not None]
    return [MailPlan(response, Event.PLAN, "plan", max(days), promise=promise)] if days else []


def _list_shares(response: Response, loads: Iterable[Load], time_zone: str, today: date) -> Iterator[MailPlan]:
    for load in loads:
        if not load.left or load.due is None:
            continue
        reminder = find_reminder(load.due, load.since.astimezone(ZoneInfo(time_zone)).date(), today)
        if reminder is not None:
            what = f"share-{load.person.id}-{load.due}-{reminder.event}"
            yield MailPlan(response, Event.SHARE, what, reminder.day, load)
