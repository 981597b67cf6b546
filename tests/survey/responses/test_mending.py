"""What mends a returned question: a changed answer or remark, or a new file with a word; nothing else."""

import pytest
from sqlmodel import Session

from questionnaires.messages import Refused
from survey.evidence.files import remove_evidence
from survey.evidence.listing import list_evidence
from survey.responses.mending import Mending, list_mendings
from survey.responses.saving import list_answers
from survey.responses.workflow import NotReady
from survey.storage.states import Action, Role, State
from survey.storage.tables import Response
from tests.people import Respondent
from tests.survey.evidence.sample_files import PDF, make_pdf
from tests.survey.reviewing.deciding import begin_review, find_yes_no, mark_returned

NEW = make_pdf("盖章的预案")


@pytest.fixture
def question(bureau: Respondent) -> str:
    """A question with a file that the city returned."""
    id = find_yes_no(bureau)[0]
    bureau.attach(id, PDF)
    begin_review(bureau)
    mark_returned(bureau, id)
    bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    return id


def read(bureau: Respondent, question: str) -> Mending:
    with Session(bureau.engine) as session:
        saved = list_answers(session, session.get_one(Response, bureau.response_id))
        return list_mendings(session, bureau.response_id, saved)[question]


def test_a_new_file_with_a_word_mends_and_can_be_signed_off(bureau: Respondent, question: str) -> None:
    assert not read(bureau, question).is_mended
    bureau.attach(question, NEW, done="已补盖章件")
    assert [one.done for one in read(bureau, question).files] == ["已补盖章件"]
    bureau.submit()
    with Session(bureau.engine) as session:
        assert session.get_one(Response, bureau.response_id).state is State.SUBMITTED


def test_a_file_without_a_word_is_refused(bureau: Respondent, question: str) -> None:
    with pytest.raises(Refused, match="what was done"):
        bureau.attach(question, NEW)


def test_a_file_that_was_there_mends_nothing_not_even_attached_again(bureau: Respondent, question: str) -> None:
    with pytest.raises(Refused, match="already"):
        bureau.attach(question, PDF, done="已补")
    remove(bureau, question, PDF)
    bureau.attach(question, PDF, done="已补")
    assert not read(bureau, question).is_mended


def test_what_mended_and_is_removed_mends_no_more(bureau: Respondent, question: str) -> None:
    row = bureau.attach(question, NEW, done="已补")
    assert bureau.attach(question, NEW, done="已补").id == row.id  # sent twice by a browser that heard nothing
    remove(bureau, question, NEW)
    assert not read(bureau, question).is_mended
    with pytest.raises(NotReady, match="unmended"):
        bureau.submit()


def test_a_remark_alone_mends(bureau: Respondent, question: str) -> None:
    bureau.save(question, {"value": True, "remark": "原答案无误"}, 1)
    assert read(bureau, question).is_changed


def test_a_later_return_asks_for_something_newer(bureau: Respondent, question: str) -> None:
    bureau.attach(question, NEW, done="已补")
    bureau.submit()
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    mark_returned(bureau, question)
    bureau.act(Action.RETURN, bureau.find(Role.CITY_REVIEWER))
    assert not read(bureau, question).is_mended


def remove(bureau: Respondent, question: str, content: bytes) -> None:
    """Remove the file of this content from a question."""
    with Session(bureau.engine) as session:
        row = next(one for one in list_evidence(session, bureau.response_id)[question] if one.size == len(content))
    store = bureau.client.application.extensions["evidence_store"]
    remove_evidence(bureau.engine, store, bureau.response_id, row.id, bureau.id)
