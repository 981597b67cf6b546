"""The library of duties: what a notice takes from it, what it may say itself, and how both may be wrong."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from questionnaires.catalogue import Library
from questionnaires.criteria import Quantity
from questionnaires.generator import build_questionnaire
from questionnaires.loading import CatalogueError
from tests.questionnaires.shelf import draft_duty, draft_thin, write_shelf

Draft = Callable[..., dict[str, Any]]
Load = Callable[..., Library]
Shelve = Callable[..., None]


@pytest.fixture(scope="session")
def duty() -> Callable[..., dict[str, Any]]:
    return draft_duty


@pytest.fixture(scope="session")
def thin() -> Callable[..., dict[str, Any]]:
    """A measure that says no more than which duty of the library it carries, and where."""
    return draft_thin


@pytest.fixture
def shelve(tmp_path: Path) -> Callable[..., None]:
    """Write files of the library of duties, which stands beside the folders of catalogues: `N01=[duty, …]`."""

    def write(**files: list[dict[str, Any]] | str) -> None:
        write_shelf(tmp_path, **files)

    return write


@pytest.fixture
def carry(library: Load, shelve: Shelve, duty: Draft, thin: Draft, notice: Draft) -> Callable[..., Any]:
    """The measure that comes of a duty and of what a notice says itself."""

    def load(own: dict[str, Any] | None = None, /, **fields: Any) -> Any:
        shelve(N01=[duty("d", **fields)])
        return library(notice("n", thin("m", "d", **(own or {})))).documents["n"].measures[0]

    return load


@pytest.fixture
def complain(library: Load, shelve: Shelve, notice: Draft) -> Callable[..., list[str]]:
    """The faults of a library of duties, and of a notice with these measures."""

    def load(*measures: dict[str, Any], notice_fields: dict[str, Any] | None = None, **files: Any) -> list[str]:
        shelve(**files)
        with pytest.raises(CatalogueError) as broken:
            library(notice("n", *measures, **(notice_fields or {})))
        return [str(fault) for fault in broken.value.faults]

    return load


def test_a_measure_takes_everything_from_its_duty(carry: Callable[..., Any]) -> None:
    measure = carry(critical=True, weight=2, applies_if="has_laboratory", settled="为什么")
    assert (measure.id, measure.library, measure.domain, measure.title) == ("m", "d", "N01", "职责名")
    assert (measure.asks, measure.help, measure.evidence) == ("{place}d做了哪些？", "d的说明", ("材料",))
    assert (measure.critical, measure.weight, measure.applies_if) == (True, 2, "has_laboratory")


def test_what_a_notice_says_itself_stands_above_the_duty(carry: Callable[..., Any]) -> None:
    measure = carry({"help": "本文件的说明", "critical": True, "applies_if": None}, applies_if="has_laboratory")
    assert (measure.help, measure.critical, measure.applies_if) == ("本文件的说明", True, None)
    assert measure.asks == "{place}d做了哪些？"


def test_a_notice_chooses_orders_words_and_adds_items(carry: Callable[..., Any]) -> None:
    measure = carry({"items": ["c", {"value": "a", "label": "甲"}, {"value": "x", "label": "另加"}]})
    assert [(one.value, one.label) for one in measure.criterion.items] == [("c", "c项"), ("a", "甲"), ("x", "另加")]


def test_an_item_worded_otherwise_still_may_not_apply(carry: Callable[..., Any]) -> None:
    items = [{"value": "a", "label": "一", "may_not_apply": True}, {"value": "b", "label": "二"}]
    measure = carry({"items": ["b", {"value": "a", "label": "甲"}]}, criterion={"kind": "checklist", "items": items})
    assert [one.may_not_apply for one in measure.criterion.items] == [False, True]


def test_a_figure_of_the_notice_comes_on_top(carry: Callable[..., Any]) -> None:
    measure = carry({"criterion": {"target": 200}}, criterion={"kind": "number", "unit": "人"})
    assert (measure.criterion.kind, measure.criterion.target, measure.criterion.unit) == ("number", 200, "人")


def test_another_kind_needs_its_own_question_and_help(carry: Callable[..., Any]) -> None:
    own = {"asks": "{place}做到了吗？", "help": "本文件只问是否", "criterion": {"kind": "yes_no"}}
    assert carry(own).criterion.kind == "yes_no"


def test_a_level_takes_its_wording_and_a_city_that_of_a_county(
    library: Load, shelve: Shelve, duty: Draft, thin: Draft, notice: Draft
) -> None:
    shelve(N01=[duty("d", asks={"province": "省问？", "county": "县问？"})])
    names = dict.fromkeys(("name", "place", "government", "regulator", "below"), "甲")
    levels = dict.fromkeys(("province", "city", "county"), names)
    draft = notice("n", thin("m", "d", levels=["city", "county"]), thin("o", "d", levels=["province"]), levels=levels)
    first, second = library(draft).documents["n"].measures
    assert (first.asks, second.asks) == ({"city": "县问？", "county": "县问？"}, {"province": "省问？"})


def test_a_question_names_its_duty_the_basis_of_its_level_and_the_day_of_issue(
    library: Load, shelve: Shelve, duty: Draft, thin: Draft, notice: Draft
) -> None:
    shelve(N01=[duty("d", asks="自{since}以来，{place}做了哪些？")])
    draft = notice("n", thin("m", "d", levels_basis="assumed"), issued=date(2021, 12, 30))
    [question] = build_questionnaire(library(draft), "n", "county").questions
    assert question.text == "自2021年12月30日以来，本县做了哪些？"
    assert (question.library, question.levels_basis) == ("d", "assumed")


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"library": "de"}, "the library has no duty 'de'; near it: d"),
        ({"asks": "{place}d做了哪些？"}, "asks repeats the library's duty 'd'; leave it out"),
        ({"asks": {"county": "{place}d做了哪些？"}}, "asks.county repeats the library's duty 'd'; leave it out"),
        ({"evidence": "材料"}, "evidence repeats the library's duty 'd'; leave it out"),
        ({"critical": False}, "critical repeats the library's duty 'd'; leave it out"),
        ({"criterion": {"kind": "checklist"}}, "criterion.kind repeats the library's duty 'd'; leave it out"),
        ({"items": ["a", "b", "c"]}, "items are all that the library's duty has; leave them out"),
        (
            {"items": ["a", {"value": "b", "label": "b项"}]},
            "items: 'b' stands in the library so; write the value alone",
        ),
        ({"items": ["a", "z"]}, "items: 'z' is no item of the library's duty 'd', which has a, b, c"),
        ({"domain": "N02"}, "domain is the library's, N01; leave it out"),
        (
            {"criterion": {"kind": "yes_no"}, "asks": "做到了吗？"},
            "criterion: yes_no in place of the library's checklist needs `asks` and `help` of its own",
        ),
        (
            {"criterion": {"items": [{"value": "x", "label": "另加"}, {"value": "y", "label": "又加"}]}},
            "criterion.items: choose and add them under `items` of the measure",
        ),
    ],
)
def test_it_names_what_is_wrong_with_what_a_notice_says(
    complain: Callable[..., list[str]], duty: Draft, thin: Draft, own: dict[str, Any], message: str
) -> None:
    faults = complain({**thin("m", "d"), **own}, thin("o", "d"), N01=[duty("d")])
    assert f"n.yaml: measure m: {message}" in faults
    assert {fault.split(": ")[1] for fault in faults} == {"measure m"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"asks": "{place}如何"}, "asks must end with a full-width question mark ？"),
        ({"help": "{city}的"}, "help: the place {city} is unknown; use"),
        ({"criterion": {"kind": "number", "target": 3}}, "criterion.target is the notice's to say; leave it out"),
        ({"criterion": {"kind": "checklist", "items": []}}, "criterion: checklist.items: Tuple should have at least 2"),
        ({"criterion": {"kind": "date"}}, "criterion: Input tag 'date'"),
        ({"applies_if": "x"}, "applies_if 'x' is unknown; facts.yaml has"),
        ({"advise": "x"}, "advise: Extra inputs are not permitted"),
        ({"asks": "本县做了哪些？"}, "asks: '本县' is one place's own name; use a placeholder"),
        ({"evidence": ["安澜局的材料"]}, "evidence: '安澜' is one place's own name"),
    ],
)
def test_it_names_what_is_wrong_with_a_duty_at_the_duty_alone(
    complain: Callable[..., list[str]], duty: Draft, thin: Draft, fields: dict[str, Any], message: str
) -> None:
    issuer = {"issuer": "安澜省人民政府办公厅"}
    [fault] = complain(thin("m", "d"), notice_fields=issuer, N01=[duty("d", **fields)])
    assert fault.startswith(f"N01.yaml: duty d: {message}")


def test_what_stands_twice_or_nowhere_is_named(
    complain: Callable[..., list[str]], duty: Draft, thin: Draft, measure: Draft
) -> None:
    number = {"id": "staff", "title": "人数", "unit": "人", "measure": "stock"}
    duties = [duty("d", quantities=[number]), duty("e", help="d的说明", duty="另一职责", quantities=[number])]
    copied = measure("o", help="e的说明", advice="由{regulator}补上d")
    faults = complain(thin("m", "d"), thin("p", "e"), copied, N01=duties, N02=[duty("d")])
    assert faults == [
        "N02.yaml: duty d: stands twice in the library; an id belongs to one duty",
        "N01.yaml: duty e: quantity staff stands under the duty 'd' already; ask it once",
        "N01.yaml: duty e: says 'd的说明' as the duty 'd' does; a duty is worded once",
        "n.yaml: measure o: says '由{regulator}补上d' as the library's duty 'd' does; name it under `library`",
    ]


def test_a_notice_without_a_day_of_issue_cannot_say_since_when(
    complain: Callable[..., list[str]], duty: Draft, thin: Draft
) -> None:
    shared = duty("d", asks="自{since}以来，{place}做了哪些？")
    [fault] = complain(thin("m", "d"), notice_fields={"issued": None}, N01=[shared])
    assert fault.startswith("n.yaml: measure m: asks: {since} is the date of issue, which this document does not give")


def test_a_file_of_the_library_that_cannot_be_read_is_the_only_fault(
    complain: Callable[..., list[str]], thin: Draft, duty: Draft
) -> None:
    [fault] = complain(thin("m", "d"), thin("o", "e"), N01=[duty("e")], N02="a: [")
    assert fault.startswith("N02.yaml: line 2, column 1")


def test_a_quantity_is_asked_once_under_the_first_question_of_its_duty_at_its_levels(
    library: Load, shelve: Shelve, duty: Draft, thin: Draft, measure: Draft, notice: Draft
) -> None:
    staff = {"id": "staff", "title": "在册人员", "unit": "人", "measure": "stock", "range": [0, 500]}
    cases = {
        "id": "cases",
        "title": "{place}案件",
        "unit": "件",
        "measure": "flow",
        "required": False,
        "help": "{place}的",
    }
    towns = {"id": "towns", "title": "所", "unit": "个", "measure": "stock", "levels": ["city"]}
    shelve(N01=[duty("d", critical=True, quantities=[staff, cases, towns])])
    draft = notice("n", measure("a"), thin("m", "d"), thin("o", "d", asks="{place}又做了哪些？"))
    asked = build_questionnaire(library(draft), "n", "county").questions
    assert [(one.id, one.beside) for one in asked] == [
        ("a", None), ("m", None), ("staff", "m"), ("cases", "m"), ("o", None),
    ]  # fmt: skip
    assert asked[2].text == "截至填报基准日，在册人员共有多少人？"
    assert asked[3].text == "考核年度（1月1日至12月31日），本县案件共有多少件？"
    assert (asked[3].help, asked[3].library, asked[3].critical) == ("本县的", "d", False)
    assert asked[3].criterion == Quantity(kind="quantity", unit="件", measure="flow", required=False)
