"""The form by real requests: one domain a page, one answer at a time, the whole page without JavaScript."""

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session
from werkzeug.test import TestResponse

from survey.responses.saving import Saved, list_answers, list_waiting
from survey.rounds import issued
from survey.storage.tables import Edit, Response
from tests.people import Respondent

People = Callable[[str], Respondent]


@pytest.fixture
def hours(bureau: Respondent) -> str:
    """A question that is answered by a whole number."""
    return find(bureau, "quantity")


@pytest.fixture
def colleague(respondent: People) -> Respondent:
    return respondent("colleague")


def find(person: Respondent, kind: str) -> str:
    return next(one.id for one in person.questionnaire.questions if one.criterion.kind == kind)


def unit_of(person: Respondent, question: str) -> str:
    unit = getattr(person.questionnaire.by_id[question].criterion, "unit", "")
    assert isinstance(unit, str) and unit
    return unit


def domain_of(person: Respondent, question: str) -> str:
    sections = person.questionnaire.domains
    return next(section.id for section in sections if question in {one.id for one in section.questions})


def put(clerk: Respondent, question: str, fields: Any, base: Any = 0, **rest: Any) -> TestResponse:
    return clerk.client.put(
        f"/responses/{clerk.response_id}/answers/{question}", json={"base_version": base, "fields": fields, **rest}
    )


def post(person: Respondent, question: str, **fields: str) -> TestResponse:
    page = f"/responses/{person.response_id}/domains/{domain_of(person, question)}"
    return person.client.post(page, data={f"{question}-{name}": value for name, value in fields.items()})


def stored(person: Respondent) -> dict[str, Saved]:
    with Session(person.engine) as session:
        return list_answers(session, session.get_one(Response, person.response_id))


def test_it_begins_with_the_facts_of_the_bureau_and_goes_on_with_the_first_open_question(bureau: Respondent) -> None:
    assert bureau.client.get(f"/responses/{bureau.response_id}/").location.endswith("/profile")
    facts = {fact.id: "no" for fact in bureau.questionnaire.facts}
    bureau.client.post(f"/responses/{bureau.response_id}/profile", data={"version": "0", **facts})
    first, second = (one.questions for one in bureau.questionnaire.domains[:2])
    for question in first:
        bureau.answer(question.id, True)
    assert bureau.client.get(f"/responses/{bureau.response_id}/").location.endswith(f"#question-{second[0].id}")


def test_a_page_shows_each_question_with_its_target_clause_and_evidence(bureau: Respondent) -> None:
    question = bureau.questionnaire.by_id[find(bureau, "rate")]
    page = bureau.open(f"domains/{domain_of(bureau, question.id)}").text
    for words in (question.text, "不少于1000份", question.clause, question.evidence[0], question.duty, "层级为推定"):
        assert words in page


def test_every_page_of_the_form_is_strict_html(bureau: Respondent, colleague: Respondent, hours: str) -> None:
    bureau.answer(hours, 38)
    put(colleague, hours, {"value": "41"})
    for section in bureau.questionnaire.domains:
        html5lib.HTMLParser(strict=True).parse(bureau.open(f"domains/{section.id}").text)


def test_no_page_carries_inline_script_or_style(bureau: Respondent) -> None:
    page = bureau.open(f"domains/{bureau.questionnaire.domains[0].id}").text
    assert not [words for words in ("style=", "<style", "<script>", "onclick=") if words in page]


@pytest.mark.parametrize("page", ["domains/XX", "domains/N17/../../..//x", "answers/nothing"])
def test_what_is_not_there_is_not_found(page: str, bureau: Respondent) -> None:
    assert bureau.client.get(f"/responses/{bureau.response_id}/{page}").status_code in (404, 405)


def test_an_answer_is_saved_and_says_when_and_by_whom(bureau: Respondent, hours: str) -> None:
    answer = put(bureau, hours, {"value": f"３８ {unit_of(bureau, hours)}", "remark": "约数"})
    told = answer.get_json()
    assert (answer.status_code, told["version"], told["saved_by"]) == (200, 1, "bureau的人")
    assert "bureau的人" in told["message"]
    assert told["answered"]
    assert bureau.stored()[hours] == {"value": 38, "remark": "约数"}


def test_a_process_that_has_not_read_the_questionnaire_yet_saves_too(bureau: Respondent, hours: str) -> None:
    issued._ISSUED.clear()
    issued._APPLYING.clear()
    assert put(bureau, hours, {"value": "38"}).get_json()["version"] == 1


@pytest.mark.parametrize("response_id", [4711, 2**63])
def test_no_answer_is_saved_to_a_response_that_is_not_there(response_id: int, bureau: Respondent, hours: str) -> None:
    sent = {"base_version": 0, "fields": {"value": "38"}}
    assert bureau.client.put(f"/responses/{response_id}/answers/{hours}", json=sent).status_code == 404


