"""A province of three years made up for walking through its pages: every row as the acts themselves would leave it.

The answers are of one questionnaire of 150 questions, of a hundred different ways to answer it, each judged once by the
product; the rows go in in bulk. Two years are accepted, the third is in every state at once; of the first two there are
no edits and no lines in the trail, which no page reads but those of the trail itself.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from questionnaires.catalogue import Level
from questionnaires.questionnaire import Questionnaire
from questionnaires.wording import round_half_up
from survey.accounts.accounts import add_person
from survey.responses.assessing import assess
from survey.responses.raising import count_flags, keep_remarks
from survey.responses.stored_outcomes import store_outcome
from survey.rounds.rounds import WITH_ROUND, open_round
from survey.storage.beside import RaisedFlags, ShelfFile
from survey.storage.columns import table_of
from survey.storage.records import TrailEntry, TrailHead
from survey.storage.states import IN, Action, Basis, Decision, EditState, Role, Source, State
from survey.storage.tables import (
    Bureau,
    Edit,
    Evidence,
    IssuedQuestionnaire,
    Response,
    Review,
    StateChange,
    StoredAnswer,
    StoredOutcome,
)
from survey.storage.together import Closing
from survey.storage.trail import hash_line, write_change
from tests.bench.samples import USUAL, make_large_questionnaire, make_raw

WAYS, FILES, CHUNK = 100, 15, 20_000
YEARS = (2024, 2025, 2026)
OPENS = {year: date(year, 7, 1) for year in YEARS} | {YEARS[-1]: date.today() - timedelta(days=28)}
COMMON = [f"已按上级统一部署完成第{number}项工作，台账存于办公室档案柜。" for number in range(40)]
# Where a response of the last year stands, by its number modulo 20: the steps that took it there.
STEPS: dict[State, tuple[tuple[Action, State], ...]] = {State.DRAFTING: ()}
STEPS[State.PRESENTED] = ((Action.PRESENT, State.PRESENTED),)
STEPS[State.SIGNED_OFF] = (*STEPS[State.PRESENTED], (Action.SIGN_OFF, State.SIGNED_OFF))
STEPS[State.SUBMITTED] = (*STEPS[State.SIGNED_OFF], (Action.SUBMIT, State.SUBMITTED))
STEPS[State.CITY_REVIEW] = (*STEPS[State.SUBMITTED], (Action.TAKE_UP, State.CITY_REVIEW))
STEPS[State.RETURNED] = (*STEPS[State.CITY_REVIEW], (Action.RETURN, State.RETURNED))
STEPS[State.PROVINCIAL_REVIEW] = (*STEPS[State.CITY_REVIEW], (Action.PASS_ON, State.PROVINCIAL_REVIEW))
STEPS[State.ACCEPTED] = (*STEPS[State.PROVINCIAL_REVIEW], (Action.ACCEPT, State.ACCEPTED))
MIXTURE = [State.DRAFTING] * 6 + [State.PRESENTED, State.SIGNED_OFF] + [State.SUBMITTED] * 3
MIXTURE += [State.CITY_REVIEW] * 3 + [State.PROVINCIAL_REVIEW] * 3 + [State.RETURNED] + [State.ACCEPTED] * 2


@dataclass
class Rows:
    """Rows on their way into the tables, put in by the thousand; ids are counted here."""

    session: Session
    waiting: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=dict)
    ids: dict[type[SQLModel], int] = field(default_factory=dict)

    def add(self, model: type[SQLModel], **row: Any) -> int:
        self.ids[model] = self.ids.get(model, 0) + 1
        rows = self.waiting.setdefault(model, [])
        rows.append(row if model in (TrailEntry, StoredOutcome) else {"id": self.ids[model], **row})
        if len(rows) == CHUNK:
            self.put()
        return self.ids[model]

    def put(self) -> None:
        for model in sorted(self.waiting, key=lambda one: ORDER.index(table_of(one))):
            if rows := self.waiting[model]:
                self.session.connection().execute(sa.insert(table_of(model)), rows)
                rows.clear()


ORDER = list(SQLModel.metadata.sorted_tables)


@dataclass
class Province:
    """What is built on: the bureaus with their clerks, the reviewers, the questionnaire and the ways it is answered."""

    rows: Rows
    asked: Questionnaire
    bureaus: list[tuple[int, str, int, int]]  # id, name, clerk, head
    reviewer: int
    ways: list[dict[str, dict[str, Any]]]
    last_line: str = ""

    def write(self, at: datetime, person: int, act: str, subject: str, before: object, after: object) -> None:
        """A line of the trail."""
        number, login = self.rows.ids.get(TrailEntry, 0) + 1, f"p{person}"
        line = {"number": number, "at": at, "person_id": person, "login": login, "address": "10.0.0.1", "act": act}
        line |= {"subject": subject, "change": write_change(before, after)}
        self.last_line = hash_line(line, self.last_line)
        self.rows.add(TrailEntry, **line, hash=self.last_line)

    def answer(self, number: int, year: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """How a bureau answers in a year: one remark in twelve is said by others, too, one in eight by nobody else."""
        chance, name = random.Random(year * 10_000 + number), self.bureaus[number][1]
        for id, content in self.ways[(number + year) % WAYS].items():
            said = chance.random()
            remark = COMMON[chance.randrange(40)] if said < 0.08 else f"{name}{year}年已办理。" if said < 0.2 else ""
            yield id, {**content, "remark": remark}


def build_province(engine: sa.Engine, size: int) -> None:
    """Fill an empty database with a province of so many bureaus and three years."""
    asked = make_large_questionnaire(kinds=USUAL)
    ways = [make_raw(asked, way, varied=True) for way in range(WAYS)]
    with Session(engine.execution_options(writing=True)) as session:
        province = Province(Rows(session), asked, [], 0, ways)
        _add_people(session, province, size)
        previous = None
        for year in YEARS:
            previous = _add_year(session, province, year, previous)
        province.rows.put()
        add_flags(session)
        session.execute(sa.update(TrailHead).values(number=province.rows.ids[TrailEntry], hash=province.last_line))
        session.commit()


def _add_people(session: Session, province: Province, size: int) -> None:
    top = Bureau(code="140000", name="某省药品监督管理局", level="province")
    session.add(top)
    session.flush()
    add_person(session, "admin", "管理员", Role.ADMINISTRATOR, None)
    add_person(session, "auditor", "审计员", Role.AUDITOR, None)
    add_person(session, "leader", "领导", Role.LEADER, None)
    province.reviewer = add_person(session, "province", "省级审核员", Role.PROVINCIAL_REVIEWER, top).id
    cities = 10 if size < 1000 else 30
    places = [top]
    for city in range(cities):
        place = Bureau(code=f"14{city + 1:02}00", name=f"第{city + 1}市市场监督管理局", level="city", parent_id=top.id)
        session.add(place)
        session.flush()
        add_person(session, f"city{city}", f"市级审核员{city}", Role.CITY_REVIEWER, place)
        places.append(place)
    counties = size - cities - 1
    for number in range(counties):
        above = places[1 + number % cities]
        code = f"{above.code[:4]}{1 + number // cities:02}"
        county = Bureau(code=code, name=f"第{number}县市场监督管理局", level="county", parent_id=above.id)
        places.append(county)
    session.add_all(places)
    session.flush()
    for number, place in enumerate(places):
        clerk = add_person(session, f"clerk{number}", f"填报员{number}", Role.CLERK, place)
        head = add_person(session, f"head{number}", f"负责人{number}", Role.HEAD, place)
        province.bureaus.append((place.id, place.name, clerk.id, head.id))
    session.execute(sa.text("UPDATE person SET password_set_at = created_at"))


def _add_year(session: Session, province: Province, year: int, previous: int | None) -> int:
    opens = OPENS[year]
    title, closes = f"{year}年度药品监管能力自评", opens + timedelta(days=48)
    round = open_round(session, str(year), title, date(year, 6, 30), opens, closes)
    round.previous_id = previous
    session.add(round)
    levels: dict[str, int] = {}
    for level in ("province", "city", "county"):
        own = province.asked.replace(level=Level(level))
        hash, content = own.content_hash(), own.model_dump_json()
        issued = IssuedQuestionnaire(
            round_id=round.id, document="sample", level=level, version="1", content_hash=hash, content=content
        )
        session.add(issued)
        session.flush()
        levels[level] = issued.id
    first = province.rows.ids.get(Response, 0) + 1
    asked = {one.id: levels[one.level] for one in session.exec(select(Bureau))}
    for number, (bureau_id, *_) in enumerate(province.bureaus):
        state = State.ACCEPTED if year < YEARS[-1] else MIXTURE[number % len(MIXTURE)]
        _add_response(province, year, number, round.id, asked[bureau_id], state)
        if year < YEARS[-1] and levels["county"] != asked[bureau_id]:
            closed: dict[str, Any] = {"closed_at": datetime(year, 9, 1, tzinfo=UTC), "closed_by_id": province.reviewer}
            session.add(Closing(round_id=round.id, bureau_id=bureau_id, **closed))
    province.rows.put()
    _add_outcomes(session, province, first)
    return round.id


def _add_response(province: Province, year: int, number: int, round_id: int, asked_id: int, state: State) -> None:
    rows, (bureau_id, _, clerk, head) = province.rows, province.bureaus[number]
    opens = OPENS[year]
    begun = datetime(opens.year, opens.month, opens.day, 1, tzinfo=UTC) + timedelta(days=1, minutes=number)
    handed_in = begun + timedelta(days=5) if Action.SUBMIT in dict(STEPS[state]) else None
    asked: dict[str, Any] = {"round_id": round_id, "bureau_id": bureau_id, "questionnaire_id": asked_id}
    asked |= {"absent_reason": "", "due_reason": ""}
    facts = {"profile": {"has_laboratory": True}, "profile_version": 1}
    by = head if handed_in else None
    id = rows.add(Response, **asked, **facts, state=state, submitted_at=handed_in, submitted_by_id=by)
    for at, (question, content) in enumerate(province.answer(number, year)):
        if state is State.DRAFTING and at % 5 > 2:
            continue  # three answers in five are there
        made = begun + timedelta(seconds=20 * at)
        place = {"response_id": id, "question_id": question, "content": content, "source": Source.TYPED}
        rows.add(StoredAnswer, **place, version=1, saved_at=made, saved_by_id=clerk)
        if year == YEARS[-1]:
            rows.add(Edit, **place, base_version=0, state=EditState.KEPT, made_at=made, made_by_id=clerk)
            province.write(made, clerk, "answer.save", f"response {id} question {question}", None, content)
    _add_files(province, id, number, begun)
    _add_steps(province, id, number, state, begun + timedelta(days=5))


def _add_files(province: Province, id: int, number: int, at: datetime) -> None:
    """Files at some questions; one bureau in twenty has taken its neighbour's."""
    rows, (bureau_id, _, clerk, _) = province.rows, province.bureaus[number]
    for which, question in enumerate(list(province.ways[0])[: FILES * 7 : 7]):
        owner = number - 1 if number % 20 == 13 else number
        made = {"sha256": f"{owner * 1000 + which + at.year * 10_000_000:064x}", "size": 90_000, "kind": "pdf"}
        made |= {"name": f"{at.year}年第{which}号文件.pdf", "number": "", "added_at": at, "added_by_id": clerk}
        file = rows.add(ShelfFile, **made, bureau_id=bureau_id, note="")
        rows.add(Evidence, **made, response_id=id, question_id=question, file_id=file, done="")


