"""The form where nothing can be changed."""

from collections.abc import Callable

from tests.people import Respondent
from tests.survey.answering.test_pages import domain_of


def test_what_is_locked_is_text_with_what_there_was_to_choose_from(respondent: Callable[[str], Respondent]) -> None:
    """The head reads an open draft; nothing is answered in it yet."""
    head = respondent("head")
    asked = next(one for one in head.questionnaire.questions if one.criterion.kind == "yes_no")
    page = head.open(f"domains/{domain_of(head, asked.id)}").text
    assert "<p>未作答</p>" in page and "可选答案：是 / 否" in page
    assert "disabled" not in page and "<textarea" not in page
