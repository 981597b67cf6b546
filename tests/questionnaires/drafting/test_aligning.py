"""A new text of a notice beside its catalogue: clauses found again, what is unchanged kept, the rest to be decided."""

import pytest

from questionnaires.drafting.deciding.acts import word
from questionnaires.drafting.deciding.aligning import align, put_beside
from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice
from questionnaires.drafting.deciding.lacking import list_clause_open
from questionnaires.loading import load_library
from tests.questionnaires.drafting.deciding_all import decide_all
from tests.questionnaires.drafting.drafts import draft_text
from tests.questionnaires.drafting.test_deciding import NOTICE

LIBRARY = load_library()
# A clause is put in before the second, a figure of the first is another, and the last one is repealed.
CHANGED = (
    NOTICE.replace("（三）完善", "（四）完善")
    .replace("（二）健全", "（二）推进智慧监管。省药监局建设药品追溯平台，公布追溯信息。\n（三）健全")
    .replace("不少于200人", "不少于300人")
    .replace(
        "（一）加强组织领导。各市、县成立药品安全委员会，把药品安全纳入政府考核。", "（一）严肃工作纪律。及时通报情况。"
    )
)


def draft(text: str) -> DecidedNotice:
    return begin_notice(draft_text(text), "yunling-2023-7", LIBRARY.duties)


@pytest.fixture(scope="module")
def before() -> DecidedNotice:
    return decide_all(draft(NOTICE), LIBRARY, id="yunling-2023-7")


def test_clauses_are_found_again_in_their_order(before: DecidedNotice) -> None:
    assert align(before.clauses, draft(CHANGED).clauses) == [0, None, 1, 2, None]
    assert align(before.clauses, before.clauses) == [0, 1, 2, 3]


def test_what_is_unchanged_stays_decided_and_a_changed_figure_is_opened(before: DecidedNotice) -> None:
    drafted = draft(CHANGED)
    after = put_beside(before, drafted, align(before.clauses, drafted.clauses))
    opened = [len(list_clause_open(one, before.facts, LIBRARY)) for one in after.clauses]
    assert opened[2] == opened[3] == 0 and min(opened[0], opened[1], opened[4]) > 0
    [changed] = [one for one in after.clauses[0].measures if one.state == "undecided"]
    assert (changed.id, changed.unfound) == ("inspector-numbers", ("target 200",))
    assert "300人" in changed.phrase
    ids = [one.id for clause in after.clauses for one in clause.measures]
    assert len(set(ids)) == len(ids)
    assert not after.facts.settled


def test_a_figure_that_is_new_is_looked_at_though_the_same_was_excused(before: DecidedNotice) -> None:
    words = "坚持人民至上。"
    more = draft(NOTICE.replace(words, f"{words}按照“四个最严”要求开展检查。"))
    pairs = align(before.clauses, more.clauses)
    again = draft(NOTICE.replace(words, f"{words}完善工作机制。"))

    for text, is_seen in ((more, False), (again, True)):
        clause = put_beside(before, text, pairs).clauses[2]
        assert {one.settled for one in clause.figures if one.text == "“四个最严”"} == {is_seen}


def test_an_anchor_is_found_where_only_its_figure_is_another(before: DecidedNotice) -> None:
    [measure] = [one for one in before.clauses[0].measures if "200人" in one.phrase]
    moved = draft(NOTICE.replace("不少于200人", "不少于300人"))
    own = measure.model_copy(update={"library": None})
    clause = before.clauses[0].model_copy(update={"measures": (own,)})
    opened = before.model_copy(update={"clauses": (clause, *before.clauses[1:])})
    [after] = [one for one in put_beside(opened, moved, [0, 1, 2, 3]).clauses[0].measures if one.id == own.id]
    assert "300人" in after.phrase and after.start < after.end
    assert (after.state, after.unfound) == ("undecided", ("target 200",))


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("不少于300人", 300),  # the figure in the place of the one that was: proposed, to be decided on
        ("不少于300名", 200),  # of another unit
        ("不低于60%", 200),  # of another kind
    ],
)
def test_a_figure_in_the_place_of_another_is_proposed(before: DecidedNotice, words: str, target: int) -> None:
    clause = put_anew(before, "不少于200人", words)
    [after] = [one for one in clause.measures if one.id == "inspector-numbers"]
    assert after.state == "undecided"
    assert (after.criterion or {})["target"] == target


def test_a_day_in_the_place_of_another_is_proposed(before: DecidedNotice) -> None:
    [after] = [one for one in put_anew(before, "2025年底", "2027年底").measures if one.id == "inspector-numbers"]
    assert (after.criterion or {})["due"] == "2027-12-31"
    assert after.unfound == ("due 2025-12-31",)


