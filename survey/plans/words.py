"""What plans call statuses, states, acts and fields."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.messages import Refused
from survey.plans.drafting import Choice
from survey.plans.sheet import PlanState
from survey.storage.plans import PlanEntry
from survey.storage.states import PlanAct, PlanStatus
from survey.storage.tables import Response
from survey.web.languages import say_refusal
from survey.web.words import PLAN_STATUSES

STATUSES = {PlanStatus(name): words for name, words in PLAN_STATUSES.items()}
MOVES = {  # what a button says
    PlanStatus.NOT_STARTED: _l("Back to “to be begun”"),
    PlanStatus.UNDER_WAY: _l("Set to “in progress”"),
    PlanStatus.DONE: _l("Say that it is done"),
    PlanStatus.CANNOT: _l("Say that it cannot be done in time"),
}
STATES = {
    PlanState.EMPTY: _l("no item yet"),
    PlanState.DRAFTING: _l("being drafted, not signed yet"),
    PlanState.CHANGED: _l("changed since it was signed; the head signs again"),
    PlanState.GIVEN_BACK: _l("items were given back, to be mended"),
    PlanState.SIGNED: _l("signed; the reviewer has still to agree"),
    PlanState.AGREED: _l("signed, and agreed to"),
}
STATE_TAGS = {
    PlanState.EMPTY: "unanswered",
    PlanState.DRAFTING: "drafting",
    PlanState.CHANGED: "set_aside",
    PlanState.GIVEN_BACK: "returned",
    PlanState.SIGNED: "begun",
    PlanState.AGREED: "accepted",
}
STATUS_TAGS = {
    PlanStatus.NOT_STARTED: "unanswered",
    PlanStatus.UNDER_WAY: "begun",
    PlanStatus.DONE: "set_aside",
    PlanStatus.CHECKED: "accepted",
    PlanStatus.CANNOT: "returned",
}
FIELDS = {
    "measure": _l("What will be done"),
    "office": _l("Office in charge"),
    "owner": _l("Person in charge"),
    "start": _l("Begins on"),
    "due": _l("Time limit"),
    "resources": _l("Resources"),
}
CHOICES = {
    Choice.PATH: _l("those on the shortest path to the next grade"),
    Choice.CRITICAL: _l("critical items"),
    Choice.ALL: _l("all gaps"),
}
ENTRIES = {
    PlanAct.ADD: _l("item added"),
    PlanAct.CHANGE: _l("promise changed"),
    PlanAct.SET: _l("last day set from above"),
    PlanAct.NOTE: _l("progress"),
    PlanAct.SIGN: _l("signed by the head"),
    PlanAct.AGREE: _l("agreed to by the reviewer"),
    PlanAct.GIVE_BACK: _l("given back by the reviewer"),
    PlanAct.CHECK: _l("check passed"),
    PlanAct.REFUSE: _l("check not passed"),
    PlanAct.END: _l("item taken out"),
}


def say_entry(entry: PlanEntry) -> str:
    """An act on an item in a few words."""
    if entry.act is PlanAct.MOVE:
        return str(STATUSES[PlanStatus(entry.said["status"])])
    return str(ENTRIES[entry.act])


def say_moved_on() -> str:
    return str(_("Somebody has changed this meanwhile; nothing was saved. Look at it again."))


def say_closed(response: Response) -> str:
    """Why a plan is there to be read only; empty where it can be changed."""
    if response.round.withdrawn_at is not None:
        return str(_("The round was withdrawn; its plan can be read only."))
    if response.round.archived_at is not None:
        return str(
            _("The round is archived; its plan can be read only. The administrator can take the round out again.")
        )
    if response.absent_at is not None:
        return str(_("The bureau is out of the round; its plan can be read only."))
    return ""


def say_fault(error: Exception) -> str:
    """Why an act on a plan was not done."""
    return say_refusal(error) if isinstance(error, Refused) else say_moved_on()


def init_plan_words(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.globals.update(
        plan_status=lambda status: str(STATUSES[status]),
        plan_status_tag=STATUS_TAGS.get,
        plan_state=lambda state: str(STATES[state]),
        plan_state_tag=STATE_TAGS.get,
        plan_fields=FIELDS,
        plan_choices=CHOICES,
        plan_moves=MOVES,
        say_plan_entry=say_entry,
    )
