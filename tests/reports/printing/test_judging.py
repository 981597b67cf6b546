"""What a stranger sends is read within bounds: by the clock, by the processor, by memory."""

import resource
from pathlib import Path

import pytest

from reports.printing import judging
from reports.printing.bounds import OutOfBounds, bounded


def test_a_block_takes_no_more_than_its_time_and_leaves_no_trace() -> None:
    before = resource.getrlimit(resource.RLIMIT_CPU)
    with pytest.raises(OutOfBounds), bounded(1, 1 << 40):
        while True:
            pass
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


def test_a_block_takes_no_more_than_its_memory() -> None:
    with pytest.raises(MemoryError), bounded(9, 1 << 30):
        bytearray(1 << 31)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "endless.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setattr(judging, "PATIENCE", 0.01)
    assert judging.judge_apart(tmp_path / "endless.pdf").findings == (judging.TOO_COSTLY,)
