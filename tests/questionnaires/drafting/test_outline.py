"""Clauses are found in every print of a notice: their borders, headings, texts and units."""

import pytest

from questionnaires.drafting.outline.outlining import outline_notice
from questionnaires.drafting.parts import Outline, TextBlock
from questionnaires.messages import Refused
from tests.questionnaires.drafting.blocks import make_blocks
from tests.questionnaires.drafting.notices import CITY, COUNTY
from tests.questionnaires.drafting.prints import LAYOUTS, NUMBERINGS, Said, expect_paths, print_notice

UNITS = ("省药监局", "各市（州）人民政府")
HEAD = [
    "江南省人民政府办公厅关于加强药品监管能力建设的通知",
    "江政办发〔2022〕9号",
    "各市人民政府：",
    "现就有关事项通知如下。",
]
FOOT = ["江南省人民政府办公厅", "2022年4月7日", "（此件公开发布）", "抄送：省委各部门。"]
CHAPTERS = [
    (
        "健全监管体系",
        [
            Said("完善法规制度", "推动药品管理条例修订，三年内出台配套制度5项以上。各地要及时清理规范性文件。", UNITS),
            Said("强化部门协同", "建立药监、公安、医保等部门会商机制，每季度会商1次，及时通报重大案件线索。", UNITS),
            Said("加强检查执法", "一是配备检查员，二是开展飞行检查，严厉打击违法犯罪行为，形成监管合力。", UNITS),
        ],
    ),
    (
        "提升技术能力",
        [
            Said("提高检验检测能力", "省级机构检验参数达到1200项，市级机构达到国家C级标准，县级配备快检设备。", UNITS),
            Said(
                "推进“互联网+监管”", "建设智慧监管平台，实现生产企业建档率100%，逐步覆盖经营和使用环节的单位。", UNITS
            ),
        ],
    ),
    (
        "保障措施",
        [
            Said("加强组织领导", "各级政府要落实属地责任，把药品安全纳入年度考核，定期听取工作汇报。", UNITS),
            Said(
                "健全药物警戒（监测）体系",
                "每百万人口报告数达到1000份，设立监测哨点，加强疑似预防接种异常反应监测。",
                UNITS,
            ),
        ],
    ),
]


def squeeze(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "").replace(",", "，")


def read(text: str) -> Outline:
    return outline_notice(make_blocks(text))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_clauses_are_told_apart_in_every_print(numbering: str, layout: str) -> None:
    printed = print_notice(CHAPTERS, NUMBERINGS[numbering], LAYOUTS[layout])
    clauses = read("\n".join([*HEAD, *printed, *FOOT])).clauses
    expected = list(expect_paths(CHAPTERS, NUMBERINGS[numbering]))
    assert [(one.path, squeeze(one.heading)) for one in clauses] == [(path, said.heading) for path, said in expected]
    assert [squeeze(one.body)[:30] for one in clauses] == [said.body[:30] for _, said in expected]
    assert {one.responsible for one in clauses} == {UNITS}


def test_headings_without_any_number_are_headings() -> None:
    lines = [
        line
        for title, said in CHAPTERS
        for line in (title, *(part for one in said for part in (one.heading, one.body)))
    ]
    clauses = read("\n".join([*HEAD, *lines, *FOOT])).clauses
    assert [one.heading for one in clauses] == [one.heading for _, said in CHAPTERS for one in said]
    assert clauses[3].path == clauses[3].heading and clauses[3].chapter == "提升技术能力"


def test_the_lowest_paragraphs_are_clauses_where_each_has_units() -> None:
    clauses = {one.path: one for one in read(CITY).clauses}
    assert list(clauses) == ["二（一）1", "二（一）2", "二（二）3", "二（二）4", "三"]
    assert clauses["二（一）1"].heading == "充实检查员队伍" and "第三条规定" in clauses["二（一）1"].body
    assert clauses["二（一）2"].responsible == ("市市场监管局", "市人社局")
    assert "（2）培训人员。" in clauses["二（二）3"].body
    assert clauses["三"].responsible == ("市财政局", "各县（市、区）人民政府")
    assert clauses["三"].body.endswith("负责）")


