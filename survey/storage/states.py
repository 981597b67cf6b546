"""The words that the tables keep: roles, states, decisions. Words for people are in web/words.py."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does here."""

    CLERK = "clerk"
    HEAD = "head"
    CITY_REVIEWER = "city_reviewer"
    PROVINCIAL_REVIEWER = "provincial_reviewer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    LEADER = "leader"


OF_A_BUREAU = (Role.CLERK, Role.HEAD)
REVIEWERS = (Role.CITY_REVIEWER, Role.PROVINCIAL_REVIEWER)
WITHOUT_BUREAU = (Role.ADMINISTRATOR, Role.AUDITOR)  # these work for the whole installation
READING_ONLY = (Role.LEADER, Role.AUDITOR)  # these read what is accepted, and change nothing of anybody's


class AccountState(StrEnum):
    """Where an account stands; worked out, not kept."""

    IN_USE = "in_use"
    INVITED = "invited"
    RUN_OUT = "run_out"
    DEACTIVATED = "deactivated"


class State(StrEnum):
    """Where a response stands; `workflow.TRANSITIONS` says how it gets from one to the next."""

    DRAFTING = "drafting"
    PRESENTED = "presented"
    SIGNED_OFF = "signed_off"
    SUBMITTED = "submitted"
    CITY_REVIEW = "city_review"
    PROVINCIAL_REVIEW = "provincial_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REOPENED = "reopened"


EDITABLE = (State.DRAFTING, State.RETURNED, State.REOPENED)
WITH_BUREAU = (*EDITABLE, State.PRESENTED, State.SIGNED_OFF)
# With the reviewers or done: these count.
IN = (
    State.SUBMITTED,
    State.CITY_REVIEW,
    State.PROVINCIAL_REVIEW,
    State.ACCEPTED,
)  # counted: with the reviewers, or done


class Absence(StrEnum):
    """How a bureau is out of a round, whatever its response stands at: excused; closed without it, which counts as not
    handed in; taken out before it handed in, as if it had never been asked; out with the round, which was withdrawn."""

    EXCUSED = "excused"
    UNSUBMITTED = "unsubmitted"
    TAKEN_OUT = "taken_out"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What moves a response from one state to another."""

    PRESENT = "present"
    CALL_BACK = "call_back"
    SEND_BACK = "send_back"
    SIGN_OFF = "sign_off"
    WITHDRAW = "withdraw"
    SUBMIT = "submit"
    RECALL = "recall"
    TAKE_UP = "take_up"
    PASS_ON = "pass_on"
    RETURN = "return"
    ACCEPT = "accept"
    ACCEPT_SELF = "accept_self"
    REOPEN = "reopen"


class EditState(StrEnum):
    """Whether an edit became the answer, waits beside it for a person to choose, or was chosen against."""

    KEPT = "kept"
    WAITING = "waiting"
    SETTLED = "settled"


class Source(StrEnum):
    """How an answer came in."""

    TYPED = "typed"
    CARRIED = "carried"
    WORKBOOK = "workbook"


class Basis(StrEnum):
    """By whose answers a response was scored: the bureau's own, or those that count after review."""

    OWN = "own"
    VERIFIED = "verified"


class Decision(StrEnum):
    """What a reviewer decided on one question."""

    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    RETURNED = "returned"


class EntryKind(StrEnum):
    """What a reviewer enters beside the answers: points of a claim, or something that the scheme takes points for."""

    GRANT = "grant"
    DEDUCTION = "deduction"
    VETO = "veto"


class Circle(StrEnum):
    """Among whom something is said about a question: the people of its bureau, or they and their reviewers."""

    BUREAU = "bureau"
    REVIEW = "review"


class PlanStatus(StrEnum):
    """How far an item of a plan is; `plans.steps` says how it gets from one to the next."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    CHECKED = "checked"
    CANNOT = "cannot"


class PlanAct(StrEnum):
    """What is done to an item of a plan."""

    ADD = "add"
    CHANGE = "change"
    SET = "set"
    MOVE = "move"
    NOTE = "note"
    SIGN = "sign"
    AGREE = "agree"
    GIVE_BACK = "give-back"
    CHECK = "check"
    REFUSE = "refuse"
    END = "end"


class JobState(StrEnum):
    """Where a piece of durable work stands."""

    OWED = "owed"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
