"""Every catalogue that we ship: complete, worded for its readers, and with the figures of its notice.

TARGETS was read off the five notices by hand. The texts themselves are not ours to ship: tests that need them use
the folder ../shared/documents beside the repository and are skipped where it is missing.
"""

from pathlib import Path
from typing import Any

import pytest

from questionnaires.accounting import list_parts
from questionnaires.catalogue import Level, Library, Measure
from questionnaires.coverage import cover
from questionnaires.documents import flatten, split_clauses
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.proof import prove_document
from questionnaires.questionnaire import Question

TEXTS = Path(__file__).parents[3] / "shared" / "documents"
needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the notices' texts are not at hand in {TEXTS}")
KNOWN_IDS = Path(__file__).with_name("known_ids.txt")
CLAUSES = {
    "shanxi-2021-101": 23,
    "inner-mongolia-2022-26": 25,
    "jilin-2021-44": 28,
    "jincheng-2022-42": 17,
    "chongqing-2022": 31,
}
NEI, JI, JIN, YU = "inner-mongolia-2022-26", "jilin-2021-44", "shanxi-2021-101", "chongqing-2022"
P, PCC, CC, ALL = "province", "province city county", "city county", "province city county township"
# document, clause, levels, kind with op or direction, target, unit (of a number or rate), months or per, due, figure
TARGETS = [
    (NEI, "二（二）", P, "number at_least", 2000, "项", None, "2025-04-18", "2000项以上"),
    (NEI, "二（三）", P, "share", 100, None, None, None, "抽检覆盖率达到100%"),
    (NEI, "二（四）", P, "number at_least", 200, "名", None, "2025-04-18", "200名以上"),
    (NEI, "二（五）", P, "recency", None, None, 3, None, "每季度进行1次"),
    (NEI, "二（六）", "city", "recency", None, None, "year", None, "每年至少组织1次"),
    (NEI, "二（七）", P, "growth up", 200, None, None, "2024-04-18", "2年内自治区审评技术人员数量增加2倍"),
    (NEI, "二（八）", P, "number at_least", 600, "个", None, "2023-04-18", "600个以上"),
    (NEI, "二（八）", P, "grade", "B+", None, None, "2025-04-18", "B+级、C+级、C+级"),
    (NEI, "二（八）", P, "grade", "C+", None, None, "2025-04-18", "B+级、C+级、C+级"),
    (NEI, "二（八）", P, "grade", "C+", None, None, "2025-04-18", "B+级、C+级、C+级"),
    (NEI, "二（八）", "city", "grade", "C", None, None, None, "国家C级以上"),
    (NEI, "二（八）", "county", "grade", "C", None, None, None, "国家C级以上"),
    (NEI, "二（八）", P, "stage", None, None, None, "2027-04-18", "3至5年"),
    (NEI, "二（八）", P, "done_by", None, None, None, "2027-04-18", "3至5年"),
    (NEI, "二（九）", PCC, "rate", 1000, "份", 1_000_000, None, "每年每百万人口"),
    (NEI, "二（十）", P, "recency", None, None, 36, None, "每3年组织不少于1次"),
    (NEI, "二（十）", CC, "recency", None, None, 36, None, "每3年组织不少于1次"),
    (NEI, "二（十一）", P, "share", 90, None, None, "2025-04-18", "90%以上"),
    (NEI, "二（十一）", "city county", "share", 90, None, None, "2025-04-18", "90%以上"),
    (NEI, "二（十二）", P, "share", 100, None, None, None, "建档率100%"),
    (NEI, "二（十二）", P, "share", 100, None, None, None, "覆盖率100%"),
    (NEI, "二（十三）", PCC, "share", 100, None, None, None, "全程网办率100%"),
    (NEI, "二（十四）", P, "share", 75, None, None, "2025-04-18", "75%以上"),
    (NEI, "二（十四）", ALL, "share", 100, None, None, None, "不低于40学时"),
    *[
        (NEI, "二（十五）", CC, "recency", None, None, "year", None, figure)
        for figure in ("交叉互检", "执法监督", "案卷评查", "典型案例分析")
    ],
    (NEI, "二（十六）", P, "number at_least", 2, "个", None, None, "2-3个"),
    (NEI, "三（二十一）", PCC, "recency", None, None, "year", None, "年度药品安全考评"),
    (JI, "二（四）", P, "number at_least", 50, "个", None, "2025-12-31", "炮制规范不少于50个"),
    (JI, "二（四）", P, "number at_least", 50, "个", None, "2025-12-31", "中药配方颗粒标准不少于50个"),
    (JI, "三（七）", P, "growth down", 30, None, None, "2025-12-31", "平均提速30%"),
    (JI, "四（八）", PCC, "yes_no", None, None, None, "2025-12-31", "“十四五”期间"),
    (JI, "五（十二）", "city", "share", 100, None, None, "2025-12-31", "全项检验检测"),
    (JI, "五（十三）", P, "share", 100, None, None, "2022-12-31", "到2022年底前"),
    (JI, "五（十四）", P, "growth up", 20, None, None, "2025-12-31", "不低于20%"),
    (JI, "七（十七）", P, "done_by", None, None, None, "2021-12-31", "2021年内"),
    (JI, "七（十七）", P, "done_by", None, None, None, "2021-12-31", "2021年内"),
    (JI, "七（十八）", PCC, "recency", None, None, 36, None, "每3年至少组织1次"),
    (JI, "十（二十七）", "province city", "share", 100, None, None, None, "D类及以上"),
    (JI, "十（二十七）", "county", "share", 100, None, None, None, "E类及以上"),
    (JIN, "二（八）", P, "number at_least", 2, "个", None, None, "2个国家级重点实验室"),
    (JIN, "二（八）", P, "number at_least", 3, "个", None, None, "3个省级实验室"),
    (YU, "四（十一）", P, "number at_least", 3, "个", None, None, "不少于3个省部级重点实验室"),
]
QUANTIFIED = {"number", "share", "rate", "growth", "grade", "recency", "done_by"}


