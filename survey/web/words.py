"""The words on screen for states, verdicts, grades and levels: the table of scoring.md, one word per thing."""

from flask import Flask
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from questionnaires.counting import QuestionCount
from questionnaires.criteria import words as typed_words
from survey.storage.tables import MOST_REASON

STATES = {
    "drafting": _l("drafting"),
    "presented": _l("with the head"),
    "signed_off": _l("signed off"),
    "submitted": _l("submitted"),
    "city_review": _l("under city review"),
    "provincial_review": _l("under provincial review"),
    "returned": _l("returned"),
    "accepted": _l("accepted"),
    "reopened": _l("reopened"),
}
ACCEPTANCE_MARKS = {  # of responses.steps_taken
    "unreviewed": _l("self-assessed, not reviewed"),
    "own": _l("accepted by reviewers of the bureau itself"),
}
OUT = {
    "excused": _l("excused"),
    "unsubmitted": _l("closed without"),
    "taken_out": _l("taken out"),
    "withdrawn": _l("withdrawn"),
}
OUT_HINTS = {
    "excused": _l("It need not take part. It is not among those that have to hand in."),
    "unsubmitted": _l("It should have handed in and did not. It is named and counted as such, never as 0."),
    "taken_out": _l("It was not to be asked at all. It is listed nowhere but on the administrator's page."),
}
ROLES = {
    "clerk": _l("clerk"),
    "head": _l("head of the bureau"),
    "city_reviewer": _l("city reviewer"),
    "provincial_reviewer": _l("provincial reviewer"),
    "administrator": _l("administrator"),
    "auditor": _l("auditor"),
    "leader": _l("leader"),
}
ACCOUNT_STATES = {
    "not_yet": _l("has not signed in yet"),
    "in_use": _l("in use"),
    "invited": _l("invited"),
    "run_out": _l("link run out"),
    "deactivated": _l("deactivated"),
}
ACTIONS = {
    "present": _l("Send to the head for signature"),
    "call_back": _l("Take it back from the head"),
    "send_back": _l("Send back to the clerk"),
    "sign_off": _l("Sign off"),
    "withdraw": _l("Take back the sign-off"),
    "submit": _l("Submit"),
    "recall": _l("Take the submission back"),
    "take_up": _l("Begin the review"),
    "pass_on": _l("Forward to the province"),
    "return": _l("Return to the bureau"),
    "accept": _l("Accept"),
    "accept_self": _l("Accept as self-assessed, not reviewed"),
    "reopen": _l("Reopen"),
}
OUTCOMES = {
    "present": _l("Sent to the head. Nothing can be changed now; until it is signed you can take it back."),
    "call_back": _l("Taken back from the head; the answers can be changed again."),
    "send_back": _l("Sent back to the clerk, with your remarks."),
    "sign_off": _l("Signed off. Nothing can be changed now; submit it, or take the sign-off back."),
    "withdraw": _l("The sign-off is taken back."),
    "submit": _l("Submitted. The result is below; the reviewers can see it from now on."),
    "recall": _l("The submission is taken back; the signature of the head stays until a head takes that back."),
    "take_up": _l("The review has begun."),
    "pass_on": _l("Forwarded to the province."),
    "return": _l("Returned to the bureau; only the named questions are open there."),
    "accept": _l("Accepted. The result is final unless it is reopened."),
    "accept_self": _l("Accepted as self-assessed and not reviewed; reports say so."),
    "reopen": _l("Reopened: the bureau can change every answer, and the decisions of the reviewers are cleared."),
}
OBSTACLES = {
    "no-profile": _l("The facts of the bureau are not given yet; the clerk gives them first."),
    "unanswered": _l("Some questions are still unanswered; they are listed on the page “Check your answers”."),
    "two-answers": _l("Some questions have two answers; choose one for each first."),
    "unmended": _l(
        "Some returned questions are not corrected yet. Change the answer, say in the remark why it stays, or attach a "
        "new file and say in a word what was done."
    ),
    "undecided": _l("Some questions are not decided yet; confirm them, set another answer, or return them."),
    "undecided-claims": _l("Some bonus claims are not decided yet; grant points or refuse them."),
    "nothing-returned": _l("No question is marked as returned. Mark at least one, with a reason and a date."),
    "unlooked": _l("Some questions that the bureau has corrected are not decided yet; look at them first."),
    "reason": _l("Say why."),
    "closed": _l("The level above is closed; ask the province to reopen it."),
    "archived": _l("The round is archived; the administrator takes it out of the archive first."),
}
REFUSALS = {
    "not-under-review": _l("Nothing was decided: the response is not under review now."),
    "not-yours": _l("Nothing was decided: at this stage the decision is another reviewer's."),
    "no-question": _l("Nothing was decided: this bureau is not asked that question."),
    "no-reason": _l("Say why, in words that the bureau understands."),
    "long-reason": _l("The reason is too long: shorten it to 500 characters."),
    "no-date": _l("Choose a deadline."),
    "no-answer": _l("Give the replacement answer."),
    "no-claim": _l("Nothing was entered: the bureau claims no points for this item."),
    "more-than-claimed": _l("Grant no more points than are claimed."),
    "no-item": _l("Nothing was entered: choose an item of the scheme."),
    "no-entry": _l("Nothing was withdrawn: somebody has withdrawn this already."),
    "moved-on": _l("Nothing was saved: somebody has decided or entered something here meanwhile. Look at it again."),
    "outdated": _l("Nothing was decided: the answer or its decision has changed meanwhile. Look at it again."),
}
VERDICTS = {
    "met": _l("met"),
    "partial": _l("partial"),
    "unmet": _l("unmet"),
    "not_applicable": _l("not applicable"),
    "unanswered": _l("unanswered"),
    "not_scored": _l("not scored"),
}
SOURCES = {
    "typed": _l("typed into the form"),
    "carried": _l("carried from last year"),
    "workbook": _l("from a workbook"),
}
FATES = {
    "kept": _l("became the answer"),
    "chosen": _l("chosen of two answers"),
    "waiting": _l("waits for a choice"),
    "taken_up": _l("was chosen later"),
    "passed_over": _l("was not chosen"),
}
DECISIONS = {"confirmed": _l("confirmed"), "set_aside": _l("overridden"), "returned": _l("returned")}
ENTRY_KINDS = {"grant": _l("points granted"), "deduction": _l("deduction"), "veto": _l("veto")}
CIRCLES = {"bureau": _l("inside the bureau"), "review": _l("with the reviewers")}
GRADES = {
    "excellent": _l("excellent"),
    "good": _l("good"),
    "basic": _l("basic"),
    "below_standard": _l("below standard"),
}
# The usual words for grades, those of bands.yaml; what a notice calls otherwise stays as it was typed.
USUAL_LABELS = {"优秀": "excellent", "良好": "good", "基本达标": "basic", "未达标": "below_standard"}
PLAN_STATUSES = {
    "not_started": _l("to be begun"),
    "under_way": _l("in progress"),
    "done": _l("done and to be checked"),
    "checked": _l("checked"),
    "cannot": _l("not in time"),
}
MAIL_STATES = {
    "planned": _l("planned"),
    "sent": _l("sent"),
    "perhaps-sent": _l("perhaps sent"),
    "failed": _l("failed"),
    "cancelled": _l("no longer needed"),
}
MAILS = {
    "week-before": _l("7 days before the last one"),
    "day-before": _l("1 day before the last one"),
    "late": _l("late"),
    "return": _l("returned"),
    "accept": _l("accepted"),
    "reopen": _l("reopened"),
    "share": _l("given to a colleague and due"),
    "plan": _l("rectification plan due"),
    "message": _l("message of the administrator"),
    "link": _l("one-time link"),
}
LEVELS = {"province": _l("province"), "city": _l("city"), "county": _l("county"), "township": _l("township")}
TIMINGS = {"overdue": _l("overdue"), "due": _l("not yet due"), "standing": _l("no due date")}


