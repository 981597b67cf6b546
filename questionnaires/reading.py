"""Read YAML of ours safely, and say what is wrong with it by file, place and remedy."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from questionnaires.faults import CatalogueFault
from questionnaires.messages import Refused
from questionnaires.yaml_words import word_value, word_yaml

LARGEST_FILE = 5_000_000
DEEPEST = 50
MOST_EXPLAINED = 1000  # of one file: nobody reads on
PLACES = {"clauses": "clause", "measures": "measure", "duties": "duty", "quantities": "quantity"}
T = TypeVar("T")
# What pydantic says, by its name of the fault, so that it can be said in Chinese.
OF_PYDANTIC = {
    "extra_forbidden": Refused("Extra inputs are not permitted"),
    "string_type": Refused("Input should be a valid string"),
    "string_too_short": Refused("String should have at least %(min_length)s character"),
    "string_too_long": Refused("String should have at most %(max_length)s characters"),
    "string_pattern_mismatch": Refused("String should match pattern '%(pattern)s'"),
    "literal_error": Refused("Input should be %(expected)s"),
    "enum": Refused("Input should be %(expected)s"),
    "too_short": Refused("%(field_type)s should have at least %(min_length)s items, not %(actual_length)s"),
    "too_long": Refused("%(field_type)s should have at most %(max_length)s items, not %(actual_length)s"),
    "tuple_type": Refused("Input should be a valid tuple"),
    "dict_type": Refused("Input should be a valid dictionary"),
    "model_type": Refused("Input should be a valid dictionary or instance of %(class_name)s"),
    "date_type": Refused("Input should be a valid date"),
    "date_from_datetime_parsing": Refused("Input should be a valid date or datetime, %(error)s"),
    "bool_type": Refused("Input should be a valid boolean"),
    "bool_parsing": Refused("Input should be a valid boolean"),
    "int_type": Refused("Input should be a valid integer"),
    "int_parsing": Refused("Input should be a valid integer"),
    "int_from_float": Refused("Input should be a valid integer"),
    "decimal_type": Refused("Decimal input should be an integer, float, string or Decimal object"),
    "decimal_parsing": Refused("Input should be a valid decimal"),
    "greater_than": Refused("Input should be greater than %(gt)s"),
    "greater_than_equal": Refused("Input should be greater than or equal to %(ge)s"),
    "less_than": Refused("Input should be less than %(lt)s"),
    "less_than_equal": Refused("Input should be less than or equal to %(le)s"),
    "finite_number": Refused("Input should be a finite number"),
    "union_tag_invalid": Refused(
        "Input tag '%(tag)s' found using %(discriminator)s does not match any of the expected tags: %(expected_tags)s"
    ),
    "union_tag_not_found": Refused("Unable to extract tag using discriminator %(discriminator)s"),
}


class RefusedYaml(yaml.MarkedYAMLError):
    """YAML that we do not take, and why."""

    def __init__(self, why: Refused, mark: Any) -> None:
        super().__init__(problem=str(why), problem_mark=mark)
        self.why = why


class Unread(str):
    """What is written where nothing could be read; what is wrong with it is told by its line, and not once more."""


class YamlLoader(yaml.CSafeLoader):
    """Safe YAML in which a key may stand only once. Values and keys that cannot be read are `found`, each with its
    place, and do not hide the others."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.found: list[tuple[Any, Refused]] = []

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, AttributeError):  # by a tag, such as !!timestamp, or by what looks like a date
            why = word_value(str(node.value), node.tag)
        except yaml.constructor.ConstructorError as error:
            why = _take_why(error)
        self.found.append((node.start_mark, why))
        unread = Unread(node.value if isinstance(node.value, str) else "")
        self.constructed_objects[node] = unread
        self.recursive_objects.pop(node, None)
        return unread

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen, sound = set(), []
        for key_node, value in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                why = Refused("a key must be a word; put it in quotes if it is one")
                self.found.append((key_node.start_mark, why))
            elif key in seen:
                self.found.append(
                    (key_node.start_mark, Refused("the key %(key)s stands twice; keep one", key=repr(key)))
                )
            elif not isinstance(key, Unread):
                seen.add(key)
                sound.append((key_node, value))
        node.value = sound
        return super().construct_mapping(node, deep)


