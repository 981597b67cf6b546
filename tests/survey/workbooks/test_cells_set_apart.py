"""Items set apart and figures not kept, as the cells of a workbook say them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask

from survey.workbooks.origin import Origin
from survey.workbooks.writing import write_workbook
from tests.survey.workbooks.filling import find_cell
from tests.survey.workbooks.test_reading import AS_OF, ASKED, EMPTY, give, read
from tests.survey.workbooks.test_writing import make_bases


@pytest.fixture(autouse=True)
def chinese(site: Flask) -> Iterator[None]:
    with site.test_request_context():
        yield


def test_an_item_set_apart_and_a_figure_not_kept_are_read_back_the_same() -> None:
    answers: dict[str, dict[str, Any]] = {
        "q-checklist": {"value": ["plan"], "set_apart": {"team": "未发生：全年没有"}, "remark": ""},
        "q-quantity": {"not_kept": "没有台账", "remark": ""},
    }
    written = write_workbook(ASKED, Origin("hash", "", "", 1, bases=make_bases(ASKED, answers)), AS_OF)
    given = read(written)
    assert {id: given[id].answer.write(given[id].question) for id in answers} == answers


@pytest.mark.parametrize(
    ("cells", "key", "words"),
    [
        ({"q-checklist items:plan": "是", "q-checklist items:team": "不涉及"}, "q-checklist why_team", "理由"),
        ({"q-checklist items:plan": "是", "q-checklist why_team": "无"}, "q-checklist items:team", "请选择"),
        ({"q-checklist items:plan": "是的呢"}, "q-checklist items:plan", "请从下列选项中选择"),
        ({"q-quantity value": 3, "q-quantity not_kept": "是"}, "q-quantity value", "保留其一"),
        ({"q-quantity not_kept": "是"}, "q-quantity why", "理由"),
    ],
)
def test_what_is_half_set_apart_or_not_kept_is_told_at_its_cell(cells: dict[str, Any], key: str, words: str) -> None:
    faults = give(cells).faults
    place = find_cell(openpyxl.load_workbook(BytesIO(EMPTY)), key).coordinate
    assert [(cell.place, words in said) for cell, said in faults.items()] == [(place, True)]
