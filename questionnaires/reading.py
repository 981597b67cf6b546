"""Read YAML of ours safely, and say what is wrong with it by file, place and remedy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from questionnaires.faults import CatalogueFault

LARGEST_FILE = 5_000_000
TOO_LARGE = f"is larger than {LARGEST_FILE} bytes; a catalogue is a few hundred kilobytes"
DEEPEST = 50
PLACES = {"clauses": "clause", "measures": "measure", "duties": "duty", "quantities": "quantity"}
T = TypeVar("T")


class YamlLoader(yaml.CSafeLoader):
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


def parse(path: Path, adapter: TypeAdapter[T], faults: list[CatalogueFault]) -> T | None:
    before = len(faults)
    raw = read_yaml(path, faults)
    try:
        return None if len(faults) > before else adapter.validate_python(raw)
    except ValidationError as error:
        faults.extend(explain(path.name, raw, error))
        return None


def read_yaml(path: Path, faults: list[CatalogueFault], loader: type[YamlLoader] = YamlLoader) -> Any:
    """What a file of YAML holds; what is wrong with it is added to the faults."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(TOO_LARGE)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        faults.append(CatalogueFault(path.name, "file", str(error)))
        return None
    return parse_yaml(path.name, content, faults, loader)


def parse_yaml(file: str, content: bytes, faults: list[CatalogueFault], loader: type[YamlLoader] = YamlLoader) -> Any:
    """What the bytes of YAML hold; what is wrong with them is added to the faults, as of the file of that name."""
    try:
        if len(content) > LARGEST_FILE:
            raise ValueError(TOO_LARGE)
        text = content.decode("utf-8-sig")
        _refuse_bombs(text)
        return yaml.load(text, loader)
    except UnicodeDecodeError as error:
        faults.append(CatalogueFault(file, f"byte {error.start}", "is not UTF-8; save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "file"
        faults.append(CatalogueFault(file, place, str(error.problem or error.context)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        faults.append(CatalogueFault(file, "file", str(error)))
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


def follows(one: ErrorDetails, error: ValidationError) -> bool:
    """Whether a list is called too short only because what stands in it is wrong."""
    depth = len(one["loc"])
    return one["type"] == "too_short" and any(
        other["loc"][:depth] == one["loc"] and len(other["loc"]) > depth for other in error.errors(include_url=False)
    )


def explain(file: str, raw: Any, error: ValidationError) -> Iterator[CatalogueFault]:
    """The faults that a model found in what a file says."""
    for one in error.errors(include_url=False):
        if follows(one, error):
            continue
        place, rest = _find_place(raw, one["loc"])
        message = one["msg"].removeprefix("Value error, ")
        if one["type"] == "missing":
            message = f"needs {rest}"
        elif rest:
            message = f"{rest}: {message}"
        yield CatalogueFault(file, place, message)


def _find_place(raw: Any, loc: tuple[int | str, ...]) -> tuple[str, str]:
    """Name the nearest clause, measure, duty or entry of a fault, and the path below it."""
    place, below = "document", 0
    for depth, step in enumerate(loc):
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            continue  # a step that pydantic adds, such as the kind of a criterion
        if isinstance(raw, dict) and ("id" in raw or "path" in raw) and isinstance(step, int):
            kind = PLACES.get(str(loc[depth - 1]), "entry")
            place, below = f"{kind} {raw.get('path', raw.get('id'))}", depth + 1
    return place, ".".join(str(step) for step in loc[below:])
