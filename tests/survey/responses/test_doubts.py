"""What a reviewer would stumble over is asked of the bureau first; its word is kept with the answer it was said of."""

from typing import Any

import pytest
from sqlmodel import Session, select

from questionnaires.messages import Refused
from questionnaires.questionnaire import Question
from survey.responses.doubts import Doubt, find_doubts, say_word
from survey.responses.flags import FlagKind
from survey.responses.saving import ResponseFrozen, list_answers
from survey.rounds.issued import applying_questionnaire
from survey.storage.records import TrailEntry
from survey.storage.states import Action, Role
from survey.storage.tables import Response
from tests.people import Respondent


def list_doubts(bureau: Respondent, question_id: str, bare: bool = False) -> list[Doubt]:
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        saved = list_answers(session, response)
        found = find_doubts(session, response, applying_questionnaire(response), saved)
        return [one for one in found.get(question_id, ()) if one.is_bare is bare]


def find_yes_no(bureau: Respondent) -> Question:
    bureau.give_facts()
    return next(one for one in bureau.questionnaire.questions if one.criterion.kind == "yes_no")


def doubt_an_answer(bureau: Respondent, **content: Any) -> Doubt:
    question = find_yes_no(bureau)
    bureau.save(question.id, {"value": True, "remark": "文件尚未印发", **content})
    [doubt] = list_doubts(bureau, question.id)
    return doubt


def say(bureau: Respondent, doubt: Doubt, words: str) -> None:
    say_word(bureau.engine, bureau.response_id, doubt.flag.question_id, doubt.mark, words, bureau.id)


def test_a_word_is_kept_with_the_answer_and_asked_for_anew_when_that_changes(bureau: Respondent) -> None:
    doubt = doubt_an_answer(bureau)
    assert (doubt.flag.kind, doubt.word) == (FlagKind.DOUBTFUL_REMARK, None)
    say(bureau, doubt, "  文件已于\n7月印发 ")
    [again] = list_doubts(bureau, doubt.flag.question_id)
    assert again.word is not None and again.word.words == "文件已于 7月印发"
    bureau.save(doubt.flag.question_id, {"value": True, "remark": "文件尚未印发，下月印发"}, base=1)
    [anew] = list_doubts(bureau, doubt.flag.question_id)
    assert anew.word is None


def test_a_word_to_an_answer_that_has_changed_since_is_refused(bureau: Respondent) -> None:
    doubt = doubt_an_answer(bureau)
    bureau.save(doubt.flag.question_id, {"value": True, "remark": "暂无文件"}, base=1)
    with pytest.raises(Refused, match="has changed meanwhile"):
        say(bureau, doubt, "无误")


@pytest.mark.parametrize(("words", "why"), [(" ", "Say in a word"), ("字" * 201, "200 characters")])
def test_a_word_is_needed_and_short(bureau: Respondent, words: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        say(bureau, doubt_an_answer(bureau), words)


def test_words_are_in_the_trail_and_end_with_the_signature(bureau: Respondent) -> None:
    bureau.answer_all()
    question = find_yes_no(bureau)
    bureau.save(question.id, {"value": True, "remark": "尚未印发"}, base=1)
    [doubt] = list_doubts(bureau, question.id)
    say(bureau, doubt, "属实")
    with Session(bureau.engine) as session:
        [entry] = session.exec(select(TrailEntry).where(TrailEntry.act == "doubt.say"))
        assert "属实" in entry.change
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))
    with pytest.raises(ResponseFrozen):
        say(bureau, doubt, "再说一句")


def test_a_claim_without_evidence_is_asked_about_until_something_is_attached(bureau: Respondent) -> None:
    bureau.give_facts()
    question = next(one for one in bureau.questionnaire.questions if one.evidence and one.criterion.kind == "yes_no")
    bureau.answer(question.id, True)
    assert len(list_doubts(bureau, question.id, bare=True)) == 1
    bureau.attach(question.id, b"%PDF-1.4\n%%EOF\n")
    assert list_doubts(bureau, question.id, bare=True) == []
