"""The aggregate of a round, read back from its files."""

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from questionnaires.scoring import Scorecard
from reports.aggregate import RoundInfo, ScoredResponse
from reports.csv_files import data_dictionary, write_csv_files
from reports.long_table import shorten_credit
from reports.wide_table import wide_table
from tests.reports.samples import ALL_MET, AS_OF, MIXED, REASON, make_questionnaire, make_report

Row = dict[str, str]
ROUND = RoundInfo("2026年自评", AS_OF, (make_questionnaire(),), demo=True)


def respond(code: str, card: Scorecard | None, state: str = "已提交") -> ScoredResponse:
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
    )


def respond_all() -> Iterator[ScoredResponse]:
    yield respond("140521", make_report(MIXED, REASON, {"drill": "=HYPERLINK(1)"}).scorecard)
    yield respond("140522", make_report(ALL_MET).scorecard)
    yield respond("140524", make_report({"committee": True, "training": 20}).scorecard)
    yield respond("140525", None, state="填报中")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[Row]]:
    names = write_csv_files(tmp_path, ROUND, respond_all)
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    read = {}
    for name in names:
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            read[name] = list(csv.DictReader(file))
    return read


def test_the_long_table_has_a_row_per_bureau_and_question(files: dict[str, list[Row]]) -> None:
    codes = [row["单位代码"] for row in files["long.csv"]]
    assert codes == ["140521"] * 11 + ["140522"] * 11 + ["140524"] * 11 + ["140525"]
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
    mixed, met, unfinished, absent = files["wide.csv"]
    assert (mixed["得分"], mixed["等级"], mixed["已答题数"], mixed["应答题数"]) == ("63.43", "基本达标", "10", "10")
    assert mixed["得分率 sample/training"] == "0.875" and mixed["得分率 sample/reactions"] == ""
    assert (met["得分"], met["领域得分 应急管理体系"], met["达标题数"]) == ("100.00", "100.00", "10")
    assert (unfinished["得分"], unfinished["得分下限"], unfinished["得分上限"]) == ("", "15.00", "95.00")
    assert absent["状态"] == "填报中"


def test_a_bureau_that_has_not_submitted_is_listed_and_has_no_figures(files: dict[str, list[Row]]) -> None:
    for name in ("long.csv", "wide.csv"):
        row = files[name][-1]
        assert row["单位名称"] == "140525局"
        assert not any(list(row.values())[10:])


def test_made_up_data_are_marked_in_every_row(files: dict[str, list[Row]]) -> None:
    for name in ("long.csv", "wide.csv"):
        assert {row["数据标记"] for row in files[name]} == {"演示数据"}


def test_formulas_are_guarded_and_codes_are_plain(files: dict[str, list[Row]]) -> None:
    assert [row["备注"] for row in files["long.csv"] if row["备注"]] == ["'=HYPERLINK(1)"]
    cells = [cell for rows in files.values() for row in rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_the_dictionary_explains_every_column(files: dict[str, list[Row]]) -> None:
    for name in ("long.csv", "wide.csv"):
        explained = [row["列名"] for row in files["dictionary.csv"] if row["文件"] == name]
        assert [column for column in explained if "数值（" not in column] == list(files[name][0])
    assert all(row["含义"] for row in files["dictionary.csv"])
    assert len(list(data_dictionary(ROUND)[1])) == len(files["dictionary.csv"])


def test_a_question_of_no_questionnaire_of_the_round_is_an_error() -> None:
    _, rows = wide_table(RoundInfo("空", AS_OF, ()), [respond("140521", make_report(ALL_MET).scorecard)])
    with pytest.raises(ValueError, match="questions outside the round's questionnaires"):
        list(rows)


def test_a_short_credit_never_looks_full_or_empty() -> None:
    almost = make_report({"training": Decimal("39.99999999")}).scorecard.results[3].credit
    assert almost is not None and almost < 1
    assert str(shorten_credit(almost)) == "0.999999"
    assert str(shorten_credit(1 - almost)) == "0.000001"