def test_the_same_answer_sent_twice_changes_nothing(bureau: Respondent, hours: str) -> None:
    first, second = (put(bureau, hours, {"value": "38"}).get_json() for _ in range(2))
    assert first["version"] == second["version"] == 1
    with Session(bureau.engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Edit)) == 1


def test_emptied_fields_take_the_answer_back(bureau: Respondent, hours: str) -> None:
    put(bureau, hours, {"value": "38"})
    told = put(bureau, hours, {"value": ""}, base=1).get_json()
    assert (told["version"], told["answered"]) == (2, False)
    assert bureau.stored()[hours] is None


def test_a_refused_answer_stores_nothing_and_says_why(bureau: Respondent, hours: str) -> None:
    answer = put(bureau, hours, {"value": "四十"})
    assert answer.status_code == 422
    assert "四十" in answer.get_json()["errors"]["value"][0]
    assert stored(bureau) == {}


def test_half_a_share_is_missing_something_and_a_whole_one_is_worked_out(bureau: Respondent) -> None:
    answer = put(bureau, find(bureau, "share"), {"part": "5", "whole": ""})
    assert answer.status_code == 422
    assert answer.get_json()["missing"] and not answer.get_json()["errors"]
    assert "33.33%" in put(bureau, find(bureau, "share"), {"part": "1", "whole": "3"}).get_json()["worked_out"]


@pytest.mark.parametrize(
    "sent",
    [
        [],
        {},
        {"base_version": 0},
        {"base_version": "0", "fields": {}},
        {"base_version": True, "fields": {}},
        {"base_version": -1, "fields": {}},
        {"base_version": 0, "fields": []},
        {"base_version": 0, "fields": {"value": 38}},
        {"base_version": 0, "fields": {"value": {"a": "b"}}},
        {"base_version": 10**30, "fields": {}},
    ],
)
def test_what_the_form_never_sends_is_refused(sent: Any, bureau: Respondent, hours: str) -> None:
    answer = bureau.client.put(f"/responses/{bureau.response_id}/answers/{hours}", json=sent)
    assert answer.status_code == 400
    assert stored(bureau) == {}


def test_too_much_at_once_is_refused(bureau: Respondent, hours: str) -> None:
    assert put(bureau, hours, {"remark": "字" * 3_000_000}).status_code == 413


def test_two_clerks_never_overwrite_each_other(bureau: Respondent, colleague: Respondent, hours: str) -> None:
    put(bureau, hours, {"value": "38"})
    answer = put(colleague, hours, {"value": "41"})
    collision, unit = answer.get_json()["collision"], unit_of(bureau, hours)
    assert answer.status_code == 409
    assert (collision["mine"], collision["theirs"]) == (f"41{unit}", f"38{unit}")
    assert (collision["mine_by"], collision["theirs_by"]) == ("colleague的人", "bureau的人")
    assert bureau.stored()[hours] == {"value": 38, "remark": ""}


@pytest.mark.parametrize(("take", "value"), [("mine", 41), ("theirs", 38)])
def test_a_person_chooses_between_two_answers(
    take: str, value: int, bureau: Respondent, colleague: Respondent, hours: str
) -> None:
    put(bureau, hours, {"value": "38"})
    edit_id = put(colleague, hours, {"value": "41"}).get_json()["collision"]["edit_id"]
    address = f"/responses/{bureau.response_id}/answers/{hours}/settle"
    told = bureau.client.post(address, json={"edit_id": edit_id, "take": take}).get_json()
    assert told["fields"] == {"value": str(value), "remark": ""}
    again = bureau.client.post(address, data={"edit_id": edit_id, "take": "mine"})
    assert (again.status_code, bureau.stored()[hours]) == (302, {"value": value, "remark": ""})


@pytest.mark.parametrize("chosen", [{}, [], {"edit_id": "x", "take": "mine"}, {"edit_id": "1", "take": "all"}])
def test_a_choice_must_name_an_answer(chosen: Any, bureau: Respondent, hours: str) -> None:
    address = f"/responses/{bureau.response_id}"
    assert bureau.client.post(f"{address}/answers/{hours}/settle", json=chosen).status_code == 400
    page = bureau.client.post(f"{address}/domains/{domain_of(bureau, hours)}", data={"settle": str(chosen)})
    assert page.status_code == 400


def test_nobody_answers_for_others_or_in_their_name(bureau: Respondent, respondent: People, hours: str) -> None:
    sibling = respondent("sibling")
    address = f"/responses/{bureau.response_id}/answers/{hours}"
    assert sibling.client.put(address, json={"base_version": 0, "fields": {"value": "1"}}).status_code == 404
    assert put(bureau, hours, {"value": "1"}, person=sibling.id).status_code == 401
    assert stored(bureau) == {}


def test_signed_out_is_said_in_a_way_the_script_understands(bureau: Respondent, hours: str) -> None:
    bureau.client.post("/sign-out")
    answer = put(bureau, hours, {"value": "38"})
    assert (answer.status_code, answer.is_json) == (401, True)


