"""Which mail is due for one response: the news of its last step, a reminder by whose turn it is, and at what hour."""

from datetime import UTC, date, datetime

import pytest

from survey.mail.plans import NEWS_DAYS, MailPlan, list_plans
from survey.mail.reminders import Event
from survey.responses.promises import PromiseLoad
from survey.rounds.standings import Standing
from survey.storage.states import Action, Role, State
from survey.storage.tables import Bureau, Person, Response, Round, StateChange
from survey.teamwork.assigning import Load

ZONE = "Asia/Shanghai"
DAY, DUE = date(2026, 11, 20), date(2026, 11, 30)
LATE_IN_THE_EVENING = datetime(2026, 11, 19, 17, tzinfo=UTC)  # one in the morning of DAY where the bureaus are
STEPS = {  # state: the step that led there, and its news
    State.RETURNED: (Action.RETURN, Event.RETURN),
    State.ACCEPTED: (Action.ACCEPT, Event.ACCEPT),
    State.REOPENED: (Action.REOPEN, Event.REOPEN),
}


def make_response(state: State = State.DRAFTING, submitted_at: datetime | None = None) -> Response:
    bureau = Bureau(code="150121", name="左旗", level="county", mailbox="office@gov.test")
    round = Round(slug="2026", title="2026年度自评", as_of=DAY, year=2026, opens_on=date(2026, 11, 1), closes_on=DUE)
    response = Response(id=3, round_id=1, bureau_id=1, questionnaire_id=1, state=state, submitted_at=submitted_at)
    response.bureau, response.round = bureau, round
    return response


def make_step(action: Action, state: State) -> StateChange:
    at, person = LATE_IN_THE_EVENING, 1
    return StateChange(id=7, response_id=3, at=at, person_id=person, action=action, from_state=state, to_state=state)


def list_due(
    state: State, turn: Role | None, action: Action | None = None, today: date = DAY, due: date | None = DUE
) -> list[tuple[Event, str, date]]:
    """What is due for a response whose last step was this."""
    submitted_at = None if state in (State.DRAFTING, State.SIGNED_OFF) else LATE_IN_THE_EVENING
    standing = Standing(make_response(state, submitted_at), turn, date(2026, 11, 1), due)
    change = make_step(action, state) if action else None
    return [(one.event, one.what, one.day) for one in list_plans(standing, change, ZONE, today)]


@pytest.mark.parametrize("state", State)
def test_news_are_of_a_return_an_acceptance_and_a_reopening_on_the_day_there(state: State) -> None:
    for action in Action:
        done = Action.ACCEPT if action is Action.ACCEPT_SELF else action  # accepted, whoever could look
        told = [(STEPS[state][1], f"{STEPS[state][1]}-7", DAY)] if STEPS.get(state, ("",))[0] == done else []
        assert list_due(state, None, action) == told


def test_without_a_step_there_is_no_news() -> None:
    assert list_due(State.RETURNED, None) == []


@pytest.mark.parametrize(
    ("turn", "due", "count"),
    [
        (Role.CLERK, DUE, 1),
        (Role.HEAD, DUE, 1),
        (Role.CLERK, None, 0),
        (Role.CITY_REVIEWER, DUE, 0),
        (Role.ADMINISTRATOR, DUE, 0),
        (None, DUE, 0),
    ],
)
def test_a_reminder_goes_out_where_it_is_the_bureaus_turn_and_there_is_a_last_day(
    turn: Role | None, due: date | None, count: int
) -> None:
    assert len(list_due(State.DRAFTING, turn, today=DUE, due=due)) == count


@pytest.mark.parametrize(
    ("state", "today", "planned"),
    [
        (State.DRAFTING, date(2026, 11, 22), []),
        (State.DRAFTING, date(2026, 11, 23), [(Event.WEEK_BEFORE, "closing-week-before", date(2026, 11, 23))]),
        (State.SIGNED_OFF, DUE, [(Event.DAY_BEFORE, "closing-day-before", date(2026, 11, 29))]),
        (State.RETURNED, DUE, [(Event.DAY_BEFORE, "mending-day-before", date(2026, 11, 29))]),
        (State.REOPENED, date(2026, 12, 1), [(Event.LATE, "mending-late", date(2026, 12, 1))]),
    ],
)
def test_a_reminder_says_whether_it_is_of_handing_in_or_of_mending(
    state: State, today: date, planned: list[tuple[Event, str, date]]
) -> None:
    assert list_due(state, Role.CLERK, today=today) == planned


