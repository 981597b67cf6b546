"""What is decided of a clause in one go: nothing that is open for a reason of its own."""

import pytest

from questionnaires.catalogue import Level
from questionnaires.drafting.deciding.acts import set_clause_levels, set_levels, settle_figure
from questionnaires.drafting.deciding.at_once import (
    NOT_ASKED,
    accept_at_once,
    confirm_figures,
    confirm_levels,
    list_assumed,
    list_complete,
    list_held,
    list_told,
)
from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice
from questionnaires.loading import load_library
from questionnaires.messages import Refused
from tests.questionnaires.drafting.drafts import draft_text

LIBRARY = load_library()
NOTICE = """
云岭省人民政府办公厅关于加强药品监管能力建设的实施意见
云政办发〔2023〕7号
各市人民政府：
为落实《国务院办公厅关于全面加强药品监管能力建设的实施意见》（国办发〔2021〕16号），提出以下意见。
一、重点任务
（一）完善应急管理。各级制定药品安全突发事件应急预案。按照“四个最严”要求，省级检查员2025年底前不少于200人。
（二）健全药物警戒体系。健全药品不良反应监测机构，每年每百万人口药品不良反应监测报告数达到1000份以上，第35版目录另行公布。
云岭省人民政府办公厅
2023年5月10日
"""


@pytest.fixture(scope="module")
def notice() -> DecidedNotice:
    return begin_notice(draft_text(NOTICE), "yunling-2023-7", LIBRARY.duties)


@pytest.fixture
def plans(notice: DecidedNotice) -> DecidedClause:
    return notice.clauses[0]


def test_figures_are_confirmed_as_they_are_shown_and_one_without_a_reason_is_left(notice: DecidedNotice) -> None:
    clause = notice.clauses[1]
    unread = clause.figures[0].model_copy(update={"reading": "none", "criterion": None, "reason": ""})
    clause = clause.model_copy(update={"figures": (unread, *clause.figures[1:])})
    assert 0 not in list_told(clause) and list_told(clause)
    confirmed = confirm_figures(clause)
    assert [one.settled for one in confirmed.figures] == [False, *[True] * (len(clause.figures) - 1)]
    assert [one.reading for one in confirmed.figures] == [one.reading for one in clause.figures]
    with pytest.raises(Refused, match="No figures are left"):
        confirm_figures(confirmed)


def test_what_was_chosen_in_the_table_counts_and_not_what_was_read(notice: DecidedNotice) -> None:
    clause = notice.clauses[1]
    number = next(at for at, one in enumerate(clause.figures) if "1000" in one.text)
    [one] = [one for one in clause.measures if one.start <= clause.figures[number].start < one.end]
    confirmed = confirm_figures(clause, {number: ("none", "现状数")})
    assert (confirmed.figures[number].reading, confirmed.figures[number].reason) == ("none", "现状数")
    assert "target" not in (confirmed.find(one.id).criterion or {})
    assert not confirm_figures(clause, {number: ("none", " ")}).figures[number].settled


def test_a_target_of_which_all_around_is_not_asked_is_shown_as_none_for_that_reason(plans: DecidedClause) -> None:
    number = next(at for at, one in enumerate(plans.figures) if "200" in one.text)
    confirmed = confirm_figures(plans)
    assert number not in list_told(confirmed)
    aside = confirmed
    for one in plans.measures:
        aside = aside.put(one.id, state="not_asked", reason="原则性表述")
    assert number in list_told(aside)  # it was confirmed as a target, and no question asks for it any more
    figure = confirm_figures(aside).figures[number]
    assert (figure.reading, figure.reason, figure.settled) == ("none", NOT_ASKED, True)


def test_a_target_that_a_question_around_it_does_not_ask_for_is_not_confirmed(plans: DecidedClause) -> None:
    number = next(at for at, one in enumerate(plans.figures) if "200" in one.text)
    [one] = [one for one in plans.measures if one.start <= plans.figures[number].start < one.end]
    assert number not in list_told(plans.put(one.id, criterion={"kind": "yes_no"}))


