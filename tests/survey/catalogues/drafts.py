"""Catalogues for the tests of publishing: later versions of those that ship, and a small one of a place of its own."""

import re

from questionnaires.loading import CATALOGUES, load_library

JILIN, SHANXI, JINCHENG = "jilin-2021-44", "shanxi-2021-101", "jincheng-2022-42"
SHIPPED = load_library().documents[JILIN].version
LATER, LATEST = (str(int(SHIPPED) + more) for more in (1, 2))
SMALL = """\
id: anlan-2023-9
version: "{version}"
title: 关于全面加强药品监管能力建设的若干措施
number: 安政办发〔2023〕9号
issuer: 安澜省人民政府办公厅
issued: 2023-03-20
division: "990000"
implements: 国办发〔2021〕16号
{more}levels:
  county: {{name: 县, place: 本县, government: 县政府, regulator: 县局, below: 乡镇}}
clauses:
  - path: 第九条
    heading: 健全应急管理
    measures:
      - id: anlan-drill
        title: 应急演练
        domain: N12
        levels: [county]
        levels_basis: annex
        duty: 每2年组织演练。
        phrase: 应急演练
        criterion: {{kind: recency, period_months: 24}}
        asks: "{place}最近一次药品安全应急演练是什么时候？"
        evidence: 演练方案
        advice: 尽快组织一次演练。
"""


def draft_small(version: str = "1", more: str = "", place: str = "本地") -> str:
    """A notice of one question, whose place is in nobody's list."""
    return SMALL.format(version=version, more=more, place=place)


def revise(document: str, version: str, *changes: tuple[str, str]) -> str:
    """A later version of a catalogue that ships, each of the changes made once."""
    text = (CATALOGUES / f"{document}.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return re.sub(r"^version: .*$", f'version: "{version}"', text, count=1, flags=re.MULTILINE)
