"""Addresses of this site to go on to."""

import re

from flask import url_for

# A browser leaves out tabs and line ends and takes a backslash for a slash: /\t//host would lead to another site.
PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def local_path(target: str | None) -> str:
    """A path of this site to go on to; anything else becomes the start page."""
    return target if target and PATH.fullmatch(target) else url_for("home.start")
