"""Read the library of duties, which several notices share, and say what is wrong inside it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from questionnaires.catalogue import Duty, DutyFile
from questionnaires.checking import check_placeholders, check_wording, find_twins, refuse_fact
from questionnaires.criteria import Criterion, Option
from questionnaires.duty_wordings import check_wordings
from questionnaires.faults import CatalogueFault
from questionnaires.messages import Refused
from questionnaires.reading import explain, read_yaml

CRITERION: TypeAdapter[Any] = TypeAdapter(Criterion)
# What a notice says itself, never the library.
FIGURES = ("target", "per", "period_months", "due", "within_months", "all_or_nothing")
# Figures that only let the rest of a criterion be looked at; a grade is looked at with the target of its notice.
STAND_INS: dict[str, dict[str, Any]] = {
    "number": {"target": 1, "unit": "项"},
    "share": {"target": 1, "unit": "项"},
    "rate": {"target": 1, "per": 1, "unit": "项", "base_unit": "项"},
    "growth": {"target": 1, "unit": "项"},
    "recency": {"period_months": 12},
    "done_by": {"due": date(2025, 12, 31)},
}


@dataclass
class DutiesRead:
    """The duties as their files give them, by id, and those that cannot be used because of faults of their own."""

    files: list[DutyFile] = field(default_factory=list)
    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    unreadable: bool = False


def read_duties(
    folder: Path,
    domains: Collection[str],
    facts: Collection[str],
    scales: Mapping[str, tuple[Option, ...]],
    faults: list[CatalogueFault],
) -> DutiesRead:
    """Read every file of the library; there may be none. What is wrong is added to `faults`."""
    read = DutiesRead()
    for path in sorted(folder.glob("*.yaml")):
        before = len(faults)
        raw = read_yaml(path, faults)
        if len(faults) > before or not _has_duties(path, raw, faults):
            read.unreadable = True
            continue
        if raw["domain"] != path.stem or raw["domain"] not in domains:
            why = Refused("domain %(id)s must be one of domains.yaml and the file's name", id=repr(raw["domain"]))
            faults.append(CatalogueFault(path.name, "file", why))
        _take_file(path.name, raw, facts, scales, read, faults)
    return read


def _has_duties(path: Path, raw: Any, faults: list[CatalogueFault]) -> bool:
    sound = isinstance(raw, dict) and isinstance(raw.get("duties"), list) and isinstance(raw.get("domain"), str)
    if not sound:
        why = Refused("must be a mapping with the keys domain and duties")
        faults.append(CatalogueFault(path.name, "file", why))
    return sound


def _take_file(
    file: str,
    raw: dict[str, Any],
    facts: Collection[str],
    scales: Mapping[str, tuple[Option, ...]],
    read: DutiesRead,
    faults: list[CatalogueFault],
) -> None:
    """Take the sound duties of a file, and note the others by id."""
    misshapen = _find_misshapen(file, raw, faults)
    sound = []
    for number, one in enumerate(raw["duties"]):
        id = str(one.get("id")) if isinstance(one, dict) else ""
        duty = None if number in misshapen else Duty.model_validate(one)
        wrong = [] if duty is None else list(_check_duty(file, duty, facts, scales))
        faults.extend(wrong)
        if id in read.raw:
            why = Refused("stands twice in the library; an id belongs to one duty")
            faults.append(CatalogueFault(file, f"duty {id}", why))
        elif duty is None or wrong:
            read.broken.add(id)
        else:
            read.raw[id] = {**one, "domain": raw["domain"]}
            sound.append(duty)
    if sound:
        read.files.append(DutyFile(domain=raw["domain"], duties=tuple(sound)))


def _find_misshapen(file: str, raw: dict[str, Any], faults: list[CatalogueFault]) -> set[int]:
    """The places of duties that have not the shape of one; all where the file itself has not."""
    try:
        DutyFile.model_validate(raw)
    except ValidationError as error:
        faults.extend(explain(file, raw, error))
        places = [one["loc"] for one in error.errors(include_url=False)]
        if all(place[0] == "duties" and len(place) > 1 for place in places):
            return {int(place[1]) for place in places}
        return set(range(len(raw["duties"])))
    return set()


def _check_duty(
    file: str, duty: Duty, facts: Collection[str], scales: Mapping[str, tuple[Option, ...]]
) -> Iterator[CatalogueFault]:
    found = [
        *check_wording(duty, bool(duty.criterion.get("per_year"))),
        *_check_quantities(duty),
        *check_wordings(duty),
    ]
    if duty.applies_if is not None and duty.applies_if not in facts:
        found.append(refuse_fact(duty.applies_if, facts))
    for figure in FIGURES:
        if figure in duty.criterion:
            found.append(Refused("criterion.%(figure)s is the notice's to say; leave it out", figure=figure))
    yield from (CatalogueFault(file, f"duty {duty.id}", why) for why in found)
    yield from _check_criterion(file, duty, scales)


def _check_criterion(file: str, duty: Duty, scales: Mapping[str, tuple[Option, ...]]) -> Iterator[CatalogueFault]:
    """Find what is wrong with the kind and its words, whatever figures a notice puts to them."""
    shared = {key: value for key, value in duty.criterion.items() if key not in FIGURES}
    if shared.get("kind") == "grade":
        return
    figures = {} if shared.get("per_year") else STAND_INS.get(str(shared.get("kind")), {})
    try:
        CRITERION.validate_python({**figures, **shared}, context={"scales": scales})
    except ValidationError as error:
        for fault in explain(file, {}, error):
            field = ": ".join(filter(None, ("criterion", fault.field)))
            yield CatalogueFault(file, f"duty {duty.id}", fault.why, field)


def _check_quantities(duty: Duty) -> Iterator[Refused]:
    for quantity in duty.quantities:
        for words in (quantity.title, quantity.help or ""):
            yield from check_placeholders(f"quantity {quantity.id}", words)
    for twin in find_twins([quantity.id for quantity in duty.quantities]):
        yield Refused("quantity %(id)s stands twice; keep one", id=twin)
