"""The sample round: real names of places, made-up people and answers, 演示数据 on everything."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import Answer
from questionnaires.calendar import default_year
from questionnaires.catalogue import Level, Library
from questionnaires.questionnaire import Question
from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import SCHEMES, read_scheme
from survey.accounts.accounts import add_person, set_password
from survey.bureaus.outside import name_reviewer
from survey.bureaus.places import REVIEWER_OF, name_place
from survey.demo.answers import make_answer
from survey.demo.bonus import add_bonus, claim_bonus
from survey.demo.divisions import Division, find_notice, list_children, load_divisions
from survey.demo.evidence import attach_sample
from survey.demo.plans import plan_sample
from survey.demo.quantities import SamplePlace
from survey.demo.reviews import SENT_BACK, accept_sample, review_sample
from survey.demo.teamwork import FilledSample, present, send_back, share_out, talk_over
from survey.evidence.store import EvidenceStore
from survey.responses.workflow import move
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Action, EditState, Role
from survey.storage.tables import Bureau, Edit, Person, Response, Round, StoredAnswer
from survey.storage.trail import record, record_all

SLUG = "demo"
SEED = "2026"
AS_OF = date(2026, 6, 30)
CITIES, COUNTIES = 2, 9  # so many that those under one notice can be compared without naming anyone
# Of each nine bureaus one is half way, one has not begun, the others have submitted. The year before all were accepted.
CYCLE, HALF_WAY, NOT_BEGUN = 9, 1, 5
WITH_THE_HEAD = {31: present, 36: send_back}  # of those filled in whole, two that nobody reviews yet
CLAIMING = {22, 23}  # of those, too: one whose claim waits for the city's reviewer, one that is accepted
QUALITY, BETTER_BY = (0.35, 0.97), 0.12  # how well a bureau does, of 1, and by how much better than the year before


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
    engine: sa.Engine,
    store: EvidenceStore,
    library: Library,
    today: date,
    password: str,
    progress: Callable[[str], None],
) -> list[SampleAccount]:
    """Make the sample round and the one before it in an empty database; `progress` is told each step."""
    with writing(engine) as session:
        teams = _add_people(session, _add_bureaus(session, choose_places(library)), password)
        scheme = add_bonus(read_scheme(SCHEMES / "hundred.yaml", library))
        before = _open_round(session, AS_OF.year - 1, today - timedelta(days=365), scheme)
        last = _Year(session, before, library, BETTER_BY)
        all_of_them = [last.answer(team) for team in teams]
        now_open = _Year(session, _open_round(session, AS_OF.year, today, scheme, before.id), library)
        ready = [now_open.answer_by_turns(team, number) for number, team in enumerate(teams)]
    whole = [one for one in ready if one and one.is_whole]
    for number, one in enumerate([*all_of_them, *whole], start=1):
        if number <= len(all_of_them):
            _hand_in(engine, one)
            accept_sample(engine, one.response_id)
        else:
            place = number - len(all_of_them) - 1
            attach_sample(engine, store, one.response_id, one.clerk_id)
            if place in CLAIMING:
                claim_bonus(engine, store, one, AS_OF)
            WITH_THE_HEAD.get(place, _hand_in)(engine, one)
        progress(f"{number}/{len(all_of_them) + len(whole)}")
    review_sample(engine, [one.response_id for one in whole], today)
    for place in SENT_BACK:
        talk_over(engine, whole[place])
    begun = [one for one in ready if one and not one.is_whole]
    half_way = begun[0]
    share_out(engine, store, half_way, today)
    claim_bonus(engine, store, half_way, AS_OF)
    plan_sample(engine, store, next(one for one in all_of_them if one.clerk_id == begun[-1].clerk_id), today)
    return list_accounts(engine)


def _hand_in(engine: sa.Engine, one: FilledSample) -> None:
    move(engine, one.response_id, Action.SIGN_OFF, one.head_id)
    move(engine, one.response_id, Action.SUBMIT, one.clerk_id)


def _open_round(session: Session, year: int, today: date, scheme: Scheme, previous_id: int | None = None) -> Round:
    as_of = AS_OF.replace(year=year)
    round = open_round(
        session,
        SLUG if year == AS_OF.year else f"{SLUG}-{year}",
        f"{default_year(as_of)}年度药品监管能力自评（演示数据）",
        as_of,
        today - timedelta(days=20),
        today + timedelta(days=20),
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
    others = [
        add_person(session, "auditor", "演示审计员", Role.AUDITOR, None),
        add_person(session, "leader", "演示领导", Role.LEADER, None),
    ]
    for bureau in bureaus:
        if role := REVIEWER_OF.get(bureau.level):
            others.append(add_person(session, f"reviewer-{bureau.code}", "演示审核员", role, bureau))
            others.append(add_person(session, f"leader-{bureau.code}", "演示领导", Role.LEADER, bureau))
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
    _name_outsiders(session, bureaus, administrator.id)
    return teams


def _name_outsiders(session: Session, bureaus: list[Bureau], administrator_id: int) -> None:
    """Nobody reviews their own bureau: what a province says of itself is reviewed by the reviewer of the next one."""
    tops = [one for one in bureaus if one.parent_id is None]
    for top, other in zip(tops, [*tops[1:], *tops[:1]], strict=True):
        name_reviewer(session, administrator_id, top.id, f"reviewer-{other.code}")


@dataclass(frozen=True)
class _Year:
    """One round of the sample, whose bureaus do worse by a part than those of the round that is open."""

    session: Session
    round: Round
    library: Library
    worse_by: float = 0.0

    def answer_by_turns(self, team: Team, number: int) -> FilledSample | None:
        """Fill in a bureau's response; None where it is not begun."""
        if number % CYCLE == NOT_BEGUN:
            self._invite(team)
            return None
        return self.answer(team, 2 if number % CYCLE == HALF_WAY else 1)

    def answer(self, team: Team, part: int = 1) -> FilledSample:
        """Answer one `part`th of a bureau's questions."""
        response = self._invite(team)
        random = Random(f"{self.round.as_of.year}:{response.bureau.code}")
        questionnaire = open_questionnaire(response.questionnaire)
        response.profile = {fact.id: random.random() < 0.7 for fact in questionnaire.facts}
        response.profile_version = 1
        questions = questionnaire.for_profile(response.profile).questions
        quality = Random(f"{SEED}:{response.bureau.code}").uniform(*QUALITY) - self.worse_by
        record(self.session, team.clerk.id, "profile.save", f"response {response.id}", None, response.profile)
        place = SamplePlace(response.bureau.code, Level(response.bureau.level), AS_OF.year - self.round.as_of.year)
        given = [
            (question, make_answer(question, random, quality, self.round.as_of, place))
            for question in questions[: len(questions) // part]
        ]
        for question, answer in given:
            _store_answer(self.session, response, team.clerk, question, answer)
        lines = [(f"response {response.id} question {one.id}", None, answer.write(one)) for one, answer in given]
        record_all(self.session, team.clerk.id, "answer.save", lines)
        return FilledSample(response.id, team.clerk.id, team.head.id, is_whole=part == 1)

    def _invite(self, team: Team) -> Response:
        bureau = team.clerk.bureau
        assert bureau is not None  # a clerk has one
        notice = find_notice(self.library, bureau.code)
        assert notice is not None  # places were chosen below notices
        issued = issue_questionnaire(self.session, self.round, self.library, notice.id, bureau.level)
        return invite_bureaus(self.session, issued, [bureau])[0]


def _store_answer(session: Session, response: Response, clerk: Person, question: Question, given: Answer) -> None:
    answer = StoredAnswer(
        response_id=response.id,
        question_id=question.id,
        version=1,
        content=given.write(question),
        saved_at=now(),
        saved_by_id=clerk.id,
    )
    edit = Edit(
        response_id=response.id,
        question_id=question.id,
        base_version=0,
        content=answer.content,
        state=EditState.KEPT,
        made_at=answer.saved_at,
        made_by_id=clerk.id,
    )
    session.add_all((answer, edit))


def make_password() -> str:
    """A password for the sample accounts that keeps the rules of accounts.check_password."""
    return f"Demo-{secrets.token_hex(4)}"
