"""`verify` says who made a report: where there is a register, by its side file, and what was put on it since."""

import argparse
import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from reports import sample_folder
from reports.commands import add_commands
from reports.gap.attachments import read_attached
from reports.gap.report import write_gap_report
from reports.printing.pdf_reading import ReadPdf
from survey.installing.settings import Settings
from survey.signing.keys import load_keys, publish_keys, rotate_keys
from survey.storage.tables import Round
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.reports.printing.appending import ON_WORDS, stamp
from tests.reports.samples import TIME_ZONE
from tests.reports.signing.conftest import Issued

pytestmark = ON_SQLITE


@pytest.fixture
def report(issued: Issued, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report on a machine that has nothing else; `settings.data_folder` is that of its installation."""
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(tmp_path / "nothing"))
    monkeypatch.delenv("SURVEY_DATABASE_URL", raising=False)
    place = tmp_path / "elsewhere" / "report.pdf"
    place.parent.mkdir()
    place.write_bytes(issued.pdf)
    return place


def verify(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["verify", *map(str, words)])
    return int(args.run(args))


def publish(settings: Settings, place: Path) -> Path:
    place.write_text(json.dumps(publish_keys(load_keys(settings.data_folder))), encoding="utf-8")
    return place


def test_on_the_server_the_register_says_it(
    report: Path,
    issued: Issued,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)
    assert verify(report) == 0
    name = load_keys(settings.data_folder).installation
    said = capsys.readouterr().out
    assert f"origin: {report}: 由系统{name}出具，轮次2026，答卷1，报告编号{issued.serial}，签名日期" in said
    assert not (settings.data_folder / "secret-key").exists()


def test_the_reports_of_the_sample_are_signed_and_their_keys_lie_beside(
    bureau: Respondent,
    engine: sa.Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(tmp_path / "nothing"))
    (tmp_path / "demo" / "reports").mkdir(parents=True)
    with Session(engine) as session:
        sample_folder.write_reports(engine, session, session.exec(select(Round)).one(), tmp_path / "demo", TIME_ZONE)
    [report] = (tmp_path / "demo" / "reports").glob("*.pdf")
    assert verify(report, "--keys", tmp_path / "demo" / "keys.json") == 0
    assert "轮次2026" in capsys.readouterr().out


def test_elsewhere_its_side_file_and_the_published_keys_say_it_after_a_rotation_too(
    report: Path, issued: Issued, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(report) == 2
    said = capsys.readouterr()
    assert said.out.startswith("identical: ") and "自称出自某一轮次，但无从证明" in said.err
    assert not Path(report.parent.parent / "nothing").exists()  # looking makes nothing
    report.with_name("report.pdf.sig").write_bytes(issued.signature)
    assert verify(report) == 2 and "没有签名所用的公钥" in capsys.readouterr().err
    rotate_keys(settings.data_folder)
    assert verify(report, "--keys", publish(settings, report.with_name("keys.json"))) == 0
    assert f"报告编号{issued.serial}" in capsys.readouterr().out


def test_answers_changed_by_hand_and_printed_by_the_command_prove_nothing(
    report: Path, issued: Issued, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """The arithmetic of such a report is right, and it names the round that it was taken from."""
    files = {name: contents[0] for name, contents in ReadPdf(issued.pdf).files.items()}
    files["answers.json"] = files["answers.json"].replace(b'"value": true', b'"value": false', 1)
    report.write_bytes(write_gap_report(read_attached(files)))
    report.with_name("report.pdf.sig").write_bytes(issued.signature)
    assert verify(report, "--keys", publish(settings, report.with_name("keys.json"))) == 2
    said = capsys.readouterr()
    assert said.out.startswith("identical: ") and "签名不符：签名属于另一文件" in said.err


def test_seals_are_tolerated_and_what_lies_over_the_score_is_named(
    report: Path, issued: Issued, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    report.with_name("report.pdf.sig").write_bytes(issued.signature)
    keys = publish(settings, report.with_name("keys.json"))
    report.write_bytes(stamp(issued.pdf))
    assert verify(report, "--keys", keys) == 0
    said = capsys.readouterr().out
    assert "identical: " in said and "轮次2026" in said
    assert "他方加盖的印章或者签名1处，在第1页；属于何人，不在此核验" in said
    shutil.copy(report.with_name("report.pdf.sig"), report.with_name("other.sig"))
    report.write_bytes(stamp(issued.pdf, ON_WORDS))
    assert verify(report, "--keys", keys, "--signature", report.with_name("other.sig")) == 2
    assert "压住文字" in capsys.readouterr().err


def test_a_key_of_another_installation_with_the_same_words_proves_nothing(
    report: Path, issued: Issued, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    other = load_keys(tmp_path / "other")
    own = load_keys(settings.data_folder).current.fingerprint
    forged = issued.signature.decode().replace(own, other.current.fingerprint)
    report.with_name("report.pdf.sig").write_text(forged, encoding="utf-8")
    report.with_name("keys.json").write_text(json.dumps(publish_keys(other)), encoding="utf-8")
    assert verify(report, "--keys", report.with_name("keys.json")) == 2
    assert "不是该系统的密钥所签" in capsys.readouterr().err
