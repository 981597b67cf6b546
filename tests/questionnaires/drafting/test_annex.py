"""Tables of tasks behind a notice, joined to its clauses."""

from datetime import date

from questionnaires.drafting.outline.outlining import outline_notice
from questionnaires.drafting.outline.units import find_units
from questionnaires.drafting.parts import AnnexTask, TableBlock, TextBlock
from tests.questionnaires.drafting.blocks import make_blocks
from tests.questionnaires.drafting.notices import CITY

HEADS = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")


def read(*rows: tuple[str, ...]) -> tuple[AnnexTask, ...]:
    before, after = CITY.split("抄送")
    blocks = [*make_blocks(before), TableBlock(rows), *make_blocks("抄送" + after)]
    return outline_notice(blocks).annex


def test_a_task_is_joined_by_the_number_of_its_clause() -> None:
    tasks = read(HEADS, ("1", "二（二）4 检验参数", "市检验检测中心", "市财政局、市科技局", "2024年6月底"))
    assert tasks == (
        AnnexTask(("二（二）4",), "二（二）4 检验参数", ("市检验检测中心", "市财政局", "市科技局"), date(2024, 6, 30)),
    )


def test_a_task_is_joined_by_its_words_where_no_number_stands() -> None:
    tasks = read(
        HEADS,
        ("一、主要任务",) * 5,
        ("1", "市级检查员不少于30名", "市市场监管局", "", "2025年底前"),
        ("2", "每个县（市、区）建成1个快检室", "市市场监管局", "各县（市、区）人民政府", "长期坚持"),
        HEADS,
        ("3", "完成与方案无关的其他宣传", "市文旅局", "", "“十五五”末"),
    )
    assert [task.clauses for task in tasks] == [("二（一）1",), ("二（二）3",), ()]
    assert [task.due for task in tasks] == [date(2025, 12, 31), None, date(2030, 12, 31)]


def test_a_column_of_clauses_may_name_several() -> None:
    heads = ("条款", "工作内容", "责任单位", "时间安排")
    tasks = read(heads, ("二（一）、三", "加强检查", "市市场监管局", "年底前"))
    assert tasks[0].clauses == ("二（一）1", "二（一）2") and tasks[0].due == date(2023, 12, 31)


def test_a_table_that_came_as_lines_is_one() -> None:
    rows = "\t".join(HEADS), "1\t市级检查员不少于30名\t市市场监管局\t\t2025年底"
    before, after = CITY.split("抄送")
    tasks = outline_notice([*make_blocks(before), *map(TextBlock, rows), *make_blocks("抄送" + after)]).annex
    assert [(task.clauses, task.due) for task in tasks] == [(("二（一）1",), date(2025, 12, 31))]


def test_another_table_is_no_table_of_tasks() -> None:
    assert read(("姓名", "职务", "电话"), ("张三", "组长", "123456")) == ()


def test_units_are_told_without_words_of_their_part() -> None:
    assert find_units("加强协作。（省药监局牵头，省财政厅、省卫生健康委及各市、县级政府按职责分工负责）") == (
        "省药监局", "省财政厅", "省卫生健康委", "各市", "县级政府",
    )  # fmt: skip


def test_brackets_of_other_things_are_no_units() -> None:
    assert (
        find_units("推动唯一标识（UDI)实施，指导县（市、区）政府和市场监管部门（所）开展不良反应（事件）监测。") == ()
    )
