"""What is no YAML is told in Chinese, where the reader of YAML says it in English."""

import re

import pytest

from questionnaires.faults import CatalogueFault
from questionnaires.messages import say_why
from questionnaires.reading import parse_yaml


@pytest.mark.parametrize(
    "text", ["- a\n-b: c\n - d", "a: 1\n b: 2", "a: b: c", "a: @b", "a: [1", "a: {b: 1", "a: 1\nb", "- a\nb: c"]
)
def test_what_the_reader_of_yaml_says_is_said_in_chinese(text: str) -> None:
    faults: list[CatalogueFault] = []
    parse_yaml("n.yaml", text.encode(), faults)
    [fault] = faults
    assert re.search("[\u4e00-\u9fff]", say_why(fault.why)) and not re.search("[a-z]{3}", say_why(fault.why))
