"""The words on screen for states, verdicts, grades and levels: the table of scoring.md, one word per thing."""

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

STATES = {"drafting": _l("drafting"), "submitted": _l("submitted")}
VERDICTS = {
    "met": _l("met"),
    "partial": _l("partial"),
    "unmet": _l("unmet"),
    "not_applicable": _l("not applicable"),
    "unanswered": _l("unanswered"),
    "not_scored": _l("not scored"),
}
GRADES = {
    "excellent": _l("excellent"),
    "good": _l("good"),
    "basic": _l("basic"),
    "below_standard": _l("below standard"),
}
LEVELS = {"province": _l("province"), "city": _l("city"), "county": _l("county"), "township": _l("township")}
TIMINGS = {"overdue": _l("overdue"), "due": _l("not yet due"), "standing": _l("no due date")}


def init_naming(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.globals.update(
        state_word=lambda state: str(STATES[state]),
        verdict_word=lambda verdict: str(VERDICTS[verdict]),
        grade_word=lambda grade: str(GRADES[grade]) if grade else gettext("not rated"),
        level_word=lambda level: str(LEVELS[level]),
        timing_word=lambda timing: str(TIMINGS[timing]) if timing else "",
    )
