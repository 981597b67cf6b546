"""What is stored of the reasons to look is what they come to, whatever happens in whatever order."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import UNANSWERED, Answer
from survey.installing.settings import Settings
from survey.responses.assessing import Case, assess
from survey.responses.flags import FlagKind, Looked, Twins, find_flags, normalise
from survey.responses.handed_in import IS_FILE_HANDED_IN, find_handing_in, list_answers_until
from survey.responses.raising import find_previous, list_files, mark_remark, raise_missing, read_counts
from survey.responses.reviews import DecisionRefused, decide
from survey.responses.saving import ResponseFrozen, list_answers, save_answer
from survey.responses.workflow import list_actions, move
from survey.rounds.rounds import open_round
from survey.storage.beside import HandedRemark, RaisedFlags
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import EDITABLE, IN, Action, Decision, State
from survey.storage.tables import Evidence, Person, Response
from tests.people import Respondent
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.responses.test_workflow import MEND_BY

ASKED = {id: make_question("yes_no", id, document="sample") for id in ("q-one", "q-two", "q-three")}
REMARKS = ("", "已落实", "已按上级统一部署完成全部工作", "台账存于办公室，每季度更新一次", "尚未建立台账，正在抓紧办理")
CLERKS, REVIEWERS = ("bureau", "sibling", "foreigner"), ("city", "foreign-city", "province")
PEOPLE = (*CLERKS, "head", "sibling-head", "foreign-head", *REVIEWERS)
ACTS = ("answer", "attach", "decide", "decide", "step", "step", "hurry", "hurry", "hurry", "reopen")


class Happening:
    """Three bureaus, two of one city, in two years; whoever may do something does it by chance."""

    def __init__(self, respondents: list[Respondent], seed: int) -> None:
        self.engine, self.chance = respondents[0].engine, random.Random(seed)
        give_questions(respondents[0], tuple(ASKED.values()))
        with writing(self.engine) as session:
            self.people = {one.login: one.id for one in session.exec(select(Person))}
            first = session.get_one(Response, respondents[0].response_id)
            day = first.round.opens_on
            last = open_round(session, "2025", "2025年度自评", first.round.as_of, day, day)
            first.round.previous_id, self.clerks = last.id, dict[int, int]()
            for one in respondents:
                response = session.get_one(Response, one.response_id)
                response.questionnaire_id, response.profile = first.questionnaire_id, {}
                before = Response(
                    round_id=last.id,
                    bureau_id=response.bureau_id,
                    questionnaire_id=first.questionnaire_id,
                    profile={},
                )
                session.add(before)
                session.flush()
                self.clerks |= {response.id: one.id, before.id: one.id}

    def act(self) -> None:
        """One act, or none where nobody may."""
        name, id = self.chance.choice(ACTS), self.chance.choice(list(self.clerks))
        with Session(self.engine) as session:
            state = session.get_one(Response, id).state
        if name == "answer":
            self.answer(id, self.chance.choice(list(ASKED)))
        elif name == "attach" and state in EDITABLE:
            self.attach(id)
        elif name == "decide":
            self.decide(id, self.chance.choice(list(ASKED)), self.chance.choice(list(Decision)))
        elif name == "hurry":
            self.hurry(id, state)
        elif name != "attach":
            self.step(id, may_reopen=name == "reopen")

    def hurry(self, id: int, state: State) -> None:
        if state in EDITABLE:
            self.attach(id)
        for question in ASKED:
            self.answer(id, question)
            self.decide(id, question, Decision.CONFIRMED)
        for _ in range(3):
            self.step(id)

    def answer(self, id: int, question: str) -> None:
        with Session(self.engine) as session:
            stands = list_answers(session, session.get_one(Response, id)).get(question)
        answer = Answer(self.chance.random() < 0.6, remark=self.chance.choice(REMARKS))
        with suppress(ResponseFrozen):
            save_answer(self.engine, id, ASKED[question], answer, stands.version if stands else 0, self.clerks[id])

    def attach(self, id: int) -> None:
        with writing(self.engine) as session:
            session.add(
                Evidence(
                    response_id=id,
                    question_id=self.chance.choice(list(ASKED)),
                    sha256=self.chance.choice("ab") * 64,
                    size=10,
                    kind="pdf",
                    name="证明.pdf",
                    added_at=now(),
                    added_by_id=self.clerks[id],
                )
            )

    def decide(self, id: int, question: str, decision: Decision) -> None:
        reason, answer = ("", UNANSWERED) if decision is Decision.CONFIRMED else ("与档案不一致", Answer(False))
        mend_by = MEND_BY if decision is Decision.RETURNED else None
        for login in REVIEWERS:
            with suppress(DecisionRefused):
                decide(self.engine, id, question, decision, self.people[login], answer, reason, mend_by)

    def step(self, id: int, may_reopen: bool = False) -> None:
        with Session(self.engine) as session:
            case = Case(session, session.get_one(Response, id))
            offered = [
                (action, self.people[login])
                for login in PEOPLE
                for action, obstacle in list_actions(case, session.get_one(Person, self.people[login])).items()
                if obstacle is None and (may_reopen or action is not Action.REOPEN)
            ]
        if offered:
            action, person = self.chance.choice(offered)
            move(self.engine, id, action, person, "口径有变")


def list_remarks(session: Session, round_id: int) -> Iterator[tuple[int, str, str]]:
    """Every remark that was handed in within a round, normalised, by response and question."""
    handed_in = (Response.round_id == round_id, col(Response.submitted_at).is_not(None))
    for response in session.exec(select(Response).where(*handed_in)).all():
        for id, one in list_answers_until(session, response, find_handing_in(response)).items():
            if words := normalise(one.answer.remark):
                yield response.id, id, words


def count_plainly(session: Session, response: Response) -> Counter[FlagKind]:
    """The reasons to look at a response, held against all the others of its round."""
    remarks, files = dict[tuple[str, str], list[int]](), dict[str, list[int]]()
    for id, question, words in list_remarks(session, response.round_id):
        remarks.setdefault((question, words), []).append(id)
    query = sa.select(Evidence.sha256, Evidence.response_id).join(Response)  # type: ignore[call-overload]
    for sha256, id in session.execute(query.where(Response.round_id == response.round_id, IS_FILE_HANDED_IN)):
        files.setdefault(sha256, []).append(id)
    judged, before = assess(session, response), find_previous(session, response)
    then = assess(session, before, handed_in=True).verified.results if before else ()
    looked = Looked(
        judged.card.results,
        judged.card.as_of,
        judged.profile,
        list_files(session, response.id),
        {one.question.id: one for one in then},
    )
    return Counter(flag.kind for flag in find_flags(response.id, looked, Twins(remarks, files)))


def test_what_is_stored_is_what_it_comes_to(respondent: Callable[[str], Respondent], settings: Settings) -> None:
    happening = Happening([respondent(login) for login in CLERKS], seed=1)
    seen, stored = Counter[FlagKind](), 0
    for number in range(90):
        happening.act()
        with Session(happening.engine) as session:
            responses = session.exec(select(Response).order_by(col(Response.id))).all()
            rows = {one.response_id: one.counts for one in session.exec(select(RaisedFlags))}
            marks = set(session.exec(select(HandedRemark.response_id, HandedRemark.question_id, HandedRemark.mark)))
            assert marks == {
                (id, question, mark_remark(round_id, question, words))
                for round_id in {one.round_id for one in responses}
                for id, question, words in list_remarks(session, round_id)
            }
            expected = {one.id: count_plainly(session, one) for one in responses if one.state in IN}
            assert {id: expected[id] for id in rows} == rows
            assert read_counts(session, responses) == expected
        seen, stored = sum(expected.values(), seen), stored + len(rows)
        if number % 40 == 39:
            raise_missing(happening.engine, settings)
    assert stored > 80 and {FlagKind.SAME_FILE, FlagKind.SAME_REMARK, FlagKind.JUMP} <= seen.keys()
