"""Evidence and advice of a question that the library does not word: proposals that a person betters."""

EVIDENCE = {
    "yes_no": ("印发的文件或者工作记录",),
    "stage": ("工作方案和进展情况说明", "已完成部分的验收、印发材料"),
    "checklist": ("各项对应的文件、照片或者工作记录",),
    "number": ("统计表或者台账",),
    "share": ("人员、对象名册或者统计表",),
    "rate": ("业务系统统计截图", "人口等基数的统计公报"),
    "growth": ("基期和现期的统计表",),
    "grade": ("评定、认定文件",),
    "recency": ("最近一次的通知、记录或者总结",),
    "done_by": ("完成情况的印发文件或者验收材料",),
    "quantity": ("统计表或者台账",),
    "text": ("情况说明",),
}
LONGEST_NAMED = 24


def propose_evidence(kind: str) -> tuple[str, ...]:
    """What shows an answer of a kind."""
    return EVIDENCE.get(kind, EVIDENCE["yes_no"])


def propose_advice(title: str) -> str:
    """What to do about a gap, as far as its title tells."""
    named = title[:LONGEST_NAMED].replace("{", "（").replace("}", "）")
    return f"由{{regulator}}就“{named}”列出缺项，明确责任人和完成时限，按时落实并留存记录。"
