"""The first sheet of a workbook: for whom it is, how it is filled in, where each domain is."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from questionnaires.calendar import default_year
from questionnaires.counting import count_questions, write_count
from questionnaires.questionnaire import Questionnaire, Section
from questionnaires.wording import write_date
from survey.workbooks.origin import Origin

TITLE = "药监能力自评问卷"
WIDTH = 96  # characters, a Chinese one is two
HOW_TO = (
    "只填写浅黄色单元格，其余单元格已锁定。请不要删除、插入或合并行列，也不要删除工作表。",
    "是或否、进展、等级、清单：点击单元格，从下拉列表中选择。清单逐项选择“是”或“否”，一项都不具备的全部选“否”。",
    "数值：只填数字，单位见“单位或填法”一列。占比、比率、增幅各有两行，两个数都要填写。",
    "日期：写作2026-06-30。从未开展或者尚未完成的，在下一行选“是”。",
    "确不适用的题目：在“不适用”列选“是”，并在“不适用理由”列写明理由。没有这两个单元格的题目，不能选不适用。",
    "请填写结果，不要填写公式；从其他表格复制时，请选择“选择性粘贴—数值”。",
    "未填写的单元格视为未作答；清空原有的答案，上传后即清除该答案。",
    "填好后保存为Excel工作簿（.xlsx），登录系统，在“离线填报”页上传。系统先列出将要更改、有冲突和有误的内容，"
    "由您核对后确认导入；下载后他人已修改的题目不会被覆盖，两个答案均已保留，待您选定。",
    "佐证材料请在网页上逐题上传，不要插入本工作簿。",
    "清单中列有“不涉及”（当地没有）和“未发生”（期间没有这类事）的项，选定后在下一行写明理由，不计入该题。",
    "评分方案设有加分事项的，在“加分申报”工作表填写申报的分值和理由；两格都空着，即不申报。",
    "基础数据：填写数值；没有统计的，在下一行选“是”并写明理由，不要填0。",
)


def write_cover(
    sheet: Any,
    formats: Mapping[str, Any],
    questionnaire: Questionnaire,
    origin: Origin,
    as_of: date | None,
    sheet_names: Mapping[str, str],
) -> None:
    """Two columns wide, to be read on paper too."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, WIDTH)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, TITLE, formats["title"])
    row = 1
    for name, words in list_facts(questionnaire, origin, as_of).items():
        row = _write_line(sheet, formats, row, name, words)
    for number, words in enumerate(HOW_TO, 1):
        row = _write_line(sheet, formats, row + (number == 1), "填写说明" if number == 1 else "", f"{number}. {words}")
    row += 1
    for section in questionnaire.domains:
        sheet.write_string(row, 0, "能力领域" if section is questionnaire.domains[0] else "", formats["name"])
        target = f"internal:'{sheet_names[section.id]}'!A1"
        sheet.write_url(row, 1, target, string=name_domain(questionnaire, section))
        row += 1


def list_facts(questionnaire: Questionnaire, origin: Origin, as_of: date | None) -> dict[str, str]:
    """What a workbook is of, by name; what is not known is left out."""
    facts = {
        "填报单位": origin.bureau,
        "轮次": origin.round,
        "填报基准日": write_date(as_of) if as_of else "",
        "考核年度": name_year(questionnaire.year, as_of),
        "政策文件": questionnaire.source.full_name,
        "层级": questionnaire.level_name,
        "题数": f"{write_count(count_questions(questionnaire.questions))}，分{len(questionnaire.domains)}个能力领域",
    }
    return {name: words for name, words in facts.items() if words}


def number_domain(questionnaire: Questionnaire, section: Section) -> str:
    """A domain under the number that it has on the form."""
    return f"{questionnaire.domain_numbers[section.id]} {section.title}"


def name_domain(questionnaire: Questionnaire, section: Section) -> str:
    return f"{number_domain(questionnaire, section)}（{write_count(count_questions(section.questions))}）"


def name_year(year: int | None, as_of: date | None) -> str:
    """The assessment year with its days, empty where neither it nor a reference date is known."""
    if year is None:
        if as_of is None:
            return ""
        year = default_year(as_of)
    return f"{year}年（1月1日至12月31日）"


def _write_line(sheet: Any, formats: Mapping[str, Any], row: int, name: str, words: str) -> int:
    sheet.write_string(row, 0, name, formats["name"])
    sheet.write_string(row, 1, words, formats["line"])
    sheet.set_row(row, 17 * math.ceil(2 * len(words) / WIDTH))
    return row + 1
