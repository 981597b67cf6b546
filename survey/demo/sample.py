"""The sample round: real names of places, made-up people and answers, 演示数据 on everything."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.calendar import default_year
from questionnaires.catalogue import Library
from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import SCHEMES, read_scheme
from survey.bureaus.places import name_place
from survey.demo.bonus import add_bonus, claim_bonus
from survey.demo.days import SampleDays, be_at, keeping_clock
from survey.demo.evidence import attach_sample
from survey.demo.fates import CLAIMING, SHARING, WITH_REVIEWERS, SampleFate, pick_fates
from survey.demo.people import add_bureaus, add_people, choose_places, list_teams
from survey.demo.plans import plan_last_year, plan_samples
from survey.demo.reviews import accept_sample, review_sample
from survey.demo.teamwork import FilledSample, present, send_back, share_out, talk_over
from survey.demo.year import AS_OF, BETTER_BY, SampleYear
from survey.evidence.store import EvidenceStore
from survey.responses.workflow import move
from survey.rounds.absences import leave_out
from survey.rounds.extending import extend
from survey.rounds.rounds import open_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence, Action, Role
from survey.storage.tables import Person, Round

SLUG = "demo"
YEAR = timedelta(days=365)
WHY_PUT_OFF = "演示数据：机构改革期间人员调整，同意延期。"
WHY_CLOSED = "演示数据：经两次催报仍未提交，按未提交处理。"


@dataclass(frozen=True)
class SampleAccount:
    """A sign-in of the sample round."""

    login: str
    name: str
    place: str


def fill_demo(
    engine: sa.Engine,
    store: EvidenceStore,
    library: Library,
    today: date,
    password: str,
    progress: Callable[[str], None],
) -> list[SampleAccount]:
    """Make the sample round and the one before it in an empty database; `progress` is told each step."""
    places, made_at = choose_places(library), now()
    before, days = SampleDays(today - YEAR), SampleDays(today)
    with keeping_clock():
        with writing(engine) as session:
            be_at(before.opening)
            add_people(session, add_bureaus(session, places), password, made_at)
            scheme = add_bonus(read_scheme(SCHEMES / "hundred.yaml", library))
            last_year = SampleYear(session, _open_round(session, AS_OF.year - 1, before, scheme), library, BETTER_BY)
            last = _answer_all(last_year, before, {one.code: SampleFate.ACCEPTED for one in places})
        _finish_last_year(engine, store, last, before, lambda done: progress(f"{done}/{2 * len(places)}"))
        with writing(engine) as session:
            be_at(days.opening)
            previous = session.exec(select(Round.id)).one()
            this_year = SampleYear(session, _open_round(session, AS_OF.year, days, scheme, previous), library)
            ready = _answer_all(this_year, days, pick_fates(places))
        told = len(places)
        _go_through_year(engine, store, ready, days, lambda done: progress(f"{told + done}/{2 * told}"))
    return list_accounts(engine)


def _answer_all(year: SampleYear, days: SampleDays, fates: Mapping[str, SampleFate]) -> list[FilledSample]:
    """Fill in a year as far as each bureau's fate will have it."""
    ready, teams = [], list_teams(year.session)
    for number, team in enumerate(teams):
        be_at(days.answering(number / len(teams)))
        ready.append(year.answer(team, fates[team.code]))
    return ready


def _finish_last_year(
    engine: sa.Engine, store: EvidenceStore, last: list[FilledSample], days: SampleDays, told: Callable[[int], None]
) -> None:
    """Of the year before all is accepted, and one county's plan goes on since."""
    for number, one in enumerate(last):
        be_at(days.handing_in(number / len(last)))
        _hand_in(engine, one)
        told(number + 1)
    for number, one in enumerate(last):
        be_at(days.reviewing(number / len(last)))
        accept_sample(engine, one.response_id)
    plan_last_year(engine, store, next(one for one in last if one.code == SHARING), days, days.looked_at + YEAR)


def _go_through_year(
    engine: sa.Engine, store: EvidenceStore, ready: list[FilledSample], days: SampleDays, told: Callable[[int], None]
) -> None:
    """What becomes of everybody's response until today, step by step."""
    whole = [one for one in ready if one.is_whole]
    for number, one in enumerate(whole, start=1):
        be_at(days.handing_in((number - 1) / len(whole)))
        attach_sample(engine, store, one.response_id, one.clerk_id)
        if one.code in CLAIMING:
            claim_bonus(engine, store, one, AS_OF)
        WITH_THE_HEAD.get(one.fate, _hand_in)(engine, one)
        told(number)
    be_at(days.handing_in(1))
    _put_off(engine, [one for one in ready if one.fate is SampleFate.EXTENDED], days)
    reviewed = [one for one in whole if one.fate in WITH_REVIEWERS]
    for number, one in enumerate(reviewed):
        be_at(days.reviewing(number / len(reviewed)))
        review_sample(engine, one, days.looked_at)
    plan_samples(engine, store, {one.code: one for one in ready}, days)
    _close_without(engine, [one for one in ready if one.fate is SampleFate.UNSUBMITTED])
    sharing = next(one for one in ready if one.code == SHARING)
    share_out(engine, store, sharing, days.looked_at)
    claim_bonus(engine, store, sharing, AS_OF)
    for one in ready:
        if one.fate is SampleFate.RETURNED:
            talk_over(engine, one)


def _hand_in(engine: sa.Engine, one: FilledSample) -> None:
    move(engine, one.response_id, Action.SIGN_OFF, one.head_id)
    move(engine, one.response_id, Action.SUBMIT, one.clerk_id)


WITH_THE_HEAD = {SampleFate.PRESENTED: present, SampleFate.SENT_BACK: send_back}  # those that nobody reviews yet


def _put_off(engine: sa.Engine, those: list[FilledSample], days: SampleDays) -> None:
    extend(engine, [one.response_id for one in those], days.put_off_to, WHY_PUT_OFF, _find_administrator(engine))


def _close_without(engine: sa.Engine, those: list[FilledSample]) -> None:
    ways = {one.response_id: Absence.UNSUBMITTED for one in those}
    leave_out(engine, ways, WHY_CLOSED, _find_administrator(engine))


def _find_administrator(engine: sa.Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(Person.id).where(Person.role == Role.ADMINISTRATOR)).one()


def _open_round(session: Session, year: int, days: SampleDays, scheme: Scheme, previous_id: int | None = None) -> Round:
    as_of = AS_OF.replace(year=year)
    round = open_round(
        session,
        SLUG if year == AS_OF.year else f"{SLUG}-{year}",
        f"{default_year(as_of)}年度药品监管能力自评（演示数据）",
        as_of,
        days.opens_on,
        days.closes_on,
        is_demo=True,
        scheme=scheme,
    )
    round.previous_id = previous_id
    session.add(round)
    session.flush()
    return round


def list_accounts(engine: sa.Engine) -> list[SampleAccount]:
    with Session(engine) as session:
        people = session.exec(select(Person).order_by(col(Person.id)))
        return [SampleAccount(one.login, one.name, name_place(one.bureau)) for one in people]


def make_password() -> str:
    """A password for the sample accounts that keeps the rules of accounts.check_password."""
    return f"Demo-{secrets.token_hex(4)}"
