"""A notice of an invented place is drafted whole."""

import re
from datetime import date

import pytest

from questionnaires.catalogue import Level
from questionnaires.documents import flatten
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.level_names import PROVINCES
from questionnaires.drafting.matching import Matcher
from questionnaires.drafting.parts import AnnexTask, NoticeHead, Outline, OutlineClause
from questionnaires.drafting.publishing import publish_draft
from questionnaires.loading import load_library
from tests.questionnaires.drafting.drafts import CITY, COUNTY, draft_text, find_measure, list_measures

STAGES = [{"value": "done", "label": "已完成"}]
MEASURE = {
    "id", "phrase", "text", "levels", "levels_basis", "domain", "domains", "library", "likeness", "criterion", "status",
}  # fmt: skip


def test_every_measure_is_anchored_in_its_clause() -> None:
    for text in (COUNTY, CITY):
        for clause in draft_text(text).clauses:
            for one in clause.measures:
                assert 0 < len(one.phrase) <= 20
                assert flatten(one.phrase) in flatten(clause.body)


def test_ids_are_given_once() -> None:
    ids = [one.id for one in list_measures(draft_text(CITY))]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", id) for id in ids)


def test_parts_of_one_sentence_that_are_one_duty_are_one_measure() -> None:
    assert find_measure(draft_text(CITY), "畅通投诉举报渠道") is find_measure(draft_text(CITY), "鼓励群众举报")
    assert find_measure(draft_text(CITY), "鼓励群众举报").library == "complaint-channels"


def test_half_a_duty_is_joined_with_the_rest_though_it_is_less_certain() -> None:
    library = load_library()
    head = NoticeHead("方案", None, "青峦省人民政府", date(2024, 2, 1), None, None, Level.PROVINCE)
    body = "创新完善适合药品监管工作特点的经费保障政策，合理安排监管经费。"
    notice = Outline(head, (OutlineClause("一", "加强监管", body),))
    assert [one.source for one in list_measures(draft_notice(notice, library, leave_out=tuple(library.documents)))] == [
        body
    ]


def test_levels_come_from_the_sentence_the_bracket_or_an_assumption() -> None:
    told = {
        words: (find_measure(draft_text(CITY), words).levels, find_measure(draft_text(CITY), words).levels_basis)
        for words in ("牵头组建", "达标建设", "党政同责", "聘请")
    }
    assert told == {
        "牵头组建": ((Level.CITY,), "named"),
        "达标建设": ((Level.CITY,), "bracket"),
        "党政同责": ((Level.COUNTY,), "named"),
        "聘请": ((Level.CITY, Level.COUNTY), "bracket"),
    }
    assert find_measure(draft_text(COUNTY), "应急预案").levels_basis == "assumed"


def test_a_goal_is_kept_and_vague_words_are_marked() -> None:
    assert "提升基层监管能力" in find_measure(draft_text(CITY), "表彰").source
    assert find_measure(draft_text(COUNTY), "人民至上").status == "vague"
    assert find_measure(draft_text(COUNTY), "施行").status == "vague"
    later = draft_text(COUNTY.replace("本办法自印发之日起施行", "本计划自2024年6月1日起实施"))
    assert find_measure(later, "起实施").status == "vague"


def test_questions_speak_the_words_of_the_place_and_of_no_other() -> None:
    texts = [one.text for notice in (COUNTY, CITY) for one in list_measures(draft_text(notice))]
    assert not [text for text in texts if re.search(rf"{PROVINCES}|[{{}}]", text)]
    assert find_measure(draft_text(COUNTY), "应急预案").text.startswith("本县")


def test_what_is_open_is_told_clause_by_clause() -> None:
    told = {(one.clause, one.message.split(":")[0]) for one in draft_text(COUNTY).open}
    assert ("第四条", "The levels are assumed") in told
    assert ("第五条", "Nothing here can be assessed; give the reason, or word a question.") in told


def test_a_figure_that_cannot_be_read_for_sure_is_left_to_a_person() -> None:
    draft = draft_text(COUNTY.replace("压实工作责任", "人数不低于检查员的2倍"))
    assert not [one for one in list_measures(draft) if one.criterion and "target" in one.criterion]
    told = [one for one in draft.open if one.message.startswith("Figures that a person has to read")]
    assert [(one.clause, one.details) for one in told] == [("第二条", {"figures": "2倍"})]


def test_two_dates_in_one_part_are_asked_one_by_one() -> None:
    draft = draft_text(COUNTY.replace("压实工作责任", "2025年6月底前县城、2026年6月底前乡镇全部到位"))
    dues = [
        one.criterion["due"].isoformat() for one in list_measures(draft) if one.criterion and "due" in one.criterion
    ]
    assert dues == ["2025-06-30", "2026-06-30"]


def test_a_parents_measures_are_carried_out() -> None:
    measure = find_measure(draft_text(CITY, "shanxi-2021-101"), "畅通投诉举报渠道")
    assert measure.carries_out == ("complaint-channels",)
    assert find_measure(draft_text(CITY), "畅通投诉举报渠道").carries_out == ()