def test_without_its_token_nothing_is_saved(site: Flask, bureau: Respondent, hours: str) -> None:
    site.config["WTF_CSRF_ENABLED"] = True
    assert put(bureau, hours, {"value": "38"}).status_code == 400
    assert post(bureau, hours, value="38", version="0").status_code == 400
    assert stored(bureau) == {}


def test_a_submitted_response_is_read_only(bureau: Respondent, hours: str) -> None:
    bureau.answer_all()
    before = stored(bureau)
    bureau.submit()
    assert put(bureau, hours, {"value": "1"}, base=1).status_code == 423
    assert post(bureau, hours, value="1", version="1", seen="other").status_code == 302
    page = bureau.open(f"domains/{domain_of(bureau, hours)}").text
    assert "<fieldset" not in page and "<textarea" not in page and '<input type="radio' not in page
    assert f"<p>{before[hours].answer.value}{unit_of(bureau, hours)}</p>" in page
    assert "form.js" not in page and stored(bureau) == before


def test_the_whole_page_is_saved_without_javascript(bureau: Respondent, hours: str) -> None:
    answer = post(bureau, hours, value="38", remark="约数", version="0", seen="")
    assert answer.status_code == 302
    assert bureau.stored()[hours] == {"value": 38, "remark": "约数"}


def test_right_answers_are_saved_even_when_others_on_the_page_are_wrong(bureau: Respondent, hours: str) -> None:
    section = next(one for one in bureau.questionnaire.domains if one.id == domain_of(bureau, hours))
    other = next(one.id for one in section.questions if one.criterion.kind == "checklist")
    answer = bureau.client.post(
        f"/responses/{bureau.response_id}/domains/{section.id}",
        data={f"{hours}-value": "四十", f"{hours}-version": "0", f"{other}-none": "y", f"{other}-version": "0"},
    )
    assert answer.status_code == 422
    assert list(stored(bureau)) == [other]
    for words in ('id="error-summary"', f'href="#{hours}-value"', 'value="四十"'):
        assert words in answer.text


def test_an_untouched_answer_never_overwrites(bureau: Respondent, colleague: Respondent, hours: str) -> None:
    bureau.answer(hours, 38)
    page = html5lib.parse(bureau.open(f"domains/{domain_of(bureau, hours)}").text, namespaceHTMLElements=False)
    shown = {one.get("name"): one.get("value") or "" for one in page.iter("input")}
    colleague.answer(hours, 41, base=1)
    sent = {name: shown[f"{hours}-{name}"] for name in ("value", "version", "seen")}
    post(bureau, hours, **sent)
    assert bureau.stored()[hours] == {"value": 41, "remark": ""}
    with Session(bureau.engine) as session:
        assert list_waiting(session, session.get_one(Response, bureau.response_id)) == {}


def test_one_chooses_without_javascript(bureau: Respondent, colleague: Respondent, hours: str) -> None:
    bureau.answer(hours, 38)
    post(colleague, hours, value="41", version="0", seen="")
    page = colleague.open(f"domains/{domain_of(bureau, hours)}").text
    unit = unit_of(bureau, hours)
    for words in (f"41{unit}", f"38{unit}", "bureau的人", "colleague的人", "<fieldset data-fields disabled>"):
        assert words in page
    with Session(bureau.engine) as session:
        edit_id = list_waiting(session, session.get_one(Response, bureau.response_id))[hours][0].edit_id
    colleague.client.post(
        f"/responses/{bureau.response_id}/domains/{domain_of(bureau, hours)}",
        data={"settle": f"{hours}:{edit_id}:mine"},
    )
    assert bureau.stored()[hours] == {"value": 41, "remark": ""}


@pytest.mark.parametrize("version", ["x", "-1", "1.5", "9" * 5000, "²"])
def test_a_broken_version_is_refused(version: str, bureau: Respondent, hours: str) -> None:
    assert post(bureau, hours, value="38", version=version).status_code == 400


def test_a_field_that_the_question_does_not_have_is_refused_and_nothing_is_taken_back(
    bureau: Respondent, hours: str
) -> None:
    bureau.answer(hours, 38)
    assert put(bureau, hours, {f"{hours}-value": "41"}, base=1).status_code == 400
    assert bureau.stored()[hours] == {"value": 38, "remark": ""}


def test_emptying_an_answer_takes_it_back_and_keeps_the_remark(bureau: Respondent, hours: str) -> None:
    bureau.answer(hours, 38)
    assert put(bureau, hours, {"value": "", "remark": "重新统计中"}, base=1).status_code == 200
    assert bureau.stored()[hours] == {"remark": "重新统计中"}
    page = bureau.open("check").text
    assert f"还有{sum(one.is_scored for one in bureau.questionnaire.questions)}题未作答" in page
