"""The published JSON of questionnaires, answers, scorecards and the ledger: the shapes that "Commands" fixes."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from questionnaires.answers import Answer
from questionnaires.catalogue import Measure
from questionnaires.coverage import DocumentCoverage
from questionnaires.criteria import Criterion, ListItem, Option, Quantity, Rate
from questionnaires.criteria.numbers import write_number
from questionnaires.crosswalk import CrosswalkRow
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import RULES_VERSION, Result, Scorecard
from questionnaires.shortest_path import find_shortest_path
from questionnaires.totals import Entries, Total
from questionnaires.wording import round_half_up

MARKED = re.compile(r'"\\u0000([0-9.]+)\\u0000"')
CRITERION_KEYS = (
    "kind",
    "op",
    "target",
    "unit",
    "per",
    "direction",
    "period_months",
    "per_year",
    "due",
    "options",
    "items",
    "all_or_nothing",
    "required",
    "range",
)


def publish_questionnaire(questionnaire: Questionnaire) -> dict[str, Any]:
    return {
        "document": questionnaire.document,
        "version": questionnaire.version,
        "level": questionnaire.level,
        "domains": [
            {
                "id": section.id,
                "title": section.title,
                "questions": [_publish_question(question) for question in section.questions],
            }
            for section in questionnaire.domains
        ],
    }


def _publish_question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "measure": question.id,
        "document": question.document,
        "clause": question.clause,
        "title": question.title,
        "text": question.text,
        "help": question.help,
        **{key: _plain(getattr(question.criterion, key, None)) for key in CRITERION_KEYS},
        **_publish_own(question.criterion),
        "weight": _plain(question.weight),
        "critical": question.critical,
        "applies_if": question.applies_if,
        "allow_not_applicable": question.allow_not_applicable,
        "evidence": list(question.evidence),
        "advice": question.advice,
        "library": question.library,
        "levels_basis": question.levels_basis,
        "beside": question.beside,
    }


def _publish_own(criterion: Criterion) -> dict[str, Any]:
    """What only one kind has, and only where it has it."""
    if isinstance(criterion, Quantity):
        return {"measured": criterion.measure}
    if isinstance(criterion, Rate) and criterion.base_range is not None:
        return {"base_range": _plain(criterion.base_range)}
    return {}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        number = value.numerator if value.denominator == 1 else float(value)
        return number if Fraction(str(number)) == value else str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, ListItem):
        return {"value": value.value, "label": value.label, "may_not_apply": value.may_not_apply}
    if isinstance(value, Option):
        return {"value": value.value, "label": value.label}
    return value


def publish_scorecard(questionnaire: Questionnaire, card: Scorecard, rules: str = RULES_VERSION) -> dict[str, Any]:
    """A scorecard with what those rules have; the first had neither assessment year, nor scheme, nor path."""
    published = _publish_card(questionnaire, card)
    if rules != "1":
        published |= {"year": card.year, **_publish_total(card.total), "path": _publish_path(questionnaire, card)}
    return published


def _publish_path(questionnaire: Questionnaire, card: Scorecard) -> dict[str, Any] | None:
    path = find_shortest_path(questionnaire, card)
    if path is None:
        return None
    return {
        "grade": path.grade.grade,
        "score": _points(path.score),
        "steps": [step.question.id for step in path.steps],
        "others": path.others,
    }


def _publish_card(questionnaire: Questionnaire, card: Scorecard) -> dict[str, Any]:
    return {
        "document": questionnaire.document,
        "version": questionnaire.version,
        "level": questionnaire.level,
        "as_of": card.as_of.isoformat(),
        "score": _points(card.score),
        "range": [_points(card.low), _points(card.high)],
        "grade": card.grade.grade if card.grade else None,
        "capped_by": [result.question.id for result in card.capped_by],
        "progress": {"answered": card.answered, "asked": card.asked},
        "domains": [
            {"id": domain.id, "score": _points(domain.score), "lost": f"{domain.shown_lost:.2f}"}
            for domain in card.domains
        ],
        "questions": [_publish_result(result) for result in card.results],
        "gaps": [gap.question.id for gap in card.gaps],
    }


def _publish_total(total: Total | None) -> dict[str, Any]:
    """What stands beside the score; nothing without a scheme."""
    return {
        "total": _points(total.points) if total else None,
        "bonus": _points(total.bonus) if total else None,
        "deducted": _points(total.deducted) if total else None,
        "vetoes": [veto.id for veto in total.vetoes] if total else [],
    }


def _publish_result(result: Result) -> dict[str, Any]:
    return {
        "id": result.question.id,
        "verdict": result.verdict,
        "credit": None if result.credit is None else str(result.credit),
        "weight": _plain(result.question.weight),
        "lost": None if result.shown_lost is None else f"{result.shown_lost:.2f}",
        "timing": result.timing,
        "late": result.late,
    }


def _points(number: Fraction | None) -> str | None:
    return None if number is None else f"{round_half_up(number):.2f}"


def publish_coverage(ledger: list[DocumentCoverage]) -> dict[str, Any]:
    return {
        "documents": [
            {
                "id": document.id,
                "title": document.title,
                "number": document.number,
                "clauses": [
                    {
                        "path": clause.path,
                        "heading": clause.heading,
                        "measures": list(clause.measures),
                        "questions": {level: list(ids) for level, ids in clause.questions.items()},
                        "reason": clause.reason,
                        "library": clause.library,
                        "carried": [{"phrase": phrase, "by": list(ids)} for phrase, ids in clause.carried.items()],
                    }
                    for clause in document.clauses
                ],
                "levels": {level: asdict(count) for level, count in document.levels.items()},
            }
            for document in ledger
        ]
    }


def publish_crosswalk(rows: list[CrosswalkRow]) -> dict[str, Any]:
    return {
        "domains": [
            {
                "id": row.domain.id,
                "title": row.domain.title,
                "duties": [
                    {
                        "id": one.duty.id if one.duty else None,
                        "title": one.duty.title if one.duty else None,
                        "notices": {
                            id: [_publish_carried(m) for m in share.measures] for id, share in one.shares.items()
                        },
                    }
                    for one in row.duties
                ],
            }
            for row in rows
        ]
    }


def _publish_carried(measure: Measure) -> dict[str, Any]:
    """How a notice asks a duty: at which levels, by which kind, with which figure."""
    return {
        "measure": measure.id,
        "levels": list(measure.levels),
        "levels_basis": measure.levels_basis,
        "kind": measure.criterion.kind,
        "asked": measure.criterion.write_target(),
    }


def publish_answers(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """The answers as an answer file gives them: `answers.read_answers` reads them back, to the last digit."""
    return {id: _publish_answer(questionnaire.by_id[id], answer) for id, answer in answers.items()}


def _publish_answer(question: Question, answer: Answer) -> dict[str, Any]:
    return answer.tell(question) | ({"remark": answer.remark} if answer.remark else {})


def publish_entries(entries: Entries) -> dict[str, Any]:
    """What an answer file says beside its answers, without what is empty: `entry_reading` reads it back."""
    claimed = {id: {"claimed": write_number(one.points), "reason": one.reason} for id, one in entries.claimed.items()}
    told: dict[str, Any] = {"bonus": claimed} if claimed else {}
    if entries.granted is not None:
        told["granted"] = {id: write_number(points) for id, points in entries.granted.items()}
    for field, entered in (("deductions", entries.deductions), ("vetoes", entries.vetoes)):
        if entered:
            told[field] = [{"id": one.id, "reason": one.reason} for one in entered]
    return told


def write_json(content: object) -> bytes:
    """JSON as a file, decimals as numbers with all their digits; the same content always gives the same bytes."""
    text = json.dumps(content, ensure_ascii=False, indent=1, default=_mark_number)
    return (MARKED.sub(r"\1", text) + "\n").encode()


def _mark_number(number: object) -> str:
    """A decimal between marks that no words hold; `json` knows no exact decimals."""
    if not isinstance(number, Decimal):
        raise TypeError(type(number).__name__)
    return f"\0{number:f}\0"
