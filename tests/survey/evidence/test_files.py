"""Evidence: attached once, dated, removed on record, its bytes kept as long as somebody's file has them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from questionnaires.messages import Refused
from survey.evidence.files import MOST_FILES, date_evidence, remove_evidence
from survey.evidence.listing import Dates, list_evidence
from survey.evidence.shared import name_shared
from survey.evidence.shelf import delete_file
from survey.evidence.store import EvidenceStore
from survey.storage.records import TrailEntry
from survey.storage.tables import Evidence, Person, Response
from tests.people import Respondent
from tests.survey.evidence.sample_files import PDF, make_pdf

People = Callable[[str], Respondent]
PLAN = "emergency-plan"


@pytest.fixture
def store(site: Flask) -> EvidenceStore:
    found = site.extensions["evidence_store"]
    assert isinstance(found, EvidenceStore)
    return found


def list_stored(store: EvidenceStore) -> list[Path]:
    return [file for file in store.folder.rglob("*") if file.is_file()]


def read_trail_of(engine: sa.Engine, act: str) -> list[str]:
    with Session(engine) as session:
        return list(session.exec(select(TrailEntry.change).where(TrailEntry.act == act)))


def test_it_is_listed_by_question_with_its_dates(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.attach(PLAN, PDF, issued_on=date(2025, 7, 1), valid_until=date(2026, 6, 30))
    with Session(engine) as session:
        [file] = list_evidence(session, bureau.response_id)[PLAN]
    assert (file.name, file.size, file.added_by) == ("证书.pdf", len(PDF), "bureau的人")
    assert file.dates == Dates(date(2025, 7, 1), date(2026, 6, 30))


@pytest.mark.parametrize(("last", "expired"), [(date(2026, 6, 29), True), (date(2026, 6, 30), False), (None, False)])
def test_it_expires_the_day_after_its_last(bureau: Respondent, engine: sa.Engine, last: date, expired: bool) -> None:
    bureau.attach(PLAN, PDF, valid_until=last)
    with Session(engine) as session:
        [file] = list_evidence(session, bureau.response_id)[PLAN]
    assert file.expired is expired


def test_the_same_file_sent_twice_is_one(bureau: Respondent, engine: sa.Engine, store: EvidenceStore) -> None:
    assert bureau.attach(PLAN, PDF).id == bureau.attach(PLAN, PDF, name="again.pdf").id
    assert len(list_stored(store)) == 1
    assert len(read_trail_of(engine, "evidence.add")) == 1


def test_twenty_at_once_of_the_same_file_are_one(bureau: Respondent, store: EvidenceStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda _: bureau.attach(PLAN, PDF), range(20)))
    assert len({row.id for row in rows}) == 1
    assert len(list_stored(store)) == 1


def test_a_question_takes_ten_files_and_says_so(bureau: Respondent, store: EvidenceStore) -> None:
    for number in range(MOST_FILES):
        bureau.attach(PLAN, make_pdf(str(number)))
    with pytest.raises(Refused, match="10 files at most"):
        bureau.attach(PLAN, PDF)
    assert len(list_stored(store)) == MOST_FILES


def test_a_locked_question_takes_nothing_and_gives_nothing_up(
    bureau: Respondent, engine: sa.Engine, store: EvidenceStore
) -> None:
    row = bureau.attach(PLAN, PDF)
    bureau.answer_all()
    bureau.submit()
    for act in (
        lambda: bureau.attach(PLAN, make_pdf("late")),
        lambda: remove_evidence(engine, store, bureau.response_id, row.id, bureau.id),
        lambda: date_evidence(engine, bureau.response_id, row.id, Dates(date(2026, 1, 1)), bureau.id),
    ):
        with pytest.raises(Refused, match="locked"):
            act()
    assert [file.name for file in list_stored(store)] == [row.sha256]


def drop(one: Respondent, store: EvidenceStore, row: Evidence) -> None:
    """Take a file off its question, and then off the shelf."""
    remove_evidence(one.engine, store, one.response_id, row.id, one.id)
    with Session(one.engine) as session:
        bureau_id = session.get_one(Response, one.response_id).bureau_id
    delete_file(one.engine, store, bureau_id, row.file_id or 0, one.id)


def test_removing_keeps_the_record_and_with_the_shelf_the_bytes_go(
    bureau: Respondent, engine: sa.Engine, store: EvidenceStore
) -> None:
    row = bureau.attach(PLAN, PDF)
    for _ in range(2):
        remove_evidence(engine, store, bureau.response_id, row.id, bureau.id)
    assert [file.name for file in list_stored(store)] == [row.sha256]
    for _ in range(2):
        drop(bureau, store, row)
    with Session(engine) as session:
        assert list_evidence(session, bureau.response_id) == {}
        [file] = list_evidence(session, bureau.response_id, removed=True)[PLAN]
    assert (file.removed_by, list_stored(store)) == ("bureau的人", [])
    assert len(read_trail_of(engine, "evidence.remove")) == 1


def test_a_removed_file_can_be_attached_again(bureau: Respondent, engine: sa.Engine, store: EvidenceStore) -> None:
    row = bureau.attach(PLAN, PDF)
    remove_evidence(engine, store, bureau.response_id, row.id, bureau.id)
    again = bureau.attach(PLAN, PDF)
    assert again.id != row.id
    with store.open(again.sha256) as file:
        assert file.read() == PDF


def test_a_file_of_two_bureaus_is_kept_until_both_have_removed_it(
    bureau: Respondent, respondent: People, engine: sa.Engine, store: EvidenceStore
) -> None:
    sibling = respondent("sibling")
    kept = []
    for one in [(bureau, bureau.attach(PLAN, PDF)), (sibling, sibling.attach(PLAN, PDF))]:
        kept.append(len(list_stored(store)))
        drop(one[0], store, one[1])
    assert (kept, list_stored(store)) == ([1, 1], [])


def test_adding_and_removing_at_once_never_leaves_a_file_without_its_bytes(
    bureau: Respondent, respondent: People, engine: sa.Engine, store: EvidenceStore
) -> None:
    sibling = respondent("sibling")

    def come_and_go(one: Respondent) -> None:
        for _ in range(12):
            row = one.attach(PLAN, PDF)
            drop(one, store, row)
        with store.open(one.attach(PLAN, PDF).sha256) as file:
            assert file.read() == PDF

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(come_and_go, (bureau, sibling)))
    assert len(list_stored(store)) == 1


def test_another_date_is_on_the_trail_with_the_one_before(bureau: Respondent, engine: sa.Engine) -> None:
    row = bureau.attach(PLAN, PDF, issued_on=date(2025, 7, 1))
    for _ in range(2):
        date_evidence(engine, bureau.response_id, row.id, Dates(date(2025, 7, 2), None), bureau.id)
    [change] = read_trail_of(engine, "evidence.date")
    assert '"issued_on":"2025-07-01"' in change
    assert '"issued_on":"2025-07-02"' in change


def test_the_trail_has_name_hash_and_size_but_no_content(bureau: Respondent, engine: sa.Engine) -> None:
    row = bureau.attach(PLAN, make_pdf("hush"))
    [change] = read_trail_of(engine, "evidence.add")
    assert all(word in change for word in ("证书.pdf", row.sha256, f'"size":{row.size}'))
    assert "hush" not in change


@pytest.mark.parametrize(
    ("login", "named"),
    [
        ("city", ["呼和浩特市市场监督管理局 托克托县市场监督管理局"]),
        (
            "province",
            ["呼和浩特市市场监督管理局 托克托县市场监督管理局", "包头市市场监督管理局 土默特右旗市场监督管理局"],
        ),
        ("bureau", []),
    ],
)
def test_the_same_file_in_other_bureaus_is_named_to_those_who_may_read_them(
    login: str, named: list[str], bureau: Respondent, respondent: People, engine: sa.Engine
) -> None:
    for one in (bureau, respondent("sibling"), respondent("foreigner")):
        row = one.attach(PLAN, PDF)
        one.attach(PLAN, make_pdf(str(one.id)))
        one.answer_all()
        one.submit()
    with Session(engine) as session:
        person = session.exec(select(Person).where(Person.login == login)).one()
        shared = name_shared(session, session.get_one(Response, bureau.response_id), person)
    assert shared == ({row.sha256: named} if named else {})


def test_a_draft_gives_no_hint_of_its_files(bureau: Respondent, respondent: People, engine: sa.Engine) -> None:
    respondent("sibling").attach(PLAN, PDF)
    bureau.attach(PLAN, PDF)
    bureau.answer_all()
    bureau.submit()
    with Session(engine) as session:
        city = session.exec(select(Person).where(Person.login == "city")).one()
        assert name_shared(session, session.get_one(Response, bureau.response_id), city) == {}
        assert len(session.exec(select(Evidence)).all()) == 2
