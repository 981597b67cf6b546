"""Files of office programs that hold macros: none is read here, whatever it is sent in for; they are saved without."""

from collections.abc import Collection

from questionnaires.messages import Refused

CONTENT_TYPES = "[Content_Types].xml"
OF_EXCEL_4 = "xl/macrosheets/"


def holds_macros(names: Collection[str], content_types: bytes = b"") -> bool:
    """Whether a file holds macros, or is of a kind that may, by the names of its parts and its list of their kinds."""
    return b"macroEnabled" in content_types or any(
        one.lower().endswith("vbaproject.bin") or one.lstrip("/").startswith(OF_EXCEL_4) for one in names
    )


def refuse_macros(names: Collection[str], content_types: bytes, ending: str) -> None:
    """Raise Refused where a file holds macros; `ending` is that of the kind to save it as."""
    if holds_macros(names, content_types):
        raise Refused("The file holds macros. Save it as %(ending)s, which has none, and send that.", ending=ending)
