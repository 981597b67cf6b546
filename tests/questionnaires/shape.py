"""A plain reading of JSON Schema, enough for ours: no package that we install checks one."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
LIMITS: dict[str, Callable[[Any, Any], bool]] = {
    "const": lambda value, limit: bool(value == limit),
    "enum": lambda value, limit: value in limit,
    "pattern": lambda value, limit: re.search(limit, value) is not None,
    "format": lambda value, limit: limit == "date" and str(date.fromisoformat(value)) == value,
    "minLength": lambda value, limit: len(value) >= limit,
    "maxLength": lambda value, limit: len(value) <= limit,
    "minItems": lambda value, limit: len(value) >= limit,
    "maxItems": lambda value, limit: len(value) <= limit,
    "minProperties": lambda value, limit: len(value) >= limit,
    "minimum": lambda value, limit: bool(value >= limit),
    "maximum": lambda value, limit: bool(value <= limit),
    "exclusiveMinimum": lambda value, limit: bool(value > limit),
    "exclusiveMaximum": lambda value, limit: bool(value < limit),
    "required": lambda value, limit: set(limit) <= set(value),
}
WORDS = {"$schema", "definitions", "description", "default", "type"}
PARTS = {"$ref", "anyOf", "oneOf", "items", "properties", "additionalProperties", "if", "then", "else"}


def find_misfits(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str = "") -> Iterator[str]:
    """Say where a value does not fit a schema; a keyword that is not known here is an error of the test."""
    assert set(schema) <= {*LIMITS, *WORDS, *PARTS}, set(schema)
    if "type" in schema and not TYPES[schema["type"]](value):
        yield f"{place}: is no {schema['type']}"
        return
    yield from (
        f"{place}: {word} {schema[word]}"
        for word, holds in LIMITS.items()
        if word in schema and not _try(holds, value, schema[word])
    )
    yield from _find_in_parts(value, schema, root, place)
    for word in ("anyOf", "oneOf"):
        fits = [one for one in schema.get(word, []) if not list(find_misfits(value, one, root))]
        if word in schema and (len(fits) != 1 if word == "oneOf" else not fits):
            yield f"{place}: fits {len(fits)} of {word}"


def _try(holds: Callable[[Any, Any], bool], value: Any, limit: Any) -> bool:
    try:
        return holds(value, limit)
    except ValueError:
        return False


def _find_in_parts(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from find_misfits(value, root["definitions"][schema["$ref"].removeprefix("#/definitions/")], root, place)
    if "if" in schema:
        branch = "else" if list(find_misfits(value, schema["if"], root)) else "then"
        yield from find_misfits(value, schema[branch], root, place)
    for number, one in enumerate(value if "items" in schema else ()):
        yield from find_misfits(one, schema["items"], root, f"{place}.{number}")
    for key, one in value.items() if "properties" in schema else ():
        if key in schema["properties"]:
            yield from find_misfits(one, schema["properties"][key], root, f"{place}.{key}")
        elif schema.get("additionalProperties") is False:
            yield f"{place}.{key}: is not known"
