"""The annex: every clause of the notices, asked or not, with its questions or the reason."""

from questionnaires.generator import build_questionnaire
from questionnaires.loading import load_library
from reports.gap.ledger_annex import list_ledgers


def test_every_clause_of_both_notices_stands_in_the_annex_of_a_chain() -> None:
    library = load_library()
    own, parent = list_ledgers(library, build_questionnaire(library, "jincheng-2022-42", "county"))
    assert (own.source, parent.source) == ("晋市政办〔2022〕42号", "晋政办发〔2021〕101号")
    assert (len(own.rows), len(parent.rows)) == (17, 23)


def test_a_clause_names_its_questions_or_says_why_there_are_none() -> None:
    library = load_library()
    [ledger] = list_ledgers(library, build_questionnaire(library, "inner-mongolia-2022-26", "county"))
    words = {row.clause: row.words for row in ledger.rows}
    assert "应急演练" in words["二（十）"]
    assert words["二（七）"] == "本层级不涉及"


def test_what_the_profile_leaves_out_is_counted() -> None:
    library = load_library()
    asked = build_questionnaire(library, "inner-mongolia-2022-26", "county").for_profile({"has_laboratory": False})
    [ledger] = list_ledgers(library, asked)
    assert "1题因单位情况不适用" in next(row.words for row in ledger.rows if row.clause == "二（八）")


def test_a_question_whose_level_is_assumed_says_so() -> None:
    library = load_library()
    asked = build_questionnaire(library, "inner-mongolia-2022-26", "county")
    [ledger] = list_ledgers(library, asked)
    words = "、".join(row.words for row in ledger.rows)
    assert words.count("（层级为推定）") == sum(one.is_assumed and not one.is_quantity for one in asked.questions) > 0


def test_words_without_a_question_of_their_own_are_listed_with_those_that_carry_them() -> None:
    library = load_library()
    [ledger] = list_ledgers(library, build_questionnaire(library, "shanxi-2021-101", "county"))
    carried = [words for row in ledger.rows for words in row.carried]
    clauses = library.documents["shanxi-2021-101"].clauses
    assert len(carried) == sum(len(clause.carried) for clause in clauses) > 20
    assert any(words.startswith("“确保监管有效覆盖”由") and words.endswith("体现") for words in carried)
