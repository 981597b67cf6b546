"""Read catalogues from YAML and report every fault at once, each with its file, its place and a remedy."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from questionnaires.catalogue import Band, Domain, Fact, Level, Library, PolicyDocument
from questionnaires.checking import check_document, check_library, find_twins
from questionnaires.criteria import Option
from questionnaires.duties import DutiesRead, read_duties
from questionnaires.duty_checking import check_duties
from questionnaires.faults import CatalogueFault
from questionnaires.merging import fill_measures
from questionnaires.messages import Refused
from questionnaires.reading import Unread, explain, list_errors, parse, read_yaml

CATALOGUES = Path(__file__).parent / "catalogues"
SHARED = ("domains", "facts", "bands", "scales")


NAMES = dict.fromkeys(("name", "place", "government", "regulator", "below"), "–")
# For what of a head is wrong: nothing is published or asked by it, but the clauses are looked at.
STAND_INS: dict[str, Any] = {
    "id": "n",
    "version": "0",
    "title": "–",
    "number": None,
    "issuer": "–",
    "issued": date(2000, 1, 1),
    "division": "000000",
    "implements": "–",
    "parent": None,
    "levels": dict.fromkeys(Level, NAMES),
}


class CatalogueError(Exception):
    """Catalogues that cannot be used; `faults` lists everything that is wrong with them."""

    def __init__(self, faults: list[CatalogueFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Shared:
    """What every catalogue of a folder may name."""

    domains: dict[str, Domain]
    facts: dict[str, Fact]
    bands: tuple[Band, ...]
    scales: dict[str, tuple[Option, ...]]


@cache
def load_library(folder: Path = CATALOGUES) -> Library:
    """Load every catalogue of a folder with the library of duties beside it; raise CatalogueError with all faults."""
    faults: list[CatalogueFault] = []
    shared = load_shared(folder, faults)
    read = read_duties(folder.parent / "library", shared.domains, shared.facts, shared.scales, faults)
    documents: dict[str, PolicyDocument] = {}
    unfit: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        if path.stem in SHARED:
            continue
        if document := _load_document(path, shared, read, faults):
            documents[document.id] = document
        else:
            unfit.add(path.stem)
    library = Library(documents=documents, domains=shared.domains, facts=shared.facts, duty_files=tuple(read.files))
    faults += check_library(library, unfit | {Path(fault.file).stem for fault in faults})
    faults += check_duties(library, complete=not unfit)
    if not documents and not faults:
        why = Refused("holds no catalogue; add one YAML file per policy document")
        faults.append(CatalogueFault(folder.name, "folder", why))
    if faults:
        raise CatalogueError(faults)
    return library


def load_shared(folder: Path, faults: list[CatalogueFault]) -> Shared:
    domains = parse(folder / "domains.yaml", TypeAdapter(tuple[Domain, ...]), faults) or ()
    facts = parse(folder / "facts.yaml", TypeAdapter(tuple[Fact, ...]), faults) or ()
    bands = parse(folder / "bands.yaml", TypeAdapter(tuple[Band, ...]), faults) or ()
    scales = parse(folder / "scales.yaml", TypeAdapter(dict[str, tuple[Option, ...]]), faults) or {}
    for file, entries in (("domains.yaml", domains), ("facts.yaml", facts)):
        faults += [
            CatalogueFault(file, f"entry {id}", Refused("stands twice; keep one"))
            for id in find_twins([one.id for one in entries])
        ]
    if faults:
        raise CatalogueError(faults)
    return Shared({one.id: one for one in domains}, {one.id: one for one in facts}, bands, scales)


def _load_document(path: Path, shared: Shared, read: DutiesRead, faults: list[CatalogueFault]) -> PolicyDocument | None:
    """One catalogue; None where some of it is misshapen, and what can be looked at has been."""
    before = len(faults)
    raw = read_yaml(path, faults)
    return None if raw is None and len(faults) > before else take_document(path, raw, shared, read, faults)


def take_document(
    path: Path, raw: object, shared: Shared, read: DutiesRead, faults: list[CatalogueFault]
) -> PolicyDocument | None:
    """The catalogue that the YAML of a file holds, looked at by itself; None where some of it is misshapen."""
    if not isinstance(raw, dict):
        why = Refused("must be a mapping with the keys id, title, number, …")
        faults.append(CatalogueFault(path.name, "file", why))
        return None
    raw.setdefault("bands", shared.bands)
    left_out = fill_measures(raw, path.name, read, faults)
    if left_out and not raw["clauses"]:
        return None
    issued = STAND_INS["issued"] if isinstance(raw.get("issued"), Unread) else raw.get("issued")
    context = {"scales": shared.scales, "issued": issued if type(issued) is date else None}
    try:
        document = PolicyDocument.model_validate(raw, context=context)
    except ValidationError as error:
        faults.extend(explain(path.name, raw, error))
        if not (sound := _keep_sound(raw, error)):
            return None
        if "parent" not in sound and "parent" in raw:
            sound["parent"] = STAND_INS["id"]
        left_out |= _list_ids(raw) - _list_ids(sound) | {""}
        document = PolicyDocument.model_validate({**STAND_INS, "bands": shared.bands, **sound}, context=context)
        document = document if "id" in sound else document.model_copy(update={"id": path.stem})
    faults.extend(check_document(document, path, shared.domains, shared.facts, left_out))
    return None if left_out else document


def _keep_sound(raw: dict[str, Any], error: ValidationError) -> dict[str, Any] | None:
    """What is left of a document without its misshapen clauses and measures, and with something to stand in for what
    is misshapen in its head, so that the others are looked at too; None where nothing is left."""
    places = [one["loc"][:4] for one in list_errors(error)]
    wrong = {str(place[0]) for place in places if place and (place[0] != "clauses" or len(place) == 1)}
    if "clauses" in wrong or not isinstance(raw.get("clauses"), list):
        return None
    bad = {(place[1], place[3]) for place in places if len(place) == 4 and place[::2] == ("clauses", "measures")}
    unfit = {place[1] for place in places if len(place) > 1 and (len(place) < 4 or place[2] != "measures")}
    clauses = []
    for number, clause in enumerate(raw["clauses"]):
        if number in unfit:
            continue
        measures = [one for index, one in enumerate(clause.get("measures") or ()) if (number, index) not in bad]
        if measures or not clause.get("measures"):
            clauses.append({**clause, "measures": measures})
    head = {key: value for key, value in raw.items() if key not in wrong}
    return {**head, "clauses": clauses} if clauses else None


def _list_ids(raw: dict[str, Any]) -> set[str]:
    return {
        str(measure.get("id"))
        for clause in raw["clauses"]
        if isinstance(clause, dict) and isinstance(clause.get("measures"), list)
        for measure in clause["measures"]
        if isinstance(measure, dict)
    }
