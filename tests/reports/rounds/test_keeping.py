"""What is kept of a round and followed act by act is the same as what is read anew, whatever is done."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import UNANSWERED, Answer
from questionnaires.messages import Refused
from questionnaires.scheme import Scheme
from reports.rounds.content import RoundReport
from reports.rounds.gathering import read_round
from reports.rounds.keeping import recall_round
from reports.rounds.ranking import list_ranked_levels, rank_level
from reports.rounds.recalled import recall_report
from reports.rounds.report import describe_round_report
from reports.rounds.summary import sum_groups
from survey.bureaus.mending import mend_bureau, show_place
from survey.plans.holding import MovedOn
from survey.plans.keeping import NewItem, add_item, move_item
from survey.plans.promise import Promise
from survey.responses.entries import enter_against, withdraw_entry
from survey.responses.reviews import DecisionRefused, decide
from survey.responses.saving import ResponseFrozen, save_answer
from survey.responses.workflow import NotReady, StateTransitionError, move
from survey.rounds.absences import ask_again, leave_out
from survey.rounds.ending import rename_round
from survey.rounds.extending import extend
from survey.rounds.plain import list_plain
from survey.rounds.rounds import LISTED
from survey.storage.beside import ReviewEntry
from survey.storage.database import writing
from survey.storage.plans import PlanItem
from survey.storage.states import Absence, Action, Decision, EntryKind, PlanStatus, Role
from survey.storage.tables import IssuedQuestionnaire, Person, Response, Round, StoredAnswer
from survey.storage.trail import record
from tests.people import Respondent
from tests.reports.rounds.test_group_sums import tell
from tests.reports.samples import TIME_ZONE
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.responses.claiming import write_scheme
from tests.survey.responses.test_workflow import MEND_BY

NOTICE = "inner-mongolia-2022-26"  # that of the bureau
YES_NO = ("q-one", "q-two", "q-three")
QUESTIONS = {id: make_question("yes_no", id, document=NOTICE) for id in YES_NO}
QUESTIONS |= {"q-quantity": make_question("quantity", document=NOTICE)}
SCHEME = Scheme.model_validate_json(write_scheme(deductions=[], bonus=[]))
STEPS = 40
REFUSALS = (Refused, NotReady, StateTransitionError, DecisionRefused, ResponseFrozen, MovedOn, LookupError)


class Walk:
    """Three counties in a round, in another of the same year and in the one that follows, and all who do something to
    them, at random."""

    def __init__(self, bureau: Respondent, seed: int) -> None:
        self.engine, self.chance = bureau.engine, random.Random(seed)
        give_questions(bureau, tuple(QUESTIONS.values()), scheme=SCHEME)
        with writing(self.engine) as session:
            first = session.get_one(Response, bureau.response_id)
            first.round.closes_on -= timedelta(days=14)  # some are late, and not any more with a day of their own
            every = session.exec(select(Response).where(Response.round_id == first.round_id)).all()
            for one in every:
                one.questionnaire_id = first.questionnaire_id
            days = {
                name: getattr(first.round, name) for name in ("as_of", "year", "opens_on", "closes_on", "created_at")
            }
            beside = Round(**days, slug="beside", title="另一轮")
            after = Round(**days | {"year": days["year"] + 1}, slug="after", title="下一轮", previous_id=first.round_id)
            session.add_all([beside, after])
            session.flush()
            for round in (beside, after):
                issued = first.questionnaire.model_dump(exclude={"id"}) | {"round_id": round.id}
                asked = IssuedQuestionnaire(**issued)
                session.add(asked)
                session.flush()
                for one in every[:2]:
                    session.add(Response(round_id=round.id, bureau_id=one.bureau_id, questionnaire_id=asked.id))
            self.people = {one.login: one.id for one in session.exec(select(Person))}
            session.flush()
            self.ids = list(session.exec(select(Response.id).order_by(col(Response.id))))
            self.rounds = list(session.exec(select(Round.id).order_by(col(Round.id))))

    def act(self) -> str:
        """Something is done to some response, or tried; what."""
        what: Callable[[int], object] = self.chance.choice(self.acts)
        try:
            what(self.chance.choice(self.ids))
        except REFUSALS as refused:
            return f"{what.__name__}: {refused!r}"
        return what.__name__

    @property
    def acts(self) -> list[Callable[[int], object]]:
        often: Sequence[Callable[[int], object]] = [self.step] * 12 + [self.hurry] * 4
        return [*often, self.out, self.ask_again, *[self.extend, self.promise] * 2, self.move_item, *self.others]

    @property
    def others(self) -> list[Callable[[int], object]]:
        return [self.enter, self.withdraw_entry, self.rename, self.mend, self.sign_in]

    def step(self, id: int) -> None:
        """Any step by whoever may take it."""
        action = self.chance.choice(list(Action))
        for person in self.people.values():
            try:
                move(self.engine, id, action, person, "口径有变")
            except (NotReady, StateTransitionError):
                continue
            return

    def hurry(self, id: int) -> None:
        """Everything is answered, and the response goes as far as it goes, every question decided on."""
        city = self.hand_in(id)
        for name in QUESTIONS:
            decision = self.chance.choice([Decision.CONFIRMED] * 5 + [Decision.SET_ASIDE, Decision.RETURNED])
            answer = Answer(False) if decision is Decision.SET_ASIDE and name != "q-quantity" else UNANSWERED
            mend_by = MEND_BY if decision is Decision.RETURNED else None
            with suppress(DecisionRefused):
                decide(self.engine, id, name, decision, self.people[city], answer, "与档案不一致", mend_by)
        for action, login in ((Action.RETURN, city), (Action.PASS_ON, city), (Action.ACCEPT, "province")):
            with suppress(NotReady, StateTransitionError):
                move(self.engine, id, action, self.people[login])

    def hand_in(self, id: int) -> str:
        """Everything is answered, and the response is taken up by its city; by whom."""
        with Session(self.engine) as session:
            bureau_id = session.get_one(Response, id).bureau_id
            staff = {one.role: one.id for one in session.exec(select(Person).where(Person.bureau_id == bureau_id))}
        clerk, head, city = staff[Role.CLERK], staff[Role.HEAD], "city" if id != self.ids[2] else "foreign-city"
        for name, question in QUESTIONS.items():
            value = Answer(Fraction(self.chance.randrange(9)) if name == "q-quantity" else self.chance.random() < 0.6)
            with suppress(ResponseFrozen):
                save_answer(self.engine, id, question, value, self.find_version(id, name), clerk)
        for action, who in ((Action.SIGN_OFF, head), (Action.SUBMIT, head), (Action.TAKE_UP, self.people[city])):
            with suppress(NotReady, StateTransitionError):
                move(self.engine, id, action, who)
        return city

    def find_version(self, id: int, question: str) -> int:
        query = select(StoredAnswer.version).where(StoredAnswer.response_id == id, StoredAnswer.question_id == question)
        with Session(self.engine) as session:
            return session.exec(query).one_or_none() or 0

    def out(self, id: int) -> None:
        way = self.chance.choice([Absence.EXCUSED, Absence.UNSUBMITTED, Absence.TAKEN_OUT])
        leave_out(self.engine, {id: way}, "已撤并", self.people["admin"])

    def ask_again(self, id: int) -> None:
        ask_again(self.engine, id, self.people["admin"])

    def extend(self, id: int) -> None:
        with Session(self.engine) as session:
            closes_on = session.get_one(Response, id).round.closes_on
        due = closes_on + timedelta(days=self.chance.randrange(1, 9))
        extend(self.engine, [id], due, "机构改革", self.people["admin"])

    def promise(self, id: int) -> None:
        once = str(self.chance.random())
        promise = Promise("整改", "办公室", "张三", due=MEND_BY - timedelta(days=self.chance.randrange(60)))
        add_item(self.engine, id, NewItem(promise, title=f"事项{once}"), once, self.people["bureau"])

    def move_item(self, id: int) -> None:
        with Session(self.engine) as session:
            item = session.exec(select(PlanItem)).first()
        if item is not None:
            step = self.chance.choice([PlanStatus.UNDER_WAY, PlanStatus.CANNOT])
            move_item(self.engine, item.response_id, item.id, item.version, step, "人手不足", self.people["bureau"])

    def enter(self, id: int) -> None:
        enter_against(self.engine, id, EntryKind.VETO, "incident", "省局通报", self.people["city"])

    def withdraw_entry(self, id: int) -> None:
        query = select(ReviewEntry).where(col(ReviewEntry.ended_at).is_(None))
        with Session(self.engine) as session:
            entry = session.exec(query).first()
        if entry is not None:
            withdraw_entry(self.engine, entry.response_id, entry.id, "更正", self.people["city"])

    def rename(self, id: int) -> None:
        with Session(self.engine) as session:
            round = session.get_one(Response, id).round
        rename_round(self.engine, round.id, round.title, f"改名{self.chance.random()}", self.people["admin"])

    def mend(self, id: int) -> None:
        """A county moves to another city, or has another name."""
        with writing(self.engine) as session:
            bureau = session.get_one(Response, id).bureau
            other = {"parent_code": self.chance.choice(["150100", "150200"]), "name": f"县{self.chance.random()}局"}
            mend_bureau(session, self.people["admin"], bureau.id, show_place(session, bureau) | other, "区划调整")

    def sign_in(self, id: int) -> None:
        with writing(self.engine) as session:
            record(session, self.people["bureau"], "account.password", "person 1")


def read_both(engine: sa.Engine, round_id: int) -> tuple[RoundReport, RoundReport, int]:
    """A round as it is kept, as it is read anew, and the version of what is kept."""
    with Session(engine) as session:
        round = session.get_one(Round, round_id)
        kept = recall_round(session, round, TIME_ZONE)
        recalled = recall_report(session, round, kept.list_listed(), "某省", TIME_ZONE)
        anew = list_plain(session, Response.round_id == round_id, LISTED)
        return recalled, read_round(session, round, anew, "某省", TIME_ZONE), kept.version


def work_out(report: RoundReport) -> list[object]:
    """All that a report comes to: its page, its groups, its rankings."""
    page = {name: shown for name, shown in describe_round_report(report, str).items() if name != "report"}
    groups = sum_groups(report.questionnaires, report.members, report.parts, "all")
    return [page, *map(tell, groups), *[rank_level(report, one) for one in list_ranked_levels(report)]]


@pytest.mark.usefixtures("small_groups")
@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_is_what_is_read_anew_after_every_act(bureau: Respondent, seed: int) -> None:
    walk = Walk(bureau, seed)
    known: dict[int, tuple[int, RoundReport]] = {}
    for _ in range(STEPS):
        done = walk.act()
        for id in walk.rounds:
            recalled, anew, version = read_both(walk.engine, id)
            assert recalled == anew, done
            assert work_out(recalled) == work_out(anew), done
            if id in known and known[id][0] == version:
                assert known[id][1] == anew, f"{done}: another report under the same version"
            known[id] = (version, recalled)


def test_one_act_leaves_what_is_known_of_all_others(bureau: Respondent) -> None:
    walk = Walk(bureau, 0)
    before = read_both(walk.engine, 1)[0].members
    walk.hurry(walk.ids[0])
    after = read_both(walk.engine, 1)[0].members
    assert [one is other for one, other in zip(before, after, strict=True)] == [False, True, True]


def test_another_database_in_the_same_place_is_read_anew(bureau: Respondent) -> None:
    walk = Walk(bureau, 0)
    walk.sign_in(1)
    with Session(walk.engine) as session:
        kept = recall_round(session, session.get_one(Round, 1), TIME_ZONE)
        kept.end = (kept.end[0], "that of another line")
    walk.sign_in(1)
    assert read_both(walk.engine, 1)[2] != kept.version


@pytest.mark.parametrize("kind", [Absence.EXCUSED, Absence.UNSUBMITTED, Absence.TAKEN_OUT])
def test_who_is_out_or_asked_again_is_read_again(bureau: Respondent, kind: Absence) -> None:
    walk = Walk(bureau, 0)
    before = read_both(walk.engine, 1)[0]
    leave_out(walk.engine, {walk.ids[0]: kind}, "已撤并", walk.people["admin"])
    out, anew, _ = read_both(walk.engine, 1)
    assert out == anew and out != before
    ask_again(walk.engine, walk.ids[0], walk.people["admin"])
    assert read_both(walk.engine, 1)[0] == before


def test_what_is_entered_against_a_bureau_and_ended_is_read_again(bureau: Respondent) -> None:
    walk = Walk(bureau, 0)
    walk.hand_in(walk.ids[0])
    before = read_both(walk.engine, 1)[0]
    walk.enter(walk.ids[0])
    entered, anew, _ = read_both(walk.engine, 1)
    assert entered == anew and entered != before
    walk.withdraw_entry(walk.ids[0])
    assert entered != read_both(walk.engine, 1)[0] == read_both(walk.engine, 1)[1]


def test_a_day_that_is_put_off_is_read_again(bureau: Respondent) -> None:
    walk = Walk(bureau, 0)
    before = read_both(walk.engine, 1)[0].members
    with Session(walk.engine) as session:
        due = session.get_one(Round, 1).closes_on + timedelta(days=30)
    extend(walk.engine, walk.ids[:1], due, "机构改革", walk.people["admin"])
    after = read_both(walk.engine, 1)[0].members
    assert [(one.is_late, other.is_late) for one, other in zip(before, after, strict=True)] == [
        (True, False),
        (True, True),
        (True, True),
    ]
