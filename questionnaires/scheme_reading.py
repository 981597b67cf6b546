"""Read the file of a scheme, YAML or JSON, and say all that is wrong in it, each with place and remedy."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questionnaires.answer_files import parse_json
from questionnaires.answers import AnswersRefused, Refusal
from questionnaires.applying import SchemeRefused
from questionnaires.catalogue import Library
from questionnaires.checking import find_twins
from questionnaires.criteria import quote
from questionnaires.faults import CatalogueFault
from questionnaires.messages import Refused
from questionnaires.reading import YamlLoader, read_yaml
from questionnaires.scheme import Scheme

SCHEMES = Path(__file__).parent / "schemes"
LARGEST_FILE = 1_000_000
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]{1,4})?")
# By pydantic's name of the fault, whose own figures fill the places.
REMEDIES = {
    "extra_forbidden": Refused("There is no such field here; check its name."),
    "missing": Refused("This is missing; give it."),
    "greater_than": Refused("The number must be larger than %(gt)s."),
    "greater_than_equal": Refused("The number must be %(ge)s or more."),
    "less_than_equal": Refused("The number must be %(le)s or less."),
    "decimal_max_places": Refused("At most %(decimal_places)s decimals are kept here."),
    "finite_number": Refused("The number must be finite."),
    "too_long": Refused("At most %(max_length)s entries are kept here."),
    "string_too_long": Refused("The text must have %(max_length)s characters or less."),
    "string_too_short": Refused("This is empty; fill it in."),
    "string_type": Refused("Words belong here; put them in quotes."),
    "string_pattern_mismatch": Refused("An id has lower-case letters, digits and hyphens, and begins with a letter."),
    "literal_error": Refused("It must be one of: %(expected)s."),
    "enum": Refused("It must be one of: %(expected)s."),
    "tuple_type": Refused("A list belongs here."),
    "dict_type": Refused("Fields with their values belong here."),
    "model_type": Refused("Fields with their values belong here."),
}


class ExactLoader(YamlLoader):
    """Safe YAML whose numbers are the decimals that stand there, with every digit."""


def _construct_number(loader: YamlLoader, node: Any) -> Decimal | str:
    """A plain number; anything else stays a word, which no number may be: to YAML 010 is eight and 1:30 is ninety."""
    return Decimal(node.value) if NUMBER.fullmatch(node.value) else str(node.value)


for _tag in ("int", "float"):
    ExactLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _construct_number)


def read_scheme(path: Path, library: Library) -> Scheme:
    """The scheme in a file; a name that ends in .json is read as JSON, any other as YAML. Raises SchemeRefused."""
    return parse_scheme(_read_raw(path), library)


def parse_scheme(raw: object, library: Library) -> Scheme:
    """A scheme from plain values, its numbers decimals; a field that is null is as if it were left out.

    Raises SchemeRefused with all that is wrong in its shape, or else in what it names. A domain is unknown that is not
    in `domains.yaml`, a question that no catalogue at hand has at any level: one scheme serves several notices. What
    the questionnaire at hand lacks is looked at where the scheme is applied.
    """
    if not isinstance(raw, Mapping):
        raise SchemeRefused([Refusal("file", Refused("A scheme has fields such as points, assumed and bonus."))])
    try:
        scheme = Scheme.model_validate({key: value for key, value in raw.items() if value is not None})
    except ValidationError as error:
        raise SchemeRefused([_explain(one) for one in error.errors(include_url=False)]) from None
    if refusals := list(_check(scheme, library)):
        raise SchemeRefused(refusals)
    return scheme


def _read_raw(path: Path) -> object:
    if path.stat().st_size > LARGEST_FILE:
        raise SchemeRefused([Refusal("file", Refused("The file is larger than %(most)s bytes.", most=LARGEST_FILE))])
    if path.suffix.lower() == ".json":
        try:
            return parse_json(path.read_bytes())
        except AnswersRefused as error:
            raise SchemeRefused(error.refusals) from None
    faults: list[CatalogueFault] = []
    raw = read_yaml(path, faults, ExactLoader)
    if faults:
        raise SchemeRefused([Refusal(one.place, one.why) for one in faults])
    return raw


def _explain(error: ErrorDetails) -> Refusal:
    kind, context = error["type"], error.get("ctx", {})
    place = ".".join(str(step)[:60] for step in error["loc"])
    if kind in REMEDIES:
        expected = str(context.get("expected", "")).replace(" or ", ", ")
        return Refusal(place, Refused(REMEDIES[kind].message, **{**context, "expected": expected}))
    if kind.startswith("decimal") or kind == "is_instance_of":
        return Refusal(place, Refused("%(value)s is not a number.", value=quote(error["input"])))
    return Refusal(place, Refused("%(why)s.", why=error["msg"]))


def _check(scheme: Scheme, library: Library) -> Iterator[Refusal]:
    asked = {measure.id for document in library.documents.values() for measure in document.measures}
    for id in scheme.points:
        if id not in library.domains:
            yield Refusal(
                f"points.{id[:60]}",
                Refused("There is no such domain; there are: %(known)s.", known=", ".join(library.domains)),
            )
    for field, ids in (("weights", list(scheme.weights)), ("critical", list(scheme.critical or ()))):
        for id in dict.fromkeys(ids):
            if id not in asked:
                yield Refusal(f"{field}.{id[:60]}", Refused("No notice at hand asks such a question; check the id."))
    lists: dict[str, list[str]] = {
        "critical": list(scheme.critical or ()),
        "bonus": [one.id for one in scheme.bonus],
        "deductions": [one.id for one in scheme.deductions],
        "vetoes": [one.id for one in scheme.vetoes],
    }
    for field, ids in lists.items():
        for id in find_twins(ids):
            yield Refusal(f"{field}.{id}", Refused("This id stands twice; keep one."))
