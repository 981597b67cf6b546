"""How much is left is one notion with one name: on the form, the start pages, the check and for the script."""

import re

from flask import Flask

from questionnaires.counting import QuestionCount, count_questions, write_count
from questionnaires.questionnaire import Questionnaire
from survey.workbooks.cover import list_facts, name_domain
from survey.workbooks.origin import Origin
from tests.people import Respondent, full_value, sign_in


def ask(bureau: Respondent) -> tuple[Questionnaire, QuestionCount]:
    """What the bureau is asked, and how much of it is owed; there are questions and figures."""
    bureau.give_facts()
    owed = count_questions(one for one in bureau.questionnaire.questions if one.is_owed)
    assert owed.questions and owed.figures
    return bureau.questionnaire, owed


def test_form_start_page_and_check_tell_questions_and_figures_apart(bureau: Respondent, site: Flask) -> None:
    asked, owed = ask(bureau)
    form = bureau.open(f"domains/{asked.domains[0].id}").text
    assert f"还剩{owed.questions}题，另有{owed.figures}项基础数据" in form
    assert f"未作答 {owed.questions}+{owed.figures}<" in form
    both = f"已作答0题，共{owed.questions}题；另有{owed.figures}项基础数据待填报"
    assert both in bureau.client.get("/").text and both in bureau.open("check").text
    head = sign_in(site, "head").get("/").text
    assert f"作答{owed.questions}题" in head and f"填报{owed.figures}项基础数据" in head


def test_the_list_of_domains_says_how_many_figures_are_left_in_each(bureau: Respondent) -> None:
    asked, _ = ask(bureau)
    domain = next(one for one in asked.domains if any(each.is_quantity and each.is_owed for each in one.questions))
    figures = [one for one in domain.questions if one.is_quantity and one.is_owed]
    line = rf'data-domain="{domain.id}".*?</li>'
    said = re.search(line, bureau.open(f"domains/{domain.id}").text, re.DOTALL)
    assert said and f"基础数据还剩{len(figures)}项" in said[0] and "基础数据还剩" in bureau.client.get("/").text
    for one in figures:
        bureau.answer(one.id, full_value(one))
    said = re.search(line, bureau.open(f"domains/{domain.id}").text, re.DOTALL)
    assert said and "基础数据已齐" in said[0]


def test_the_script_of_the_form_is_told_both(bureau: Respondent) -> None:
    asked, owed = ask(bureau)
    figure = next(one for one in asked.questions if one.is_quantity and one.is_owed)
    bureau.answer(figure.id, full_value(figure))
    told = bureau.open("changes?since=0").json
    assert told and told["left"] == {"questions": owed.questions, "figures": owed.figures - 1}


def test_a_form_whose_figures_are_open_is_not_called_complete(bureau: Respondent) -> None:
    asked, _ = ask(bureau)
    for one in asked.questions:
        if one.is_scored:
            bureau.answer(one.id, full_value(one))
    page = bureau.client.get("/").text
    assert "项基础数据待填报" in page and "题目已全部作答" not in page
    assert "继续填报" in page


def test_a_workbook_says_the_same(bureau: Respondent) -> None:
    asked, _ = ask(bureau)
    count = write_count(count_questions(asked.questions))
    assert list_facts(asked, Origin("", "", ""), None)["题数"].startswith(f"{count}，分")
    assert name_domain(asked, asked.domains[0]).endswith(
        f"（{write_count(count_questions(asked.domains[0].questions))}）"
    )
