"""What was answered to another notice of the year is offered where the same duty is asked, and taken by a button."""

import sqlalchemy as sa

from questionnaires.generator import build_questionnaire
from questionnaires.loading import load_library
from questionnaires.migrating import match_duties
from tests.conftest import NOTICE
from tests.people import Respondent
from tests.survey.rounds.two_notices import OTHER, find_ids, open_second, turn_to

QUANTITY = "staff-total"
WORDS = "同年度其他文件的答案"


def find_domain(person: Respondent, question_id: str) -> str:
    domains = person.questionnaire.domains
    return next(one.id for one in domains if question_id in {each.id for each in one.questions})


def test_questions_meet_by_their_duty_and_quantities_by_their_id() -> None:
    library = load_library()
    one, other = (build_questionnaire(library, id, "county", 2025) for id in (NOTICE, OTHER))
    met = {id: passage.sources[0].id for id, passage in match_duties(one, other).items()}
    assert met[QUANTITY] == QUANTITY
    assert met["coordination-body"] == "food-drug-safety-committee"  # named otherwise, the same duty
    assert "emergency-plan-local" not in met  # the same duty, asked as a list there


def test_an_answer_is_offered_and_taken_by_its_button_alone(bureau: Respondent, engine: sa.Engine) -> None:
    bureau.give_facts()
    bureau.answer(QUANTITY, 31)
    assert WORDS not in bureau.open(f"domains/{find_domain(bureau, QUANTITY)}").text
    open_second(engine)
    turn_to(bureau, find_ids(bureau)[1])
    bureau.give_facts()
    page = bureau.open(f"domains/{find_domain(bureau, QUANTITY)}")
    assert WORDS in page.text and 'name="take" value="staff-total"' in page.text
    assert bureau.stored() == {}
    address = f"/responses/{bureau.response_id}/domains/{find_domain(bureau, QUANTITY)}"
    assert bureau.client.post(address, data={"take": QUANTITY}).status_code == 302
    assert bureau.stored()[QUANTITY] == {"value": 31, "remark": ""}
    assert (
        'name="take" value="staff-total"'
        not in bureau.open(address.rpartition("/responses/")[2].partition("/")[2]).text
    )


def test_what_nobody_answered_there_is_not_offered_or_taken(bureau: Respondent, engine: sa.Engine) -> None:
    open_second(engine)
    turn_to(bureau, find_ids(bureau)[1])
    bureau.give_facts()
    place = f"domains/{find_domain(bureau, QUANTITY)}"
    assert WORDS not in bureau.open(place).text
    bureau.client.post(f"/responses/{bureau.response_id}/{place}", data={"take": QUANTITY})
    assert bureau.stored() == {}
