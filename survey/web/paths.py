"""Addresses of this site to go on to."""

import re

from flask import Flask, url_for
from werkzeug.routing import IntegerConverter, ValidationError

# A browser leaves out tabs and line ends and takes a backslash for a slash: /\t//host would lead to another site.
PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")

MOST_ROWS = 2**31  # what the columns of ids hold


class RowNumber(IntegerConverter):
    """A number in an address that may be the id of a row; one beyond all ids leads nowhere."""

    def to_python(self, value: str) -> int:
        if len(value) > len(str(MOST_ROWS)) or int(value) >= MOST_ROWS:
            raise ValidationError
        return int(value)


def init_paths(app: Flask) -> None:
    """Have every `<int:…>` of an address be such a number."""
    app.url_map.converters["int"] = RowNumber


def local_path(target: str | None) -> str:
    """A path of this site to go on to; anything else becomes the start page."""
    return target if target and PATH.fullmatch(target) else url_for("home.start")