def test_lists_without_units_stay_in_their_clause() -> None:
    clauses = read(
        "\n".join([*HEAD, "一、重点任务", "（一）加强检查。重点检查以下企业：", "1.生产企业；", "2.经营企业。"])
    ).clauses
    assert [one.path for one in clauses] == ["一（一）"]
    assert clauses[0].body.endswith("1.生产企业；\n2.经营企业。")


def test_articles_are_clauses_and_cited_ones_are_not() -> None:
    clauses = read(COUNTY).clauses
    assert [one.path for one in clauses] == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert (clauses[1].heading, clauses[2].heading) == ("适用范围", "")
    assert clauses[3].body.endswith("（二）每年培训两次。") and clauses[3].chapter == "监督管理"


def test_a_goal_with_a_figure_is_a_clause_and_one_without_is_none() -> None:
    goals = "一、工作目标", "到2025年，检查覆盖率达到100%。", "二、任务", "（一）加强检查。各级要加强检查。"
    assert [one.path for one in read("\n".join([*HEAD, *goals])).clauses] == ["一", "二（一）"]
    goals = "一、工作目标", "守住底线。", "二、任务", "（一）加强检查。各级要加强检查。"
    assert [one.path for one in read("\n".join([*HEAD, *goals])).clauses] == ["二（一）"]


def test_a_line_printed_twice_at_a_page_break_opens_no_second_clause() -> None:
    lines = (
        "一、任务",
        "（一）加强检查。各级要加强检查。",
        "（二）加强检验。各级要",
        "（二）加强检验。各级要",
        "加强检验。",
    )
    clauses = read("\n".join([*HEAD, *lines])).clauses
    assert [one.path for one in clauses] == ["一（一）", "一（二）"]


def test_a_number_that_text_recognition_lost_hides_no_others() -> None:
    lines = (
        "一、任务",
        "（一）加强检查。各级加强检查。",
        "(ニ)加强检验。各级加强检验。",
        "（三）加强培训。各级加强培训。",
    )
    assert [one.path for one in read("\n".join([*HEAD, *lines])).clauses] == ["一（一）", "一（三）"]


def test_a_notice_without_any_clause_has_none() -> None:
    outline = outline_notice([TextBlock("长篇小说第一回"), TextBlock("话说天下大势，分久必合。")])
    assert outline.clauses == () and outline.annex == ()


def test_a_novel_is_told_to_be_no_notice() -> None:
    chapters = [TextBlock(f"第{at}章 {'他推开门，看见院子里落满了槐花。' * 20}") for at in range(1, 20)]
    with pytest.raises(Refused, match="seems to be something else"):
        outline_notice(chapters)
    assert outline_notice([TextBlock("药品检查办法"), *chapters]).clauses


def test_paragraphs_that_were_run_together_come_apart() -> None:
    lines = (
        "一、任务（一）加强检查。各级加强检查。（二）加强检验。各级加强检验。",
        "（三）加强培训。依据第（四）项培训。二、保障",
        "保障经费。",
    )
    clauses = read("\n".join([*HEAD, *lines])).clauses
    assert [one.path for one in clauses] == ["一（一）", "一（二）", "一（三）", "二"]


def test_a_number_that_stands_in_its_own_line_is_not_taken_from_a_sentence() -> None:
    lines = "一、任务", "（一）加强检查。各级加强检查。（二）中的要求一并落实。", "（二）加强检验。各级加强检验。"
    clauses = read("\n".join([*HEAD, *lines])).clauses
    assert clauses[0].body.endswith("一并落实。") and len(clauses) == 2


def test_units_may_stand_behind_the_last_sentence() -> None:
    clause = read(
        "\n".join([*HEAD, "一、任务", "（一）加强检查。每季检查。牵头单位：市市场监管局；配合单位：市公安局"])
    ).clauses[0]
    assert clause.responsible == ("市市场监管局", "市公安局")
