"""A province made up for measuring: one questionnaire of 150 questions, many bureaus' answers, from a fixed seed."""

import random
from datetime import datetime
from time import perf_counter, process_time
from typing import Any

from questionnaires.answers import Answer, read_answers
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import score
from reports.aggregate import RoundInfo, ScoredResponse
from tests.reports.samples import ALL_MET, AS_OF, CRITERIA, MIXED, make_question, make_questionnaire

SEED = 20260630
SCORED = [id for id, (_, criterion) in CRITERIA.items() if criterion["kind"] != "text"]


def make_large_questionnaire(size: int = 150, domains: int = 15) -> Questionnaire:
    """All scored kinds in turn, in equal domains."""
    small = make_questionnaire()
    questions = [
        make_question(
            f"{SCORED[at % len(SCORED)]}-{at}",
            f"{CRITERIA[SCORED[at % len(SCORED)]][0]}{at}",
            CRITERIA[SCORED[at % len(SCORED)]][1],
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


def make_answers(questionnaire: Questionnaire, bureau: int) -> dict[str, Answer]:
    """The answers of one bureau, some of them remarked."""
    chance = random.Random(SEED + bureau)
    raw: dict[str, dict[str, Any]] = {}
    for question in questionnaire.questions:
        kind = question.id.rpartition("-")[0]
        source = ALL_MET if kind not in MIXED or chance.random() < 0.5 else MIXED
        raw[question.id] = {"value": source[kind], "remark": "已列入年度计划。" if chance.random() < 0.1 else ""}
    return read_answers(questionnaire, raw, AS_OF)


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
