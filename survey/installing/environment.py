"""The environment `.venv`: built under a lock, complete once stamped, rebuilt when the stamp does not fit."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from survey.installing.pip_settings import ask_pip, list_uv_flags, list_uv_variables
from survey.installing.system_parts import pick_reason
from survey.installing.words import SetupRefused, put, say

RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
UV_LOCK = "requirements-uv.lock"
STAMP = "installed.json"
NEEDED_MB = 800


class StepFailed(Exception):
    """A command of the set-up failed; the text is what it printed."""


def find_folder(root: Path) -> Path:
    """Where the environment of a checkout is."""
    return root / ".venv"


def find_python(root: Path) -> Path:
    """The Python of the environment, there or not."""
    return find_folder(root) / "bin" / "python"


def describe_wanted(root: Path, with_tests: bool) -> dict[str, str]:
    """What the stamp has to say: this place, this Python, these locks."""
    locks = [RUN_LOCK, TEST_LOCK] if with_tests else [RUN_LOCK]
    return {
        "path": str(root),  # a copied or moved environment has scripts that name the old place
        "python": f"{sys.implementation.cache_tag}-{os.uname().machine}",
    } | {lock: hashlib.sha256((root / lock).read_bytes()).hexdigest() for lock in locks}


def read_stamp(root: Path) -> dict[str, str]:
    """What was installed last, nothing if that was not finished."""
    try:
        stamp = json.loads((find_folder(root) / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and os.access(find_python(root), os.X_OK) else {}


def is_current(root: Path, with_tests: bool) -> bool:
    """Whether the environment is complete and fits this checkout, this Python and the locks."""
    return describe_wanted(root, with_tests).items() <= read_stamp(root).items()


def supply_environment(root: Path, with_tests: bool) -> None:
    """Build the environment or add the tests' parts to it; two at once take turns, a broken one is built anew."""
    with hold_lock(root / "var" / "setup.lock"):
        if is_current(root, with_tests):
            return
        started = time.monotonic()
        _check_space(root)
        if is_current(root, with_tests=False):
            _add(root, TEST_LOCK)
        else:
            _build(root, TEST_LOCK if with_tests else RUN_LOCK)
        _write_stamp(root, describe_wanted(root, with_tests))
        say("ready", seconds=f"{time.monotonic() - started:.0f}")


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold a lock file. Our children inherit it: should we be killed, the next start waits until they are gone too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        os.set_inheritable(file.fileno(), True)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _check_space(root: Path) -> None:
    free = shutil.disk_usage(root).free // 1_000_000
    if free < NEEDED_MB:
        raise SetupRefused(put("no-space", path=root, needed=NEEDED_MB, free=free))


def _add(root: Path, lock: str) -> None:
    """Add a longer lock's parts; whatever happens, the shorter one's stay as they are."""
    try:
        _install(root, lock)
    except StepFailed as failure:
        raise SetupRefused(_explain(root, failure)) from None


def _build(root: Path, lock: str) -> None:
    """Build anew. What was there before comes back on failure: it fits again once the checkout is what it was."""
    folder, before = find_folder(root), root / ".venv.old"
    python = os.path.realpath(sys.executable)  # which may be the environment's own, soon no longer in its place
    _set_aside(folder, before)
    say("venv", path=folder)
    try:
        run_step([python, "-m", "venv", str(folder)], os.environ)
        (folder / ".gitignore").write_text("*\n", encoding="ascii")
        _install(root, lock)
    except (StepFailed, OSError) as failure:
        shutil.rmtree(folder, ignore_errors=True)
        if before.exists():
            before.rename(folder)
        if isinstance(failure, StepFailed):
            raise SetupRefused(_explain(root, failure)) from None
        raise
    shutil.rmtree(before, ignore_errors=True)


def _set_aside(folder: Path, before: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif (folder / STAMP).exists():
        shutil.rmtree(before, ignore_errors=True)
        folder.rename(before)
    elif folder.exists():  # a start that was cut short
        shutil.rmtree(folder)


def _install(root: Path, lock: str) -> None:
    flags = ["--require-hashes", "--requirement", str(root / lock)]
    if _fetch_uv(root):
        say("python-parts", lock=lock)
        with contextlib.suppress(StepFailed, OSError):
            return _run_uv(root, flags)
    say("pip-instead")
    run_pip(root, ["install", *flags])


def _fetch_uv(root: Path) -> bool:
    say("uv")
    try:
        run_pip(
            root,
            [
                "install",
                "--retries",
                "1",
                "--only-binary",
                ":all:",
                "--require-hashes",
                "--requirement",
                str(root / UV_LOCK),
            ],
        )
    except StepFailed:
        return False
    return True


def _run_uv(root: Path, flags: Sequence[str]) -> None:
    settings = ask_pip(find_python(root))
    home = ["--no-cache"] if not os.access(os.path.expanduser("~"), os.W_OK) else []
    run_step(
        [
            str(find_folder(root) / "bin" / "uv"),
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            str(find_python(root)),
            *home,
            *list_uv_flags(settings),
            *flags,
        ],
        os.environ | list_uv_variables(settings),
    )


def run_pip(root: Path, arguments: Sequence[str]) -> None:
    """Run the environment's pip; a user-wide `user = yes` or `target` must not lead it out of the environment."""
    variables = {key: value for key, value in os.environ.items() if key not in {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}}
    run_step(
        [str(find_python(root)), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments],
        variables | {"PIP_USER": "0"},
    )


def run_step(command: Sequence[str], variables: Mapping[str, str]) -> None:
    """Run one command of the set-up; raise StepFailed with its output."""
    done = subprocess.run(
        command,
        env=variables,
        close_fds=False,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        raise StepFailed(done.stdout.decode(errors="replace"))


def _explain(root: Path, failure: StepFailed) -> str:
    log = root / "var" / "log" / "setup.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(str(failure), encoding="utf-8")
    return put("step-failed", reason=pick_reason(str(failure)), log=log)


def _write_stamp(root: Path, stamp: Mapping[str, str]) -> None:
    """Write the stamp last and whole."""
    draft = find_folder(root) / f"{STAMP}.new"
    draft.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    draft.replace(find_folder(root) / STAMP)
