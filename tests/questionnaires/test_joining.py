"""One more catalogue beside those of a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires.catalogue import Library, PolicyDocument
from questionnaires.joining import check_joining, join_documents, read_catalogue
from questionnaires.loading import load_library

Draft = Callable[..., dict[str, Any]]


Read = Callable[..., PolicyDocument]


@pytest.fixture
def place(folder: Callable[..., Path], notice: Draft, measure: Draft) -> Path:
    """A folder with the notice "there"."""
    return folder(notice("there", measure("a")))


@pytest.fixture
def there(place: Path) -> Library:
    return load_library(place)


@pytest.fixture
def read(place: Path, notice: Draft, measure: Draft) -> Read:
    """Read a catalogue of one measure beside that folder."""

    def take(id: str, **fields: Any) -> PolicyDocument:
        name = "a" if id == "there" else f"{id}-a"
        found = read_catalogue(yaml.dump(notice(id, measure(name), **fields), allow_unicode=True).encode(), place)
        assert found.document is not None, found.faults
        return found.document

    return take


def test_what_goes_with_the_others_is_put_in_order_and_the_base_stays(read: Read, there: Library) -> None:
    joined = join_documents(there, [read("zulu"), read("alpha", parent="there")])
    assert list(joined.documents) == ["alpha", "there", "zulu"]
    assert list(there.documents) == ["there"]


def test_what_does_not_go_with_the_others_is_left_out_with_what_hangs_on_it(read: Read, there: Library) -> None:
    orphan, child, sound = read("orphan", parent="gone"), read("child", parent="orphan"), read("sound")
    assert list(join_documents(there, [orphan, child, sound]).documents) == ["sound", "there"]


def test_a_parent_that_its_shipped_child_does_not_go_with_gives_way(folder: Any, notice: Draft, measure: Draft) -> None:
    child = notice("child", measure("b", carries_out="a")) | {"parent": "there"}
    place = folder(notice("there", measure("a")), child)
    newer = read_newer(place, notice("there", measure("b")))
    there = load_library(place)
    assert join_documents(there, [newer]).documents == there.documents
    assert [str(one) for one in check_joining(there, newer)] == [
        "child.yaml: measure b: is also the id of a measure of the parent document; choose another"
    ]


def read_newer(place: Path, raw: dict[str, Any]) -> PolicyDocument:
    newer = read_catalogue(yaml.dump(raw | {"version": "2"}).encode(), place).document
    assert newer is not None
    return newer


@pytest.mark.parametrize(
    ("measures", "carried"),
    [
        ([{"id": "c", "replaces": "a"}, {"id": "d", "replaces": "a"}], ("c", "d")),
        ([{"id": "c", "replaces": ["a", "z"]}], ("c",)),
        ([{"id": "c"}], ()),
        ([{"id": "c", "replaces": "a", "levels": ["township"]}], ()),
        ([{"id": "a"}], ("a",)),
    ],
)
def test_a_child_carries_out_what_took_the_place_of_a_measure_above(
    folder: Any, notice: Draft, measure: Draft, measures: list[dict[str, Any]], carried: tuple[str, ...]
) -> None:
    child = notice("child", measure("b", carries_out="a")) | {"parent": "there"}
    place = folder(notice("there", measure("a")), child)
    newer = read_newer(place, notice("there", *(measure(**one) for one in measures)))
    there = load_library(place)
    assert list(check_joining(there, newer)) == []
    joined = join_documents(there, [newer])
    assert joined.documents["there"] == newer
    assert joined.documents["child"].measures[0].carries_out == carried
    assert there.documents["child"].measures[0].carries_out == ("a",)


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"number": "新〔2026〕1号"}, True),
        ({"title": "改了标题"}, False),
        ({"division": "110000"}, False),
    ],
)
def test_an_id_stays_with_its_notice(read: Read, there: Library, fields: dict[str, Any], same: bool) -> None:
    told = [fault.message for fault in check_joining(there, read("there", **fields))]
    assert told == ([] if same else ["id 'there' belongs to 《通知》 of 机关; choose another"])
