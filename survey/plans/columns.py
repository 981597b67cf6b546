"""The columns of a plan as a table: what goes out, what comes back, and the headers by which each is known."""

from flask_babel import lazy_gettext as _l

from survey.plans.promise import FIELDS
from survey.plans.words import FIELDS as NAMES
from survey.plans.words import STATUSES
from survey.sheets.reading import SheetColumn
from survey.storage.plans import MOST_LINE, MOST_MEASURE, MOST_PROGRESS, MOST_RESOURCES
from survey.storage.states import PlanStatus
from survey.storage.tables import MOST_REASON

ALSO = {  # headers in both languages, whichever the table went out in
    "key": ("编号（请勿改动）", "Key (leave as it is)"),
    "title": ("事项", "Item"),
    "measure": ("整改措施", "What will be done"),
    "office": ("责任科室", "Office in charge"),
    "owner": ("责任人", "Person in charge"),
    "start": ("开始时间", "Begins on"),
    "due": ("时限", "Time limit"),
    "resources": ("资源保障", "Resources"),
}
LONGEST = {"measure": MOST_MEASURE, "resources": MOST_RESOURCES, "start": 40, "due": 40}
STATUS_WORDS = {  # in both languages, then as tables said it once
    PlanStatus.NOT_STARTED: ("未开始", "to be begun"),
    PlanStatus.UNDER_WAY: ("进行中", "in progress"),
    PlanStatus.DONE: ("已完成待复核", "done and to be checked", "已完成", "finished"),
    PlanStatus.CHECKED: ("已复核", "checked"),
    PlanStatus.CANNOT: ("无法按期", "not in time"),
}

KEY = SheetColumn("key", _l("Key (leave as it is)"), ALSO["key"], may_lack=True, may_be_empty=True, longest=40)
TITLE = SheetColumn("title", _l("Item"), ALSO["title"], may_lack=True, may_be_empty=True, longest=200)
PROMISES = {
    one: SheetColumn(one, NAMES[one], ALSO[one], may_lack=True, may_be_empty=True, longest=LONGEST.get(one, MOST_LINE))
    for one in FIELDS
}
STATUS = SheetColumn(
    "status",
    _l("State"),
    ("状态", "State"),
    may_lack=True,
    may_be_empty=True,
    words={word: status.value for status, words in STATUS_WORDS.items() for word in words},
    choices=tuple(words for status, words in STATUSES.items() if status is not PlanStatus.CHECKED),
)
REASON = SheetColumn(
    "reason",
    _l("Why not in time"),
    ("无法按期的理由", "Why not in time"),
    may_lack=True,
    may_be_empty=True,
    longest=MOST_REASON,
)
PROGRESS = SheetColumn(
    "progress",
    _l("Progress to add"),
    ("本次进展", "Progress to add"),
    may_lack=True,
    may_be_empty=True,
    longest=MOST_PROGRESS,
)
COLUMNS = (KEY, TITLE, *PROMISES.values(), STATUS, REASON, PROGRESS)

NUMBER, CLAUSE, MISSING, LATEST, CHECKED, GAIN = (
    *(_l("No."), _l("Clause"), _l("Missing")),
    *(_l("Latest progress"), _l("Re-check"), _l("Points to gain")),
)
ONLY_READ = {
    *("序号", "条款", "差距", "最近进展", "复核", "可增分"),
    *("No.", "Clause", "Missing", "Latest progress", "Re-check", "Points to gain"),
}
