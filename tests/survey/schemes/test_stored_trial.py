"""A trial by the credits that are stored comes to what judging the answers anew comes to."""

import pytest
from sqlmodel import Session

from questionnaires.loading import load_library
from questionnaires.scheme import Scheme
from survey.schemes.stored_trial import TriedBureau, try_stored
from survey.schemes.trial import try_scheme
from survey.storage.states import Action, Role
from survey.storage.tables import Response
from tests.people import Respondent
from tests.survey.responses.claiming import ask_under_scheme

HEAVY = Scheme.model_validate({"weights": {"q-one": 5}}, strict=False)
CRITICAL = Scheme.model_validate({"critical": ["q-one"]}, strict=False)


def read_response(session: Session, bureau: Respondent) -> Response:
    return session.get_one(Response, bureau.response_id)


def hand_in_all_but_one(bureau: Respondent) -> None:
    ask_under_scheme(bureau)
    bureau.answer_all(lambda question: question.id != "q-one")
    bureau.submit()


@pytest.mark.parametrize("scheme", [Scheme(), HEAVY, CRITICAL])
def test_scores_and_grades_are_those_of_the_answers(bureau: Respondent, scheme: Scheme) -> None:
    hand_in_all_but_one(bureau)
    with Session(bureau.engine) as session:
        response, library = read_response(session, bureau), load_library()
        [quick], [anew] = (try_(session, [response], scheme, library) for try_ in (try_stored, try_scheme))
        assert isinstance(quick, TriedBureau)
        assert (quick.before.score, quick.after.score) == (anew.before.score, anew.after.score)
        assert (quick.before.grade, quick.after.grade) == (anew.before.grade, anew.after.grade)
        assert (quick.change, quick.verified) == (anew.change, anew.verified)


def test_a_critical_question_at_nothing_holds_the_grade_down(bureau: Respondent) -> None:
    hand_in_all_but_one(bureau)
    with Session(bureau.engine) as session:
        [tried] = try_stored(session, [read_response(session, bureau)], CRITICAL, load_library())
    assert tried.after.score == 75
    assert tried.after.grade is not None and tried.after.grade.grade == "below_standard"


def test_what_was_returned_is_judged_anew(bureau: Respondent) -> None:
    hand_in_all_but_one(bureau)
    bureau.act(Action.REOPEN, bureau.find(Role.PROVINCIAL_REVIEWER), "补正")
    with Session(bureau.engine) as session:
        [tried] = try_stored(session, [read_response(session, bureau)], HEAVY, load_library())
    assert not isinstance(tried, TriedBureau) and tried.after.score == 37.5
