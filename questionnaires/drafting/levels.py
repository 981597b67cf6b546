"""Which levels a part of a clause binds, and what tells so: the sentence, its units, an annex, or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.catalogue import Level
from questionnaires.drafting.duty_words import SUBJECT_ENDS
from questionnaires.drafting.level_names import LocalLevels
from questionnaires.drafting.matching import Found
from questionnaires.drafting.pieces import CASE_ONLY
from questionnaires.drafting.segments import DUTY, find_subject

# Of the votes on an assumption: how many neighbours have one, what the measures of the same duty and all those of the
# domain count beside them, and from which share on a level is taken.
VOTERS, SAME_DUTY, HABIT, ENOUGH = 5, 0.5, 0.2, 0.4
ALL_LEVELS = re.compile(r"各级(?!各类)|上下级|各层级|逐级")
FROM_COUNTY_UP = re.compile(r"县级?(?:及)?以上")
LOWER_LEVELS = re.compile(r"各地(?!方?标准|级市|级以上|市|州|（[州市盟])|各地区|基层(?:药品)?监管部门")
# Whom something is done to, and by whose means, is not who does it.
OBJECTS = re.compile(
    r"对[^，,。；;]{2,40}?(?:给予|予以|轮训)|(?:到|赴)(?:国家|自治区|[省市县区])级[^，,。；]{0,8}(?:机构|部门|单位)|(?:对|指导|督促|支持|帮助|推动|面向|加强对)[^，,。；;]{0,24}?(?:的?(?:业务)?(?:进行|监督指导|指导|监督|考核|评估|评价|督导|帮扶|约谈))"
    r"|(?:以|依托)(?:[^，,。；;、]{2,20}?为(?:龙头|主体|骨干|支撑|基础|补充|主|辅|依托|重点|核心|引领)、?)+"
    r"|跨[省市县区州旗、]+"
    r"|(?:报送?|报告|报请|上报|向)(?:[省市县区旗盟]|自治区)[^，,。；;]{0,16}"
    r"|^[为给向][^，,。；]{2,20}?(?=配备|配发|配置|提供|安排|下发)"
    r"|(?:提高|提升|增强)各(?:地区|级)[^，,。；;]{0,20}?能力"
)
WHOSE_TASKS = re.compile(r"国家[和、及](?:[省市]级?|自治区级?)[^，,。；]{0,6}任务")
SUPPORTED = re.compile(r"^(?:通过.{2,12}?)?(?:大力|积极|加快|持续|切实)*(?:支持|帮助|鼓励|引导)[^，,。；;]*")
EACH_ITS_OWN = re.compile(r"(?:\d|每[年半季月两三])[^，,]{0,8}[、；;](?:各|其余|其他|每)?[省市县区州]")
STAFF_FIRST = re.compile(r"(?:药品)?(?:监管|执法|检查|检验|审评|监测|专业技术|工作)人员|检查员|审评员")  # a new subject
GOVERNMENTS = re.compile(r"政府|公署|管委会")
PUSHED = re.compile(rf"(?:推动|督促|支持|引导|鼓励)([^，,。；]{{1,16}}?(?:{SUBJECT_ENDS}))(?!的)")
BY = re.compile(
    rf"(?<![自经缘])由([^，,。；由]{{1,16}}?(?:{SUBJECT_ENDS}))(?=直接|负责|牵头|统一|组织|会同|予以|提级|办理|依法|进行|实施|查处|约谈)"
)
BRACKETED = re.compile(r"（[^（）]*[，,][^（）]*）")
EVERY_UNIT = re.compile(r"各(?:相关|有关|成员)?(?:部门|单位)")
TOWNSHIPS = re.compile(r"街道|乡镇|[区街]镇|镇街|各镇")
ROUND_BRACKETS = str.maketrans("([〔［)]〕］", "（（（（））））")
# 省药监局在五市派驻检查分局: where, and not who.
AT_PLACE = re.compile(r"(?<!存)在[^，,。；、]{1,8}?(?=派驻|派出|设立|设置|布局|新建)")
EACH_ONE = re.compile(r"每[个家所](?P<one>[\u4e00-\u9fff]{2,3})")
UNITS_ONLY = re.compile(rf"(?:{SUBJECT_ENDS})$")


@dataclass(frozen=True, slots=True)
class Bound:
    """The levels that something binds, and the basis: named, bracket, annex or assumed."""

    levels: tuple[Level, ...]
    basis: str


def find_named(text: str, before: Sequence[str], place: LocalLevels) -> tuple[Level, ...]:
    """The levels that a part's subject names, or the part itself, or the last subject `before` it in its sentence.

    Who is helped or guided is not who does it, unless the notice's own level stands beside him.
    """
    if before and (at := _find_whole(text, before)) is not None and not _name_levels(text, place):
        return find_named(before[at], before[:at], place)
    text = WHOSE_TASKS.sub("", text)
    levels = _name_subject(text, place)
    if not levels:
        text = AT_PLACE.sub("", text)
        levels = _name_levels(OBJECTS.sub("", text), place)
        levels = levels if place.level in levels else _name_levels(OBJECTS.sub("", SUPPORTED.sub("", text)), place)
    levels = levels or (_name_pushed(text, place) if text.startswith("鼓励") else ())
    for at in reversed(range(0 if STAFF_FIRST.match(text) else len(before))):
        levels = levels or _name_pushed(before[at], place) or _name_alone(before[at], place)
        if not levels and EACH_ONE.match(before[at]):
            levels = find_named(before[at], before[:at], place)
    return levels or (place.level,) * bool(place.whole.search(text))


def _find_whole(text: str, before: Sequence[str]) -> int | None:
    """Which part before names those that a part speaks of: 其中…, 每个快检室…, 人口50万以上的不少于…."""
    if text.startswith("其中") or CASE_ONLY.match(text):
        return len(before) - 1
    each = EACH_ONE.match(text)
    return next((at for at in reversed(range(len(before))) if each and each["one"] in before[at]), None)


def _name_alone(text: str, place: LocalLevels) -> tuple[Level, ...]:
    """The subject of a part that does not speak of others, too: 市级不少于20件、各县不少于10件 hands none on."""
    subject = _name_subject(text, place)
    return () if EACH_ITS_OWN.search(text) and subject != _name_levels(text, place) else subject


def _name_pushed(text: str, place: LocalLevels) -> tuple[Level, ...]:
    """推动市县检验机构加大投入，开展…: what follows is theirs, too."""
    pushed = PUSHED.match(text)
    return _name_levels(pushed[1], place) if pushed and DUTY.match(text, pushed.end()) else ()


def _name_subject(text: str, place: LocalLevels) -> tuple[Level, ...]:
    if (by := BY.search(text)) and (named := _name_levels(by[1], place)):
        return named
    parts = re.split("[，,]", AT_PLACE.sub("", BRACKETED.sub("", text)))
    for at in reversed(range(len(parts))):
        subject, first = find_subject(parts[at]), at
        while subject and first and UNITS_ONLY.search(parts[first - 1]):
            first -= 1
            subject = f"{parts[first]}，{subject}"
        if subject and (named := _name_levels(subject, place)):
            return named
    return ()


def _name_levels(text: str, place: LocalLevels) -> tuple[Level, ...]:
    flat = text.translate(ROUND_BRACKETS)
    named = {level for level, words in place.named.items() if words.search(flat)}
    everyone = ALL_LEVELS.search(flat) and Level.TOWNSHIP not in named
    if everyone or FROM_COUNTY_UP.search(flat):
        named |= {place.level, *place.lower}
    elif LOWER_LEVELS.search(flat):
        named |= {*place.lower, *((place.level,) if EVERY_UNIT.search(flat) else ())}
    return tuple(level for level in place.levels if level in named)


def read_units(units: Sequence[str], place: LocalLevels) -> tuple[Level, ...]:
    """The levels of the responsible units as they are printed."""
    found: set[Level] = set()
    for unit in units:
        named = set(_name_levels(unit, place)) - {None if TOWNSHIPS.search(unit) else Level.TOWNSHIP}
        lower = named & {*place.lower, Level.TOWNSHIP}
        found |= lower if lower and GOVERNMENTS.search(unit) else named or {place.level}
    return tuple(level for level in place.levels if level in found)


def assume_levels(found: Found, place: LocalLevels) -> tuple[Level, ...]:
    """The levels that like measures of other notices bind; the notice's own where none is like it.

    A level that this place has not, such as the city of a municipality, is left out; what is asked of the level of
    another notice's issuer is asked of this one's. No level between two that are bound is left free.
    """
    votes: dict[Level, float] = {}
    whole = 0.0
    for vote, own, levels in _list_votes(found):
        whole += vote
        for level in {place.level if level is own else level for level in levels}:
            votes[level] = votes.get(level, 0.0) + vote
    ranks = [one for one in place.levels if one is not Level.TOWNSHIP]
    chosen = [at for at, one in enumerate(ranks) if votes.get(one, 0.0) > ENOUGH * whole]
    return tuple(ranks[chosen[0] : chosen[-1] + 1]) if chosen else (place.level,)


def _list_votes(found: Found) -> Iterator[tuple[float, Level, tuple[Level, ...]]]:
    """What each like measure counts, the level of its notice, and the levels that it binds."""
    for one in found.measures[:VOTERS]:
        yield one.likeness**2, one.own, one.measure.levels
    best = found.best
    if best is not None and best.neighbour.duty is not None:
        for one in found.measures:
            if one.measure.library == best.neighbour.duty.id:
                yield SAME_DUTY * best.likeness**2, one.own, one.measure.levels
    for own, levels in found.habits:
        yield HABIT / len(found.habits), own, levels


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