def test_a_title_in_the_words_of_the_notice_says_the_figure_of_the_new_text(before: DecidedNotice) -> None:
    [measure] = [one for one in before.clauses[0].measures if "200人" in one.phrase]
    words = "省级检查员不少于200人"
    told = {"title": words, "duty": f"做到{words}", "advice": f"由监管部门就“{words}”列出缺项。"}
    own = measure.model_copy(update={"library": None, **told})
    opened = before.model_copy(
        update={"clauses": (before.clauses[0].model_copy(update={"measures": (own,)}), *before.clauses[1:])}
    )
    moved = draft(NOTICE.replace("不少于200人", "不少于300人"))
    [after] = [one for one in put_beside(opened, moved, [0, 1, 2, 3]).clauses[0].measures if one.id == own.id]
    assert [after.title, after.duty, after.advice] == [one.replace("200", "300") for one in told.values()]


def test_an_anchor_whose_figure_grew_is_no_longer_than_an_anchor_may_be(before: DecidedNotice) -> None:
    [measure] = [one for one in before.clauses[0].measures if "200人" in one.phrase]
    own = measure.model_copy(update={"library": None, "phrase": "伍，2025年底前省级检查员不少于200人"})
    clause = before.clauses[0].model_copy(update={"measures": (own,)})
    opened = before.model_copy(update={"clauses": (clause, *before.clauses[1:])})
    moved = draft(NOTICE.replace("不少于200人", "不少于12000人"))
    [after] = [one for one in put_beside(opened, moved, [0, 1, 2, 3]).clauses[0].measures if one.id == own.id]
    assert after.phrase == "，2025年底前省级检查员不少于12000人"[-20:]


@pytest.mark.parametrize(
    "words", ["各市每名检查员每年接受业务培训不少于60学时。", "各市每年至少听取1次药品安全工作汇报。"]
)
def test_a_yearly_figure_that_was_published_stays_confirmed(words: str) -> None:
    text = NOTICE.replace("（一）加强组织领导。", f"（一）加强组织领导。{words}")
    decided = decide_all(draft(text), LIBRARY, id="yunling-2023-7")
    clause = decided.clauses[-1]
    assert clause.figures and any((one.criterion or {}).get("per_year") for one in clause.measures)
    opened = clause.model_copy(update={"figures": ()})  # a catalogue does not say which figure a question asks for
    drafted = draft(text)
    before = decided.model_copy(update={"clauses": (*decided.clauses[:-1], opened)})
    after = put_beside(before, drafted, list(range(len(drafted.clauses))))
    assert list_clause_open(after.clauses[-1], decided.facts, LIBRARY) == []


def put_anew(before: DecidedNotice, old: str, new: str) -> DecidedClause:
    """The first clause by a text in which some words are others."""
    assert old in NOTICE
    drafted = draft(NOTICE.replace(old, new))
    return put_beside(before, drafted, list(range(len(drafted.clauses)))).clauses[0]


def test_a_measure_whose_anchor_is_gone_stands_where_the_draft_asks_nearly_the_same(before: DecidedNotice) -> None:
    [kept] = [one for one in before.clauses[0].measures if "兼职检查员" in one.source]
    plain = kept.model_copy(update={"library": None, "phrase": "各市要配备兼职检查员"})
    clause = before.clauses[0].model_copy(update={"measures": (plain,)})
    opened = before.model_copy(update={"clauses": (clause, *before.clauses[1:])})
    moved = put_anew(opened, "各市要配备兼职检查员", "各市应当配备兼职检查员").find(plain.id)
    assert (moved.state, moved.unfound) == ("undecided", ("phrase",))
    assert moved.start < moved.end and "应当配备兼职检查员" in moved.source


def test_a_measure_for_which_the_new_text_names_other_levels_is_to_be_decided(before: DecidedNotice) -> None:
    [kept] = [one for one in before.clauses[0].measures if "兼职检查员" in one.source]
    moved = put_anew(before, "各市要配备兼职检查员", "各市、县要配备兼职检查员").find(kept.id)
    assert moved.state == "undecided" and "levels" in moved.unfound
    same = put_anew(before, "不少于200人", "不少于300人").find(kept.id)
    assert (same.state, same.unfound) == ("accepted", ())


def test_a_measure_that_stood_nowhere_stands_in_the_sentence_of_its_new_anchor(before: DecidedNotice) -> None:
    clause = before.clauses[0]
    id = clause.measures[0].id
    lost = clause.put(id, start=0, end=0, source="", phrase="")
    assert word(lost, id, phrase="不在条文里的话").find(id).end == 0
    placed = word(lost, id, phrase="不少于200人").find(id)
    assert "不少于200人" in clause.body[placed.start : placed.end] and placed.source.endswith("。")
    assert word(clause, id, phrase="不少于200人").find(id).start == clause.measures[0].start
