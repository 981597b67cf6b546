"""A round that runs is moved to a newer version: looked at first, nothing lost, nothing confirmed by itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select

from questionnaires.catalogue import Level, Library
from questionnaires.loading import load_library
from questionnaires.messages import Refused
from survey.evidence.shelf_listing import list_last_year
from survey.responses.last_year import find_version_change, look_back
from survey.responses.moving import Move, look_at_moves, mark_moves, move_round
from survey.responses.saving import Collision, Saved, list_answers
from survey.rounds.rounds import invite_bureaus, issue_questionnaire
from survey.storage.database import writing
from survey.storage.records import EarlierQuestionnaire
from survey.storage.states import Action, Role
from survey.storage.tables import Bureau, Response, Round
from tests.conftest import NOTICE
from tests.people import Respondent, full_value
from tests.survey.auditing.test_agreement import find as find_disagreements
from tests.survey.evidence.sample_files import PDF

WHY = "文件修订"


@pytest.fixture
def newer() -> Library:
    """Version 2 of the notice: a share is stricter, one question has another id, one is gone and one moved on."""
    library = load_library()
    document = library.documents[NOTICE]
    county = [one for one in document.measures if Level.COUNTY in one.levels]
    share = next(one for one in county if one.criterion.kind == "share")
    gone, renamed = [one for one in county if one.criterion.kind == "yes_no"][:2]
    criterion: Any = share.criterion
    stricter = criterion.model_copy(update={"target": criterion.target + 1})
    instead: dict[str, Any] = {
        share.id: share.model_copy(update={"criterion": stricter}),
        gone.id: None,
        renamed.id: renamed.model_copy(update={"id": "renamed-2", "replaces": (renamed.id,)}),
    }
    clauses = tuple(
        clause.model_copy(
            update={"measures": tuple(now for one in clause.measures if (now := instead.get(one.id, one)))}
        )
        for clause in document.clauses
    )
    changed = document.model_copy(update={"version": "next", "clauses": clauses})
    return library.model_copy(update={"documents": {**library.documents, NOTICE: changed}})


def find_changed(newer: Library) -> tuple[str, str, str]:
    """The ids of what is stricter, gone and renamed."""
    old, new = (one.documents[NOTICE].measures for one in (load_library(), newer))
    after = {one.id: one for one in new}
    share = next(one.id for one in old if one.id in after and one.criterion != after[one.id].criterion)
    lost = [one.id for one in old if one.id not in after]
    [renamed] = after["renamed-2"].replaces
    return share, next(id for id in lost if id != renamed), renamed


def look(engine: sa.Engine, newer: Library) -> list[Move]:
    with Session(engine) as session:
        return look_at_moves(session, newer, session.exec(select(Round)).one())


def move(engine: sa.Engine, newer: Library, person_id: int) -> int:
    with Session(engine) as session:
        round_id = session.exec(select(Round.id)).one()
    return move_round(engine, newer, round_id, WHY, mark_moves(look(engine, newer)), person_id)


def test_what_changed_is_asked_again_and_every_earlier_answer_stays_readable(
    bureau: Respondent, engine: sa.Engine, newer: Library
) -> None:
    share, gone, renamed = find_changed(newer)
    same = next(one.id for one in bureau.questionnaire.questions if one.criterion.kind == "checklist")
    for id in (share, gone, renamed, same):
        bureau.answer(id, full_value(bureau.ask(id)))
    [looked] = look(engine, newer)
    own = next(one for one in looked.bureaus if one.response.id == bureau.response_id)
    assert (own.kept, own.confirmed, own.gone, own.is_in) == (1, 2, 1, False)
    assert move(engine, newer, bureau.find(Role.ADMINISTRATOR)) == 3
    with Session(engine) as session:
        response = session.get_one(Response, bureau.response_id)
        assert response.questionnaire.version.startswith("next")
        given = {id for id, one in list_answers(session, response).items() if one.answer.is_given}
        assert given == {same}
        earlier = look_back(session, response, [bureau.ask(share), bureau.ask("renamed-2")])
        assert {id: one.answer is not None for id, one in earlier.items()} == {share: True, "renamed-2": True}
        change = find_version_change(session, response)
        assert change is not None and [one.question.id for one in change.gone] == [gone]
        assert session.exec(select(EarlierQuestionnaire.reason)).one() == WHY
    assert find_disagreements(engine)[0] == []
    assert "改版前的答案" in bureau.open("questions?only=unanswered").text


def test_a_file_from_before_the_move_is_offered_a_year_later_to_what_took_its_questions_place(
    bureau: Respondent, engine: sa.Engine, newer: Library
) -> None:
    renamed = find_changed(newer)[2]
    file_id = bureau.attach(renamed, PDF).file_id
    move(engine, newer, bureau.find(Role.ADMINISTRATOR))
    with writing(engine) as session:
        last = session.get_one(Response, bureau.response_id)
        later: dict[str, Any] = {"id": None, "slug": "2027", "title": "2027年度自评", "previous_id": last.round_id}
        later |= {"as_of": date(2027, 6, 30)}
        round = Round(**{**last.round.model_dump(), **later})
        session.add(round)
        session.flush()
        issued = issue_questionnaire(session, round, newer, NOTICE, "county")
        [response] = invite_bureaus(session, issued, [session.get_one(Bureau, last.bureau_id)])
        assert list_last_year(session, response) == {"renamed-2": [file_id]}


def test_it_is_refused_where_a_bureau_has_signed_off_and_where_something_changed_since_the_look(
    bureau: Respondent, respondent: Callable[[str], Respondent], engine: sa.Engine, newer: Library
) -> None:
    mark, administrator = mark_moves(look(engine, newer)), bureau.find(Role.ADMINISTRATOR)
    share, _gone, _renamed = find_changed(newer)
    bureau.answer(share, full_value(bureau.ask(share)))
    with Session(engine) as session:
        round_id = session.exec(select(Round.id)).one()
    with pytest.raises(Refused, match="something has changed"):
        move_round(engine, newer, round_id, WHY, mark, administrator)
    sibling = respondent("sibling")
    sibling.answer_all()
    sibling.act(Action.SIGN_OFF, sibling.find(Role.HEAD))
    with pytest.raises(Refused, match="signed off"):
        move(engine, newer, administrator)


def test_the_page_says_so_where_there_is_nothing_to_move(administrator: FlaskClient) -> None:
    assert "无需改版" in administrator.get("/rounds/2026/version").text


def test_notes_and_files_of_a_question_that_is_gone_can_still_be_read(
    bureau: Respondent, respondent: Callable[[str], Respondent], engine: sa.Engine, newer: Library
) -> None:
    _share, gone, _renamed = find_changed(newer)
    file = bureau.attach(gone, b"%PDF-1.4\n%%EOF\n")
    title, notes = bureau.ask(gone).title, f"/responses/{bureau.response_id}/questions/{gone}/notes"
    respondent("colleague").client.post(notes, data={"text": "预案在办公室"})
    move(engine, newer, bureau.find(Role.ADMINISTRATOR))
    assert title in bureau.client.get("/").text
    said = bureau.client.get(notes).text
    assert "预案在办公室" in said and "不再填报" in said and "<textarea" not in said
    assert bureau.client.post(notes, data={"text": "再说一句"}).status_code == 404
    assert "预案在办公室" in bureau.client.get(f"/responses/{bureau.response_id}/notes").text
    assert title in bureau.client.get(f"/shelf/{file.file_id}").text


def test_a_file_of_a_question_with_another_id_is_offered_at_the_one_that_took_its_place(
    bureau: Respondent, engine: sa.Engine, newer: Library
) -> None:
    _share, _gone, renamed = find_changed(newer)
    file = bureau.attach(renamed, b"%PDF-1.4\n%%EOF\n").file_id
    move(engine, newer, bureau.find(Role.ADMINISTRATOR))
    assert "曾用于佐证本题" in bureau.open("questions/renamed-2/shelf").text
    assert f'value="renamed-2:{file}"' in bureau.open("shelf/last-year").text


def test_what_is_typed_on_a_page_of_before_waits_for_a_choice(
    bureau: Respondent, engine: sa.Engine, newer: Library
) -> None:
    share, _gone, _renamed = find_changed(newer)
    typed = full_value(bureau.ask(share))
    move(engine, newer, bureau.find(Role.ADMINISTRATOR))
    assert isinstance(bureau.try_answer(share, typed, base=0), Collision)
    assert isinstance(bureau.try_answer(share, typed, base=1), Saved)
