"""The templates of what is printed, opened in one way: what is missing is an error, and nothing typed is HTML."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parents[1] / "templates"


def open_templates(**words: Any) -> Environment:
    """All templates of the reports, by their room such as gap/report.html; `words` stand in each of them."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words)
    return environment
