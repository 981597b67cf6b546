"""The states of a response in the words of a report."""

from survey.storage.states import State

EXCUSED = "免报"


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
