"""A file that is written aside takes its place whole, or not at all."""

import os
import stat
import time
from pathlib import Path

import pytest

from questionnaires.aside import ASIDE, PRIVATE, drop_stale, open_aside, open_new, write_aside


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "kept.txt").write_bytes(b"before")
    return tmp_path / "kept.txt"


def list_names(place: Path) -> list[str]:
    return sorted(one.name for one in place.parent.iterdir())


def test_what_was_written_takes_its_place_and_nothing_is_left_beside_it(place: Path) -> None:
    write_aside(place, b"after")
    assert place.read_bytes() == b"after"
    assert list_names(place) == ["kept.txt"]


def test_until_the_block_ends_what_was_there_stays(place: Path) -> None:
    with open_aside(place) as aside:
        aside.write_bytes(b"half")
        assert place.read_bytes() == b"before"
        assert list(place.parent.glob(ASIDE)) == [aside]


def test_what_fails_leaves_what_was_there_and_nothing_else(place: Path) -> None:
    with pytest.raises(KeyboardInterrupt), open_aside(place) as aside:
        aside.write_bytes(b"half")
        raise KeyboardInterrupt
    assert place.read_bytes() == b"before"
    assert list_names(place) == ["kept.txt"]


def test_a_private_file_is_for_its_owner_from_the_first_byte_on(place: Path) -> None:
    with open_aside(place, PRIVATE) as aside:
        assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_any_other_has_the_mode_of_the_umask(place: Path) -> None:
    before = os.umask(0o027)
    write_aside(place, b"")
    os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_it_is_on_the_disk_before_it_is_at_its_place_and_its_name_after(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[bool, bytes]] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append((stat.S_ISDIR(os.fstat(fd).st_mode), place.read_bytes())))
    write_aside(place, b"after")
    assert synced == [(False, b"before"), (True, b"after")]


def test_nothing_is_opened_as_new_that_is_there(place: Path) -> None:
    with pytest.raises(FileExistsError):
        open_new(place, PRIVATE)


def test_only_what_is_stale_is_dropped(tmp_path: Path) -> None:
    for name, age in [("old", 20), ("new", 0)]:
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.txt").touch()
        for path in (tmp_path / name, tmp_path / f"{name}.txt"):
            os.utime(path, (time.time() - age,) * 2)
    drop_stale([*tmp_path.iterdir(), tmp_path / "gone"], 10)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["new", "new.txt"]
