"""The table of quantities: one row for each quantity of a questionnaire, added up over the bureaus of a round."""

from fractions import Fraction

from questionnaires.scoring import Scorecard
from reports.tables.aggregate import DEMO_MARK, QUANTITIES, RoundInfo, ScoredResponse, name_source
from reports.tables.figures import write_decimal
from reports.tables.quantity_sums import Given, QuantitySum, sum_quantities
from reports.tables.table import Cell, Table

NAME, TITLE = "quantities.csv", "基础数据"
Key = tuple[str, str]  # a questionnaire: its document and level
FIGURES = ("合计", "中位数", "上轮合计")
COLUMNS = {
    "数据标记": "是否为演示数据",
    "填报轮次": "本轮填报的名称",
    "文件": "评估依据的政策文件编号",
    "层级": "填报单位的层级",
    "题目编号": "基础数据的固定编号",
    "基础数据": "基础数据的名称",
    "单位": "数的单位",
    "合计": "已提交单位所填数之和，不含未统计的；没有单位填报为空",
    "填报单位数": "填报了数的单位数",
    "未统计单位数": "说明没有统计的单位数，不按0计算",
    "中位数": "所填数的中位数",
    "上轮合计": "上轮已提交单位所填数之和，没有上轮为空",
    "上轮填报单位数": "上轮填报了数的单位数",
}


def list_given(card: Scorecard) -> Given:
    """The quantities that a bureau gave or keeps not."""
    quantities = [one for one in card.results if one.question.is_quantity]
    return {one.question.id: one.answer.value for one in quantities if one.answer is not None}


class QuantityTable:
    """The table while the responses of a round come by: `add` each, then `write`."""

    def __init__(self, round_info: RoundInfo) -> None:
        self._round = round_info
        self._given: dict[Key, list[Given]] = {}

    def add(self, response: ScoredResponse) -> None:
        """Count a response; one that is not submitted gave nothing."""
        if response.scorecard is not None:
            key = (response.questionnaire.document, response.questionnaire.level.value)
            self._given.setdefault(key, []).append(list_given(response.scorecard))

    def write(self) -> Table:
        """Headers and rows: every quantity of every questionnaire of the round."""
        rows = []
        for asked in self._round.questionnaires:
            key = (asked.document, asked.level.value)
            for one in sum_quantities(asked, self._given.get(key, ()), self._round.quantities_before.get(key, ())):
                rows.append([*self._name(asked.document, asked.level_name), *_write_sum(one)])
        return list(COLUMNS), rows

    def _name(self, document: str, level: str) -> list[Cell]:
        return [DEMO_MARK if self._round.demo else None, self._round.name, document, level]


def _write_sum(one: QuantitySum) -> list[Cell]:
    figures = [_write(one.total), one.given, one.not_kept, _write(one.median), _write(one.last)]
    return [one.question.id, one.question.title, one.unit, *figures, one.last_given or None]


def _write(figure: Fraction | None) -> Cell:
    return None if figure is None else write_decimal(figure)


def describe_quantities() -> list[list[Cell]]:
    """The rows of the data dictionary on this table."""
    units = {header: "见单位栏" if header in FIGURES else "文字或整数" for header in COLUMNS}
    return [[NAME, header, meaning, units[header], name_source(QUANTITIES)] for header, meaning in COLUMNS.items()]