def parse(path: Path, adapter: TypeAdapter[T], faults: list[CatalogueFault]) -> T | None:
    before = len(faults)
    raw = read_yaml(path, faults)
    try:
        return None if raw is None and len(faults) > before else adapter.validate_python(raw)
    except ValidationError as error:
        faults.extend(explain(path.name, raw, error))
        return None


def read_yaml(path: Path, faults: list[CatalogueFault], loader: type[YamlLoader] = YamlLoader) -> Any:
    """What a file of YAML holds; what is wrong with it is added to the faults."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _refuse_size(LARGEST_FILE)
        content = path.read_bytes()
    except (OSError, Refused) as error:
        faults.append(CatalogueFault(path.name, "file", _take_why(error)))
        return None
    return parse_yaml(path.name, content, faults, loader)


def parse_yaml(
    file: str,
    content: bytes,
    faults: list[CatalogueFault],
    loader: type[YamlLoader] = YamlLoader,
    largest: int = LARGEST_FILE,
) -> Any:
    """What the bytes of YAML hold; what is wrong with them is added to the faults, as of the file of that name."""
    try:
        if len(content) > largest:
            raise _refuse_size(largest)
        text = content.decode("utf-8-sig")
        _refuse_bombs(text)
        return _construct(file, loader(text), faults)
    except UnicodeDecodeError as error:
        why = Refused("is not UTF-8; save the file as UTF-8")
        faults.append(CatalogueFault(file, f"byte {error.start}", why))
    except yaml.MarkedYAMLError as error:
        faults.append(CatalogueFault(file, _name_mark(error.problem_mark or error.context_mark), _take_why(error)))
    except (yaml.YAMLError, ValueError, RecursionError, Refused) as error:
        faults.append(CatalogueFault(file, "file", _take_why(error)))
    return None


def _construct(file: str, loader: YamlLoader, faults: list[CatalogueFault]) -> Any:
    """What a text says, with what could not be read left as Unread, and told."""
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
        faults += [
            CatalogueFault(file, _name_mark(mark), why)
            for mark, why in sorted(loader.found, key=lambda one: one[0].index)
        ]


def _name_mark(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else "file"


def _refuse_size(most: int) -> Refused:
    return Refused("is larger than %(most)s bytes; a catalogue is a few hundred kilobytes", most=most)


def _take_why(error: Exception) -> Refused:
    """What is wrong with YAML: our words, or those of the reader."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, RefusedYaml):
        return error.why
    if isinstance(error, OSError):
        return Refused("%(problem)s", problem=error)
    return word_yaml(str(error.problem or error.context if isinstance(error, yaml.MarkedYAMLError) else error))


def _refuse_bombs(text: str) -> None:
    """Refuse aliases, by which a small file becomes huge, and nesting so deep that it ends the interpreter."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        mark: Any = event.start_mark
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise RefusedYaml(Refused("the alias *%(name)s is not read; write it out", name=event.anchor), mark)
        if depth > DEEPEST:
            raise RefusedYaml(Refused("nests deeper than %(most)s levels; flatten it", most=DEEPEST), mark)


def list_errors(error: ValidationError) -> list[ErrorDetails]:
    """What a model found, without lists that are called too short only because what stands in them is wrong."""
    found = error.errors(include_url=False)
    above = {one["loc"][:depth] for one in found for depth in range(len(one["loc"]))}
    return [one for one in found if one["type"] != "too_short" or one["loc"] not in above]


def explain(file: str, raw: Any, error: ValidationError) -> Iterator[CatalogueFault]:
    """The faults that a model found in what a file says."""
    told = (one for one in list_errors(error) if not isinstance(one["input"], Unread))
    for one in islice(told, MOST_EXPLAINED):
        place, rest = _find_place(raw, one["loc"])
        if one["type"] == "missing":
            yield CatalogueFault(file, place, Refused("needs %(field)s", field=rest))
        else:
            yield CatalogueFault(file, place, _explain_value(one), rest)


def _explain_value(one: ErrorDetails) -> Refused:
    """What a model says of a value: the words of our own check, or of one that pydantic makes."""
    told = one.get("ctx", {})
    if isinstance(why := getattr(told.get("error"), "args", (None,))[0], Refused):
        return why
    if (known := OF_PYDANTIC.get(one["type"])) is not None:
        listed = {key: str(told[key]).replace(" or ", ", ") for key in ("expected",) if key in told}  # in any language
        return Refused(known.message, **{**told, **listed})
    return Refused("%(why)s", why=one["msg"])


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
