"""Addresses of this site to go on to."""

from urllib.parse import urlsplit

from flask import url_for


def local_path(target: str | None) -> str:
    """A path of this site to go on to; anything else becomes the start page."""
    try:
        parts = urlsplit(target or "")
    except ValueError:  # such as //[
        return url_for("home.start")
    safe = (
        target and not parts.scheme and not parts.netloc and target.startswith("/") and target[1:2] not in ("/", "\\")
    )
    return target if safe and target else url_for("home.start")
