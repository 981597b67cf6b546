"""All evidence of a response as one ZIP with a list of what proves what; written as it is sent, a piece at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile

from survey.evidence.file_names import clean_name
from survey.evidence.store import CHUNK, EvidenceStore
from survey.sheets.writing import write_csv

LIST, FOLDER = "清单.csv", "佐证材料"
HEADERS = (
    *("题号", "条款", "题目", "自评结论", "应附材料", "文件", "文号", "出具日期", "有效期至", "是否过期"),
    *("大小（字节）", "SHA-256", "上传人", "上传时间", "备注"),
)
MISSING, CHANGED = "服务器上找不到此文件，请联系管理员", "文件与上传时不一致，未装入，请联系管理员"


@dataclass(frozen=True)
class PackedLine:
    """A line of the list: what is said of a question, and of a file that proves it; None: nothing was attached."""

    about: tuple[str, ...]
    file: "PackedFile | None"
    said: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class PackedFile:
    """A content, and what it is called; it is in the ZIP once, whatever it proves."""

    sha256: str
    name: str


class _Pipe:
    """Takes what a ZIP writes, until it is passed on."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def stream_pack(store: EvidenceStore, lines: Sequence[PackedLine]) -> Iterator[bytes]:
    """The bytes of the ZIP: each content that is whole, numbered by its first line, and the list at the end.

    Deflated, since what is streamed without it some programs cannot read.
    """
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        places: dict[str, str] = {}
        faults: dict[str, str] = {}
        for file in _list_contents(lines):
            if fault := _find_fault(store, file.sha256):
                faults[file.sha256] = fault
                continue
            places[file.sha256] = f"{FOLDER}/{len(places) + 1:03d} {clean_name(file.name)}"
            with store.open(file.sha256) as content, archive.open(places[file.sha256], "w") as target:
                while piece := content.read(CHUNK):
                    target.write(piece)
                    yield pipe.take()
        archive.writestr(LIST, write_csv(HEADERS, (_write_row(one, places, faults) for one in lines)))
    yield pipe.take()


def _list_contents(lines: Iterable[PackedLine]) -> list[PackedFile]:
    """Each content once, called as in its first line."""
    return list({one.file.sha256: one.file for one in reversed(list(lines)) if one.file}.values())[::-1]


def _find_fault(store: EvidenceStore, sha256: str) -> str:
    try:
        return "" if store.is_whole(sha256) else CHANGED
    except FileNotFoundError:
        return MISSING


def _write_row(line: PackedLine, places: dict[str, str], faults: dict[str, str]) -> tuple[str, ...]:
    if line.file is None:
        empty = [""] * (len(HEADERS) - len(line.about) - 1)
        return (*line.about, *empty, line.remark)
    sha256 = line.file.sha256
    fault = faults.get(sha256, "")
    return (*line.about, places.get(sha256, line.file.name), *line.said, fault or line.remark)
