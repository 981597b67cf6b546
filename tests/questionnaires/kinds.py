"""One criterion of every kind, as a catalogue writes it."""

ITEMS = [{"value": value, "label": value.upper()} for value in ("a", "b", "c", "d")]
YES_NO = {"kind": "yes_no"}
STAGE = {"kind": "stage"}
GRADE = {"kind": "grade", "scale": "laboratory", "target": "B+"}
HOURS = {"kind": "number", "target": 40, "unit": "学时"}
DAYS = {"kind": "number", "op": "at_most", "target": 20, "unit": "天"}
SHARE = {"kind": "share", "target": 75, "part": "专业人员", "whole": "全部人员", "unit": "人"}
RATE = {
    "kind": "rate",
    "target": 1000,
    "per": 1_000_000,
    "count": "报告",
    "base": "人口",
    "unit": "份",
    "base_unit": "人",
}
UP = {"kind": "growth", "target": 20, "direction": "up", "baseline": "原有", "current": "现有", "unit": "项"}
DOWN = {**UP, "target": 30, "direction": "down", "unit": "天"}
DRILL = {"kind": "recency", "period_months": 36}
YEARLY = {"kind": "recency", "per_year": True}
YEAR_HOURS = {"kind": "number", "target": 40, "unit": "学时", "per_year": True}
PLAN = {"kind": "done_by", "due": "2021-12-31"}
LIST = {"kind": "checklist", "items": ITEMS}
FREE_LIST = {"kind": "checklist", "items": [*ITEMS[:2], *({**one, "may_not_apply": True} for one in ITEMS[2:])]}
STAFF = {"kind": "quantity", "unit": "人", "measure": "stock"}
CASES = {"kind": "quantity", "unit": "件", "measure": "flow"}
TEXT = {"kind": "text"}
