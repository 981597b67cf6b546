"""The map that is in place: put, taken away, and tied to the bureaus."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.places import list_ended
from survey.maps.geojson import DrawnOutline
from survey.storage.columns import now
from survey.storage.maps import CountyMap
from survey.storage.tables import Bureau
from survey.storage.trail import record, take_turn

OFFICE = re.compile(r"(市场监督管理局|药品监督管理局)$")
SUBJECT = "map"
LEVEL = "county"
Rings = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class MapMatch:
    """Which bureau each outline is of: by the bureaus' codes; and what is left over on both sides."""

    outlines: Mapping[str, DrawnOutline]
    without_outline: Sequence[Bureau]
    without_bureau: Sequence[DrawnOutline]


@dataclass(frozen=True)
class SentMap:
    """A file of outlines as it was read: its name, the hash of its bytes, and what it draws."""

    file_name: str
    sha256: str
    outlines: Sequence[DrawnOutline]


def find_map(session: Session) -> CountyMap | None:
    return session.get(CountyMap, 1)


def put_map(session: Session, new: SentMap, seen: str, person_id: int) -> bool:
    """Put outlines in the place of those that were shown, whose hash is `seen`; "" where there were none.

    The same file once more changes nothing: False. Raises Refused where another map was put meanwhile.
    """
    before = _hold(session, seen, new.sha256)
    if before is not None and before.sha256 == new.sha256:
        return False
    was = _describe(before)
    put = before or CountyMap(file_name="", sha256="", outlines=[], made_by_id=person_id)
    put.file_name, put.sha256, put.outlines = new.file_name, new.sha256, [_write(one) for one in new.outlines]
    put.made_at, put.made_by_id = now(), person_id
    session.add(put)
    record(session, person_id, "map.put", SUBJECT, was, _describe(put))
    return True


def remove_map(session: Session, seen: str, person_id: int) -> None:
    """Take the map away that was shown. Twice is once. Raises Refused where another was put meanwhile."""
    before = _hold(session, seen, "")
    if before is not None:
        session.delete(before)
        record(session, person_id, "map.remove", SUBJECT, _describe(before))


def _hold(session: Session, seen: str, sha256: str) -> CountyMap | None:
    """The map in place, which nobody else changes until this act ends."""
    take_turn(session)
    before = find_map(session)
    if before is not None and before.sha256 not in (seen, sha256):
        raise Refused("Meanwhile another map was put in place. Nothing was changed; look at it first.")
    return before


def _describe(map: CountyMap | None) -> dict[str, Any] | None:
    return None if map is None else {"file": map.file_name, "sha256": map.sha256, "outlines": len(map.outlines)}


def _write(one: DrawnOutline) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "rings": [[list(point) for point in ring] for ring in one.rings]}


def _read(one: Mapping[str, Any]) -> DrawnOutline:
    rings = tuple(tuple((int(x), int(y)) for x, y in ring) for ring in one["rings"])
    return DrawnOutline(one["code"], one["name"], rings)


def match_map(session: Session) -> MapMatch:
    """The map in place with the counties of today, those that are ended left aside."""
    map, ended = find_map(session), list_ended(session)
    bureaus = session.exec(select(Bureau).where(Bureau.level == LEVEL).order_by(col(Bureau.code))).all()
    return match_outlines(
        [_read(one) for one in map.outlines] if map else [], [b for b in bureaus if b.id not in ended]
    )


def match_outlines(outlines: Iterable[DrawnOutline], bureaus: Sequence[Bureau]) -> MapMatch:
    """An outline is a bureau's by its code, else by a name that one bureau alone has."""
    codes = {one.code for one in bureaus}
    names = Counter(shorten_office(one.name) for one in bureaus)
    by_name = {shorten_office(one.name): one.code for one in bureaus if names[shorten_office(one.name)] == 1}
    found: dict[str, DrawnOutline] = {}
    left = []
    for one in outlines:
        code = one.code if one.code in codes else "" if one.code else by_name.get(shorten_office(one.name), "")
        if code and code not in found:
            found[code] = one
        else:
            left.append(one)
    return MapMatch(found, [one for one in bureaus if one.code not in found], left)


def shorten_office(name: str) -> str:
    """A bureau by its place alone."""
    return OFFICE.sub("", name) or name


def read_county_rings(session: Session) -> dict[str, Rings]:
    """The rings of each county on the map, by the codes of the bureaus; empty where there is no map."""
    return {code: one.rings for code, one in match_map(session).outlines.items()} if find_map(session) else {}
