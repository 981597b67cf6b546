"""A drafted notice decided from beginning to end as somebody in a hurry would, for tests of what comes of it."""

from questionnaires.catalogue import Library
from questionnaires.drafting.deciding.acts import find_askers, set_aside, settle_figure
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice, NoticeFacts
from questionnaires.drafting.deciding.lacking import accept, list_lacks

NO_DUTY = "原则性表述，没有可以核实的内容"


def decide_all(notice: DecidedNotice, library: Library, **facts: object) -> DecidedNotice:
    """Accept what can be accepted, ask nothing of the rest, confirm every figure."""
    told = notice.facts.model_copy(update={"division": "419900", "settled": True, **facts})
    clauses = tuple(_decide_clause(clause, told, library) for clause in notice.clauses)
    return DecidedNotice(facts=told, clauses=clauses)


def _decide_clause(clause: DecidedClause, facts: NoticeFacts, library: Library) -> DecidedClause:
    for number, figure in enumerate(clause.figures):
        asked = figure.reading != "none" and find_askers(clause, figure)
        reading, reason = (figure.reading, "") if asked else ("none", figure.reason or "编号或者名称中的数字")
        clause = settle_figure(clause, number, reading, reason)
    for one in clause.measures:
        if list_lacks(one, clause.body, facts, library):
            clause = set_aside(clause, one.id, NO_DUTY)
        else:
            clause = accept(clause, one.id, facts, library)
    for number, figure in enumerate(clause.figures):
        if figure.reading != "none" and not find_askers(clause, figure):
            clause = settle_figure(clause, number, "none", "不设题")
    return clause
