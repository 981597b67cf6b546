"""Files of bonus claims: attached or ticked, shown to all who read the claim, kept as they were handed in."""

import io
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlmodel import Session, select

from reports.gap.annex_rows import list_evidence as list_annex
from reports.gap.content import Annex
from reports.gap.gathering import gather_report
from reports.tables.beside_table import divide_beside
from reports.tables.gathering import gather_round
from survey.auditing.words import Reader
from survey.evidence.packing import LIST
from survey.storage.beside import ShelfFile
from survey.storage.records import TrailEntry
from survey.storage.states import Action, Role
from survey.storage.tables import Response
from tests.machine import ZONE
from tests.people import Respondent, sign_in
from tests.survey.answering.test_claims import read, send
from tests.survey.evidence.sample_files import PDF, PNG
from tests.survey.responses.claiming import ask_under_scheme, claim, grant, hand_in


@pytest.fixture
def claiming(bureau: Respondent) -> Respondent:
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    return bureau


def address(bureau: Respondent, item: str = "model") -> str:
    return f"/responses/{bureau.response_id}/questions/bonus.{item}/evidence"


def attach(bureau: Respondent, content: bytes = PDF, name: str = "表彰文件.pdf", **dates: str) -> int:
    query = {"name": name, **dates}
    answer = bureau.client.put(
        address(bureau), data=content, query_string=query, content_type="application/octet-stream"
    )
    return answer.status_code


def shelved(bureau: Respondent) -> int:
    with Session(bureau.engine) as session:
        return session.exec(select(ShelfFile.id)).one()


def test_the_button_saves_the_claims_and_leads_to_the_files(claiming: Respondent) -> None:
    typed = {"model_points": "2", "model_why": "表彰", "model_was_points": "3", "model_was_why": "见省局通报"}
    assert send(claiming, **typed, files="model").location == address(claiming)
    page = read(claiming.client.get(address(claiming)))
    assert "获评示范单位" in page and "佐证材料：表彰文件" in page
    assert claiming.client.get(address(claiming, "nothing")).status_code == 404


def test_a_file_stands_beside_the_claim_for_clerk_head_and_reviewer(claiming: Respondent, site: Flask) -> None:
    assert "1项加分申报尚未上传佐证材料" in read(claiming.open("check"))
    assert attach(claiming, valid_until="2020-01-01") == 201
    here = f"/responses/{claiming.response_id}"
    checked = read(claiming.open("check"))
    assert "表彰文件.pdf" in checked and "1项加分申报的佐证材料在填报基准日前已过有效期" in checked
    assert "表彰文件.pdf" in read(claiming.open("claims")) and "尚未上传佐证" not in checked
    assert "表彰文件.pdf" in read(sign_in(site, "head").get(f"{here}/head"))
    hand_in(claiming)
    city = sign_in(site, "city")
    assert "表彰文件.pdf" in read(city.get(f"{here}/review")) and "表彰文件.pdf" in read(city.get(f"{here}/result"))
    assert f"{here}/evidence/1/preview" in city.get(f"{here}/review").text
    assert city.get(f"{here}/evidence/1/preview", buffered=True).status_code == 200


def test_a_file_of_the_shelf_is_ticked_from_either_side_and_stays_while_a_claim_uses_it(claiming: Respondent) -> None:
    assert attach(claiming) == 201
    file_id = shelved(claiming)
    tick = f"/responses/{claiming.response_id}/shelf/{file_id}"
    assert "加分申报 获评示范单位" in read(claiming.client.get(tick))
    claiming.client.post(tick, data={"question": "bonus.token", "was": "bonus.model"})
    listed = read(claiming.open("evidence"))
    assert "首创经验推广 未申报 表彰文件.pdf" in listed and "3 缺佐证材料 表彰文件.pdf" in listed  # removed: on record
    claiming.client.post(f"/responses/{claiming.response_id}/questions/bonus.model/shelf", data={"file": str(file_id)})
    assert "加分申报：获评示范单位" in read(claiming.client.get(f"/shelf/{file_id}"))
    claiming.client.post(f"/shelf/{file_id}/delete")
    assert claiming.client.get(f"/shelf/{file_id}").status_code == 200


def test_what_was_handed_in_stays_for_the_reviewer_until_it_is_handed_in_again(
    claiming: Respondent, site: Flask
) -> None:
    attach(claiming)
    hand_in(claiming)
    assert attach(claiming, PNG, "新.png") == 422  # the claims are locked
    grant(claiming, "model", "3")
    claiming.act(Action.PASS_ON, claiming.find(Role.CITY_REVIEWER))
    claiming.act(Action.ACCEPT, claiming.find(Role.PROVINCIAL_REVIEWER))
    claiming.act(Action.REOPEN, claiming.find(Role.PROVINCIAL_REVIEWER), "补充材料")
    claiming.client.post(f"/responses/{claiming.response_id}/evidence/1/remove")
    assert attach(claiming, PNG, "新.png") == 201
    reviewed = read(sign_in(site, "city").get(f"/responses/{claiming.response_id}/review"))
    assert "表彰文件.pdf" in reviewed and "新.png" not in reviewed


def test_it_is_in_the_zip_its_list_the_annex_the_table_and_the_trail(claiming: Respondent) -> None:
    attach(claiming)
    hand_in(claiming)
    with ZipFile(io.BytesIO(claiming.client.get(f"/responses/{claiming.response_id}/evidence.zip").data)) as archive:
        assert archive.read("佐证材料/001 表彰文件.pdf") == PDF
        assert ",加分申报,获评示范单位,申报3分,表彰文件,佐证材料/001 表彰文件.pdf," in archive.read(LIST).decode(
            "utf-8-sig"
        )
    with Session(claiming.engine) as session:
        response = session.get_one(Response, claiming.response_id)
        [row] = list_annex(gather_report(session, response, ZONE, frozenset({Annex.EVIDENCE})), str)
        gathered = gather_round(session, response.round, ZONE)
        [line] = [line for one in gathered if one.number == response.id for line in divide_beside(one)]
        [added] = session.exec(select(TrailEntry).where(TrailEntry.act == "evidence.add"))
        about = Reader(session, [added]).read(added).about
    assert (row.title, row.name) == ("加分：获评示范单位", "表彰文件.pdf")
    assert line.files == ("表彰文件.pdf",)
    assert about.endswith("获评示范单位")
