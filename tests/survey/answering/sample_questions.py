"""Small questionnaires for the tests: one question of every kind, or the few that a test needs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from questionnaires.applying import apply_scheme
from questionnaires.catalogue import Fact
from questionnaires.criteria import Criterion
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scheme import Scheme
from survey.rounds.rounds import open_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import IssuedQuestionnaire, Response, StoredAnswer
from tests.people import Respondent

STEPS = [{"value": "none", "label": "无"}, {"value": "C", "label": "C级"}, {"value": "B", "label": "B级"}]
ITEMS = [
    {"value": "plan", "label": "预案"},
    {"value": "team", "label": "队伍", "may_not_apply": True},
    {"value": "stock", "label": "储备"},
]
CRITERIA: dict[str, dict[str, Any]] = {
    "yes_no": {},
    "stage": {"options": STEPS},
    "grade": {"options": STEPS, "target": "C"},
    "number": {"target": 40, "unit": "学时"},
    "share": {"target": 75, "part": "专业人员数", "whole": "在岗人员总数", "unit": "人"},
    "rate": {"target": 1000, "per": 1000000, "count": "报告数", "base": "常住人口数", "unit": "份", "base_unit": "人"},
    "growth": {"target": 30, "direction": "down", "baseline": "原办理时限", "current": "现办理时限", "unit": "天"},
    "recency": {"period_months": 36},
    "done_by": {"due": "2025-12-31"},
    "checklist": {"items": ITEMS},
    "text": {},
    "quantity": {"unit": "件", "measure": "flow"},
}


def make_question(kind: str, id: str | None = None, **rest: Any) -> Question:
    """A question of a kind; every one of them may be not applicable."""
    criterion = TypeAdapter(Criterion).validate_python({"kind": kind, **CRITERIA[kind]})
    given: dict[str, Any] = {
        "id": id or f"q-{kind}",
        "document": "sample",
        "clause": "二（八）",
        "heading": "检验检测",
        "title": kind,
        "duty": "职责",
        "text": f"本县的{kind}情况如何？",
        "help": None,
        "criterion": criterion,
        "weight": 1,
        "critical": False,
        "applies_if": None,
        "allow_not_applicable": True,
        "evidence": ("证明材料",),
        "advice": "改进建议",
        **rest,
    }
    return Question(**given)


def give_questions(
    bureau: Respondent, *domains: tuple[Question, ...], scheme: Scheme | None = None, facts: tuple[Fact, ...] = ()
) -> None:
    """Ask a bureau these questions instead, by domain: N01, N02 and so on; under a scheme and with facts if any."""
    whole = bureau.questionnaire
    sections = tuple(
        whole.domains[0].model_copy(update={"id": f"N{at + 1:02}", "questions": questions})
        for at, questions in enumerate(domains)
    )
    asked = whole.model_copy(update={"domains": sections, "facts": facts})
    if scheme is not None:
        asked = apply_scheme(scheme, asked)
    asked = name_notice(asked, f"sample-{asked.content_hash()[:8]}")
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        issued = IssuedQuestionnaire(
            round_id=response.round_id,
            document=asked.document,
            level="county",
            version="1",
            content_hash=asked.content_hash(),
            content=asked.model_dump_json(),
        )
        session.add(issued)
        session.flush()
        response.questionnaire_id = issued.id


def add_last_year(bureau: Respondent, answers: Mapping[str, dict[str, Any]]) -> None:
    """Let a bureau have been asked the same a year ago, and have given these answers, each with its remark."""
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        days = [day - timedelta(days=365) for day in (response.round.as_of, response.round.opens_on)]
        round = open_round(session, "2025", "2025年度自评", response.round.as_of, days[1], days[1])
        last = Response(round_id=round.id, bureau_id=response.bureau_id, questionnaire_id=response.questionnaire_id)
        session.add(last)
        session.flush()
        response.round.previous_id = round.id
        given: dict[str, Any] = {"response_id": last.id, "version": 1, "saved_at": now(), "saved_by_id": bureau.id}
        for id, content in answers.items():
            session.add(StoredAnswer(question_id=id, content=content, **given))


def name_notice(asked: Questionnaire, name: str) -> Questionnaire:
    """The same of a notice of another name."""

    def rename(id: str) -> str:
        return name if id == asked.document else id

    sources = tuple(one.model_copy(update={"id": rename(one.id)}) for one in asked.sources)
    sections = tuple(
        section.model_copy(
            update={
                "questions": tuple(
                    one.model_copy(update={"document": rename(one.document)}) for one in section.questions
                )
            }
        )
        for section in asked.domains
    )
    return asked.replace(document=name, sources=sources, domains=sections)
