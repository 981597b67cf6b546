"""The store keeps each content once, and nothing of what did not arrive whole."""

import io
import os
import stat
from pathlib import Path

import pytest

from questionnaires.messages import Refused
from survey.evidence.store import STALE, EvidenceStore

MOST = 1000
HASH_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "evidence", MOST)


def list_files(store: EvidenceStore) -> list[str]:
    return sorted(str(file.relative_to(store.folder)) for file in store.folder.rglob("*") if file.is_file())


def keep(store: EvidenceStore, content: bytes) -> str:
    with store.receive(io.BytesIO(content), len(content)) as arrival:
        store.keep(arrival)
    return arrival.sha256


def test_it_keeps_a_content_under_its_hash_for_its_owner_only(store: EvidenceStore) -> None:
    assert keep(store, b"abc") == HASH_OF_ABC
    assert list_files(store) == [f"ba/{HASH_OF_ABC}"]
    file = store.folder / "ba" / HASH_OF_ABC
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with store.open(HASH_OF_ABC) as opened:
        assert opened.read() == b"abc"


def test_the_same_content_is_there_once(store: EvidenceStore) -> None:
    assert keep(store, b"abc") == keep(store, b"abc")
    assert len(list_files(store)) == 1


def test_what_is_not_kept_is_gone(store: EvidenceStore) -> None:
    with store.receive(io.BytesIO(b"abc")) as arrival:
        assert arrival.path.exists()
    assert list_files(store) == []


@pytest.mark.parametrize(("size", "taken"), [(MOST, True), (MOST + 1, False)])
def test_it_takes_up_to_the_limit_and_not_a_byte_more(store: EvidenceStore, size: int, taken: bool) -> None:
    try:
        keep(store, bytes(size))
    except Refused as refused:
        assert "larger than" in str(refused)
    assert len(list_files(store)) == taken


def test_less_than_was_announced_is_refused(store: EvidenceStore) -> None:
    with pytest.raises(Refused, match="cut off"), store.receive(io.BytesIO(b"ab"), 3):
        pass
    assert list_files(store) == []


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    full = EvidenceStore(tmp_path / "evidence", MOST, reserve=1 << 60)
    with pytest.raises(Refused, match="disk of the server is full"), full.receive(io.BytesIO(b"abc")):
        pass
    assert list_files(full) == []


def test_what_a_killed_process_left_is_swept_and_what_still_arrives_is_not(store: EvidenceStore) -> None:
    with store.receive(io.BytesIO(b"abc")) as arrival:
        left = arrival.path.with_name("left")
        left.write_bytes(b"half of it")
        os.utime(left, (left.stat().st_mtime - STALE - 1,) * 2)
        store.sweep()
        assert list_files(store) == [f"arriving/{arrival.path.name}"]
