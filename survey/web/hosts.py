"""By which names the site may be asked for: one that somebody made up gets into no page and no link."""

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest

HEALTH = "health.show"  # a proxy asks each machine by its own address; the answer holds no link


class UnknownHost(BadRequest):
    """A request that names the site by a name it does not have."""


def init_hosts(app: Flask, known: Collection[str]) -> None:
    """Refuse what is asked for by another name than these; where none is known, any is answered."""
    if not known:
        return

    @app.before_request
    def refuse_unknown() -> None:
        if request.endpoint != HEALTH and _find_name(request.host) not in known:
            raise UnknownHost


def _find_name(host: str) -> str | None:
    """The name in a Host header, without its port; None where there is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
