"""The file of a scheme: read exactly, and everything that is wrong in it said by place and remedy."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from questionnaires.applying import SchemeRefused
from questionnaires.catalogue import Library
from questionnaires.scheme import Assumed, Scheme
from questionnaires.scheme_reading import read_scheme

Read = Callable[..., Scheme]
ITEM = "{id: a, title: 甲, points: 1}"


@pytest.fixture
def read(tmp_path: Path, shipped: Library) -> Read:
    def read(text: str | bytes, name: str = "scheme.yaml") -> Scheme:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_scheme(path, shipped)

    return read


def test_yaml_and_json_are_the_same_scheme(read: Read) -> None:
    content = {
        "id": "city",
        "points": {"N05": 12.5, "N06": 10},
        "weights": {"inspector-team": 0.1},
        "assumed": "show",
        "critical": [],
        "bonus": [{"id": "model", "title": "示范", "points": 2, "evidence": "文件"}],
        "deduction_cap": None,
        "vetoes": [{"id": "incident", "title": "事故", "grade": "basic"}],
        "grade_of": "total",
    }
    text = json.dumps(content, ensure_ascii=False)
    scheme = read(text, "scheme.json")
    assert read(text) == scheme
    assert (scheme.points["N05"], scheme.weights["inspector-team"]) == (Decimal("12.5"), Decimal("0.1"))
    assert (scheme.assumed, scheme.critical, scheme.bonus[0].evidence) == (Assumed.SHOW, (), ("文件",))


def test_every_field_may_be_left_out_or_be_empty(read: Read) -> None:
    assert read("{}") == read("points:\ncritical:\nbonus_cap:\n") == Scheme()
    assert (Scheme().bonus_cap, Scheme().critical) == (Decimal(5), None)


def test_numbers_are_read_with_every_digit(read: Read) -> None:
    assert read("bonus_cap: 123456.654321").bonus_cap == Decimal("123456.654321")
    assert read("bonus_cap: 1.5e+2").bonus_cap == 150
    assert str(read("bonus_cap: -0").bonus_cap) == "0"


@pytest.mark.parametrize(
    ("text", "refusals"),
    [
        ("points: {N05: 0}", ["points.N05: The number must be larger than 0."]),
        ("points: {N05: 1000000.5}", ["points.N05: The number must be 1000000 or less."]),
        ("points: {N05: 0.0000001}", ["points.N05: At most 6 decimals are kept here."]),
        ("points: {N05: 1.0e-9999}", ["points.N05: At most 6 decimals are kept here."]),
        ("points: {N05: 1.0e+9999}", ["points.N05: The number must be 1000000 or less."]),
        ("points: {N05: .nan}", ['points.N05: ".nan" is not a number.']),
        ("points: {N05: 010}", ['points.N05: "010" is not a number.']),
        ("points: {N05: 1:30}", ['points.N05: "1:30" is not a number.']),
        ("points: {N05: yes}", ["points.N05: true is not a number."]),
        ("points: {N05: '5'}", ['points.N05: "5" is not a number.']),
        ("points: [N05]", ["points: Fields with their values belong here."]),
        ("points: {N99: 1}", ["points.N99: There is no such domain; there are: N01, N02,"]),
        ("weights: {no-such: 1}", ["weights.no-such: No notice at hand asks such a question; check the id."]),
        ("critical: [no-such]", ["critical.no-such: No notice at hand asks such a question"]),
        ("critical: [inspector-team, inspector-team]", ["critical.inspector-team: This id stands twice; keep one."]),
        ("bonus_cap: -1", ["bonus_cap: The number must be 0 or more."]),
        ("deduction_cap: -0.5", ["deduction_cap: The number must be 0 or more."]),
        (f"bonus: [{ITEM}, {ITEM}]", ["bonus.a: This id stands twice; keep one."]),
        (f"deductions: [{ITEM}, {ITEM}]", ["deductions.a: This id stands twice; keep one."]),
        ("bonus: [{id: A b, title: 甲, points: -1}]", ["bonus.0.id: An id has lower-case", "bonus.0.points: The numb"]),
        ("bonus: [{id: a, title: '', points: 1}]", ["bonus.0.title: This is empty; fill it in."]),
        ("vetoes: [{id: a, title: 甲}]", ["vetoes.0.grade: This is missing; give it."]),
        (f"vetoes: [{ITEM}]", ["vetoes.0.grade: This is missing", "vetoes.0.points: There is no such field here"]),
        ("vetoes: [{id: a, title: 甲, grade: bad}]", ["vetoes.0.grade: It must be one of: 'excellent', 'good', 'bas"]),
        ("assumed: hide", ["assumed: It must be one of: 'count', 'show', 'leave_out'."]),
        ("grade_of: [total]", ["grade_of: It must be one of: 'score', 'total'."]),
        ("title: 5", ["title: Words belong here; put them in quotes."]),
        ("pionts: {}\nbouns: []", ["pionts: There is no such field here; check its name.", "bouns: There is no such"]),
        ("- 1", ["file: A scheme has fields such as points, assumed and bonus."]),
        ("", ["file: A scheme has fields"]),
        ("id: a\nid: b", ["line 2, column 1: the key 'id' stands twice; keep one"]),
        ("bonus: &a []\nvetoes: *a", ["line 2, column 9: the alias *a is not read; write it out"]),
        ("[" * 60, ["line 1, column 51: nests deeper than 50 levels; flatten it"]),
        ("#" * 1_000_001, ["file: The file is larger than 1000000 bytes."]),
        (b"title: \xff", ["byte 7: is not UTF-8; save the file as UTF-8"]),
    ],
)
def test_what_is_wrong_is_said_with_its_place(read: Read, text: str | bytes, refusals: list[str]) -> None:
    with pytest.raises(SchemeRefused) as refused:
        read(text)
    said = [f"{one.place}: {one.why}" for one in refused.value.refusals]
    assert len(said) == len(refusals)
    assert [words for words, start in zip(said, refusals, strict=True) if not words.startswith(start)] == []


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ('{"bonus_cap": NaN}', "bonus_cap: The number must be finite."),
        ('{"bonus_cap": 1e99999999999999999999}', "bonus_cap: The number must be finite."),
        ('{"points": {"N05": 1e-999999999}}', "points.N05: At most 6 decimals are kept here."),
        ('{"points": {"N05": 1e999999999}}', "points.N05: The number must be 1000000 or less."),
        ('{"points": {"N05": true}}', "points.N05: true is not a number."),
        ('{"id": "a", "id": "b"}', "id: This key stands twice in the file; keep one."),
        ("{", "line 1, column 2: The file is not JSON: "),
        ("[" * 100_000, "file: The file nests too deep."),
    ],
)
def test_json_is_read_as_carefully(read: Read, text: str, refusal: str) -> None:
    with pytest.raises(SchemeRefused) as refused:
        read(text, "scheme.json")
    assert str(refused.value).startswith(refusal)


def test_the_place_of_an_unknown_field_is_cut_where_it_is_long(read: Read) -> None:
    with pytest.raises(SchemeRefused) as refused:
        read(f"{'x' * 900}: 1")
    assert len(refused.value.refusals[0].place) == 60
