"""The page on which a round is moved to a newer version says what holds it, and what lets it go."""

from flask.testing import FlaskClient

from survey.storage.states import Action
from tests.conftest import NOTICE
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.catalogues.drafts import revise
from tests.survey.catalogues.test_pages import publish


@ON_SQLITE
def test_whom_a_move_waits_for_is_counted_and_let_go_by_taking_it_back(
    administrator: FlaskClient, bureau: Respondent
) -> None:
    publish(administrator, revise(NOTICE, "9", ("title: 文件备案与决策审查", "title: 规范性文件备案与决策审查")))
    bureau.answer_all()
    bureau.act(Action.PRESENT)
    held = administrator.get("/rounds/2026/version").text
    assert "有1个单位已送签、签批或者提交" in held and "这些单位撤回后即可改版" in held
    assert 'name="reason"' not in held
    bureau.act(Action.CALL_BACK)
    assert 'name="reason"' in administrator.get("/rounds/2026/version").text
