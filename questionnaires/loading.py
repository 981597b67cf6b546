"""Read catalogues from YAML and report every fault at once, each with its file, its place and a remedy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from questionnaires.catalogue import Band, Domain, Fact, Library, PolicyDocument
from questionnaires.checking import CatalogueFault, check_document, check_library, find_twins
from questionnaires.criteria import Option

CATALOGUES = Path(__file__).parent / "catalogues"
SHARED = ("domains", "facts", "bands", "scales")
LARGEST_FILE = 5_000_000
DEEPEST = 50
T = TypeVar("T")


class CatalogueError(Exception):
    """Catalogues that cannot be used; `faults` lists everything that is wrong with them."""

    def __init__(self, faults: list[CatalogueFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _Loader(yaml.CSafeLoader):
    """Safe YAML in which a key may stand only once, and whose faults all have a place."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, AttributeError):  # by a tag, such as !!timestamp, or by what looks like a date
            raise yaml.constructor.ConstructorError(
                None,
                None,
                f"{str(node.value)[:40]!r} cannot be read as a {node.tag.rpartition(':')[2]}; "
                "mend it, or put it in quotes if it is a word",
                node.start_mark,
            ) from None

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a word; put it in quotes if it is one", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice; keep one", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


@dataclass(frozen=True)
class _Shared:
    domains: dict[str, Domain]
    facts: dict[str, Fact]
    bands: tuple[Band, ...]
    scales: dict[str, tuple[Option, ...]]


@cache
def load_library(folder: Path = CATALOGUES) -> Library:
    """Load every catalogue of a folder; raise CatalogueError with all faults of all files."""
    faults: list[CatalogueFault] = []
    shared = _load_shared(folder, faults)
    documents: dict[str, PolicyDocument] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in SHARED and (document := _load_document(path, shared, faults)):
            documents[document.id] = document
    library = Library(documents=documents, domains=shared.domains, facts=shared.facts)
    faults += check_library(library, {Path(fault.file).stem for fault in faults})
    if not documents and not faults:
        faults.append(
            CatalogueFault(folder.name, "folder", "holds no catalogue; add one YAML file per policy document")
        )
    if faults:
        raise CatalogueError(faults)
    return library


def _load_shared(folder: Path, faults: list[CatalogueFault]) -> _Shared:
    domains = _parse(folder / "domains.yaml", TypeAdapter(tuple[Domain, ...]), faults) or ()
    facts = _parse(folder / "facts.yaml", TypeAdapter(tuple[Fact, ...]), faults) or ()
    bands = _parse(folder / "bands.yaml", TypeAdapter(tuple[Band, ...]), faults) or ()
    scales = _parse(folder / "scales.yaml", TypeAdapter(dict[str, tuple[Option, ...]]), faults) or {}
    for file, entries in (("domains.yaml", domains), ("facts.yaml", facts)):
        faults += [
            CatalogueFault(file, f"entry {id}", "stands twice; keep one")
            for id in find_twins([one.id for one in entries])
        ]
    if faults:
        raise CatalogueError(faults)
    return _Shared({one.id: one for one in domains}, {one.id: one for one in facts}, bands, scales)


def _parse(path: Path, adapter: TypeAdapter[T], faults: list[CatalogueFault]) -> T | None:
    before = len(faults)
    raw = _read_yaml(path, faults)
    try:
        return None if len(faults) > before else adapter.validate_python(raw)
    except ValidationError as error:
        faults.extend(_explain(path.name, raw, error))
        return None