def every_question(library: Library) -> list[tuple[str, list[Question]]]:
    return [
        (f"{id} {level}", list(build_questionnaire(library, id, level).questions))
        for id in library.documents
        for level in list_levels(library, id)
    ]


def is_yearly(criterion: Any) -> bool:
    """Whether it must have been done in the assessment year."""
    return bool(criterion.kind == "recency" and criterion.per_year)


def describe(measure: Measure) -> tuple[Any, ...]:
    one: Any = measure.criterion
    turn = getattr(one, "op", None) or getattr(one, "direction", None)
    unit = one.unit if one.kind in ("number", "rate") else None
    return (
        " ".join(measure.levels),
        f"{one.kind} {turn}" if turn else one.kind,
        getattr(one, "target", None),
        unit,
        "year" if is_yearly(one) else getattr(one, "period_months", None) or getattr(one, "per", None),
        one.due and one.due.isoformat(),
    )


def test_every_clause_of_every_notice_is_there(shipped: Library) -> None:
    counts = {id: len(document.clauses) for id, document in shipped.documents.items()}
    assert {id: counts[id] for id in CLAUSES} == CLAUSES


def test_no_clause_is_without_measures_or_a_reason(shipped: Library) -> None:
    assert [
        (ledger.id, one.path)
        for ledger in cover(shipped)
        for one in ledger.clauses
        if not one.measures and not one.reason
    ] == []


@pytest.mark.parametrize("id", CLAUSES)
def test_the_quantified_targets_are_those_of_the_notice(shipped: Library, id: str) -> None:
    found = [
        (clause.path, *describe(measure))
        for clause in shipped.documents[id].clauses
        for measure in clause.measures
        if measure.criterion.kind in QUANTIFIED or measure.criterion.due
    ]
    expected = [tuple(target[1:-1]) for target in TARGETS if target[0] == id]
    assert sorted(found, key=str) == sorted(expected, key=str)


@needs_texts
@pytest.mark.parametrize("id", CLAUSES)
def test_the_catalogue_follows_the_text_of_its_notice(shipped: Library, id: str) -> None:
    clauses = split_clauses((TEXTS / f"{id}.txt").read_text(encoding="utf-8"))
    assert list(prove_document(shipped.documents[id], clauses)) == []


@needs_texts
@pytest.mark.parametrize("id", CLAUSES)
def test_every_part_of_a_notice_is_asked_or_carried(shipped: Library, id: str) -> None:
    clauses = split_clauses((TEXTS / f"{id}.txt").read_text(encoding="utf-8"))
    assert [part for part in list_parts(shipped.documents[id], clauses) if not part.named_by] == []


@needs_texts
@pytest.mark.parametrize("target", TARGETS)
def test_the_figure_of_a_target_stands_in_its_clause(target: tuple[Any, ...]) -> None:
    clauses = split_clauses((TEXTS / f"{target[0]}.txt").read_text(encoding="utf-8"))
    text = next(clause.text for clause in clauses if clause.path == target[1])
    assert flatten(target[-1]) in flatten(text)


