"""The guide for authors says what is so: its examples load, and every message that it quotes is really given."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires.catalogue import Level, Library
from questionnaires.documents import split_clauses
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.loading import CATALOGUES, SHARED, CatalogueError, load_library
from questionnaires.proof import prove_document
from questionnaires.schema import build_duty_schema, build_schema
from tests.questionnaires.shape import find_misfits

GUIDE = (Path(__file__).parents[2] / "docs" / "adding-a-notice.zh-CN.md").read_text(encoding="utf-8")
PROVINCE, CITY = "anlan-2023-9", "chenghe-2023-15"
[TEXT] = re.findall(r"^```text\n(.*?)^```", GUIDE, re.M | re.S)
EXAMPLES = dict(zip((PROVINCE, CITY), re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.M | re.S), strict=True))
DUTIES, THIN = re.findall(r"^```yml\n(.*?)^```", GUIDE, re.M | re.S)
CODE = re.compile(r"(`+) ?(.+?) ?\1(?!`)")
LINE_TAKEN_OUT = "（删去此行）"
SAVED_AS_GB = "（以GB18030编码保存）"
Load = Callable[[dict[str, str | bytes]], Library]


def read_table(heading: str) -> list[tuple[str, str, list[str]]]:
    """The rows of the table under a heading: what stands in an example, what is wrongly put there, the messages."""
    section = GUIDE.split(f"、{heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    return [
        (plain(right), plain(wrong), [plain(one) for one in messages.split("<br>")])
        for _, right, wrong, messages in rows
    ]


def plain(cell: str) -> str:
    code = CODE.fullmatch(cell)
    return code[2] if code else cell


def spoil(right: str, wrong: str) -> dict[str, str | bytes]:
    """The examples with one mistake in them."""
    if wrong == SAVED_AS_GB:
        return {**EXAMPLES, PROVINCE: EXAMPLES[PROVINCE].encode("gb18030")}
    id = next(id for id, text in EXAMPLES.items() if right in text)
    assert EXAMPLES[id].count(right) == 1, f"{right} stands more than once in {id}"
    lines = [
        line.replace(right, wrong) for line in EXAMPLES[id].splitlines() if wrong != LINE_TAKEN_OUT or right not in line
    ]
    return {**EXAMPLES, id: "\n".join(lines)}


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load notices from a folder that holds nothing else but the shared lists."""
    place = tmp_path / "catalogues"
    place.mkdir()

    def load_notices(notices: dict[str, str | bytes]) -> Library:
        for name in SHARED:
            shutil.copy(CATALOGUES / f"{name}.yaml", place)
        for id, text in notices.items():
            (place / f"{id}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_library(place)

    return load_notices


def test_the_example_makes_a_questionnaire_for_every_level(load: Load) -> None:
    library = load({PROVINCE: EXAMPLES[PROVINCE]})
    asked = {level: build_questionnaire(library, PROVINCE, level).by_id for level in list_levels(library, PROVINCE)}
    assert {level: len(questions) for level, questions in asked.items()} == {
        Level.PROVINCE: 6,
        Level.CITY: 7,
        Level.COUNTY: 7,
        Level.TOWNSHIP: 1,
    }
    assert asked[Level.COUNTY]["emergency-plan"].text.startswith("本县（市、区）人民政府是否已印发")


def test_the_example_shows_every_kind_of_criterion_and_bands_of_its_own(load: Load) -> None:
    document = load({PROVINCE: EXAMPLES[PROVINCE]}).documents[PROVINCE]
    shown = {measure.criterion.kind for measure in document.measures}
    kinds = {
        one["properties"]["kind"]["const"]
        for one in build_schema()["definitions"].values()
        if "const" in one.get("properties", {}).get("kind", {})
    }
    assert shown == kinds
    assert [band.from_ for band in document.bands] == [92, 80, 65, 0]


def test_the_example_agrees_with_its_text(load: Load) -> None:
    document = load({PROVINCE: EXAMPLES[PROVINCE]}).documents[PROVINCE]
    assert list(prove_document(document, split_clauses(TEXT))) == []


def test_a_county_of_the_example_city_is_asked_for_its_drill_once(load: Load) -> None:
    library = load({**EXAMPLES})
    county, city = (set(build_questionnaire(library, CITY, level).by_id) for level in ("county", "city"))
    assert {"ch-county-drill", "emergency-drill"} & county == {"ch-county-drill"}
    assert {"ch-county-drill", "emergency-drill"} & city == {"emergency-drill"}


def test_the_examples_stand_in_the_folder_of_the_notices_that_ship(tmp_path: Path) -> None:
    place = shutil.copytree(CATALOGUES, tmp_path / "catalogues")
    shutil.copytree(CATALOGUES.parent / "library", tmp_path / "library")
    for id, text in EXAMPLES.items():
        (place / f"{id}.yaml").write_text(text, encoding="utf-8")
    assert {PROVINCE, CITY} < set(load_library(place).documents)


@pytest.mark.parametrize("id", EXAMPLES)
def test_the_examples_fit_the_schema(id: str) -> None:
    raw, schema = json.loads(json.dumps(yaml.safe_load(EXAMPLES[id]), default=str)), build_schema()
    assert list(find_misfits(raw, schema, schema)) == []


@pytest.mark.parametrize(("right", "wrong", "messages"), read_table("常见错误和系统提示"))
def test_a_common_mistake_gives_the_message_of_the_guide(
    load: Load, right: str, wrong: str, messages: list[str]
) -> None:
    with pytest.raises(CatalogueError) as broken:
        load(spoil(right, wrong))
    assert [str(fault) for fault in broken.value.faults] == messages


@pytest.mark.parametrize(("right", "wrong", "messages"), read_table("与原文核对时的提示"))
def test_a_difference_from_the_text_gives_the_message_of_the_guide(
    load: Load, right: str, wrong: str, messages: list[str]
) -> None:
    document = load(spoil(right, wrong)).documents[PROVINCE]
    assert [f"{PROVINCE}.yaml: {one}" for one in prove_document(document, split_clauses(TEXT))] == messages


def test_the_example_of_the_library_makes_the_question_of_a_measure_that_names_it(load: Load, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "N05.yaml").write_text(DUTIES, encoding="utf-8")
    whole = re.search(r"      - id: inspection-methods\n(?:        .*\n)+", EXAMPLES[PROVINCE])
    assert whole
    asked = load({PROVINCE: EXAMPLES[PROVINCE].replace(whole[0], THIN)})
    questions = build_questionnaire(asked, PROVINCE, "county", 2025).by_id
    assert questions["inspection-methods"].text.startswith(
        "2025年度（1月1日至12月31日），本县（市、区）市场监督管理局采用过"
    )
    assert questions["inspections-held"].text == "2025年度（1月1日至12月31日），检查药品单位共有多少家次？"
    raw, schema = yaml.safe_load(DUTIES), build_duty_schema()
    assert list(find_misfits(raw, schema, schema)) == []


def test_every_field_and_every_kind_stands_in_a_table() -> None:
    schemas: list[dict[str, Any]] = [build_schema(), build_duty_schema()]
    models = [model for schema in schemas for model in (schema, *schema["definitions"].values())]
    fields = {field for model in models for field in model.get("properties", {})}
    kinds = {kind["const"] for model in models if "const" in (kind := model.get("properties", {}).get("kind", {}))}
    tables = "\n".join(line for line in GUIDE.splitlines() if line.startswith("| "))
    assert sorted(name for name in fields - {"kind"} | kinds if f"`{name}`" not in tables) == []
