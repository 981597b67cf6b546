"""Which levels a part of a clause binds, and what tells so: the sentence, its units, an annex, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from questionnaires.catalogue import Level
from questionnaires.drafting.level_names import LocalLevels
from questionnaires.drafting.matching import Found
from questionnaires.drafting.segments import DUTY, LEAD, LONGEST_SUBJECT, SUBJECT_END

VOTERS = 5
ALL_LEVELS = re.compile(r"各级|上下(?:级|联动)|各层级|逐级")
FROM_COUNTY_UP = re.compile(r"县级(?:及)?以上")
LOWER_LEVELS = re.compile(r"各地(?!方?标准)|各地区|基层(?:药品)?监管部门")
# Whom something is done to is not who does it.
OBJECTS = re.compile(
    r"(?:对|指导|督促|支持|帮助|推动|面向|加强对)[^，,。；;]{0,24}?(?:的?(?:业务)?(?:进行|监督指导|指导|监督|考核|评估|评价|督导|帮扶|约谈))"
)
GOVERNMENTS = re.compile(r"政府|公署|管委会")


@dataclass(frozen=True, slots=True)
class Bound:
    """The levels that something binds, and the basis: named, bracket, annex or assumed."""

    levels: tuple[Level, ...]
    basis: str


def find_named(text: str, before: Sequence[str], place: LocalLevels) -> tuple[Level, ...]:
    """The levels that a part's subject names, or the part itself, or the last subject `before` it in its sentence."""
    levels = _name_subject(text, place) or _name_levels(OBJECTS.sub("", text), place)
    for earlier in reversed(before):
        levels = levels or _name_subject(earlier, place)
    return levels


def _name_subject(text: str, place: LocalLevels) -> tuple[Level, ...]:
    subjects = [find_subject(part) for part in re.split("[，,]", text)]
    return next((named for one in reversed(subjects) if one and (named := _name_levels(one, place))), ())


def find_subject(text: str) -> str:
    """What stands before the first verb of duty; nothing where a text begins with one, or only introduces before it."""
    if DUTY.match(text) or LEAD.match(text):
        return ""
    for end in SUBJECT_END.finditer(text, 0, LONGEST_SUBJECT):
        if end[1] or DUTY.match(text, end.end()):
            return text[: end.end()]
    return ""


def _name_levels(text: str, place: LocalLevels) -> tuple[Level, ...]:
    flat = text.replace("(", "（").replace(")", "）")
    named = {level for level, words in place.named.items() if words.search(flat)}
    everyone = ALL_LEVELS.search(flat) and Level.TOWNSHIP not in named
    if everyone or FROM_COUNTY_UP.search(flat):
        named |= {place.level, *place.lower}
    elif LOWER_LEVELS.search(flat):
        named |= set(place.lower)
    return tuple(level for level in place.levels if level in named)


def read_units(units: Sequence[str], place: LocalLevels) -> tuple[Level, ...]:
    """The levels of the responsible units as they are printed."""
    found: set[Level] = set()
    for unit in units:
        named = set(_name_levels(unit, place)) - {Level.TOWNSHIP if "街道" not in unit and "乡镇" not in unit else None}
        lower = named & {*place.lower, Level.TOWNSHIP}
        found |= lower if lower and GOVERNMENTS.search(unit) else named or {place.level}
    return tuple(level for level in place.levels if level in found)


def assume_levels(found: Found, place: LocalLevels) -> tuple[Level, ...]:
    """The levels that the nearest measures of other notices bind; the notice's own where none is like it.

    A level that this place has not, such as the city of a municipality, is left out; what is asked of the level of
    another notice's issuer is asked of this one's.
    """
    votes: dict[Level, float] = {}
    weight = 0.0
    for one in found.measures[:VOTERS]:
        share = one.likeness**2
        weight += share
        for level in {place.level if level is one.own else level for level in one.measure.levels}:
            votes[level] = votes.get(level, 0.0) + share
    chosen = tuple(one for one in place.levels if one is not Level.TOWNSHIP and votes.get(one, 0.0) * 2 > weight)
    return chosen or (place.level,)


def bind(
    text: str, before: Sequence[str], units: Sequence[str], annexed: Sequence[str], found: Found, place: LocalLevels
) -> Bound:
    """Which levels a part of a clause binds: by its own words, the clause's units, an annex's, or by assumption."""
    if named := find_named(text, before, place):
        return Bound(named, "named")
    if units and (levels := read_units(units, place)):
        return Bound(levels, "bracket")
    if annexed and (levels := read_units(annexed, place)):
        return Bound(levels, "annex")
    return Bound(assume_levels(found, place), "assumed")
