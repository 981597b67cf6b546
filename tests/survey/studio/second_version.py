"""A small notice and the text that took its place, with each kind of change between the two."""

from typing import Any

from questionnaires.catalogue import Level, LevelNames
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, DecidedNotice, NoticeFacts

ID = "yunling-2024-3"
TITLE = "云岭自治区药品监管能力建设若干措施"
FIRST = (
    "制定监管工作计划。开展监督检查。建立抽检制度，公布抽检结果。开展法规培训。开展业务培训。编印工作简报。"
    "监督检查覆盖率达到80%。公开行政许可事项。"
)
SECOND = FIRST.replace("80%", "90%").replace("编印工作简报。", "")
NEW = "旗县畅通投诉举报渠道，鼓励群众举报。"
TEXT = f"""{TITLE}
云政办发〔2024〕3号
各盟行政公署、市人民政府：
现提出以下措施。
一、重点任务
（一）加强监管。{SECOND}
（二）畅通渠道。{NEW}
云岭自治区人民政府办公厅
2024年3月1日
"""
BOTH = (Level.CITY, Level.COUNTY)
SHARE = {"kind": "share", "target": 80, "part": "已检查的企业数", "whole": "企业总数", "unit": "家"}
MEASURES: tuple[tuple[str, str, dict[str, Any], tuple[Level, ...]], ...] = (
    ("kept", "制定监管工作计划", {"kind": "yes_no"}, BOTH),
    ("reworded", "开展监督检查", {"kind": "yes_no"}, BOTH),
    ("split", "建立抽检制度，公布抽检结果", {"kind": "yes_no"}, BOTH),
    ("above", "开展法规培训", {"kind": "yes_no"}, BOTH),
    ("merged", "开展业务培训", {"kind": "yes_no"}, BOTH),
    ("repealed", "编印工作简报", {"kind": "yes_no"}, BOTH),
    ("figure", "监督检查覆盖率", SHARE, BOTH),
    ("levels", "公开行政许可事项", {"kind": "yes_no"}, BOTH),
)


def make_first() -> DecidedNotice:
    """The first version, decided."""
    facts = NoticeFacts(
        id=ID,
        title=TITLE,
        number="云政办发〔2024〕3号",
        issuer="云岭自治区人民政府办公厅",
        issued=None,
        implements="国办发〔2021〕16号",
        division="150000",
        parent=None,
        level=Level.PROVINCE,
        levels={level: _name(words) for level, words in ((Level.CITY, "盟市"), (Level.COUNTY, "旗县"))},
        settled=True,
    )
    clause = DecidedClause(path="一（一）", heading="加强监管", body=FIRST, measures=tuple(map(_make, MEASURES)))
    return DecidedNotice(facts=facts, clauses=(clause,))


def _name(words: str) -> LevelNames:
    return LevelNames(
        name=words, place=f"本{words}", government=f"{words}政府", regulator=f"{words}局", below=f"{words}以下"
    )


def _make(told: tuple[str, str, dict[str, Any], tuple[Level, ...]]) -> DecidedMeasure:
    id, phrase, criterion, levels = told
    start = FIRST.index(phrase)
    asks = f"{{place}}是否{phrase}？" if criterion["kind"] == "yes_no" else "{place}企业共有多少家，已检查多少家？"
    return DecidedMeasure(
        id=f"yl-{id}",
        start=start,
        end=start + len(phrase),
        source=phrase,
        phrase=phrase,
        state="accepted",
        status="usable",
        library=None,
        title=phrase,
        duty=f"{phrase}。",
        asks=asks,
        evidence=("有关文件",),
        advice="尽快落实。",
        criterion=criterion,
        levels=levels,
        levels_basis="named",
        domain="N12",
        domains=("N12",),
    )
