"""What is decided on a draft, and the catalogue that comes of it."""

import shutil
from pathlib import Path

import pytest

from questionnaires.catalogue import Level, PolicyDocument
from questionnaires.drafting.deciding.acts import (
    find_askers,
    give_reason,
    leave_library,
    reopen,
    set_aside,
    set_criterion,
    set_domain,
    set_levels,
    settle_figure,
    take_duty,
)
from questionnaires.drafting.deciding.assembling import assemble
from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.drafting.deciding.cutting import list_cuts, merge_up, split
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, DecidedNotice
from questionnaires.drafting.deciding.lacking import accept, list_clause_open, list_lacks, list_open
from questionnaires.drafting.deciding.redrafting import Redrafter
from questionnaires.drafting.deciding.scales import load_scales
from questionnaires.drafting.deciding.seen import find_denied, leave_unseen
from questionnaires.drafting.plain_questions import PARTS
from questionnaires.loading import CATALOGUES, load_library
from questionnaires.messages import Refused
from tests.questionnaires.drafting.deciding_all import decide_all
from tests.questionnaires.drafting.drafts import draft_text

LIBRARY = load_library()
NOTICE = """
云岭省人民政府办公厅关于加强药品监管能力建设的实施意见
云政办发〔2023〕7号
各市人民政府：
为落实《国务院办公厅关于全面加强药品监管能力建设的实施意见》（国办发〔2021〕16号），提出以下意见。
一、重点任务
（一）充实检查力量。省药监局建立职业化检查员队伍，2025年底前省级检查员不少于200人。各市要配备兼职检查员，开展业务培训。
（二）健全药物警戒体系。各市、县健全药品不良反应监测机构，每年每百万人口药品不良反应监测报告数达到1000份以上。
（三）完善应急管理。各级制定药品安全突发事件应急预案，每3年至少组织1次应急演练。按照“四个最严”要求，坚持人民至上。
二、保障措施
（一）加强组织领导。各市、县成立药品安全委员会，把药品安全纳入政府考核。
云岭省人民政府办公厅
2023年5月10日
"""


@pytest.fixture(scope="module")
def notice() -> DecidedNotice:
    return begin_notice(draft_text(NOTICE), "yunling-2023-7", LIBRARY.duties)


REVIEW = """
云岭省药品安全规划
一、发展基础
（一）监管能力。全省药品抽检合格率达到98%以上。检查员不少于200名。
二、重点任务
（一）提升能力。到2025年，全省药品抽检合格率达到99%以上。
"""


def find(notice: DecidedNotice, words: str) -> tuple[DecidedClause, DecidedMeasure]:
    return next((clause, one) for clause in notice.clauses for one in clause.measures if words in one.source)


def load(text: str, folder: Path) -> PolicyDocument:
    """The document that a catalogue is, beside those that ship."""
    for name in ("catalogues", "library"):
        shutil.copytree(CATALOGUES.parent / name, folder / name)
    (folder / "catalogues" / "yunling-2023-7.yaml").write_text(text, encoding="utf-8")
    return load_library(folder / "catalogues").documents["yunling-2023-7"]


def test_nothing_is_accepted_and_no_figure_confirmed_by_default(notice: DecidedNotice) -> None:
    assert {one.state for clause in notice.clauses for one in clause.measures} == {"undecided"}
    assert not any(one.settled for clause in notice.clauses for one in clause.figures)
    with pytest.raises(Refused, match="points are still open"):
        assemble(notice, LIBRARY, "1")


def test_every_digit_of_a_clause_is_in_its_table(notice: DecidedNotice) -> None:
    for clause in notice.clauses:
        covered = {at for one in clause.figures for at in range(one.start, one.end)}
        assert {at for at, letter in enumerate(clause.body) if letter.isdigit()} <= covered


def test_it_survives_being_stored(notice: DecidedNotice) -> None:
    assert DecidedNotice.model_validate_json(notice.model_dump_json()) == notice


def test_what_is_decided_loads_without_a_fault(notice: DecidedNotice, tmp_path: Path) -> None:
    decided = decide_all(notice, LIBRARY)
    assert list_open(decided, LIBRARY) == []
    document = load(assemble(decided, LIBRARY, "1"), tmp_path)
    asked = [one for clause in decided.clauses for one in clause.measures if one.state == "accepted"]
    assert [one.id for one in document.measures] == [one.id for one in asked]
    assert document.division == "419900" and document.issued is not None
    targets = [one.criterion.target for one in document.measures if one.criterion.kind == "number"]
    assert [int(one) for one in targets] == [200]


