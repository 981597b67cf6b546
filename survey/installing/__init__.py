"""First start: from a bare Python to the locked environment, and the settings it is run with.

It knows the standard library alone, as nothing else is there yet.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from survey.installing.environment import find_folder, find_python, is_current, supply_environment
from survey.installing.system_parts import find_missing, install_parts, list_parts
from survey.installing.words import SetupRefused, put

PREPARED = "SURVEY_PREPARED"  # holds a process id, so that no child takes it for its own


def prepare(root: Path, arguments: Sequence[str]) -> None:
    """Return inside the environment of `root`, with everything the command line needs in place.

    Does what is missing and starts Python again; leaves with exit code 2 and one message where it may not or cannot.
    """
    if os.environ.pop(PREPARED, "") == str(os.getpid()):
        return
    try:
        supply(root, arguments)
    except SetupRefused as refusal:
        _leave(str(refusal))
    except OSError as error:
        _leave(put("cannot-write", path=error.filename or root, reason=error.strerror or error))
    if Path(sys.prefix) != find_folder(root):
        _start_again(find_python(root))


def is_ready(root: Path, arguments: Sequence[str]) -> bool:
    """Whether everything that the command line needs is in place."""
    return is_current(root, arguments[:1] == ["test"]) and not find_missing(list_parts(arguments, True))


def supply(root: Path, arguments: Sequence[str]) -> None:
    """Put in place what the command line needs: first the system's parts, so that a refusal leaves nothing behind."""
    with_tests = arguments[:1] == ["test"]
    current = is_current(root, with_tests)
    if missing := find_missing(list_parts(arguments, environment_is_there=current)):
        install_parts(missing, arguments)
    if not current:
        supply_environment(root, with_tests)


def _leave(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise SystemExit(2)


def _start_again(python: Path) -> NoReturn:
    os.environ[PREPARED] = str(os.getpid())
    os.environ.pop("PYTHONHOME", None)  # it would lead the environment's Python back out
    os.execv(python, [str(python), *sys.orig_argv[1:]])
