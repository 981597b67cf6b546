"""The ordered scales that a criterion may use, as they ship."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from questionnaires.criteria import Option
from questionnaires.loading import CATALOGUES, CatalogueError
from questionnaires.reading import parse


@cache
def load_scales() -> dict[str, tuple[Option, ...]]:
    """The scales by name. Raises CatalogueError."""
    faults: list[Any] = []
    scales = parse(CATALOGUES / "scales.yaml", TypeAdapter(dict[str, tuple[Option, ...]]), faults)
    if scales is None:
        raise CatalogueError(faults)
    return scales
