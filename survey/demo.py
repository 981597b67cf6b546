"""The sample round: real names of places, made-up people and answers, 演示数据 on everything."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.catalogue import Level, Library
from questionnaires.questionnaire import Questionnaire
from survey.accounts import add_person, set_password
from survey.columns import now
from survey.database import writing
from survey.demo_answers import make_content
from survey.demo_reviews import review_sample
from survey.divisions import Division, find_notice, list_children, load_divisions
from survey.issued import open_questionnaire
from survey.places import REVIEWER_OF, name_place
from survey.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.states import Action, EditState, Role
from survey.tables import Bureau, Edit, Person, Response, Round, StoredAnswer
from survey.workflow import move

SLUG = "demo"
SEED = "2026"
AS_OF = date(2026, 6, 30)
CITIES, COUNTIES = 2, 6
# Of each nine bureaus one is half way, one has not begun, the others have submitted.
CYCLE, HALF_WAY, NOT_BEGUN = 9, 1, 5


@dataclass(frozen=True)
class SampleAccount:
    """A sign-in of the sample round."""

    login: str
    name: str
    place: str


def choose_places(library: Library) -> list[Division]:
    """The places of the sample: each notice's own, some of its cities, some counties; parents first."""
    places: dict[str, Division] = {}
    for document in library.documents.values():
        if document.division not in load_divisions():
            continue  # its places are not listed yet, so there are no names to show
        random = Random(f"{SEED}:{document.id}")
        own = load_divisions()[document.division]
        children = [one for one in list_children(own.code) if find_notice(library, one.code) == document]
        cities = [one for one in children if one.level is Level.CITY]
        chosen = sorted(random.sample(cities, min(CITIES, len(cities))), key=lambda one: one.code)
        below = [one for one in children if one.level is Level.COUNTY]
        below += [county for city in chosen for county in list_children(city.code)]
        counties = sorted(random.sample(below, min(COUNTIES, len(below))), key=lambda one: one.code)
        places |= {one.code: one for one in [own, *chosen, *counties]}
    return sorted(places.values(), key=lambda one: (list(Level).index(one.level), one.code))


def fill_demo(
    engine: sa.Engine, library: Library, today: date, password: str, progress: Callable[[str], None]
) -> list[SampleAccount]:
    """Make the sample round in an empty database; `progress` is told each step."""
    with writing(engine) as session:
        round = open_round(
            session,
            SLUG,
            f"{AS_OF.year}年度药品监管能力自评（演示数据）",
            AS_OF,
            today - timedelta(days=20),
            today + timedelta(days=20),
            is_demo=True,
        )
        bureaus = _add_bureaus(session, choose_places(library))
        teams = _add_people(session, bureaus, password)
        ready = [_answer(session, round, library, team, number) for number, team in enumerate(teams)]
    submitted = [one for one in ready if one]
    for number, (response_id, head_id) in enumerate(submitted):
        move(engine, response_id, Action.SIGN_OFF, head_id)
        move(engine, response_id, Action.SUBMIT, head_id)
        progress(f"{number + 1}/{len(ready)}")
    review_sample(engine, [response_id for response_id, _ in submitted], today)
    return list_accounts(engine)


def list_accounts(engine: sa.Engine) -> list[SampleAccount]:
    with Session(engine) as session:
        people = session.exec(select(Person).order_by(col(Person.id)))
        return [SampleAccount(one.login, one.name, name_place(one.bureau)) for one in people]


def _add_bureaus(session: Session, places: list[Division]) -> list[Bureau]:
    by_code: dict[str, Bureau] = {}
    for place in places:
        parent = by_code.get(place.parent_code)
        bureau = Bureau(code=place.code, name=place.bureau, level=place.level, parent_id=parent.id if parent else None)
        session.add(bureau)
        session.flush()
        by_code[place.code] = bureau
    return list(by_code.values())


@dataclass(frozen=True)
class Team:
    """The people of a bureau: who fills in and who signs off."""

    clerk: Person
    head: Person


def _add_people(session: Session, bureaus: list[Bureau], password: str) -> list[Team]:
    administrator = add_person(session, "admin", "演示管理员", Role.ADMINISTRATOR, None)
    set_password(session, administrator, password)
    others = [add_person(session, "auditor", "演示审计员", Role.AUDITOR, None)]
    for bureau in bureaus:
        if role := REVIEWER_OF.get(bureau.level):
            others.append(add_person(session, f"reviewer-{bureau.code}", "演示审核员", role, bureau))
    teams = [
        Team(
            add_person(session, f"clerk-{bureau.code}", "演示填报员", Role.CLERK, bureau),
            add_person(session, f"head-{bureau.code}", "演示负责人", Role.HEAD, bureau),
        )
        for bureau in bureaus
    ]
    for person in [*others, *(one for team in teams for one in (team.clerk, team.head))]:
        person.password_hash = administrator.password_hash  # hashing is slow by design; one password serves the sample
        person.password_set_at = administrator.password_set_at
        session.add(person)
    session.flush()
    return teams


def _answer(session: Session, round: Round, library: Library, team: Team, number: int) -> tuple[int, int] | None:
    """Fill in a bureau's response; return what submits it, or None where it stays a draft."""
    clerk = team.clerk
    assert clerk.bureau is not None  # a clerk has one
    notice = find_notice(library, clerk.bureau.code)
    assert notice is not None  # places were chosen below notices
    issued = issue_questionnaire(session, round, library, notice.id, clerk.bureau.level)
    response = invite_bureaus(session, issued, [clerk.bureau])[0]
    drafting = number % CYCLE == HALF_WAY
    if number % CYCLE == NOT_BEGUN:
        return None
    random = Random(f"{SEED}:{clerk.bureau.code}")
    questionnaire = open_questionnaire(issued)
    response.profile = {fact.id: random.random() < 0.7 for fact in questionnaire.facts}
    response.profile_version = 1
    _store_answers(session, response, clerk, questionnaire.for_profile(response.profile), random, drafting)
    return None if drafting else (response.id, team.head.id)


def _store_answers(
    session: Session, response: Response, clerk: Person, questionnaire: Questionnaire, random: Random, drafting: bool
) -> None:
    quality = random.uniform(0.35, 0.97)
    questions = questionnaire.questions[: len(questionnaire.questions) // 2] if drafting else questionnaire.questions
    for question in questions:
        content = make_content(question, random, quality, AS_OF)
        session.add(
            StoredAnswer(
                response_id=response.id,
                question_id=question.id,
                version=1,
                content=content,
                saved_at=now(),
                saved_by_id=clerk.id,
            )
        )
        session.add(
            Edit(
                response_id=response.id,
                question_id=question.id,
                base_version=0,
                content=content,
                state=EditState.KEPT,
                made_at=now(),
                made_by_id=clerk.id,
            )
        )


def make_password() -> str:
    """A password for the sample accounts that keeps the rules of accounts.check_password."""
    return f"Demo-{secrets.token_hex(4)}"
