"""A scheme as the fields of its page, and back again; and as the file that the commands take."""

from pathlib import Path

import pytest

from questionnaires.loading import load_library
from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import SCHEMES, parse_scheme, read_scheme
from survey.schemes.fields import find_field, read_fields, tidy_fields, write_fields
from survey.schemes.files import write_file

WHOLE = {
    "title": "本省方案",
    "assumed": "show",
    "grade_of": "total",
    "critical_of": "own",
    "critical": "inspector-team\nemergency-drill",
    "weights": "inspector-team = ２\n emergency-plan：0.5 ",
    "points-N05": "１２.5",
    "points-N06": "",
    "bonus_cap": "3",
    "deduction_cap": "",
    "bonus-0-title": "获得省级以上表彰",
    "bonus-0-points": "2",
    "bonus-0-evidence": "表彰文件；证书\n 照片 ",
    "bonus-1-title": "",
    "bonus-1-points": " ",
    "bonus-2-title": "承办省级现场会",
    "bonus-2-points": "1.5",
    "vetoes-0-title": "发生重大药品安全事件",
    "vetoes-0-grade": "below_standard",
    "vetoes-1-title": "",
    "vetoes-1-grade": "basic",
}


def parse(typed: dict[str, str]) -> Scheme:
    return parse_scheme(read_fields(tidy_fields(typed)), load_library())


def test_what_is_typed_becomes_a_scheme() -> None:
    scheme = parse(WHOLE)
    assert {id: str(points) for id, points in scheme.points.items()} == {"N05": "12.5"}
    assert {id: str(weight) for id, weight in scheme.weights.items()} == {
        "inspector-team": "2",
        "emergency-plan": "0.5",
    }
    assert scheme.critical == ("inspector-team", "emergency-drill")
    assert [(one.id, one.title, str(one.points), one.evidence) for one in scheme.bonus] == [
        ("bonus-1", "获得省级以上表彰", "2", ("表彰文件；证书", "照片")),
        ("bonus-2", "承办省级现场会", "1.5", ()),
    ]
    assert [(one.id, one.grade) for one in scheme.vetoes] == [("vetoes-1", "below_standard")]
    assert (str(scheme.bonus_cap), scheme.deduction_cap, scheme.grade_of) == ("3", None, "total")


@pytest.mark.parametrize("name", ["hundred", "plain"])
def test_a_scheme_is_the_same_after_its_fields_and_its_file(name: str, tmp_path: Path) -> None:
    for scheme in (read_scheme(SCHEMES / f"{name}.yaml", load_library()), parse(WHOLE)):
        assert parse(write_fields(scheme)).model_dump() == {**scheme.model_dump(), "id": None}
        (tmp_path / "s.yaml").write_bytes(write_file(scheme))
        assert read_scheme(tmp_path / "s.yaml", load_library()) == scheme


def test_what_is_wrong_stands_at_its_field() -> None:
    typed = tidy_fields({**WHOLE, "bonus-2-points": "许多", "points-N05": "-1"})
    assert read_fields(typed)["bonus"][1]["points"] == "许多"
    places = ("bonus.1.points", "points.N05", "weights.no-such", "critical.x", "title")
    assert [find_field(one, typed) for one in places] == [
        "bonus-1-points",
        "points-N05",
        "weights",
        "critical",
        "title",
    ]


def test_an_id_stays_with_its_item_when_another_is_taken_out() -> None:
    typed = tidy_fields(WHOLE)
    del typed["bonus-0-title"], typed["bonus-0-points"], typed["bonus-0-evidence"]
    assert [one["id"] for one in read_fields(tidy_fields(typed))["bonus"]] == ["bonus-2"]
