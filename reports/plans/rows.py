"""A plan as a table of plain cells, for CSV."""

from collections.abc import Sequence

from reports.plans.content import PlanContent
from survey.sheets.cells import Cell

HEADERS = (
    *("序号", "事项", "题号", "条款", "差距", "整改措施", "责任科室", "责任人", "开始时间", "时限", "资源保障"),
    *("状态", "逾期", "无法按期的理由", "退回意见", "佐证材料", "复核", "复核截至", "可增分", "标记", "进展"),
)


def list_rows(plan: PlanContent) -> list[Sequence[Cell]]:
    """A row an item; what was done to it in one cell, the oldest first."""
    return [
        (
            *(row.number, row.title, row.question, row.clause, row.missing, row.measure, row.office, row.owner),
            *(row.start, row.due, row.resources, row.status, "是" if row.is_late else "否", row.reason, row.remark),
            *(
                "；".join(row.files),
                "；".join(filter(None, (row.checked, row.confirmed))),
                row.checked_as_of,
                row.gain if row.question else "",
                "、".join(row.marks),
            ),
            "；".join(f"{one.day} {one.name} {one.words}" for one in row.progress).replace("\n", " "),
        )
        for row in plan.rows
    ]
