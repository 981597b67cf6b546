"""A catalogue is published whole or not at all, and is what rounds are opened by from then on."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.criteria import InvalidAnswer
from questionnaires.generator import build_questionnaire
from questionnaires.loading import CatalogueError, load_library
from questionnaires.messages import Refused
from survey.catalogues import current
from survey.catalogues.current import current_library, library_as_issued
from survey.catalogues.publishing import publish_catalogue
from survey.storage.database import writing
from survey.storage.records import PublishedCatalogue, TrailEntry
from survey.storage.tables import Person
from tests.databases import ON_SQLITE
from tests.survey.catalogues.drafts import JILIN, JINCHENG, LATER, LATEST, SHANXI, SHIPPED, draft_small, revise

QUANTITY = next(one.id for duty in load_library().duties.values() for one in duty.quantities)
Publish = Callable[..., PublishedCatalogue]


@pytest.fixture
def publish(engine: sa.Engine) -> Publish:
    def act(text: str, note: str = "") -> PublishedCatalogue:
        with writing(engine) as session:
            admin = session.exec(select(Person.id).where(Person.login == "admin")).one()
            return publish_catalogue(session, text, admin, note)

    return act


def read_library(engine: sa.Engine) -> Any:
    with Session(engine) as session:
        return current_library(session)


def complain(publish: Publish, text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        publish(text)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("note", ["字" * 501, "首次\0发布", "首次\a发布"])
def test_a_note_that_cannot_be_kept_publishes_nothing(note: str, engine: sa.Engine, publish: Publish) -> None:
    with pytest.raises(InvalidAnswer):
        publish(draft_small(), note)
    with Session(engine) as session:
        assert session.exec(select(PublishedCatalogue)).first() is None


def test_what_is_published_is_asked_at_once_and_kept_as_it_came(engine: sa.Engine, publish: Publish) -> None:
    text = "\ufeff# 备注\r\n" + draft_small()
    published = publish(text, "首次发布")
    library = read_library(engine)
    assert build_questionnaire(library, "anlan-2023-9", "county").by_id.keys() == {"anlan-drill"}
    assert set(library.documents) == {*load_library().documents, "anlan-2023-9"}
    with Session(engine) as session:
        kept = session.exec(select(PublishedCatalogue)).one()
        line = session.exec(select(TrailEntry).where(TrailEntry.act == "catalogue.publish")).one()
    assert (kept.content, kept.number, kept.edition, kept.note) == (text, 1, "1", "首次发布")
    assert (line.subject, published.sha256 in line.change) == ("catalogue anlan-2023-9", True)


@ON_SQLITE
def test_a_newer_version_takes_the_place_of_what_ships(engine: sa.Engine, publish: Publish) -> None:
    numbers = [publish(revise(JILIN, version)).number for version in (LATER, LATEST)]
    assert (numbers, read_library(engine).documents[JILIN].version) == ([1, 2], LATEST)


@ON_SQLITE
def test_nothing_published_is_the_library_itself(engine: sa.Engine) -> None:
    assert read_library(engine) is load_library()


@ON_SQLITE
def test_the_same_bytes_are_published_once(engine: sa.Engine, publish: Publish) -> None:
    publish(draft_small())
    for text in (draft_small(), revise(JILIN, SHIPPED)):
        with pytest.raises(Refused, match="This very file"):
            publish(text)
    with Session(engine) as session:
        assert len(session.exec(select(PublishedCatalogue)).all()) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (draft_small(place="{nowhere}").replace("N12", "N99"), ["the place {nowhere} is unknown", "domain 'N99'"]),
        (draft_small(more="parent: not-there\n"), ["parent 'not-there' is not at hand"]),
        (draft_small(more="parent: anlan-2023-9\n"), ["is its own ancestor"]),
        (draft_small().replace("anlan-2023-9", JILIN), [f"id '{JILIN}' belongs to 吉政办发〔2021〕44号"]),
        (revise(JILIN, SHIPPED) + "# 另一种写法\n", [f"version '{SHIPPED}' was published already"]),
        (draft_small() + "id: twice\n", ["the key 'id' stands twice"]),
        (draft_small() + "more: *bomb\n", ["the alias *bomb is not read"]),
        (draft_small() + "more: !!python/name:os.system x\n", ["a sign such as !, << or = is not read here"]),
        (draft_small() + "\ud800", ["is not UTF-8"]),
        ("[" * 100, ["nests deeper than 50 levels"]),
        ("", ["must be a mapping"]),
        ("id: [1]", ["id: Input should be a valid string", "needs clauses"]),
        ("# " + "大" * 400_000, ["is larger than 1000000 bytes"]),
        (draft_small().replace("anlan-drill", QUANTITY), ["is also the id of a quantity"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_all_at_once_and_nothing_is_kept(
    text: str, faults: list[str], engine: sa.Engine, publish: Publish
) -> None:
    told = "\n".join(complain(publish, text))
    assert [fault for fault in faults if fault not in told] == []
    with Session(engine) as session:
        assert session.exec(select(PublishedCatalogue)).all() == []
        assert session.exec(select(TrailEntry).where(TrailEntry.act == "catalogue.publish")).all() == []


@ON_SQLITE
def test_a_notice_that_hangs_on_another_is_looked_at_with_it(publish: Publish) -> None:
    child = next(one for one in load_library().documents[JINCHENG].measures if one.carries_out)
    text = revise(SHANXI, LATER).replace(f"- id: {child.carries_out[0]}\n", f"- id: {child.id}\n")
    told = complain(publish, text)
    assert any(one.startswith(f"{JINCHENG}.yaml: measure {child.id}: is also the id") for one in told)


@ON_SQLITE
def test_a_measure_that_a_notice_below_carries_out_may_be_repealed(engine: sa.Engine, publish: Publish) -> None:
    child = next(one for one in load_library().documents[JINCHENG].measures if one.carries_out)
    text = re.sub(rf"(?<!library: )(?<![a-z-]){child.carries_out[0]}(?![a-z-])", "quite-another", revise(SHANXI, LATER))
    publish(text)
    documents = read_library(engine).documents
    assert documents[SHANXI].version == LATER
    [now] = [one for one in documents[JINCHENG].measures if one.id == child.id]
    assert now.carries_out == child.carries_out[1:]


def test_two_who_publish_at_once_get_two_numbers(publish: Publish) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda version: publish(draft_small(version)).number, ("1", "2")))
    assert sorted(both) == [1, 2]


@ON_SQLITE
def test_other_processes_take_it_up_and_a_changed_row_is_not_used(engine: sa.Engine, publish: Publish) -> None:
    publish(revise(JILIN, LATER))
    current._READ.clear()  # as in a process that has read nothing yet
    current._LIBRARIES.clear()
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE publishedcatalogue SET content = replace(content, '吉', '凶')"))
    assert read_library(engine).documents[JILIN].version == SHIPPED


@ON_SQLITE
def test_an_old_round_shows_the_notice_as_it_was_issued(engine: sa.Engine, publish: Publish) -> None:
    questionnaire = build_questionnaire(load_library(), JINCHENG, "county")
    heading = load_library().documents[SHANXI].clauses[0].heading
    publish(revise(SHANXI, LATER, (f"heading: {heading}\n", "heading: 另立的标题\n")))
    with Session(engine) as session:
        issued, current = library_as_issued(session, questionnaire), current_library(session)
    assert [one.documents[SHANXI].clauses[0].heading for one in (issued, current)] == [heading, "另立的标题"]