def _add_steps(province: Province, id: int, number: int, state: State, at: datetime) -> None:
    rows, (_, _, clerk, head) = province.rows, province.bureaus[number]
    actors = {Action.PRESENT: clerk, Action.SIGN_OFF: head, Action.SUBMIT: head}
    before, reviewer = State.DRAFTING, province.reviewer
    for hours, (action, target) in enumerate(STEPS[state]):
        person = actors.get(action, reviewer)
        moment = at if action is Action.SUBMIT else at + timedelta(hours=hours - 2)
        change = {"action": action, "from_state": before, "to_state": target, "reason": ""}
        rows.add(StateChange, response_id=id, at=moment, person_id=person, **change)
        province.write(moment, person, f"response.{action}", f"response {id}", before, [target, ""])
        before = target
    if state not in (State.CITY_REVIEW, State.PROVINCIAL_REVIEW, State.RETURNED, State.ACCEPTED):
        return
    done = 150 if state is State.ACCEPTED or number % 2 else 75
    for which, question in enumerate(list(province.ways[0])[:done]):
        decision, more = Decision.CONFIRMED, dict[str, Any](content=None, reason="", mend_by=None, sent_at=None)
        if which % 50 == 7:
            decision, more = Decision.SET_ASIDE, more | {"content": None, "reason": "未见佐证材料。"}
            more["content"] = dict(province.ways[0][question]) | {"remark": ""}
        if state is State.RETURNED and which % 30 == 4:
            decision, more = Decision.RETURNED, more | {"reason": "请补充佐证材料。", "content": None}
            more |= {"mend_by": date(2026, 8, 10), "sent_at": at + timedelta(days=2)}
        place = {"response_id": id, "question_id": question, "answer_version": 1, "decision": decision}
        moment = at + timedelta(days=1, seconds=which)
        rows.add(Review, **place, **more, stage=State.CITY_REVIEW, made_at=moment, made_by_id=reviewer)
        if at >= datetime.combine(OPENS[YEARS[-1]], datetime.min.time(), UTC):
            province.write(moment, reviewer, "review.decide", f"response {id} question {question}", None, decision)


