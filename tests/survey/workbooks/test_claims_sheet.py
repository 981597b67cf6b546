"""Bonus points claimed in the workbook: both ways, and nothing that was typed there vanishes without a word."""

from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session

from questionnaires.totals import Claim
from survey.responses.claims import Claims, find_claims
from survey.storage.tables import Response
from survey.workbooks.columns import CLAIM_COLUMNS, CLAIM_REASON, CLAIMED
from tests.people import Respondent
from tests.survey.responses.claiming import ask_under_scheme, claim
from tests.survey.workbooks.filling import download, save, send, take

HEADERS = list(CLAIM_COLUMNS)


@pytest.fixture
def clerk(bureau: Respondent) -> Respondent:
    """A clerk who has claimed three points for one item of two."""
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    return bureau


def type_claims(content: bytes, change: Callable[[Any], None] = lambda sheet: None, **cells: tuple[Any, Any]) -> bytes:
    """Points and reason by item."""
    file = openpyxl.load_workbook(BytesIO(content))
    sheet = file["加分申报"]
    for row in range(3, sheet.max_row + 1):
        if (id := str(sheet.cell(row, 1).value)) in cells:
            for label, value in zip((CLAIMED, CLAIM_REASON), cells[id], strict=True):
                sheet.cell(row, HEADERS.index(label) + 1).value = value
    change(sheet)
    return save(file)


def list_claims(person: Respondent) -> Claims:
    with Session(person.engine) as session:
        return find_claims(session, session.get_one(Response, person.response_id)).claims


def test_what_is_claimed_stands_in_the_workbook_and_what_is_changed_there_comes_back(clerk: Respondent) -> None:
    sheet = openpyxl.load_workbook(BytesIO(download(clerk)))["加分申报"]
    assert [cell.value for cell in sheet[3]] == ["model", "获评示范单位", "3", "表彰文件", 3, "见省局通报"]
    shown = send(clerk, filled := type_claims(download(clerk), model=(None, None), token=(1.5, "首创“一码通”"))).text
    assert "1.5分：首创“一码通”" in shown and list_claims(clerk).keys() == {"model"}
    take(clerk, filled)
    assert list_claims(clerk) == {"token": Claim(Fraction(3, 2), "首创“一码通”")}
    assert "不导入" not in take(clerk, filled).text  # a second time changes nothing


def test_what_is_wrong_is_told_at_its_cell_and_stays_to_be_corrected(clerk: Respondent) -> None:
    filled = type_claims(download(clerk), model=(9, "见省局通报"), token=(1, None))
    text = take(clerk, filled).text
    assert "加分申报 E3" in text and "加分申报 F4" in text and "有误，不导入" in text
    assert list_claims(clerk) == {"model": Claim(Fraction(3), "见省局通报")}
    marked = openpyxl.load_workbook(
        BytesIO(clerk.client.get(f"/responses/{clerk.response_id}/workbook/marked.xlsx").data)
    )
    assert "E3" in str(marked["加分申报"].cell(3, len(HEADERS) + 1).value)


def test_what_a_colleague_claimed_meanwhile_stands_and_both_are_shown(clerk: Respondent) -> None:
    content = download(clerk)
    claim(clerk, was=dict(list_claims(clerk)), model="2")
    text = take(clerk, type_claims(content, model=(1, "县局通报"), token=(2, "首创"))).text
    assert "2分：见省局通报" in text and "1分：县局通报" in text and "此间同事另行申报" in text
    assert {id: one.points for id, one in list_claims(clerk).items()} == {"model": 2, "token": 2}


def test_words_beside_the_cells_and_rows_that_are_gone_are_told(clerk: Respondent) -> None:
    def spoil(sheet: Any) -> None:
        sheet["H9"].value = "另附说明"
        sheet.delete_rows(4)

    text = send(clerk, type_claims(download(clerk), spoil)).text
    assert "加分申报 H8" in text and "首创经验推广" in text and "加分申报 A3" not in text


def test_once_submitted_no_claim_is_imported(clerk: Respondent) -> None:
    content = type_claims(download(clerk), token=(2, "首创"))
    clerk.answer_all()
    clerk.submit()
    assert "已锁定，不导入" in send(clerk, content).text
    take(clerk, content)
    assert list_claims(clerk).keys() == {"model"}
