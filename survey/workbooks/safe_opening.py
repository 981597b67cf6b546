"""Opening what somebody sent as a workbook, with care."""

import warnings
import zipfile
from io import BytesIO
from typing import Any

from questionnaires.messages import Refused
from survey.sheets.opening import TooCostly, count_cost, open_xlsx, refuse_kinds

LARGEST_UNPACKED = 4_000_000  # bytes; the largest of ours has 600,000
MOST_BESIDES = 500_000  # of it other than rows and words: openpyxl builds a tree of the styles, which costs most
ROWS_AND_WORDS = ("xl/worksheets/", "xl/sharedStrings")
MOST_PARTS = 500
# Elements, cells of areas and the like; the largest of ours has 16,000. The work goes on where a client has gone: so
# much takes two seconds of a processor, whatever the file is made of.
MOST_COST = 100_000
OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"


def open_file(content: bytes) -> Any:
    """Open a workbook with openpyxl. Raises Refused."""
    _refuse_what_is_none(content)
    try:
        refuse_kinds(content)
        count_cost(content, MOST_COST)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what openpyxl leaves out, such as pictures
            return open_xlsx(content)
    except Refused:
        raise
    except TooCostly:
        raise _too_large() from None
    except Exception:  # whatever a spoilt file makes of a reader that expects none
        raise Refused(
            "The file is damaged. Open it, save it anew as an Excel workbook (.xlsx) and send it again."
        ) from None


def _refuse_what_is_none(content: bytes) -> None:
    if content.startswith(OLD_OR_ENCRYPTED):
        raise Refused(
            "The file is an old .xls file or has a password. Save it as a workbook (.xlsx) without a password."
        )
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise Refused("The file is not an Excel workbook. Save it as .xlsx and send it again.") from None
    besides = sum(part.file_size for part in parts if not part.filename.startswith(ROWS_AND_WORDS))
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or besides > MOST_BESIDES:
        raise _too_large()


def _too_large() -> Refused:
    return Refused("The workbook is too large. Send only the one that was downloaded here, without pictures.")


def foreign() -> Refused:
    """What is said of a workbook that we did not make."""
    return Refused(
        "This workbook is not from here, or its hidden sheet is gone. Download it anew and fill in that one."
    )
