"""In which language a process speaks."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from questionnaires.messages import DEFAULT_LANGUAGE, Refused, say, say_why, speak

RUN = Path(__file__).parents[2] / "run.py"


@pytest.fixture
def in_english() -> Iterator[None]:
    speak("en")
    yield
    speak(DEFAULT_LANGUAGE)


def test_it_speaks_chinese_until_told_otherwise() -> None:
    assert say("Say true or false.") == "请填写 true 或 false。"


@pytest.mark.usefixtures("in_english")
def test_it_speaks_the_language_that_was_set_and_fills_the_places() -> None:
    assert say("At most %(decimals)s decimals are kept.", decimals=4) == "At most 4 decimals are kept."


@pytest.mark.usefixtures("in_english")
def test_the_environment_has_no_say_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_LANGUAGE", "zh_Hans_CN")
    assert say("Say true or false.") == "Say true or false."


@pytest.mark.parametrize(("language", "said"), [("en", "There is no notice"), ("", "没有文件")])
def test_a_command_speaks_the_language_that_it_is_started_with(language: str, said: str) -> None:
    environment = os.environ | {"SURVEY_LANGUAGE": language}
    run = subprocess.run([sys.executable, RUN, "coverage", "nope"], env=environment, capture_output=True, check=False)
    assert run.stderr.decode().startswith(said)


def test_a_refusal_is_english_in_itself_and_said_in_the_language_of_the_process() -> None:
    refused = Refused("At most %(decimals)s decimals are kept.", decimals=4)
    assert str(refused) == "At most 4 decimals are kept."
    assert say_why(refused) == "小数最多保留 4 位。"


def test_a_refusal_without_details_may_hold_any_sign() -> None:
    assert str(Refused("100% of it")) == "100% of it"


def test_a_refusal_comes_back_whole_from_another_process() -> None:
    refused = pickle.loads(pickle.dumps(Refused("At most %(decimals)s decimals are kept.", decimals=4)))
    assert str(refused) == "At most 4 decimals are kept."
