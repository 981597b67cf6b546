"""A trial compares like with like: the same answers, without what was entered beside them."""

from sqlmodel import Session

from questionnaires.loading import load_library
from questionnaires.scheme import Scheme
from survey.schemes.trial import Tried, try_scheme
from survey.storage.states import Action, EntryKind, Role
from survey.storage.tables import Response
from tests.people import Respondent
from tests.survey.responses.claiming import ask_under_scheme, claim, enter, grant, hand_in


def try_on(bureau: Respondent, scheme: Scheme) -> Tried:
    with Session(bureau.engine) as session:
        [tried] = try_scheme(session, [session.get_one(Response, bureau.response_id)], scheme, load_library())
        return tried


def test_bonus_and_vetoes_are_left_out_on_both_sides(bureau: Respondent) -> None:
    ask_under_scheme(bureau, grade_of="total")
    claim(bureau, model="3")
    hand_in(bureau)
    own = try_on(bureau, Scheme())
    assert not own.verified and own.before.total is not None and own.before.total.points == own.after.score == 100
    grant(bureau, "model", "3")
    enter(bureau, EntryKind.VETO, "incident")
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))
    accepted = try_on(bureau, Scheme())
    grades = [one.grade and one.grade.grade for one in (accepted.before, accepted.after)]
    assert accepted.verified and grades == ["excellent", "excellent"]


def test_weights_of_the_other_scheme_change_the_score_of_the_same_answers(bureau: Respondent) -> None:
    ask_under_scheme(bureau)
    bureau.answer_all(lambda question: question.id != "q-one")
    bureau.submit()
    tried = try_on(bureau, Scheme.model_validate({"weights": {"q-one": 5}}, strict=False))
    assert tried.before.score == 75
    assert tried.after.score == 37.5 and tried.change == -37.5
