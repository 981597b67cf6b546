"""The command `draft`: a file in, JSON or YAML out, or a word on what is wrong."""

import argparse
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import questionnaires
from questionnaires.drafting.commands import add_commands
from questionnaires.loading import CatalogueError, load_library
from questionnaires.messages import DEFAULT_LANGUAGE, speak
from tests.questionnaires.drafting.drafts import CITY

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def draft(capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run `draft` in English; give back its exit code, standard output and standard error."""
    speak("en")
    parser = argparse.ArgumentParser(prog="run.py")
    add_commands(parser.add_subparsers(required=True))

    def run_command(*words: object) -> tuple[int, str, str]:
        args = parser.parse_args(["draft", *[str(word) for word in words]])
        code = args.run(args)
        return code, *capfd.readouterr()

    yield run_command
    speak(DEFAULT_LANGUAGE)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "云岭 2023-8.txt"
    path.write_bytes(CITY.encode("gb18030"))
    return path


def test_json_tells_what_was_found(draft: Run, notice: Path) -> None:
    code, out, err = draft(notice, "--format", "json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["document"]["number"] == "云政发〔2023〕8号"
    assert [clause["path"] for clause in told["clauses"]] == ["1（1）", "1（2）", "1（3）", "2（1）"]
    criterion = told["clauses"][1]["measures"][0]["criterion"]
    assert (criterion["kind"], criterion["options"][-1]["value"], criterion["target"]) == ("stage", "done", None)


def test_yaml_is_a_thin_catalogue_that_lacks_only_what_a_person_has_to_say(
    draft: Run, notice: Path, tmp_path: Path
) -> None:
    shipped = Path(questionnaires.__file__).parent
    for folder in ("catalogues", "library"):
        shutil.copytree(shipped / folder, tmp_path / folder)
    output = tmp_path / "catalogues" / "yunling-2023-8.yaml"
    assert draft(notice, "--parent", "shanxi-2021-101", "-o", output)[0] == 0
    text = output.read_text(encoding="utf-8")
    assert "carries_out: [complaint-channels]" in text
    assert "# Asked in the notice's own words" in text
    with pytest.raises(CatalogueError) as caught:
        load_library(tmp_path / "catalogues")
    help_lacks = {fault.message for fault in caught.value.faults if fault.message.startswith("criterion")}
    assert all(message.endswith("needs `asks` and `help` of its own") for message in help_lacks)
    missing = {fault.message.partition(":")[0] for fault in caught.value.faults}
    assert missing - {"criterion"} == {"division", "needs evidence", "needs advice"}


def test_a_figure_with_a_decimal_point_is_written_as_it_is(draft: Run, tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(CITY.replace("\n2", "\n（9）抽检。每年药品抽检不低于1.5批次/千人。\n2", 1), encoding="utf-8")
    code, out, _ = draft(path)
    assert (code, "target: 1.5" in out) == (0, True)


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        (b"", (), "The file is empty."),
        (CITY.encode(), ("--parent", "nowhere-1"), "There is no notice 'nowhere-1'"),
    ],
)
def test_what_cannot_be_drafted_is_told_in_words(
    draft: Run, tmp_path: Path, content: bytes, words: tuple[str, ...], told: str
) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(content)
    code, out, err = draft(path, *words)
    assert (code, out) == (2, "")
    assert told in err


def test_a_file_that_is_not_there_is_told(draft: Run, tmp_path: Path) -> None:
    code, _, err = draft(tmp_path / "none.txt")
    assert code == 2
    assert "none.txt" in err


def test_a_text_without_clauses_is_a_draft_that_says_so(draft: Run, tmp_path: Path) -> None:
    path = tmp_path / "tale.txt"
    path.write_text("从前有座山，山里有座庙。\n", encoding="utf-8")
    code, out, _ = draft(path, "--format", "json")
    assert code == 0
    assert "No clause was found in the text." in [one["what"] for one in json.loads(out)["open"]]


def test_a_file_without_an_end_is_refused_by_its_size(draft: Run) -> None:
    code, out, err = draft("/dev/zero")
    assert (code, out) == (2, "") and "larger than 50 MB" in err
