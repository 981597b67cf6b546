"""What a clerk does with a workbook: download it, fill it in, send it, take what it brings."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
from werkzeug.test import TestResponse

from survey.workbooks.columns import ANSWER, PLACES
from tests.people import Respondent

Change = Callable[[Any], None]


def download(person: Respondent) -> bytes:
    answer = person.client.get(f"/responses/{person.response_id}/workbook.xlsx")
    return bytes(answer.data)


def find_cell(file: Any, key: str, label: str = ANSWER) -> Any:
    """The cell of a row by its key, such as "q-number value"."""
    for sheet in file.worksheets:
        for row in range(1, sheet.max_row + 1):
            if sheet.cell(row, 1).value == key:
                return sheet.cell(row, PLACES[label] + 1)
    raise LookupError(key)


def fill(content: bytes, cells: dict[str, Any], change: Change = lambda file: None) -> bytes:
    """Fill in answers by their keys; a header behind an @ names another column, as in "q-number value@备注"."""
    file = openpyxl.load_workbook(BytesIO(content))
    for name, value in cells.items():
        key, _, label = name.partition("@")
        find_cell(file, key, label or ANSWER).value = value
    change(file)
    return save(file)


def save(file: Any) -> bytes:
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def send(person: Respondent, content: bytes) -> TestResponse:
    """Upload a workbook and look at the page that shows what it brings."""
    files = {"workbook": (BytesIO(content), "filled.xlsx")}
    page = f"/responses/{person.response_id}/workbook"
    return person.client.post(page, data=files, content_type="multipart/form-data", follow_redirects=True)


def take(person: Respondent, content: bytes) -> TestResponse:
    """Upload a workbook and take what it brings."""
    digest = send(person, content).text.split('name="digest" value="')[1].split('"')[0]
    page = f"/responses/{person.response_id}/workbook/take"
    return person.client.post(page, data={"digest": digest, "take": "y"}, follow_redirects=True)
