"""What becomes of each bureau of the sample in the round that is open: most are accepted, some are late or out."""

from collections.abc import Mapping
from enum import Enum, auto

from survey.demo.divisions import Division


class SampleFate(Enum):
    """Where a response stands on the day on which the sample is looked at."""

    NOT_BEGUN = auto()  # and its last day is past
    LATE = auto()  # half way, its last day past
    EXTENDED = auto()  # half way, its last day put off
    UNSUBMITTED = auto()  # closed without it
    PRESENTED = auto()
    SENT_BACK = auto()  # by its head
    WAITING = auto()  # handed in
    BEGUN = auto()  # half reviewed
    RETURNED = auto()
    ACCEPTED = auto()


NOT_FILLED = frozenset({SampleFate.NOT_BEGUN, SampleFate.UNSUBMITTED})
HALF_WAY = frozenset({SampleFate.LATE, SampleFate.EXTENDED})
WITH_REVIEWERS = (SampleFate.BEGUN, SampleFate.RETURNED, SampleFate.ACCEPTED)

SHOWN = "220000"  # the province that is shown whole
# All others of its bureaus are accepted, so that two of its cities have enough counties to be ranked.
IN_SHOWN: Mapping[str, SampleFate] = {
    "220524": SampleFate.NOT_BEGUN,
    "220602": SampleFate.RETURNED,
    "220605": SampleFate.LATE,
    "220621": SampleFate.BEGUN,
    "220622": SampleFate.SENT_BACK,
    "220623": SampleFate.PRESENTED,
    "222405": SampleFate.UNSUBMITTED,
    "222424": SampleFate.EXTENDED,
}
SHOWN_CITIES = ("220500", "220600", "222400")
SHARING = "222424"  # half way, with two domains given to two people, and a plan of the year before
CLAIMING = ("220581", "220621", SHARING)  # points granted, waiting for the city's reviewer, in a draft

_OF_OTHERS = (
    SampleFate.WAITING,
    SampleFate.EXTENDED,
    SampleFate.ACCEPTED,
    SampleFate.BEGUN,
    SampleFate.ACCEPTED,
    SampleFate.NOT_BEGUN,
    SampleFate.WAITING,
    SampleFate.ACCEPTED,
    SampleFate.LATE,
    SampleFate.ACCEPTED,
    SampleFate.BEGUN,
)


def pick_fates(places: list[Division]) -> dict[str, SampleFate]:
    """What becomes of each of these places, by code."""
    shown = {SHOWN, *SHOWN_CITIES}
    own = {one.code for one in places if one.code in shown or one.parent_code in SHOWN_CITIES}
    others = [one.code for one in places if one.code not in own]
    fates = {code: IN_SHOWN.get(code, SampleFate.ACCEPTED) for code in sorted(own)}
    return fates | {code: _OF_OTHERS[number % len(_OF_OTHERS)] for number, code in enumerate(others)}
