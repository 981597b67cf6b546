"""No traceback reaches a user: it goes to a file, and one line says what to quote."""

import os
import secrets
import sys
import time
import traceback
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import TracebackType

from survey.installing.words import say

STOPPED = 130


def catch_failures(root: Path) -> None:
    """From now on an unexpected exception ends the process with one line, and an interruption with none."""
    sys.excepthook = partial(end_quietly, root)


def end_quietly(root: Path, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Python's hook for what nobody caught; the process then ends with 1, or here with 130 when stopped."""
    if issubclass(kind, KeyboardInterrupt | BrokenPipeError):
        os._exit(STOPPED)  # not sys.exit: a flush into the broken pipe would complain once more
    report_failure(root, error, os.environ)


def report_failure(root: Path, error: BaseException, environ: Mapping[str, str]) -> None:
    """Write the traceback to the log folder and say its number, or show it when SURVEY_DEBUG is 1."""
    number = f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
    path = Path(environ.get("SURVEY_DATA_FOLDER", root / "var")) / "log" / f"error-{number}.txt"
    text = "".join(traceback.format_exception(error))
    if environ.get("SURVEY_DEBUG") == "1":
        print(text, file=sys.stderr)
    key = "failed" if _write_privately(path, text) else "failed-unwritten"
    say(key, reason=_shorten(error), number=number, path=path)


def _write_privately(path: Path, text: str) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # a message may hold what a bureau wrote
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return False
    return True


def _shorten(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
