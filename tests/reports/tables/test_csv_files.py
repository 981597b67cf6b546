"""The aggregate of a round, read back from its files."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from questionnaires.answers import read_answers
from questionnaires.applying import apply_scheme
from questionnaires.catalogue import Level
from questionnaires.questionnaire import Section
from questionnaires.scheme import Scheme
from questionnaires.scoring import Scorecard, score
from questionnaires.totals import Claim, Entries, Occurrence
from reports.tables.aggregate import HEAD_HEADERS, Decided, RoundInfo, ScoredResponse
from reports.tables.csv_files import data_dictionary, write_csv_files
from reports.tables.long_table import shorten_credit
from reports.tables.quantity_sums import Giver
from reports.tables.wide_table import wide_table
from tests.reports.samples import ALL_MET, AS_OF, MIXED, REASON, judge, make_question, make_questionnaire, make_report

Row = dict[str, str]
ROUND = RoundInfo("2026年自评", AS_OF, (make_questionnaire(),), demo=True)
VERIFIED = judge(ALL_MET | {"training": 20})  # 1/2 of one question of ten: 95.00
DECISIONS = {"training": Decided("改定", "培训记录只有20学时。"), "committee": Decided("确认", "")}
TABLES = ("bureaus.csv", "domains.csv", "gaps.csv", "long.csv", "wide.csv")
ABSENT = ["140525", "140526"]


def respond(code: str, card: Scorecard | None, state: str = "已提交", **more: Any) -> ScoredResponse:
    return ScoredResponse(
        bureau=f"{code}局",
        code=code,
        parent="晋城市",
        level="县（市、区）",
        state=state,
        document="sample",
        version="1",
        submitted_at=datetime(2026, 7, 1, 9, 30) if card else None,
        questionnaire=make_questionnaire(),
        scorecard=card,
        number=int(code[-3:]),
        content_hash="0123456789abcdef" * 4,
        **more,
    )


def respond_all() -> Iterator[ScoredResponse]:
    yield respond("140521", make_report(MIXED, REASON, {"drill": "=HYPERLINK(1)"}).scorecard)
    yield respond("140522", make_report(ALL_MET).scorecard, "已认定", verified=VERIFIED, decisions=DECISIONS)
    yield respond("140524", make_report({"committee": True, "training": 20}).scorecard)
    yield respond("140525", None, state="填报中")
    yield respond("140526", None, state="免报", absent_reason="机构改革。")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[Row]]:
    names = write_csv_files(tmp_path, ROUND, respond_all)
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    return {name: read_rows(tmp_path / name) for name in names}


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_long_table_has_a_row_per_bureau_and_question(files: dict[str, list[Row]]) -> None:
    codes = [row["单位代码"] for row in files["long.csv"]]
    assert codes == ["140521"] * 11 + ["140522"] * 11 + ["140524"] * 11 + ABSENT
    row = next(row for row in files["long.csv"] if row["题目编号"] == "certified")
    assert (row["数值"], row["第二数值"], row["答案"], row["达标标准"]) == ("45", "60", "45/60人，占75%", "不低于90%")
    assert (row["得分率分子"], row["得分率分母"], row["得分率"], row["判定"]) == ("5", "6", "0.833333", "部分达标")
    assert row["能力领域"] == "检验检测能力" and row["条款"] == "二（三）" and row["权重"] == "1"


def test_each_kind_gives_its_figures(files: dict[str, list[Row]]) -> None:
    figures = {row["题目编号"]: (row["数值"], row["第二数值"]) for row in files["long.csv"][:11]}
    assert figures == {
        "committee": ("1", ""),
        "plan": ("1", "2"),
        "lab-grade": ("1", "2"),
        "training": ("35", ""),
        "certified": ("45", "60"),
        "reactions": ("", ""),
        "samples": ("100", "110"),
        "drill": ("", ""),
        "list": ("2022-03-01", ""),
        "emergency": ("2", "4"),
        "remarks": ("", ""),
    }


def test_lost_points_of_a_bureau_add_up_to_100_less_its_score(files: dict[str, list[Row]]) -> None:
    for wide in files["wide.csv"][:2]:
        lost = sum(Decimal(row["失分"]) for row in files["long.csv"] if row["单位代码"] == wide["单位代码"])
        domains = sum(Decimal(cell) for header, cell in wide.items() if header.startswith("领域失分"))
        assert lost == domains == Decimal(wide["失分合计"]) == 100 - Decimal(wide["得分"])


def test_the_wide_table_has_a_row_per_bureau(files: dict[str, list[Row]]) -> None:
    mixed, met, unfinished, absent, _excused = files["wide.csv"]
    assert (mixed["得分"], mixed["等级"], mixed["已答题数"], mixed["应答题数"]) == ("63.43", "基本达标", "10", "10")
    assert mixed["得分率 sample/training"] == "0.875" and mixed["得分率 sample/reactions"] == ""
    assert (met["得分"], met["领域得分 应急管理体系"], met["达标题数"]) == ("100.00", "100.00", "10")
    assert (unfinished["得分"], unfinished["得分下限"], unfinished["得分上限"]) == ("", "15.00", "95.00")
    assert absent["状态"] == "填报中"


@pytest.mark.parametrize("name", TABLES)
def test_who_has_not_submitted_is_listed_in_every_table_and_never_as_0(name: str, files: dict[str, list[Row]]) -> None:
    drafting, excused = files[name][-2:]
    assert (drafting["单位名称"], drafting["状态"], drafting["免报或未报说明"]) == ("140525局", "填报中", "")
    assert (excused["单位名称"], excused["状态"], excused["免报或未报说明"]) == ("140526局", "免报", "机构改革。")
    assert not any(cell for row in (drafting, excused) for cell in list(row.values())[len(HEAD_HEADERS) :])


@pytest.mark.parametrize("name", TABLES)
def test_every_row_leads_back_to_its_response_and_version(name: str, files: dict[str, list[Row]]) -> None:
    assert {row["答卷编号"] for row in files[name]} == {"521", "522", "524", "525", "526"}
    assert {(row["目录版本"], row["问卷摘要"]) for row in files[name]} == {("1", "0123456789ab")}
    assert {row["数据标记"] for row in files[name]} == {"演示数据"}


def test_what_was_verified_stands_beside_what_the_bureau_said(files: dict[str, list[Row]]) -> None:
    bureau = files["bureaus.csv"][1]
    assert (bureau["得分"], bureau["认定得分"], bureau["认定较自评"]) == ("100.00", "95.00", "-5.00")
    row = next(row for row in files["long.csv"] if row["题目编号"] == "training" and row["单位代码"] == "140522")
    assert (row["答案"], row["得分率"], row["判定"], row["失分"]) == ("40学时", "1", "达标", "0.00")
    verified = (row["认定答案"], row["认定得分率"], row["认定判定"], row["认定失分"])
    assert verified == ("20学时", "0.5", "部分达标", "5.00")
    assert (row["审核决定"], row["审核理由"]) == ("改定", "培训记录只有20学时。")


def test_before_acceptance_nothing_is_verified(files: dict[str, list[Row]]) -> None:
    own = [row for name in TABLES for row in files[name] if row["单位代码"] == "140521"]
    assert not any(cell for row in own for header, cell in row.items() if header.startswith(("认定", "审核")))


def test_the_gaps_are_those_that_count(files: dict[str, list[Row]]) -> None:
    own, verified = ([row for row in files["gaps.csv"] if row["单位代码"] == code] for code in ("140521", "140522"))
    assert len(own) == 7 and {row["差距依据"] for row in own} == {"自评"}
    assert [(row["题目编号"], row["差距依据"], row["失分"]) for row in verified] == [("training", "认定", "5.00")]
    assert (verified[0]["答案"], verified[0]["自评答案"]) == ("20学时", "40学时")


def test_lost_points_of_gaps_and_domains_add_up(files: dict[str, list[Row]]) -> None:
    for code, name, column in (("140521", "gaps.csv", "失分"), ("140521", "domains.csv", "领域失分")):
        assert sum(Decimal(row[column]) for row in files[name] if row["单位代码"] == code) == Decimal("36.57")


def test_formulas_are_guarded_and_codes_are_plain(files: dict[str, list[Row]]) -> None:
    assert [row["备注"] for row in files["long.csv"] if row["备注"]] == ["'=HYPERLINK(1)"]
    cells = [cell for rows in files.values() for row in rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)
    assert [cell for cell in cells if cell.startswith("-")] == ["-5.00"] * 2  # a figure: bureaus and wide


def test_the_dictionary_explains_every_column(files: dict[str, list[Row]]) -> None:
    for name in TABLES:
        explained = [row["列名"] for row in files["dictionary.csv"] if row["文件"] == name]
        assert [column for column in explained if "数值（" not in column] == list(files[name][0])
    assert all(row["含义"] and row["依据"] for row in files["dictionary.csv"])
    assert len(list(data_dictionary(ROUND)[1])) == len(files["dictionary.csv"])


def test_a_question_of_no_questionnaire_of_the_round_is_an_error() -> None:
    rows = wide_table(RoundInfo("空", AS_OF, ())).write_rows(respond("140521", make_report(ALL_MET).scorecard))
    with pytest.raises(ValueError, match="questions outside the round's questionnaires"):
        list(rows)


def test_a_short_credit_never_looks_full_or_empty() -> None:
    almost = make_report({"training": Decimal("39.99999999")}).scorecard.results[3].credit
    assert almost is not None and almost < 1
    assert str(shorten_credit(almost)) == "0.999999"
    assert str(shorten_credit(1 - almost)) == "0.000001"


def test_what_is_set_apart_or_not_kept_stands_in_columns_of_its_own(tmp_path: Path) -> None:
    items = [{"value": one, "label": one.upper(), "may_not_apply": True} for one in ("a", "b", "c")]
    section = Section(
        id="N01",
        title="能力",
        aspect="",
        questions=(
            make_question("places", "场所", {"kind": "checklist", "items": items}),
            make_question("cases", "办案", {"kind": "quantity", "unit": "件", "measure": "flow"}),
            make_question("staff", "人员", {"kind": "quantity", "unit": "人", "measure": "stock"}),
        ),
    )
    asked = make_questionnaire().replace(domains=(section,))
    told = {
        "places": {"value": ["a"], "set_apart": {"b": "没有口岸", "c": "未发生"}},
        "cases": {"not_kept": "没有台账"},
        "staff": {"value": 17},
    }
    card = score(asked, read_answers(asked, told, AS_OF), AS_OF)
    given = replace(respond("140521", card), questionnaire=asked)
    write_csv_files(tmp_path, RoundInfo("2026年自评", AS_OF, (asked,)), lambda: [given])
    long, cases, staff = read_rows(tmp_path / "long.csv")
    assert (long["不涉及项数"], long["不涉及的项"], long["未发生项数"], long["未发生的项"]) == (
        "1",
        "B（没有口岸）",
        "1",
        "C",
    )
    assert [(one["数值"], one["未统计理由"]) for one in (cases, staff)] == [("", "没有台账"), ("17", "")]
    (wide,) = read_rows(tmp_path / "wide.csv")
    assert (wide["不涉及项数 sample/places"], wide["未发生项数 sample/places"]) == ("1", "1")
    assert (wide["基础数据 sample/cases"], wide["未统计理由 sample/cases"]) == ("", "没有台账")
    assert (wide["基础数据 sample/staff"], wide["未统计理由 sample/staff"]) == ("17", "")
    assert "得分率 sample/cases" not in wide


def test_the_table_of_quantities_says_how_many_gave_them_and_writes_a_fall_as_a_number(tmp_path: Path) -> None:
    staff = make_question("staff", "人员", {"kind": "quantity", "unit": "人", "measure": "stock"})
    givers = tuple(
        Giver(("140000", "省局"), ("140500", "市局"), Level.COUNTY, "县级", (staff,), {"staff": Fraction(n)}, before)
        for n, before in ((2, {"staff": Fraction(3)}), *[(2, {"staff": Fraction(2)})] * 4)
    )
    info = RoundInfo("2026年自评", AS_OF, (), givers=(*givers, replace(givers[0], given={})))
    write_csv_files(tmp_path, info, lambda: [])
    (row,) = read_rows(tmp_path / "quantities.csv")
    assert (row["地区"], row["合计"], row["应填报单位数"], row["填报单位数"]) == ("全部", "10", "6", "5")
    assert (row["可比单位本轮合计"], row["可比单位上轮合计"], row["较上轮变化"]) == ("10", "11", "-9.09")
    assert (row["中位数"], row["每万人"], row["统计依据"]) == ("2", "", "自评")


def test_under_a_scheme_bonus_deductions_and_vetoes_have_a_table_and_totals_columns(tmp_path: Path) -> None:
    scheme = Scheme.model_validate_json(
        """{"bonus": [{"id": "model", "title": "示范单位", "points": 3}], "vetoes": [{"id": "hidden", "title": "瞒报",
        "grade": "basic"}], "deductions": [{"id": "late", "title": "迟报", "points": 1.5}]}"""
    )
    asked = apply_scheme(scheme, make_questionnaire())
    answers = read_answers(asked, {id: {"value": value} for id, value in ALL_MET.items()}, AS_OF)
    claimed = Entries({"model": Claim(Fraction(3), "省级命名")})
    late, hidden = Occurrence("late", "通报"), Occurrence("hidden", "核查")
    entered = Entries(claimed.claimed, {"model": Fraction(2)}, (late, late), (hidden,))
    own, verified = (score(asked, answers, AS_OF, one) for one in (claimed, entered))
    decisions = {"bonus.model": Decided("", "市级命名")}
    responses = [
        replace(respond("140521", own), questionnaire=asked),
        replace(respond("140522", own, verified=verified, decisions=decisions), questionnaire=asked),
    ]
    write_csv_files(tmp_path, replace(ROUND, questionnaires=(asked,)), lambda: responses)
    bureaus, beside = (read_rows(tmp_path / name) for name in ("bureaus.csv", "beside.csv"))
    columns = ("自评加分", "自评总分", "认定加分", "认定扣分", "认定总分", "否决事项")
    assert [[row[one] for one in columns] for row in bureaus] == [
        ["3.00", "103.00", "", "", "", ""],
        ["3.00", "103.00", "2.00", "3.00", "99.00", "瞒报"],
    ]
    cells = ("单位代码", "类别", "事项", "申报分值", "申报理由", "认定分值", "等级上限", "审核理由")
    assert [[row[one] for one in cells] for row in beside] == [
        ["140521", "加分", "示范单位", "3", "省级命名", "", "", ""],
        ["140522", "加分", "示范单位", "3", "省级命名", "2", "", "市级命名"],
        ["140522", "扣分", "迟报", "", "", "1.5", "", "通报"],
        ["140522", "扣分", "迟报", "", "", "1.5", "", "通报"],
        ["140522", "否决", "瞒报", "", "", "", "基本达标", "核查"],
    ]
