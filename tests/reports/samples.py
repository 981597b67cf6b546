"""A small questionnaire with every kind of criterion, and bureaus that answered it; scores are worked by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from questionnaires.answers import read_answers
from questionnaires.catalogue import Band, Fact, Level
from questionnaires.outcomes import keep_outcome
from questionnaires.questionnaire import Question, Questionnaire, Section, SourceDocument
from questionnaires.scoring import Scorecard, score
from reports.gap.content import FiledEvidence, GapReport, Signatories, Signatory, remember_round, spread_scores
from reports.gap.ledger_annex import Ledger, LedgerRow

AS_OF = date(2026, 6, 30)
BUREAU = "某某县市场监督管理局"
TIME_ZONE = "Asia/Shanghai"
EAST = timezone(timedelta(hours=8))
STEPS = [{"value": "none", "label": "无"}, {"value": "C", "label": "C级"}, {"value": "C+", "label": "C+级"}]
ITEMS = [
    {"value": value, "label": label}
    for value, label in [("plan", "应急预案"), ("team", "应急队伍"), ("gear", "应急装备"), ("stock", "应急物资")]
]
PARTS = {"part": "持证人数", "whole": "检查人员总数", "unit": "人"}
COUNTS = {"count": "报告数", "base": "常住人口数", "unit": "份", "base_unit": "人"}
CHANGE = {"baseline": "上年批次", "current": "本年批次", "unit": "批次"}

CRITERIA: dict[str, tuple[str, dict[str, Any]]] = {
    "committee": ("药品安全委员会", {"kind": "yes_no"}),
    "plan": ("能力建设规划", {"kind": "stage", "options": STEPS, "due": date(2025, 12, 31)}),
    "lab-grade": ("实验室等级", {"kind": "grade", "options": STEPS, "target": "C+", "due": date(2027, 12, 31)}),
    "training": ("监管人员培训", {"kind": "number", "target": 40, "unit": "学时"}),
    "certified": ("持证检查人员占比", {"kind": "share", "target": 90, **PARTS}),
    "reactions": ("不良反应报告", {"kind": "rate", "target": 1000, "per": 1_000_000, **COUNTS}),
    "samples": ("抽检批次增长", {"kind": "growth", "target": 20, "direction": "up", **CHANGE}),
    "drill": ("应急演练频次", {"kind": "recency", "period_months": 36}),
    "list": ("权责清单印发", {"kind": "done_by", "due": date(2021, 12, 31)}),
    "emergency": ("应急保障", {"kind": "checklist", "items": ITEMS}),
    "remarks": ("其他情况", {"kind": "text"}),
}

ALL_MET: dict[str, Any] = {
    "committee": True,
    "plan": "C+",
    "lab-grade": "C+",
    "training": 40,
    "certified": {"part": 9, "whole": 10},
    "reactions": {"count": 500, "base": 500_000},
    "samples": {"baseline": 100, "current": 120},
    "drill": "2026-01-15",
    "list": "2021-12-31",
    "emergency": ["plan", "team", "gear", "stock"],
}
# 1, 1/2, 1/2, 7/8, 5/6, not applicable, 1/2, 0, 1 (late), 1/2: 137/24 of 9 are 63.43 of 100.
MIXED: dict[str, Any] = {
    "committee": True,
    "plan": "C",
    "lab-grade": "C",
    "training": 35,
    "certified": {"part": 45, "whole": 60},
    "samples": {"baseline": 100, "current": 110},
    "drill": None,
    "list": "2022-03-01",
    "emergency": ["plan", "team"],
}
REASON = {"reactions": "本县未设监测机构，由市级统一监测。"}
MIXED_GAPS = [CRITERIA[id][0] for id in ("plan", "lab-grade", "training", "certified", "samples", "drill", "emergency")]


def make_question(id: str, title: str, criterion: dict[str, Any], **more: Any) -> Question:
    return Question.model_validate(
        {
            "id": id,
            "document": "sample",
            "clause": "二（三）",
            "heading": "提升监管能力",
            "title": title,
            "duty": f"按要求做好{title}工作。",
            "text": f"本县的{title}情况如何？",
            "help": None,
            "criterion": criterion,
            "weight": 1,
            "critical": False,
            "applies_if": None,
            "allow_not_applicable": True,
            "evidence": ("证明材料",),
            "advice": f"由本局牵头补齐{title}。",
            **more,
        }
    )


def make_questionnaire(**more: dict[str, Any]) -> Questionnaire:
    """All kinds in two domains; `more` changes single questions."""
    questions = tuple(
        make_question(id, title, criterion, critical=id == "committee", **more.get(id, {}))
        for id, (title, criterion) in CRITERIA.items()
    )
    labels = [
        ("excellent", "优秀", 90),
        ("good", "良好", 75),
        ("basic", "基本达标", 60),
        ("below_standard", "未达标", 0),
    ]
    return Questionnaire(
        document="sample",
        version="1",
        level=Level.COUNTY,
        level_name="县（市、区）",
        sources=(
            SourceDocument(
                id="sample",
                name="某政办发〔2022〕1号",
                title="关于加强药品监管能力建设的通知",
                issuer="某省人民政府办公厅",
                issued=date(2022, 1, 1),
            ),
        ),
        bands=tuple(
            Band.model_validate({"grade": grade, "label": label, "from": Decimal(low)}) for grade, label, low in labels
        ),
        facts=(Fact(id="has_laboratory", question="本级是否设有检验机构？"),),
        domains=(
            Section(id="N08", title="检验检测能力", aspect="检验", questions=questions[:5]),
            Section(id="N12", title="应急管理体系", aspect="应急", questions=questions[5:]),
        ),
    )


def make_report(
    values: Mapping[str, Any],
    reasons: Mapping[str, str] | None = None,
    remarks: Mapping[str, str] | None = None,
    **more: Any,
) -> GapReport:
    """The report of a bureau that gave these values, reasons why not applicable, and remarks."""
    questionnaire = make_questionnaire()
    raw: dict[str, dict[str, Any]] = {id: {"value": value} for id, value in values.items()}
    raw |= {id: {"not_applicable": reason} for id, reason in (reasons or {}).items()}
    for id, remark in (remarks or {}).items():
        raw[id]["remark"] = remark
    card = score(questionnaire, read_answers(questionnaire, raw, AS_OF), AS_OF)
    return GapReport(**{"bureau": BUREAU, "questionnaire": questionnaire, "scorecard": card, **more})


def judge(values: Mapping[str, Any], reasons: Mapping[str, str] | None = None) -> Scorecard:
    """The scorecard of these values, and of these reasons why a question does not apply."""
    questionnaire = make_questionnaire()
    raw: dict[str, dict[str, Any]] = {id: {"value": value} for id, value in values.items()}
    raw |= {id: {"not_applicable": reason} for id, reason in (reasons or {}).items()}
    return score(questionnaire, read_answers(questionnaire, raw, AS_OF), AS_OF)


def make_rich_report(**more: Any) -> GapReport:
    """The mixed report, verified to be 16/3 of 9 (59.26), after 29/6 of 9 (53.70) in the round before."""
    verified = judge(MIXED | {"plan": "none", "training": 40}, REASON)
    before = judge(MIXED | {"committee": False, "plan": "C+", "training": 20}, REASON)
    last = remember_round("2025年度自评", before, is_verified=True)
    others = [keep_outcome(judge(ALL_MET | {"training": 8 * number})) for number in range(6)]
    fields: dict[str, Any] = {
        "code": "140421",
        "parent": "某某市市场监督管理局",
        "verified": verified,
        "reasons": {"plan": "规划尚在起草，未印发。", "training": "培训记录表明已达学时。"},
        "last": last,
        "likes": spread_scores(others),
        "signatories": Signatories(
            Signatory("李四", datetime(2026, 7, 3, 14, 20, tzinfo=EAST)),
            Signatory("张三", datetime(2026, 7, 4, 9, 5, tzinfo=EAST)),
            has_head=True,
        ),
        "evidence": (FiledEvidence("drill", "演练方案.pdf", 1_234_567, "ab" * 32),),
        "ledgers": (Ledger("某政办发〔2022〕1号", (LedgerRow("二（三）", "提升监管能力", "应急演练频次"),)),),
        "note": "第2次提交",
        "issued": date(2026, 7, 4),
    }
    return replace(make_report(MIXED, REASON, {"drill": "已列入下半年计划。"}), **(fields | more))


def read_pages(pdf: bytes) -> list[str]:
    """The text of every page, without the white space that typesetting puts in."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
