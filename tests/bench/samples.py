"""A province made up for measuring: one questionnaire of 150 questions, many bureaus' answers, from a fixed seed."""

import random
from collections.abc import Sequence
from datetime import datetime
from time import perf_counter, process_time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.answers import Answer, read_answers
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import score
from reports.tables.aggregate import RoundInfo, ScoredResponse
from survey.accounts.accounts import add_person
from survey.responses.assessing import assess
from survey.responses.stored_outcomes import store_outcome
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import invite_bureaus, open_round
from survey.storage.columns import now
from survey.storage.states import Basis, Decision, Role, Source, State
from survey.storage.tables import Bureau, IssuedQuestionnaire, Person, Review, StoredAnswer
from tests.reports.samples import ALL_MET, AS_OF, CRITERIA, MIXED, make_question, make_questionnaire

SEED = 20260630
FIGURES = {
    "certified": (("part", "whole"), (5, 200), (5, 200)),
    "reactions": (("count", "base"), (0, 900), (20_000, 900_000)),
    "samples": (("baseline", "current"), (20, 400), (20, 500)),
}
SCORED = [id for id, (_, criterion) in CRITERIA.items() if criterion["kind"] != "text"]

USUAL = ["emergency"] * 16 + ["plan"] * 4 + ["committee"] * 4 + ["certified"]  # of 25 that the notices ask of counties


def make_large_questionnaire(size: int = 150, domains: int = 15, kinds: Sequence[str] = SCORED) -> Questionnaire:
    """These kinds in turn, in equal domains."""
    small = make_questionnaire()
    questions = [
        make_question(
            f"{kinds[at % len(kinds)]}-{at}",
            f"{CRITERIA[kinds[at % len(kinds)]][0]}{at}",
            CRITERIA[kinds[at % len(kinds)]][1],
        )
        for at in range(size)
    ]
    each = size // domains
    sections = tuple(
        small.domains[0].model_copy(
            update={
                "id": f"N{at + 1:02}",
                "title": f"能力领域{at + 1}",
                "questions": tuple(questions[at * each : (at + 1) * each]),
            }
        )
        for at in range(domains)
    )
    return small.model_copy(update={"domains": sections})


def make_answers(questionnaire: Questionnaire, bureau: int, varied: bool = False) -> dict[str, Answer]:
    """The answers of one bureau."""
    return read_answers(questionnaire, make_raw(questionnaire, bureau, varied), AS_OF)


def make_raw(questionnaire: Questionnaire, bureau: int, varied: bool = False) -> dict[str, dict[str, Any]]:
    """The answers of one bureau as they are stored, some of them remarked; `varied`: hardly two are the same."""
    chance = random.Random(SEED + bureau)
    raw: dict[str, dict[str, Any]] = {}
    for question in questionnaire.questions:
        kind = question.id.rpartition("-")[0]
        source = ALL_MET if kind not in MIXED or chance.random() < 0.5 else MIXED
        value = vary(chance, kind, source[kind]) if varied else source[kind]
        raw[question.id] = {"value": value, "remark": "已列入年度计划。" if chance.random() < 0.1 else ""}
    return raw


def vary(chance: random.Random, kind: str, value: Any) -> Any:
    """Any items of a list, any figures of a size as counties give them; others as they are."""
    if kind == "emergency":
        return [one for one in ALL_MET[kind] if chance.random() < 0.7]
    if kind == "training":
        return chance.randint(0, 60)
    if kind not in FIGURES:
        return value
    names, first, second = FIGURES[kind]
    pair = [chance.randint(*first), chance.randint(*second)]
    return dict(zip(names, sorted(pair) if kind == "certified" else pair, strict=True))


def make_round(bureaus: int) -> tuple[RoundInfo, list[ScoredResponse]]:
    """A scored round."""
    questionnaire = make_large_questionnaire()
    responses = [
        ScoredResponse(
            bureau=f"第{bureau}县市场监督管理局",
            code=f"{140000 + bureau}",
            parent="某某市",
            level="县（市、区）",
            state="已提交",
            document="sample",
            version="1",
            submitted_at=datetime(2026, 7, 1),
            questionnaire=questionnaire,
            scorecard=score(questionnaire, make_answers(questionnaire, bureau), AS_OF),
        )
        for bureau in range(bureaus)
    ]
    return RoundInfo("2026年自评", AS_OF, (questionnaire,)), responses


class Clock:
    """Seconds of wall clock and of this process."""

    def __enter__(self) -> "Clock":
        self._wall, self._process = perf_counter(), process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.process = perf_counter() - self._wall, process_time() - self._process


def fill_province(engine: sa.Engine, bureaus: int, varied: bool = False) -> None:
    """The same province in a database: every response submitted and accepted, one answer in fifty set aside.

    `varied`: the kinds of question are those that the notices ask of counties, and hardly two answers are the same.
    """
    questionnaire = make_large_questionnaire(kinds=USUAL) if varied else make_large_questionnaire()
    with Session(engine) as session:
        round = open_round(session, "bench", "2026年自评", AS_OF, AS_OF, AS_OF)
        issued = IssuedQuestionnaire(
            round_id=round.id,
            document="sample",
            level="county",
            version="1",
            content_hash=questionnaire.content_hash(),
            content=questionnaire.model_dump_json(),
        )
        above = Bureau(code="140000", name="某某市市场监督管理局", level="city")
        session.add_all([issued, above])
        session.flush()
        clerk = add_person(session, "bench", "填报员", Role.CLERK, above)
        for number in range(bureaus):
            _put_response(session, issued, above, clerk, number, varied)
        session.commit()


def _put_response(
    session: Session, issued: IssuedQuestionnaire, above: Bureau, clerk: Person, number: int, varied: bool
) -> None:
    bureau = Bureau(code=f"{150000 + number}", name=f"第{number}县市场监督管理局", level="county", parent_id=above.id)
    session.add(bureau)
    session.flush()
    [response] = invite_bureaus(session, issued, [bureau])
    response.state, response.submitted_at = State.ACCEPTED, now()
    row: dict[str, Any] = {"response_id": response.id, "version": 1, "saved_at": now(), "saved_by_id": clerk.id}
    row["source"] = Source.TYPED
    raw = make_raw(open_questionnaire(issued), number, varied)
    session.execute(sa.insert(StoredAnswer), [row | {"question_id": id, "content": one} for id, one in raw.items()])
    review: dict[str, Any] = {"response_id": response.id, "stage": State.PROVINCIAL_REVIEW, "answer_version": 1}
    review |= {"decision": Decision.SET_ASIDE, "reason": "未见佐证材料。", "made_at": now(), "made_by_id": clerk.id}
    instead = [id for id in raw if id.startswith("committee")][:3]
    session.execute(
        sa.insert(Review), [review | {"question_id": id, "content": {"value": False, "remark": ""}} for id in instead]
    )
    session.flush()
    assessment = assess(session, response)
    store_outcome(session, response, Basis.OWN, assessment.card)
    store_outcome(session, response, Basis.VERIFIED, assessment.verified)
    session.flush()
    session.expunge_all()
