"""The JSON Schema that editors complete a catalogue by."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires.catalogue import Library
from questionnaires.loading import CATALOGUES, SHARED, load_library
from questionnaires.schema import DRAFT, build_duty_schema, build_schema
from questionnaires.scheme_reading import SCHEMES
from questionnaires.scheme_schema import build_scheme_schema
from tests.questionnaires.shape import find_misfits

FILE = CATALOGUES / "catalogue.schema.json"
DUTIES = CATALOGUES.parent / "library" / "library.schema.json"
NOTICES = sorted(path for path in CATALOGUES.glob("*.yaml") if path.stem not in SHARED)
Draft = Callable[..., dict[str, Any]]
Misfits = Callable[[Any], list[str]]


@pytest.fixture(scope="session")
def misfits() -> Misfits:
    """Where a catalogue as YAML gives it does not fit the schema."""
    schema = build_schema()
    return lambda raw: list(find_misfits(json.loads(json.dumps(raw, default=str)), schema, schema))


def test_the_file_for_schemes_is_what_the_command_prints(run: Callable[..., tuple[int, str, str]]) -> None:
    file = SCHEMES / "scheme.schema.json"
    assert run("coverage", "--schema", "scheme") == (0, file.read_text(encoding="utf-8"), "")


@pytest.mark.parametrize("scheme", sorted(SCHEMES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_scheme_that_we_ship_fits_and_names_its_schema(scheme: Path, shipped: Library) -> None:
    text, schema = scheme.read_text(encoding="utf-8"), build_scheme_schema(shipped)
    assert list(find_misfits(yaml.safe_load(text), schema, schema)) == []
    assert text.startswith("# yaml-language-server: $schema=scheme.schema.json\n")


@pytest.mark.parametrize(
    ("fields", "misfits"),
    [
        ({"assumed": "show", "deduction_cap": None, "critical": [], "bonus_cap": 2.5, "points": {"N05": 1}}, []),
        ({"bonus": [{"id": "a", "title": "甲", "points": 1, "evidence": "文件"}]}, []),
        ({"points": {"N99": 1}}, [".points.N99: is not known"]),
        ({"points": {"N05": 0}}, [".points.N05: exclusiveMinimum 0.0"]),
        ({"deduction_cap": "5"}, [".deduction_cap: fits 0 of anyOf"]),
        ({"vetoes": [{"id": "a", "title": "甲", "grade": "bad"}]}, [
            ".vetoes.0.grade: enum ['excellent', 'good', 'basic', 'below_standard']"
        ]),
    ],
)  # fmt: skip
def test_an_editor_marks_what_is_wrong_in_a_scheme(fields: Any, misfits: list[str], shipped: Library) -> None:
    schema = build_scheme_schema(shipped)
    assert list(find_misfits(fields, schema, schema)) == misfits


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from walk(one)


def test_the_file_is_what_the_command_prints(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("coverage", "--schema") == (0, FILE.read_text(encoding="utf-8"), "")
    assert run("coverage", "--schema", "library") == (0, DUTIES.read_text(encoding="utf-8"), "")


@pytest.mark.parametrize("notice", NOTICES, ids=lambda path: path.stem)
def test_every_catalogue_that_we_ship_fits_and_names_the_schema(notice: Path, misfits: Misfits) -> None:
    text = notice.read_text(encoding="utf-8")
    assert misfits(yaml.safe_load(text)) == []
    assert text.startswith(f"# yaml-language-server: $schema={FILE.name}\n")


@pytest.mark.parametrize("file", sorted(DUTIES.parent.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_file_of_the_library_fits_and_names_its_schema(file: Path) -> None:
    text, schema = file.read_text(encoding="utf-8"), build_duty_schema()
    assert list(find_misfits(yaml.safe_load(text), schema, schema)) == []
    assert text.startswith(f"# yaml-language-server: $schema={DUTIES.name}\n")


@pytest.mark.parametrize("schema", [build_schema(), build_duty_schema()])
def test_every_field_is_explained_in_chinese(schema: dict[str, Any]) -> None:
    models = [schema, *schema["definitions"].values()]
    said = [one["description"] for model in models for one in [model, *model.get("properties", {}).values()]]
    assert len(said) > 50
    assert [words for words in said if not any("一" <= character <= "鿿" for character in words)] == []


@pytest.mark.parametrize("schema", [build_schema(), build_duty_schema()])
def test_it_is_written_for_the_editors_of_today(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == DRAFT
    assert [node for node in walk(schema) if "$ref" in node and len(node) > 1] == []  # draft 7 reads nothing beside it


@pytest.mark.parametrize(
    "fields",
    [
        {"evidence": "一份材料", "carries_out": "other"},
        {"asks": {"county": "如何？"}, "weight": 0.5},
        {"criterion": {"kind": "stage"}, "help": None},
        {"criterion": {"kind": "grade", "scale": "laboratory", "target": "C", "within_months": 3}},
        {"criterion": {"kind": "number", "target": 2.5, "unit": "个", "due": "2025-12-31"}},
    ],
)
def test_what_the_loader_fills_in_may_be_left_out(
    measure: Draft, notice: Draft, misfits: Misfits, fields: dict[str, Any]
) -> None:
    assert misfits(notice("n", measure("a", **fields))) == []


def test_a_measure_that_names_a_duty_says_only_what_is_its_own(notice: Draft, misfits: Misfits) -> None:
    thin = {"id": "a", "library": "d", "levels": ["county"], "levels_basis": "named", "phrase": "锚"}
    own = {"items": ["x", {"value": "y", "label": "另加"}], "criterion": {"target": 3}}
    assert misfits(notice("n", thin, thin | own)) == []
    place = ".clauses.0.measures.0"
    del thin["phrase"]
    assert misfits(notice("n", thin | {"domain": "N01"})) == [
        f"{place}: required {['id', 'library', 'levels', 'levels_basis', 'phrase']}",
        f"{place}.domain: is not known",
    ]


@pytest.mark.parametrize(
    ("fields", "misfit"),
    [
        ({"wait": 1}, ".clauses.0.measures.0.wait: is not known"),
        ({"weight": "2"}, ".clauses.0.measures.0.weight: is no number"),
        ({"levels": ["village"]}, ".clauses.0.measures.0.levels.0: enum ['province', 'city', 'county', 'township']"),
        ({"asks": {"village": "如何？"}}, ".clauses.0.measures.0.asks: fits 0 of anyOf"),
        ({"criterion": {"kind": "recency"}}, ".clauses.0.measures.0.criterion: fits 0 of oneOf"),
        ({"criterion": {"kind": "stage", "due": "soon"}}, ".clauses.0.measures.0.criterion: fits 0 of oneOf"),
    ],
)
def test_an_editor_marks_what_is_wrong(
    measure: Draft, notice: Draft, misfits: Misfits, fields: dict[str, Any], misfit: str
) -> None:
    assert misfits(notice("n", measure("a", **fields))) == [misfit]


def test_the_loader_passes_the_schema_over(folder: Callable[..., Path], measure: Draft, notice: Draft) -> None:
    place = folder(notice("n", measure("a")))
    (place / FILE.name).write_text("{", encoding="utf-8")
    assert list(load_library(place).documents) == ["n"]
