"""What is still to do on a form: where one goes on, what is chosen, what is searched."""

import re

from questionnaires.questionnaire import Questionnaire
from tests.people import Respondent, full_value


def go(bureau: Respondent, path: str) -> str:
    return str(bureau.client.get(f"/responses/{bureau.response_id}/{path}").location)


def list_shown(bureau: Respondent, query: str) -> list[str]:
    page = bureau.client.get(f"/responses/{bureau.response_id}/questions?{query}")
    assert page.status_code == 200
    return re.findall(r'data-question="([^"]+)"', page.text)


def give_facts(bureau: Respondent) -> Questionnaire:
    bureau.give_facts()
    return bureau.questionnaire


def test_next_leads_to_the_first_open_question_behind_one_and_round_to_the_top(bureau: Respondent) -> None:
    asked = [one for one in give_facts(bureau).questions if one.is_owed]
    bureau.answer(asked[1].id, full_value(asked[1]))
    assert go(bureau, f"next?after={asked[0].id}").endswith(f"#question-{asked[2].id}")
    assert go(bureau, f"next?after={asked[-1].id}").endswith(f"#question-{asked[0].id}")


def test_when_nothing_is_left_next_leads_to_the_check(bureau: Respondent) -> None:
    bureau.answer_all()
    assert go(bureau, "next").endswith("/check")


def test_the_unanswered_and_the_claims_without_evidence_are_chosen_from_all_domains(bureau: Respondent) -> None:
    asked = give_facts(bureau).questions
    claimed = next(one for one in asked if one.evidence and one.is_scored)
    bureau.answer(claimed.id, full_value(claimed))
    assert list_shown(bureau, "only=unanswered") == [one.id for one in asked if one.is_owed and one is not claimed]
    assert list_shown(bureau, "only=bare") == [claimed.id]
    bureau.attach(claimed.id, b"%PDF-1.4\n%%EOF\n")
    assert list_shown(bureau, "only=bare") == []


def test_a_search_finds_all_words_whatever_their_width(bureau: Respondent) -> None:
    asked = give_facts(bureau)
    one = asked.questions[-1]
    assert one.id in list_shown(bureau, f"q={one.title}")
    assert list_shown(bureau, f"q={asked.cite(one)}+{one.title}")[-1] == one.id
    assert list_shown(bureau, "q=没有这样的题") == []
    page = bureau.client.get(f"/responses/{bureau.response_id}/questions?q=没有这样的题").text
    assert "没有符合条件的题目" in page and "不能修改" not in page
    empty = f"/responses/{bureau.response_id}/questions?q=没有这样的题"
    assert bureau.client.post(empty, data={"go": "next"}).status_code == 302
    assert bureau.client.get(f"/responses/{bureau.response_id}/questions?only=other").status_code == 400


def test_without_a_script_what_was_on_the_page_is_saved_though_it_would_not_be_chosen_any_more(
    bureau: Respondent,
) -> None:
    question, other = [one for one in give_facts(bureau).questions if one.criterion.kind == "yes_no"][:2]
    bureau.answer(question.id, True)  # by a colleague, after the page was drawn
    page = f"/responses/{bureau.response_id}/questions?only=unanswered"
    sent = {f"{question.id}-version": "0", f"{question.id}-seen": "", f"{question.id}-value": "no"}
    assert bureau.client.post(page, data=sent).status_code == 302
    assert "两个答案" in bureau.client.get(f"/responses/{bureau.response_id}/check").text
    sent = {f"{other.id}-version": "0", f"{other.id}-seen": "", f"{other.id}-value": "no", "go": "next"}
    assert bureau.client.post(page, data=sent).location.endswith(f"/next?after={other.id}")
    assert bureau.stored()[other.id] == {"value": False, "remark": ""}


def test_no_number_moves_when_a_fact_changes(bureau: Respondent) -> None:
    whole = bureau.questionnaire
    part = whole.for_profile({fact.id: False for fact in whole.facts})
    assert len(part.questions) < len(whole.questions)
    assert part.numbers == {one.id: whole.numbers[one.id] for one in part.questions}
    assert part.domain_numbers == {one.id: whole.domain_numbers[one.id] for one in part.domains}
    assert part.for_profile({}).numbers == part.numbers