def test_each_open_point_is_told_with_its_place(notice: DecidedNotice) -> None:
    decided = decide_all(notice, LIBRARY)
    clause = decided.clauses[0]
    undone = reopen(clause, clause.measures[0].id)
    facts = decided.facts.model_copy(update={"division": "41"})
    opened = DecidedNotice(facts=facts, clauses=(undone, *decided.clauses[1:]))
    told = [(one.path, one.measure) for one in list_open(opened, LIBRARY)]
    assert told == [(None, None), (clause.path, clause.measures[0].id)]


def test_a_clause_of_which_nothing_is_asked_needs_a_reason(notice: DecidedNotice) -> None:
    clause = notice.clauses[0].model_copy(update={"measures": (), "figures": ()})
    decided = decide_all(notice, LIBRARY)
    bare = DecidedNotice(facts=decided.facts, clauses=(clause, *decided.clauses[1:]))
    assert [one.why.message for one in list_open(bare, LIBRARY)] == ["Nothing of this clause is asked; say why."]
    given = give_reason(clause, "只有总体要求")
    assert list_open(DecidedNotice(facts=decided.facts, clauses=(given, *decided.clauses[1:])), LIBRARY) == []
    with pytest.raises(Refused, match="Say why"):
        set_aside(notice.clauses[0], notice.clauses[0].measures[0].id, "  ")


def test_merging_keeps_the_wording_above_and_covers_both(notice: DecidedNotice) -> None:
    clause, one = find(notice, "业务培训")
    above = clause.measures[clause.measures.index(one) - 1]
    merged = merge_up(clause, one.id).find(above.id)
    assert (merged.start, merged.end, merged.asks) == (above.start, one.end, above.asks)
    assert len(merge_up(clause, one.id).measures) == len(clause.measures) - 1
    with pytest.raises(Refused, match="no measure above"):
        merge_up(clause, clause.measures[0].id)


def test_a_measure_is_cut_at_a_comma_and_both_halves_are_worded_anew(notice: DecidedNotice) -> None:
    clause, one = find(notice, "药品安全委员会")
    whole = one.model_copy(update={"end": len(clause.body), "source": clause.body[one.start :]})
    clause = clause.model_copy(update={"measures": (whole,)})
    at = clause.body.index("，", one.start) + 1
    assert at in list_cuts(clause, one.id)
    redrafter = Redrafter(LIBRARY)
    halves = split(clause, one.id, at, lambda where, part: redrafter.redraft(where, part, notice.facts.issued, None))
    assert [part.source for part in halves.measures] == [clause.body[one.start : at], clause.body[at:]]
    assert len({part.id for part in halves.measures}) == 2
    assert [part.state for part in halves.measures] == ["undecided"] * 2
    with pytest.raises(Refused, match="cannot be cut"):
        split(clause, one.id, one.start + 1, lambda where, part: part)


def test_a_change_takes_the_acceptance_back(notice: DecidedNotice) -> None:
    clause, one = find(notice, "兼职检查员")
    clause = accept(clause, one.id, notice.facts, LIBRARY)
    changed = set_levels(clause, one.id, [Level.COUNTY, Level.CITY], "named")
    assert changed.find(one.id).state == "undecided"
    assert changed.find(one.id).levels == (Level.CITY, Level.COUNTY)


def test_a_figure_that_is_no_target_is_not_asked_for(notice: DecidedNotice) -> None:
    clause, one = find(notice, "1000份")
    number = next(at for at, figure in enumerate(clause.figures) if "1000" in figure.text)
    told = settle_figure(clause, number, "none", "现状数")
    assert told.figures[number].settled and told.figures[number].reason == "现状数"
    assert "target" not in (told.find(one.id).criterion or {})


def test_a_question_of_each_year_asks_for_what_is_to_be_done_every_twelve_months(notice: DecidedNotice) -> None:
    clause, one = find(notice, "1次应急演练")
    figure = next(each for each in clause.figures if each.text == "1次")
    yearly = figure.model_copy(update={"criterion": {"kind": "recency", "period_months": 12}})
    asked = clause.put(one.id, criterion={"kind": "recency", "per_year": True})
    assert [each.id for each in find_askers(asked, yearly)] == [one.id]
    assert find_askers(asked, figure) == []  # every three years is asked for by nothing


def test_another_duty_brings_its_wording_and_leaves_the_figures(notice: DecidedNotice) -> None:
    clause, one = find(notice, "应急预案")
    duty = LIBRARY.duties["complaint-channels"]
    taken = take_duty(clause, one.id, duty, "N20").find(one.id)
    assert (taken.library, taken.title, taken.asks) == (duty.id, duty.title, "")
    alone = leave_library(take_duty(clause, one.id, duty, "N20"), one.id).find(one.id)
    assert alone.library is None and alone.evidence and alone.advice and str(alone.asks).endswith("？")


