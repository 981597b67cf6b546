"""The report command, from an answer file to a PDF."""

import argparse
import json
from pathlib import Path

import pytest

from reports.commands import add_commands
from tests.reports.gap.tampering import change_text
from tests.reports.samples import read_pages
from tests.reports.word.reading import read_words

NOTICE = ["inner-mongolia-2022-26", "--level", "county", "--as-of", "2026-06-30"]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"bureau": {"name": "某某旗市场监督管理局"}, "answers": {}}), encoding="utf-8")
    return path


def run_report(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["report", *map(str, words)])
    return int(args.run(args))


def test_it_writes_the_report_of_an_unfinished_file(answers: Path, tmp_path: Path) -> None:
    assert run_report(*NOTICE, answers, "-o", tmp_path / "out.pdf") == 0
    text = "".join(read_pages((tmp_path / "out.pdf").read_bytes()))
    assert "某某旗市场监督管理局" in text and "0.00～100.00" in text
    assert "不评定得分和等级" in text and "内政办发〔2022〕26号" in text


def test_a_name_that_ends_in_docx_is_a_word_file(answers: Path, tmp_path: Path) -> None:
    assert run_report(*NOTICE, answers, "-o", tmp_path / "out.DOCX") == 0
    words = read_words((tmp_path / "out.DOCX").read_bytes())
    assert "某某旗市场监督管理局" in words and "0.00～100.00" in words


def test_without_fonts_nothing_is_written(
    answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    assert run_report(*NOTICE, answers, "-o", tmp_path / "out.pdf") == 2
    assert "fonts-noto-cjk" in capsys.readouterr().err
    assert not (tmp_path / "out.pdf").exists()


def test_refused_answers_are_named(answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers.write_text('{"answers": {"no-such-question": {"value": 1}}}', encoding="utf-8")
    assert run_report(*NOTICE, answers, "-o", tmp_path / "out.pdf") == 2
    assert f"{answers}: no-such-question" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_report(*NOTICE, answers, "-o", tmp_path / "nowhere" / "out.pdf") == 2
    assert "nowhere" in capsys.readouterr().err


def run_verify(*paths: Path) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["verify", *map(str, paths)])
    return int(args.run(args))


@pytest.fixture
def report(answers: Path, tmp_path: Path) -> Path:
    assert run_report(*NOTICE, answers, "--annex", "answers", "--annex", "ledger", "-o", tmp_path / "out.pdf") == 0
    return tmp_path / "out.pdf"


def test_annexes_are_printed_on_request(report: Path) -> None:
    text = "".join(read_pages(report.read_bytes()))
    assert "附件1全部题目与答案" in text and "附件2条款覆盖台账" in text and "佐证材料清单" not in text


@pytest.mark.usefixtures("printed_anew")
def test_verify_says_that_an_honest_report_is_identical(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_verify(report) == 0
    assert capsys.readouterr().out.startswith(f"identical: {report}: 已由附件重新计算")


def test_verify_names_the_first_difference(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_bytes(change_text(report.read_bytes(), 0, "100.00", "100.01"))
    assert run_verify(report) == 2
    assert capsys.readouterr().err.startswith(f"different: {report}: 第1页：文件为“")


def test_verify_looks_at_every_file_whatever_the_others_come_to(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_verify(tmp_path / "missing.pdf", report) == 2
    said = capsys.readouterr()
    assert said.out.startswith(f"identical: {report}") and said.err.startswith(f"{tmp_path / 'missing.pdf'}: ")


def test_verify_says_what_is_no_report(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_verify(answers) == 2
    assert capsys.readouterr().err == f"{answers}: 无法读取：Stream has ended unexpectedly\n"
