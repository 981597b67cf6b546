"""The shelf: a file once for all its questions, said of anew while it is a draft, and never from under a reviewer."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from questionnaires.messages import Refused
from survey.backup.copies import make_backup
from survey.evidence.inventory import take_inventory
from survey.evidence.listing import Dates, Filed, list_evidence
from survey.evidence.shelf import Particulars, change_file, delete_file
from survey.evidence.store import EvidenceStore
from survey.installing.settings import Settings
from survey.storage.beside import ShelfFile
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Action, Role
from survey.storage.tables import Response, Round
from tests.people import Respondent, sign_in
from tests.survey.evidence.sample_files import PDF, PNG, make_ooxml, make_pdf
from tests.survey.reviewing.deciding import begin_review, mark_returned

People = Callable[[str], Respondent]
PLAN, OTHER = "emergency-plan", "penalty-discretion"
SAID = Particulars("应急预案.pdf", "呼市监发〔2026〕3号", Dates(date(2026, 1, 5), date(2028, 1, 4)), "原件在办公室")


@pytest.fixture
def store(site: Flask) -> EvidenceStore:
    found = site.extensions["evidence_store"]
    assert isinstance(found, EvidenceStore)
    return found


def bureau_of(one: Respondent) -> int:
    with Session(one.engine) as session:
        return session.get_one(Response, one.response_id).bureau_id


def shelf_of(one: Respondent) -> list[ShelfFile]:
    with Session(one.engine) as session:
        mine = select(ShelfFile).where(ShelfFile.bureau_id == bureau_of(one), col(ShelfFile.removed_at).is_(None))
        return list(session.exec(mine.order_by(col(ShelfFile.id))))


def filed(one: Respondent, question: str = PLAN) -> list[Filed]:
    with Session(one.engine) as session:
        return list_evidence(session, one.response_id).get(question, [])


def put(one: Respondent, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    data: dict[str, Any] = {"files": [(io.BytesIO(content), name) for content, name in files], **fields}
    return one.client.post("/shelf", data=data, follow_redirects=True)


def tick(one: Respondent, *questions: str, was: tuple[str, ...] = (), file: int = 1, **fields: str) -> TestResponse:
    data = {"question": list(questions), "was": list(was), **fields}
    return one.client.post(f"/responses/{one.response_id}/shelf/{file}", data=data, follow_redirects=True)


def hand_in(one: Respondent) -> None:
    one.answer_all()
    one.submit()


def test_one_upload_proves_several_questions(bureau: Respondent) -> None:
    page = put(bureau, (PDF, "预案.pdf"), (PNG, "照片.png"), valid_until="2028-01-04")
    assert page.status_code == 200 and "共2份文件" in page.text
    assert "新增2项" in tick(bureau, PLAN, OTHER).text
    assert [(one.name, str(one.dates.valid_until)) for id in (PLAN, OTHER) for one in filed(bureau, id)] == [
        ("预案.pdf", "2028-01-04")
    ] * 2


def test_the_same_bytes_are_one_file_and_it_is_said(bureau: Respondent, store: EvidenceStore) -> None:
    put(bureau, (PDF, "预案.pdf"))
    assert "已有相同的文件“预案.pdf”" in put(bureau, (PDF, "另一份.pdf")).text
    sent = bureau.client.put("/shelf", data=PDF, query_string={"name": "又一份.pdf"})
    assert (sent.status_code, "只保存一份" in (sent.json or {})["known"]) == (201, True)
    bureau.attach(PLAN, PDF, name="题目下.pdf")
    assert [[one.name for one in shelf_of(bureau)], [one.name for one in filed(bureau)]] == [["预案.pdf"]] * 2
    assert len(list(store.list_hashes())) == 1


def test_only_what_was_changed_on_the_page_is_changed(bureau: Respondent) -> None:
    """A colleague ticked another question meanwhile: it stays ticked."""
    put(bureau, (PDF, "预案.pdf"))
    tick(bureau, PLAN)
    tick(bureau, PLAN, OTHER, was=(PLAN,))
    tick(bureau, was=(PLAN,))
    assert (filed(bureau), [one.name for one in filed(bureau, OTHER)]) == ([], ["预案.pdf"])


def test_from_a_question_files_are_chosen_and_of_several_none_is_half_done(bureau: Respondent) -> None:
    put(bureau, (PDF, "预案.pdf"), (PNG, "照片.png"))
    path = f"/responses/{bureau.response_id}/questions/{PLAN}/shelf"
    assert "照片.png" in bureau.client.get(path).text
    wrong = bureau.client.post(path, data={"file": ["1", "99"]})
    assert (wrong.status_code, filed(bureau)) == (422, [])
    bureau.client.post(path, data={"file": ["1", "2", "²", "9" * 5000]})
    assert [one.name for one in filed(bureau)] == ["预案.pdf", "照片.png"]


def test_what_is_said_of_a_file_goes_with_drafts_and_stays_as_it_was_handed_in(bureau: Respondent) -> None:
    row = bureau.attach(PLAN, PDF)
    change_file(bureau.engine, bureau_of(bureau), row.file_id or 0, SAID, bureau.id)
    [before] = filed(bureau)
    assert (before.name, before.number, before.dates) == (SAID.name, SAID.number, SAID.dates)
    begin_review(bureau)
    other = Particulars("换了.pdf", "", Dates(), "")
    change_file(bureau.engine, bureau_of(bureau), row.file_id or 0, other, bureau.id)
    assert (filed(bureau), shelf_of(bureau)[0].name) == ([before], "换了.pdf")
    mark_returned(bureau, PLAN)
    bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    change_file(bureau.engine, bureau_of(bureau), row.file_id or 0, SAID, bureau.id)
    assert filed(bureau) == [before]


def test_a_file_that_is_used_cannot_be_deleted_and_an_unused_one_can(bureau: Respondent, store: EvidenceStore) -> None:
    row = bureau.attach(PLAN, PDF)
    put(bureau, (PNG, "照片.png"))
    hand_in(bureau)
    with pytest.raises(Refused, match="Responses use this file"):
        delete_file(bureau.engine, store, bureau_of(bureau), row.file_id or 0, bureau.id)
    assert "已从材料库删除：照片.png" in bureau.client.post("/shelf/2/delete", follow_redirects=True).text
    assert list(store.list_hashes()) == [row.sha256]


def test_a_return_takes_a_file_of_the_shelf_with_a_word_and_is_mended(bureau: Respondent) -> None:
    begin_review(bureau)
    mark_returned(bureau, PLAN)
    bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    put(bureau, (PDF, "预案.pdf"))
    assert "请先写明" in tick(bureau, PLAN).text
    assert "已锁定" in tick(bureau, OTHER, done="已补").text
    tick(bureau, PLAN, done="已补盖章件")
    assert [one.done for one in filed(bureau)] == ["已补盖章件"]


@pytest.mark.parametrize("act", ["", "/file", "/preview", "/delete"])
def test_another_bureaus_file_is_not_there(act: str, bureau: Respondent, respondent: People, site: Flask) -> None:
    put(bureau, (PDF, "预案.pdf"))
    sibling, method = respondent("sibling"), "POST" if act == "/delete" else "GET"
    assert sibling.client.open(f"/shelf/1{act}", method=method).status_code == 404
    assert sibling.client.get(f"/responses/{sibling.response_id}/shelf/1").status_code == 404
    assert tick(sibling, PLAN).status_code == 404
    assert sign_in(site, "city").get("/shelf").status_code == 404
    assert (len(shelf_of(bureau)), filed(sibling)) == (1, [])


def test_a_preview_has_one_type_and_a_sandbox_and_is_on_the_trail(bureau: Respondent, engine: sa.Engine) -> None:
    rows = [bureau.attach(PLAN, content, name=name) for content, name in ((PDF, "a.pdf"), (make_pdf("b"), "b.pdf"))]
    with writing(engine) as session:
        session.get_one(type(rows[1]), rows[1].id).kind = "png"
    path = f"/responses/{bureau.response_id}/evidence"
    pdf, png = (bureau.client.get(f"{path}/{row.id}/preview", buffered=True) for row in rows)
    assert (pdf.data, pdf.content_type, png.content_type) == (PDF, "application/pdf", "image/png")
    assert "default-src 'none'" in pdf.headers["Content-Security-Policy"]
    assert png.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    for one in (pdf, png):
        assert one.headers["X-Frame-Options"] == "SAMEORIGIN" and one.headers["X-Content-Type-Options"] == "nosniff"
        assert one.headers["Content-Disposition"].startswith("inline")
    with Session(engine) as session:
        assert len(session.exec(select(TrailEntry).where(TrailEntry.act == "evidence.preview")).all()) == 2


def test_what_no_browser_shows_has_no_preview(bureau: Respondent) -> None:
    put(bureau, (make_ooxml("ppt/presentation.xml"), "说明.pptx"))
    tick(bureau, PLAN)
    page = bureau.client.get(f"/responses/{bureau.response_id}/evidence").text
    assert ("说明.pptx" in page, "/preview" in page) == (True, False)
    assert bureau.client.get(f"/responses/{bureau.response_id}/evidence/1/preview").status_code == 404


def read_pack(answer: TestResponse) -> tuple[list[str], list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        rows = csv.DictReader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig")))
        return archive.namelist(), list(rows)


def test_the_zip_has_each_file_once_and_a_list_of_what_it_proves(
    bureau: Respondent, site: Flask, store: EvidenceStore
) -> None:
    put(bureau, (PDF, "=预案.pdf"), (PNG, "照片.png"))
    tick(bureau, PLAN, OTHER)
    tick(bureau, PLAN, file=2)
    hand_in(bureau)
    store.drop(filed(bureau)[1].sha256)
    names, rows = read_pack(sign_in(site, "city").get(f"/responses/{bureau.response_id}/evidence.zip", buffered=True))
    assert names == ["佐证材料/001 =预案.pdf", "清单.csv"]
    used = [row for row in rows if row["文件"]]
    assert [(row["文件"], row["备注"]) for row in used if "照片" in row["文件"]] == [
        ("照片.png", "服务器上找不到此文件，请联系管理员")
    ]
    assert len([row for row in used if row["文件"] == "佐证材料/001 =预案.pdf"]) == 2
    assert "缺佐证材料" in {row["备注"] for row in rows}


def test_last_years_files_are_offered_where_they_still_hold(bureau: Respondent, engine: sa.Engine) -> None:
    kept = bureau.attach(PLAN, PDF, valid_until=date(2030, 1, 1))
    bureau.attach(OTHER, make_pdf("old"), valid_until=date(2026, 6, 30))
    with writing(engine) as session:
        last = session.get_one(Response, bureau.response_id)
        later: dict[str, Any] = {"id": None, "slug": "2027", "title": "2027年度自评", "previous_id": last.round_id}
        later |= {"as_of": date(2027, 6, 30)}
        round = Round(**{**last.round.model_dump(), **later})
        session.add(round)
        session.flush()
        values: dict[str, Any] = {
            "round_id": round.id,
            "bureau_id": last.bureau_id,
            "questionnaire_id": last.questionnaire_id,
        }
        response = Response(**values)
        session.add(response)
        session.flush()
        bureau.response_id = response.id
    page = bureau.open("shelf/last-year").text
    assert page.count(" checked>") == 1 and f'value="{PLAN}:{kept.file_id}" checked' in page
    assert "已过有效期" in page
    path = f"/responses/{bureau.response_id}/shelf/last-year"
    bureau.client.post(path, data={"tie": [f"{PLAN}:{kept.file_id}", f"{OTHER}:{kept.file_id}"]})
    assert ([one.name for one in filed(bureau)], filed(bureau, OTHER)) == (["证书.pdf"], [])


def test_what_lies_on_the_shelf_alone_is_on_record_and_missed_by_a_backup(
    bureau: Respondent, settings: Settings, store: EvidenceStore, tmp_path: Path
) -> None:
    put(bureau, (PDF, "预案.pdf"))
    with Session(bureau.engine) as session:
        found = take_inventory(session, store)
    assert (found.known, found.missing, found.orphans) == (1, (), ())
    if not settings.database_url.startswith("sqlite"):
        return
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    make_backup(database, settings.data_folder, tmp_path / "whole")
    store.drop(shelf_of(bureau)[0].sha256)
    with pytest.raises(Refused, match="missing"):
        make_backup(database, settings.data_folder, tmp_path / "lacking")


def test_the_check_page_counts_what_is_missing_and_expired_for_clerk_and_head(
    bureau: Respondent, respondent: People
) -> None:
    bureau.answer_all()
    asking = sum(bool(one.evidence) and not one.is_quantity for one in bureau.questionnaire.questions)
    bureau.attach(PLAN, PDF, valid_until=date(2020, 1, 1))
    for person in (bureau, respondent("head")):
        page = person.open("check").text
        assert f"达标而缺佐证的{asking - 1}题" in page
        assert "所附佐证材料在填报基准日均已过有效期" in page


def test_where_nothing_can_be_ticked_nothing_is_to_be_saved(bureau: Respondent) -> None:
    page = f"shelf/{bureau.attach(PLAN, PDF).file_id}"
    assert "保存勾选" in bureau.open(page).text
    bureau.answer_all()
    bureau.submit()
    assert "保存勾选" not in bureau.open(page).text