def test_a_target_that_does_not_fit_is_refused(notice: DecidedNotice) -> None:
    clause, one = find(notice, "应急预案")
    with pytest.raises(Refused, match="does not fit"):
        set_criterion(clause, one.id, {"kind": "share", "target": 120, "part": "甲", "whole": "乙", "unit": "人"}, {})
    told = set_criterion(clause, one.id, {"kind": "stage"}, load_scales()).find(one.id)
    assert told.criterion == {"kind": "stage"}


def test_what_a_measure_lacks_is_told_before_it_is_accepted(notice: DecidedNotice) -> None:
    clause, one = find(notice, "兼职检查员")
    clause = leave_library(clause, one.id).put(one.id, evidence=(), asks="没有问号")
    told = [lack.message for lack in list_lacks(clause.find(one.id), clause.body, notice.facts, LIBRARY)]
    assert "Its question must end with a full-width question mark ？." in told
    assert "Say what shows it: the evidence is empty." in told
    with pytest.raises(Refused):
        accept(clause, one.id, notice.facts, LIBRARY)


def test_a_rate_of_which_nothing_is_named_is_refused(notice: DecidedNotice) -> None:
    clause, one = find(notice, "1000份")
    clause = leave_library(clause, one.id).put(one.id, criterion={**(one.criterion or {}), **PARTS["rate"]})
    with pytest.raises(Refused, match="Name what is counted, and of what"):
        accept(clause, one.id, notice.facts, LIBRARY)


def test_a_domain_that_is_not_sure_is_chosen_before_its_measure_is_accepted(notice: DecidedNotice) -> None:
    clause, one = find(notice, "兼职检查员")
    clause = leave_library(clause, one.id).put(one.id, unsure=True, evidence=("名册",), advice="配备检查员")
    with pytest.raises(Refused, match="Choose its domain"):
        accept(clause, one.id, notice.facts, LIBRARY)
    assert accept(set_domain(clause, "N05"), one.id, notice.facts, LIBRARY).find(one.id).state == "accepted"


def test_braces_of_a_hostile_wording_do_not_break_the_catalogue(notice: DecidedNotice) -> None:
    clause, one = find(notice, "兼职检查员")
    clause = clause.put(one.id, asks="{0.__class__}是否？", library=None, evidence=("x",), advice="y", duty="z")
    assert list_lacks(clause.find(one.id), clause.body, notice.facts, LIBRARY)


def test_a_part_drafted_anew_asks_for_no_figure_that_a_person_said_is_no_target(notice: DecidedNotice) -> None:
    clause, one = find(notice, "200人")
    number = next(at for at, figure in enumerate(clause.figures) if figure.text == "200人")
    clause = settle_figure(clause, number, "none", "编制数，不作指标")

    anew = Redrafter(LIBRARY).redraft(clause, clause.find(one.id), notice.facts.issued, None)

    assert one.criterion is not None and one.criterion["target"] == 200
    assert (anew.criterion or {}).get("target") != 200


def test_what_a_chapter_that_looks_back_tells_is_drafted_as_no_target() -> None:
    clauses = begin_notice(draft_text(REVIEW), "yunling-plan", LIBRARY.duties).clauses
    told = {figure.text: figure.reading for clause in clauses for figure in clause.figures}
    criteria = [one.criterion or {} for clause in clauses for one in clause.measures]

    assert told == {"98%": "none", "200名": "none", "2025年": "due", "99%": "target"}
    assert [one["target"] for one in criteria if "target" in one] == [99]


def test_no_measure_asks_for_a_figure_that_a_person_said_is_no_target(notice: DecidedNotice) -> None:
    clause, one = find(notice, "200人")
    number = next(at for at, figure in enumerate(clause.figures) if figure.text == "200人")
    denied = settle_figure(clause, number, "none", "编制数").put(one.id, state="accepted")
    assert find_denied(denied, denied.find(one.id)) is None  # it asks plainly now

    again = set_criterion(denied, one.id, one.criterion or {}, load_scales()).put(one.id, state="accepted")
    lacks = list_clause_open(again, notice.facts, LIBRARY)

    assert any(lack.measure == one.id and "said to be no target" in lack.why.message for lack in lacks)


def test_a_catalogue_handed_out_asks_for_no_figure_that_nobody_looked_at(notice: DecidedNotice) -> None:
    clause, one = find(notice, "200人")
    taken = clause.put(one.id, state="accepted")
    number = next(at for at, figure in enumerate(clause.figures) if figure.text == "200人")

    for seen, state in ((taken, "undecided"), (settle_figure(taken, number, "target"), "accepted")):
        dated = seen
        for at, figure in enumerate(seen.figures):
            dated = settle_figure(dated, at, "due") if figure.reading == "due" else dated
        left = leave_unseen(notice.model_copy(update={"clauses": (dated,)}))
        assert left.clauses[0].find(one.id).state == state