def list_shares(today: date, *left: str) -> list[tuple[str, date]]:
    """The reminders of what was given to one clerk until the 27th."""
    person = Person(id=5, login="clerk", name="王某", role=Role.CLERK, bureau_id=1, session_key="k")
    load = Load(person, date(2026, 11, 27), datetime(2026, 11, 2, tzinfo=UTC), ["a", "b"], left)
    standing = Standing(make_response(), Role.CLERK, date(2026, 11, 1), None)
    return [(one.what, one.day) for one in list_plans(standing, None, ZONE, today, [load]) if one.event is Event.SHARE]


def test_what_was_given_to_a_clerk_is_reminded_of_by_its_own_day_while_something_is_left() -> None:
    told = {day: list_shares(date(2026, 11, day), "a") for day in (19, 20, 26, 28)}
    assert told == {
        19: [],
        20: [("share-5-2026-11-27-week-before", DAY)],
        26: [("share-5-2026-11-27-day-before", date(2026, 11, 26))],
        28: [("share-5-2026-11-27-late", date(2026, 11, 28))],
    }
    assert list_shares(date(2026, 11, 28)) == []


def test_news_come_before_the_reminder() -> None:
    events = [one[0] for one in list_due(State.RETURNED, Role.CLERK, Action.RETURN, today=DUE)]
    assert events == [Event.RETURN, Event.DAY_BEFORE]


@pytest.mark.parametrize(
    ("event", "day", "hour", "timely"),
    [
        (Event.WEEK_BEFORE, DAY, 7, False),
        (Event.WEEK_BEFORE, DAY, 8, True),
        (Event.LATE, date(2025, 1, 1), 23, True),
        (Event.RETURN, DAY, 0, True),
        (Event.ACCEPT, date(2026, 11, 13), 3, True),
        (Event.ACCEPT, date(2026, 11, 12), 12, False),
    ],
)
def test_reminders_wait_for_the_morning_and_old_news_are_none(event: Event, day: date, hour: int, timely: bool) -> None:
    assert (DAY - date(2026, 11, 13)).days == NEWS_DAYS
    plan = MailPlan(make_response(), event, str(event), day)
    assert plan.is_timely(datetime(2026, 11, 20, hour)) is timely


def test_a_mail_is_known_by_round_bureau_matter_and_day() -> None:
    plan = MailPlan(make_response(), Event.LATE, "closing-late", DAY)
    assert plan.key == "mail/2026/150121/closing-late/2026-11-20"


def test_what_is_owed_names_the_response_and_each_message_apart() -> None:
    plan = MailPlan(make_response(), Event.LATE, "closing-late", DAY)
    first, second = plan.payload(), plan.payload()
    assert first.pop("message") != second.pop("message")
    assert first == second == {"response": 3, "event": "late", "to": "office@gov.test"}


SIGNED = datetime(2026, 10, 1, tzinfo=UTC)
PROMISES = {  # days of items -> the day of the one mail there is about them on DAY, the 20th; None: none
    (): None,
    (date(2026, 11, 28),): None,
    (date(2026, 11, 27),): date(2026, 11, 20),
    (date(2026, 11, 24),): date(2026, 11, 17),
    (date(2026, 11, 21),): date(2026, 11, 20),
    (date(2026, 11, 19),): date(2026, 11, 20),
    (date(2026, 11, 1), date(2026, 11, 24)): date(2026, 11, 17),
    (date(2026, 11, 1), date(2026, 11, 10)): date(2026, 11, 18),
}


@pytest.mark.parametrize("days", PROMISES)
def test_a_plan_is_told_of_in_one_mail_however_many_items_are_due(days: tuple[date, ...]) -> None:
    standing = Standing(make_response(State.ACCEPTED, LATE_IN_THE_EVENING), None, date(2026, 11, 1), None)
    due = list_plans(standing, None, ZONE, DAY, promise=PromiseLoad(days, SIGNED))
    day = PROMISES[days]
    assert [(one.event, one.what, one.day) for one in due] == ([] if day is None else [(Event.PLAN, "plan", day)])


def test_what_was_signed_today_is_not_told_of_today() -> None:
    standing = Standing(make_response(State.ACCEPTED, LATE_IN_THE_EVENING), None, date(2026, 11, 1), None)
    promise = PromiseLoad([date(2026, 11, 21)], LATE_IN_THE_EVENING)
    assert list_plans(standing, None, ZONE, DAY, promise=promise) == []