def test_a_banner_is_asked_what_its_notice_asks_of_it(shipped: Library) -> None:
    asked = {id: one.criterion for id, one in build_questionnaire(shipped, NEI, "county").by_id.items()}
    figures: dict[str, Any] = {
        id: (one.kind, getattr(one, "target", None), getattr(one, "per", None), getattr(one, "period_months", None))
        for id, one in asked.items()
    }
    assert figures["training-hours"] == ("share", 100, None, None)
    assert ("rate", 1000, 1_000_000, None) in figures.values()
    assert ("recency", None, None, 36) in figures.values()
    yearly = [one for one in asked.values() if is_yearly(one) or getattr(one, "period_months", None) == 12]
    assert len(yearly) == 5  # four activities and the yearly assessment


def test_a_banner_is_not_asked_for_the_targets_of_the_region(shipped: Library) -> None:
    banner = build_questionnaire(shipped, NEI, "county").by_id
    assert not {"inspector-pool-size", "local-standards-count"} & set(banner)
    assert {getattr(one.criterion, "target", None) for one in banner.values()} <= {None, 90, 100, 1000, "C"}


def test_every_city_and_county_is_asked_how_many_people_it_has(shipped: Library) -> None:
    without = [
        (id, level)
        for id in shipped.documents
        for level in list_levels(shipped, id)
        if level in ("city", "county") and "staff-total" not in build_questionnaire(shipped, id, level).by_id
    ]
    assert without == []


def test_what_a_notice_asks_of_each_district_is_the_regions_only_by_assumption(shipped: Library) -> None:
    basis = {one.id: (one.levels, one.levels_basis) for one in shipped.documents[NEI].measures}
    for id in ("emergency-drill", "emergency-arrangements"):
        assert basis[id] == ((Level.CITY, Level.COUNTY), "named")
        assert basis[f"regional-{id}"] == ((Level.PROVINCE,), "assumed")


@pytest.mark.parametrize(
    ("id", "level", "place"),
    [
        (NEI, "county", "本旗县（市、区）"),
        (NEI, "city", "本盟市"),
        (YU, "county", "本区县"),
        ("jincheng-2022-42", "county", "本县（市、区）"),
    ],
)
def test_questions_speak_of_the_place_as_it_calls_itself(shipped: Library, id: str, level: str, place: str) -> None:
    assert any(place in question.text for question in build_questionnaire(shipped, id, level).questions)


def test_a_county_in_jincheng_is_asked_each_duty_once(shipped: Library) -> None:
    city = shipped.documents["jincheng-2022-42"]
    asked = build_questionnaire(shipped, city.id, "county").by_id
    done = {parent for measure in city.measures if "county" in measure.levels for parent in measure.carries_out}
    assert {question.document for question in asked.values()} == {city.id, JIN}
    assert done and not done & set(asked)


def test_no_two_questions_of_a_questionnaire_read_the_same(shipped: Library) -> None:
    twins = {
        name: sorted(question.id for question in asked if [one.text for one in asked].count(question.text) > 1)
        for name, asked in every_question(shipped)
    }
    assert {name: ids for name, ids in twins.items() if ids} == {}


def test_every_question_is_a_sentence_without_a_gap(shipped: Library) -> None:
    faulty = [
        question.id
        for _, asked in every_question(shipped)
        for question in asked
        if not question.text.endswith("？")
        or set("{}")
        & set(
            question.model_dump_json(include={"text", "duty", "help", "advice", "title"})
            .removeprefix("{")
            .removesuffix("}")
        )
    ]
    assert faulty == []


def test_no_brace_is_left_where_no_place_is_filled_in(shipped: Library) -> None:
    assert [
        measure.id
        for document in shipped.documents.values()
        for measure in document.measures
        if "{" in "".join([*measure.evidence, measure.title]) or "{place" in measure.criterion.model_dump_json()
    ] == []


def test_a_share_put_to_a_city_or_below_may_be_not_applicable(shipped: Library) -> None:
    stuck = [
        measure.id
        for document in shipped.documents.values()
        for measure in document.measures
        if measure.criterion.kind == "share" and measure.levels != (Level.PROVINCE,) and not measure.may_not_apply
    ]
    assert stuck == []  # a whole of 0 is no answer: "not applicable" is all that is left


def test_what_was_ever_asked_keeps_its_id(shipped: Library) -> None:
    """Answers of former rounds are kept under these ids; known_ids.txt only grows."""
    for line in KNOWN_IDS.read_text(encoding="utf-8").splitlines():
        document, ids = line.split(": ")
        assert set(ids.split()) - {measure.id for measure in shipped.documents[document].measures} == set(), document
