"""What becomes of each bureau of the sample in the round that is open: most are accepted, some are late or out."""

from collections.abc import Mapping
from enum import Enum, auto

from survey.demo.divisions import Division


class Fate(Enum):
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


NOT_FILLED = frozenset({Fate.NOT_BEGUN, Fate.UNSUBMITTED})
HALF_WAY = frozenset({Fate.LATE, Fate.EXTENDED})
WITH_REVIEWERS = (Fate.BEGUN, Fate.RETURNED, Fate.ACCEPTED)

SHOWN = "220000"  # the province that is shown whole
# All others of its bureaus are accepted, so that two of its cities have enough counties to be ranked.
IN_SHOWN: Mapping[str, Fate] = {
    "220524": Fate.NOT_BEGUN,
    "220602": Fate.RETURNED,
    "220605": Fate.LATE,
    "220621": Fate.BEGUN,
    "220622": Fate.SENT_BACK,
    "220623": Fate.PRESENTED,
    "222405": Fate.UNSUBMITTED,
    "222424": Fate.EXTENDED,
}
SHOWN_CITIES = ("220500", "220600", "222400")
SHARING = "222424"  # half way, with two domains given to two people, and a plan of the year before
CLAIMING = ("220581", "220621", SHARING)  # points granted, waiting for the city's reviewer, in a draft

_OF_OTHERS = (
    Fate.WAITING,
    Fate.EXTENDED,
    Fate.ACCEPTED,
    Fate.BEGUN,
    Fate.ACCEPTED,
    Fate.NOT_BEGUN,
    Fate.WAITING,
    Fate.ACCEPTED,
    Fate.LATE,
    Fate.ACCEPTED,
    Fate.BEGUN,
)


def pick_fates(places: list[Division]) -> dict[str, Fate]:
    """What becomes of each of these places, by code."""
    shown = {SHOWN, *SHOWN_CITIES}
    own = {one.code for one in places if one.code in shown or one.parent_code in SHOWN_CITIES}
    others = [one.code for one in places if one.code not in own]
    fates = {code: IN_SHOWN.get(code, Fate.ACCEPTED) for code in sorted(own)}
    return fates | {code: _OF_OTHERS[number % len(_OF_OTHERS)] for number, code in enumerate(others)}