def _read_yaml(path: Path, faults: list[CatalogueFault]) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"is larger than {LARGEST_FILE} bytes; a catalogue is a few hundred kilobytes")
        text = path.read_text(encoding="utf-8-sig")
        _refuse_bombs(text)
        return yaml.load(text, _Loader)
    except UnicodeDecodeError as error:
        faults.append(CatalogueFault(path.name, f"byte {error.start}", "is not UTF-8; save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "file"
        faults.append(CatalogueFault(path.name, place, str(error.problem or error.context)))
    except (yaml.YAMLError, OSError, ValueError, RecursionError) as error:
        faults.append(CatalogueFault(path.name, "file", str(error)))
    return None


def _refuse_bombs(text: str) -> None:
    """Refuse aliases, by which a small file becomes huge, and nesting so deep that it ends the interpreter."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        mark: Any = event.start_mark
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem=f"the alias *{event.anchor} is not read; write it out", problem_mark=mark
            )
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"nests deeper than {DEEPEST} levels; flatten it", problem_mark=mark)


def _load_document(path: Path, shared: _Shared, faults: list[CatalogueFault]) -> PolicyDocument | None:
    before = len(faults)
    raw = _read_yaml(path, faults)
    if len(faults) > before:
        return None
    if not isinstance(raw, dict):
        faults.append(CatalogueFault(path.name, "file", "must be a mapping with the keys id, title, number, …"))
        return None
    raw.setdefault("bands", shared.bands)
    issued = raw.get("issued")
    context = {"scales": shared.scales, "issued": issued if type(issued) is date else None}
    try:
        document = PolicyDocument.model_validate(raw, context=context)
    except ValidationError as error:
        faults.extend(_explain(path.name, raw, error))
        if sound := _keep_sound(raw, error):
            faults.extend(
                check_document(
                    PolicyDocument.model_validate(sound, context=context), path, shared.domains, shared.facts
                )
            )
        return None
    faults.extend(check_document(document, path, shared.domains, shared.facts))
    return document


def _keep_sound(raw: dict[str, Any], error: ValidationError) -> dict[str, Any] | None:
    """What is left of a document without its misshapen measures, so that the others are looked at too.

    None where something else is misshapen, or nothing is left.
    """
    places = [one["loc"][:4] for one in error.errors(include_url=False) if not _follows(one, error)]
    if any(len(place) < 4 or place[::2] != ("clauses", "measures") for place in places):
        return None
    bad = {(place[1], place[3]) for place in places}
    clauses = []
    for number, clause in enumerate(raw["clauses"]):
        measures = [one for index, one in enumerate(clause.get("measures") or ()) if (number, index) not in bad]
        if measures or not clause.get("measures"):
            clauses.append({**clause, "measures": measures})
    return {**raw, "clauses": clauses} if clauses else None


def _follows(one: ErrorDetails, error: ValidationError) -> bool:
    """Whether a list is called too short only because what stands in it is wrong."""
    depth = len(one["loc"])
    return one["type"] == "too_short" and any(
        other["loc"][:depth] == one["loc"] and len(other["loc"]) > depth for other in error.errors(include_url=False)
    )


def _explain(file: str, raw: Any, error: ValidationError) -> Iterator[CatalogueFault]:
    for one in error.errors(include_url=False):
        if _follows(one, error):
            continue
        place, rest = _find_place(raw, one["loc"])
        message = one["msg"].removeprefix("Value error, ")
        if one["type"] == "missing":
            message = f"needs {rest}"
        elif rest:
            message = f"{rest}: {message}"
        yield CatalogueFault(file, place, message)


def _find_place(raw: Any, loc: tuple[int | str, ...]) -> tuple[str, str]:
    """Name the nearest measure, clause or entry of a fault, and the path below it."""
    place, below = "document", 0
    for depth, step in enumerate(loc):
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            continue  # a step that pydantic adds, such as the kind of a criterion
        if isinstance(raw, dict) and ("id" in raw or "path" in raw) and isinstance(step, int):
            kind = "clause" if "path" in raw else "measure" if "duty" in raw or "criterion" in raw else "entry"
            place, below = f"{kind} {raw.get('path', raw.get('id'))}", depth + 1
    return place, ".".join(str(step) for step in loc[below:])