def name_label(label: str) -> str:
    """A grade as its scheme calls it, in the language of the page where that is one of the usual words."""
    return str(GRADES[USUAL_LABELS[label]]) if label in USUAL_LABELS else label


def say_count(count: QuestionCount) -> str:
    """How many questions, and how many basic figures beside them, in the language of the page."""
    figures = str(ngettext("%(num)s basic figure", "%(num)s basic figures", count.figures)) if count.figures else ""
    if figures and not count.questions:
        return figures
    questions = ngettext("%(num)s question", "%(num)s questions", count.questions)
    both = gettext("%(questions)s and %(figures)s", questions=questions, figures=figures) if figures else questions
    return str(both)


def init_naming(app: Flask) -> None:
    """Give the templates the words, and how long typed words may be: reasons, those of "not applicable", remarks."""
    app.jinja_env.globals.update(
        state_word=lambda state: str(STATES[state]),
        mark_word=lambda mark: str(ACCEPTANCE_MARKS[mark]),
        absence_word=lambda absence: str(OUT[absence]),
        absence_hint=lambda absence: str(OUT_HINTS[absence]),
        role_word=lambda role: str(ROLES[role]),
        account_word=lambda state: str(ACCOUNT_STATES[state]),
        action_word=lambda action: str(ACTIONS[action]),
        source_word=lambda source: str(SOURCES[source]),
        fate_word=lambda fate: str(FATES[fate]),
        decision_word=lambda decision: str(DECISIONS[decision]),
        obstacle_word=lambda obstacle: str(OBSTACLES[obstacle]),
        verdict_word=lambda verdict: str(VERDICTS[verdict]),
        grade_word=lambda grade: str(GRADES[grade]) if grade else gettext("not rated"),
        label_word=name_label,
        level_word=lambda level: str(LEVELS[level]),
        mail_state_word=lambda state: str(MAIL_STATES[state]),
        mail_word=lambda event: str(MAILS[event]),
        count_words=say_count,
        most_reason=MOST_REASON,
        most_not_applicable=typed_words.MOST_REASON,
        most_remark=typed_words.MOST_CHARACTERS,
        timing_word=lambda timing: str(TIMINGS[timing]) if timing else "",
    )
