"""A province of which something is accepted, and the pages as those who only read see them."""

import csv
import io
from typing import Any

from flask.testing import FlaskClient

from survey.storage.states import Action, Role
from tests.people import Respondent
from tests.survey.reviewing.deciding import attach_to, begin_review, confirm, find_yes_no, set_aside

REASON = "文件已废止"


def accept_with_some_set_aside(bureau: Respondent, most: int = 1) -> None:
    """Everything is met but some answers, which the city sets aside; the province accepts."""
    begin_review(bureau)
    aside = find_yes_no(bureau)[:most]
    for one in aside:
        set_aside(bureau, one, reason=REASON)
    confirm(bureau, *(one.id for one in bureau.questionnaire.questions if one.id not in aside))
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))


def happen(bureau: Respondent) -> None:
    """Of the three counties the first is accepted, the second submitted, and the third has done nothing."""
    sibling = Respondent(bureau.client.application, bureau.engine, "sibling")
    aside = find_yes_no(bureau)[0]
    attach_to(bureau, aside)
    accept_with_some_set_aside(bureau)
    sibling.hand_in()


def accept_all(bureau: Respondent) -> None:
    """All three counties are accepted, with one, two and four answers set aside."""
    for login, most in (("bureau", 1), ("sibling", 2), ("foreigner", 4)):
        accept_with_some_set_aside(Respondent(bureau.client.application, bureau.engine, login), most)


def read_lines(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """The rows of a CSV file of the site."""
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