def test_confirming_what_was_read_as_no_target_changes_no_question(notice: DecidedNotice) -> None:
    clause = notice.clauses[1]
    number = next(at for at, one in enumerate(clause.figures) if "35" in one.text)
    assert clause.figures[number].reading == "none"
    [one] = [one for one in clause.measures if one.start <= clause.figures[number].start < one.end]
    asked = clause.put(one.id, criterion={"kind": "number", "target": 200, "unit": "人"})
    assert settle_figure(asked, number, "none", "版本号").find(one.id) == asked.find(one.id)


def test_assumed_levels_are_confirmed_each_as_shown(notice: DecidedNotice) -> None:
    clause = notice.clauses[1]
    assumed = list_assumed(clause)
    assert assumed
    confirmed = confirm_levels(clause)
    assert list_assumed(confirmed) == []
    assert [one.levels for one in confirmed.measures] == [one.levels for one in clause.measures]
    assert [one.levels_basis for one in confirmed.measures] == [one.levels_basis for one in clause.measures]
    assert list_assumed(set_clause_levels(clause, [Level.CITY])) == []
    assert len(list_assumed(set_levels(clause, assumed[0].id, [Level.CITY], "assumed"))) == len(assumed) - 1
    with pytest.raises(Refused, match="No levels are left"):
        confirm_levels(confirmed)


def test_only_what_is_complete_is_adopted_at_once(notice: DecidedNotice, plans: DecidedClause) -> None:
    complete = list_complete(plans, notice.facts, LIBRARY)
    assert complete and all(one.status == "usable" and one.has_levels for one in complete)
    id = complete[0].id
    adopted = accept_at_once(plans, [id], [], notice.facts, LIBRARY)
    assert [one.id for one in adopted.measures if one.state == "accepted"] == [id]
    with pytest.raises(Refused, match="No measure is left"):
        accept_at_once(adopted, [], [], notice.facts, LIBRARY)
    with pytest.raises(Refused, match="not complete"):
        accept_at_once(adopted, [id], [], notice.facts, LIBRARY)


def test_what_somebody_ticked_is_adopted_and_what_is_open_is_held_back_with_its_reason(
    notice: DecidedNotice, plans: DecidedClause
) -> None:
    first, last = plans.measures[0].id, plans.measures[-1].id
    ticked = plans.put(first, status="edit")
    adopted = accept_at_once(ticked, [], [first, last], notice.facts, LIBRARY)
    assert (adopted.find(first).state, adopted.find(last).state) == ("accepted", "undecided")
    [(one, why)] = list_held(ticked, [first, last], notice.facts, LIBRARY)
    assert one.id == last and why.message.startswith("The figure is not confirmed") and "200人" in str(why)
    confirmed = confirm_figures(ticked)
    assert list_held(confirmed, [first, last], notice.facts, LIBRARY) == []
    lacking = confirmed.put(last, phrase="不在条文里的话")
    [(one, why)] = list_held(lacking, [first, last], notice.facts, LIBRARY)
    assert one.id == last and "anchor" in str(why)
    assert accept_at_once(lacking, [], [last], notice.facts, LIBRARY) == lacking


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "edit"},
        {"library": None},
        {"levels_basis": "assumed"},
        {"unfound": ("phrase",)},
        {"state": "not_asked"},
        {"phrase": "不在条文里的话"},
    ],
)
def test_what_is_open_is_not_complete(notice: DecidedNotice, plans: DecidedClause, changes: dict[str, object]) -> None:
    id = list_complete(plans, notice.facts, LIBRARY)[0].id
    changed = plans.put(id, **changes)
    assert id not in [one.id for one in list_complete(changed, notice.facts, LIBRARY)]


def test_a_measure_with_an_open_figure_is_not_complete(notice: DecidedNotice, plans: DecidedClause) -> None:
    one = list_complete(plans, notice.facts, LIBRARY)[0]
    figure = plans.figures[0].model_copy(update={"start": one.start, "end": one.start + 1, "settled": False})
    held = plans.model_copy(update={"figures": (figure,)})
    assert one.id not in [each.id for each in list_complete(held, notice.facts, LIBRARY)]