def _add_outcomes(session: Session, province: Province, first: int) -> None:
    """What the responses of a year from an id on came to: judged once for each way to answer and to have decided."""
    session.flush()
    judged: dict[tuple[int, bool], tuple[Any, list[dict[str, Any]]]] = {}
    table = table_of(StoredOutcome)
    query = select(Response).where(Response.id >= first, col(Response.submitted_at).is_not(None))
    for response in session.exec(query.order_by(col(Response.id))).all():
        key = ((response.bureau_id - 1 + response.round.year) % WAYS, response.state is State.ACCEPTED)
        if key not in judged:
            found = assess(session, response)
            store_outcome(session, response, Basis.OWN, found.card)
            if response.state in (State.ACCEPTED, State.PROVINCIAL_REVIEW):
                store_outcome(session, response, Basis.VERIFIED, found.verified)
            session.flush()
            stored = session.execute(sa.select(table).where(table.c.response_id == response.id)).mappings()
            judged[key] = found, [dict(one) for one in stored]
        else:
            for row in judged[key][1]:
                session.execute(sa.insert(table), row | {"response_id": response.id})
        found = judged[key][0]
        response.score, response.grade = _round(found.card)
        if response.state is State.ACCEPTED:
            response.verified_score, response.verified_grade = _round(found.verified)
        session.add(response)
    session.commit()


def add_flags(session: Session) -> None:
    """The marks of remarks, each its own; how many reasons to look there are is counted once for each way to answer in
    a year, and the same for all who answered like that."""
    known: dict[tuple[int, int], dict[str, int]] = {}
    query = select(Response).where(col(Response.submitted_at).is_not(None)).order_by(col(Response.id))
    handed_in = session.exec(query.options(*WITH_ROUND)).all()
    for response in handed_in:
        keep_remarks(session, response)
    session.flush()
    for response in handed_in:
        key = (response.round_id, (response.bureau_id - 1 + response.round.year) % WAYS)
        if response.state in IN:
            counts = known.get(key) or {str(kind): count for kind, count in count_flags(session, response).items()}
            known[key] = counts
            session.execute(sa.insert(table_of(RaisedFlags)), {"response_id": response.id, "counts": counts})
    session.commit()


def _round(card: Any) -> tuple[Any, str | None]:
    return round_half_up(card.score), card.grade.grade if card.grade else None