def test_the_json_has_the_shape_that_was_fixed() -> None:
    published = publish_draft(draft_text(CITY), STAGES)
    assert list(published) == ["document", "clauses", "annex", "open"]
    assert published["document"]["issued"] == "2023-09-01"
    clause = published["clauses"][0]
    assert list(clause) == ["path", "heading", "first", "last", "responsible", "measures", "not_targets"]
    assert clause["first"] == "市市场监管局牵头组建市级"
    assert len(clause["last"]) == 12
    for measure in (one for clause in published["clauses"] for one in clause["measures"]):
        assert set(measure) == MEASURE
        assert len(measure["domains"]) == 3
        assert measure["domain"] == measure["domains"][0]
        assert measure["library"] is None or measure["library"] in load_library().duties


def test_a_notice_that_is_left_out_is_not_looked_at() -> None:
    words, heading = "健全与公安机关的行刑衔接机制，", "完善稽查办案机制"
    at_hand, left = Matcher(load_library()), Matcher(load_library(), leave_out=("jilin-2021-44",))
    documents = [{one.document for one in matcher.look_up(words, heading, {}).measures} for matcher in (at_hand, left)]
    assert documents[0] - documents[1] == {"jilin-2021-44"}


def test_an_annex_gives_levels_to_its_clause_and_dates_to_what_it_speaks_of() -> None:
    body = "健全药品不良反应监测机构，推进监测数据共享。"
    outline = Outline(
        NoticeHead("方案", None, "青峦省人民政府", date(2024, 2, 1), None, None, Level.PROVINCE),
        (OutlineClause("一", "建设监测体系", body),),
        (
            AnnexTask(("一",), "健全药品不良反应监测机构", ("省药监局", "各市人民政府"), date(2025, 12, 31)),
            AnnexTask((), "建设追溯平台", ("省药监局",), None),
        ),
    )
    draft = draft_notice(outline, load_library())
    first, second = list_measures(draft)
    assert (first.levels, first.levels_basis) == ((Level.PROVINCE, Level.CITY), "annex")
    assert [(one.criterion or {}).get("due") for one in (first, second)] == [date(2025, 12, 31), None]
    assert {"task": "建设追溯平台"} in [one.details for one in draft.open]


def test_a_period_from_the_day_of_coming_into_force_counts_from_that_day() -> None:
    clause = OutlineClause("一", "建设监测体系", "自施行之日起六个月内建立药品不良反应监测机构。")
    head = NoticeHead("方案", None, "青峦省人民政府", date(2024, 2, 1), date(2024, 5, 1), None, Level.PROVINCE)
    [measure] = list_measures(draft_notice(Outline(head, (clause,)), load_library()))
    assert (measure.criterion or {}).get("due") == date(2024, 11, 1)


@pytest.mark.parametrize("spoilt", ["1234567890" * 2_000, "（" * 9_000 + "，" * 9_000, "建立药品监管机制，" * 300])
def test_a_text_without_sense_is_drafted_all_the_same(spoilt: str) -> None:
    clause = OutlineClause("一", "加强监管", spoilt)
    head = NoticeHead("方案", None, "青峦省人民政府", date(2024, 2, 1), None, None, Level.PROVINCE)
    [drafted] = draft_notice(Outline(head, (clause,)), load_library()).clauses
    assert not drafted.not_targets and not [one for one in drafted.measures if "target" in (one.criterion or {})]


FIGURED = """云岭市药品安全实施方案
一、强化检查
（一）做实检查。各县（市、区）每年分别开展至少1次交叉检查、案卷评查和现场督导。检查员与监管对象之比不低于1∶60。
（二）提升检验。检验参数达到300项，2026年3月底前取得资质认定。监管人员每人每年培训不少于50学时。
（三）完善预案。2026年9月底前，市市场监管局出台药品安全事件应急预案。
"""


def list_asked(heading: str) -> list[tuple[str, str]]:
    """What the parts of a clause ask, and by which kind and figures."""
    [clause] = [one for one in draft_text(FIGURED).clauses if one.heading == heading]
    told = ("kind", "target", "per", "unit", "base_unit", "due")
    return [(one.text, " ".join(str((one.criterion or {}).get(key, "")) for key in told)) for one in clause.measures]


def test_each_act_that_shares_a_figure_is_asked_for_itself() -> None:
    asked = list_asked("做实检查")
    assert [words in text for words, (text, _) in zip(("交叉检查", "案卷评查", "现场督导"), asked, strict=False)] == [
        True
    ] * 3
    assert [told.split()[0] for _, told in asked] == ["recency"] * 3 + ["rate"]


def test_a_ratio_counts_what_its_words_say() -> None:
    assert list_asked("做实检查")[-1][1].split() == ["rate", "1", "60", "人", "个"]


def test_a_date_beside_a_target_has_a_question_of_its_own() -> None:
    kinds = [told.split() for _, told in list_asked("提升检验")]
    assert [kinds[0][:2], kinds[1]] == [["number", "300"], ["done_by", "2026-03-31"]]


def test_hours_of_learning_are_asked_of_the_one_who_has_the_fewest() -> None:
    assert "最少的一人" in list_asked("提升检验")[2][0]


def test_what_is_to_be_issued_by_a_day_asks_for_the_day() -> None:
    assert list_asked("完善预案")[0][1].split() == ["done_by", "2026-09-30"]
