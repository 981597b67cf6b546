"""Keys are made once, kept from others, replaced and published; what an old one signed stays known."""

import argparse
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.messages import Refused
from survey.backup.copies import make_backup, restore_backup
from survey.installing.settings import Settings
from survey.signing.commands import add_commands
from survey.signing.keys import KEYS, find_keys, load_keys, publish_keys, read_keys, rotate_keys
from survey.signing.serials import make_serial, read_serial
from survey.signing.statements import Statement, read_signed, sign_statement
from survey.storage.records import TrailEntry
from tests.databases import ON_SQLITE

STATED = Statement("1745-0390-2076-0896", "2026", "response 7", datetime.now(UTC).replace(microsecond=0), "ab" * 32)


def test_one_key_is_made_by_however_many_at_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    assert find_keys(tmp_path) is None
    with ThreadPoolExecutor(8) as pool:
        found = {ring.installation for ring in pool.map(load_keys, [tmp_path / "var"] * 16)}
    assert len(found) == 1
    assert stat.S_IMODE((tmp_path / "var" / KEYS).stat().st_mode) == 0o600
    assert [one.name for one in (tmp_path / "var").iterdir()] == [KEYS]


def test_what_an_old_key_signed_stays_known_and_it_signs_nothing_more(tmp_path: Path) -> None:
    before = load_keys(tmp_path)
    text = sign_statement(STATED, before.current)
    later = sign_statement(replace(STATED, signed_at=STATED.signed_at + timedelta(days=1)), before.current)
    after = rotate_keys(tmp_path)
    assert after.installation == before.installation and after.current.public != before.current.public
    assert [one.private is None for one in after.keys] == [True, False]
    signed, stolen = read_signed(text.encode()), read_signed(later.encode())
    assert signed is not None and signed.statement == STATED and signed.find_signer(after) == after.keys[0]
    assert stolen is not None and stolen.find_signer(after) is None  # by who has stolen it
    assert (load_keys(tmp_path), stat.S_IMODE((tmp_path / KEYS).stat().st_mode)) == (after, 0o600)


def test_what_is_published_proves_signatures_and_makes_none(tmp_path: Path) -> None:
    ring = load_keys(tmp_path)
    published = read_keys(json.dumps(publish_keys(ring)).encode(), Path("keys.json"))
    signed = read_signed(sign_statement(STATED, ring.current).replace("\n", "\r\n").encode())
    assert signed is not None and signed.find_signer(published) is not None
    assert published.installation == ring.installation and published.current.private is None


@pytest.mark.parametrize("line", ["serial: 1", "round: 2025", "subject: response 8", "sha256: " + "cd" * 32])
def test_a_changed_line_is_not_signed(line: str, tmp_path: Path) -> None:
    ring = load_keys(tmp_path)
    name = line.partition(":")[0]
    text = sign_statement(STATED, ring.current)
    changed = "".join(line + "\n" if one.startswith(f"{name}:") else one + "\n" for one in text.splitlines())
    signed = read_signed(changed.encode())
    assert signed is not None and signed.find_signer(ring) is None


@pytest.mark.parametrize("content", [b"", b"\xff", b"signature: x", b"drug" * 1000, b"{}"])
def test_what_is_no_signature_is_none(content: bytes) -> None:
    assert read_signed(content) is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"keys": []}', b'{"keys": [{"public_key": "AA=="}]}', b"\xff"])
def test_what_is_no_file_of_keys_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"k\.json is no file of keys"):
        read_keys(content, Path("k.json"))


def test_every_slip_of_one_digit_and_every_swap_of_two_is_noticed() -> None:
    digits = make_serial("2026", "7", "what it says").replace("-", "")
    slips = [digits[:at] + new + digits[at + 1 :] for at in range(16) for new in "0123456789" if new != digits[at]]
    swaps = [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(15)]
    assert [one for one in {*slips, *swaps} - {digits} if read_serial(one)] == []


@pytest.mark.parametrize("between", ["-", " ", "", "　", "－", " - "])
def test_a_number_is_read_however_it_is_typed(between: str) -> None:
    serial = make_serial("2026", "7")
    assert read_serial(f" {between.join(serial.split('-'))} ") == serial
    wide = serial.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert read_serial(wide) == serial


@ON_SQLITE
def test_keys_are_backed_up_and_put_back(engine: sa.Engine, settings: Settings, tmp_path: Path) -> None:
    ring, elsewhere = load_keys(settings.data_folder), tmp_path / "elsewhere"
    make_backup(Path(engine.url.database or ""), settings.data_folder, tmp_path / "backup")
    restore_backup(tmp_path / "backup", elsewhere / "survey.sqlite3", elsewhere)
    assert load_keys(elsewhere) == ring
    (elsewhere / "survey.sqlite3").unlink()
    rotate_keys(elsewhere)
    with pytest.raises(Refused, match="is of another installation"):
        restore_backup(tmp_path / "backup", elsewhere / "survey.sqlite3", elsewhere)


@ON_SQLITE
def test_by_command_they_are_shown_replaced_on_record_and_published(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    for words in (["keys"], ["keys", "rotate"], ["keys", "publish", "-o", str(settings.data_folder / "out.json")]):
        args = parser.parse_args(words)
        assert args.run(args) == 0
    ring = load_keys(settings.data_folder)
    published = (settings.data_folder / "out.json").read_text()
    assert ring.current.fingerprint in capsys.readouterr().out
    assert [one["fingerprint"] for one in json.loads(published)["keys"]] == [one.fingerprint for one in ring.keys]
    assert "private" not in published and not (settings.data_folder / "secret-key").exists()
    with Session(engine) as session:
        line = session.exec(select(TrailEntry).where(TrailEntry.act == "keys.rotate")).one()
    assert ring.current.fingerprint in line.change
