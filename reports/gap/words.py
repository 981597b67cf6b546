"""The states of a response in the words of a report."""

from sqlmodel import Session

from survey.responses.steps_taken import BY_ITS_OWN, UNREVIEWED, find_mark
from survey.storage.states import Absence, State
from survey.storage.tables import Response

MARK_NAMES = {UNREVIEWED: "自评，未经审核", BY_ITS_OWN: "已认定（本单位人员审核）"}
REVIEWED_BY_ITS_OWN = "本单位人员审核"

ABSENCE_NAMES = {
    Absence.EXCUSED: "免报",
    Absence.UNSUBMITTED: "未报",
    Absence.TAKEN_OUT: "已移出",
    Absence.WITHDRAWN: "已作废",
}

STATE_NAMES = {
    State.DRAFTING: "填报中",
    State.PRESENTED: "待签批",
    State.SIGNED_OFF: "已签批",
    State.SUBMITTED: "已提交",
    State.CITY_REVIEW: "市级审核中",
    State.PROVINCIAL_REVIEW: "省级审核中",
    State.RETURNED: "已退回",
    State.ACCEPTED: "已认定",
    State.REOPENED: "已重新开放",
}


def name_standing(session: Session, response: Response) -> str:
    """Where a response stands, or how its bureau is out of the round; one that was accepted without anybody to review
    it, or by reviewers of its own bureau, says so."""
    if response.absence is not None:
        return ABSENCE_NAMES[response.absence]
    return MARK_NAMES.get(find_mark(session, response)) or STATE_NAMES[response.state]


NOT_IN_NAMES = {
    State.DRAFTING: "填报中，尚未提交",
    State.PRESENTED: "待签批，尚未提交",
    State.SIGNED_OFF: "已签批，尚未提交",
    State.RETURNED: "已退回，尚未重新提交",
    State.REOPENED: "已重新开放，尚未重新提交",
}


def explain_standing(session: Session, response: Response) -> str:
    """The same, saying of one that is with its bureau that nothing is handed in yet, or not again."""
    if response.absence is None and response.state in NOT_IN_NAMES:
        return NOT_IN_NAMES[response.state]
    return name_standing(session, response)
