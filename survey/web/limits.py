"""How often anyone may ask: everything a little, what is expensive less.

All requests are counted in the memory of each process, because a write to the database for each would cost more than
most requests do; gunicorn spreads them evenly, so each process allows its share. What is expensive is rare and writes
anyway, so it is counted exactly, in the database, for all processes and machines together.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask, current_app, request, session
from flask.wrappers import Response
from flask_login import current_user
from werkzeug.exceptions import HTTPException, TooManyRequests

from survey.storage.database import writing
from survey.web.access import get_engine
from survey.web.marks import current_marks
from survey.web.tallies import TooMany, count

BURST, PER_SECOND = 1200, 20.0  # per person, or per address of those who are not signed in
MOST_KNOWN = 20_000
CHUNK = 1 << 16
MOST_KEY = 120  # characters of a key in the database


class Buckets:
    """For each key a bucket that holds `burst` and fills at `per_second`."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.per_second, self.clock = burst, per_second, clock
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> float:
        """Take one out; for how many seconds there will be none, 0 where there was one."""
        at = self.clock()
        if len(self._levels) >= MOST_KNOWN:
            self._levels = {known: one for known, one in self._levels.items() if self._fill(one, at) < self.burst}
        level = self._fill(self._levels.get(key, (self.burst, at)), at)
        taken = level >= 1
        self._levels[key] = (level - taken, at)
        return 0.0 if taken else (1 - level) / self.per_second

    def _fill(self, level: tuple[float, float], at: float) -> float:
        return min(self.burst, level[0] + (at - level[1]) * self.per_second)


def init_limits(app: Flask, processes: int) -> None:
    """Refuse whoever asks for more than their share, or sends more; before anything else is done for them."""
    _init_bodies(app)
    buckets = Buckets(max(60, BURST / processes), PER_SECOND / processes)

    @app.before_request
    def refuse_floods() -> None:
        if request.endpoint == "static":
            return
        person = str(session.get("_user_id", "")).partition(".")[0]
        if wait := buckets.take(f"person {person}" if person else f"address {request.remote_addr}"):
            raise TooManyRequests(retry_after=max(1, round(wait)))


def from_people(most: int) -> Callable[[], int]:
    """So many bytes of a body from people who are signed in; from others no more than any form has."""
    return lambda: most if current_user.is_authenticated else current_app.config["MAX_CONTENT_LENGTH"]


def _init_bodies(app: Flask) -> None:
    """Let larger bodies in where a view says so, before the body is looked at."""

    @app.url_value_preprocessor
    def allow(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if largest := current_marks().largest:
            request.max_content_length = largest()

    @app.after_request
    def take_in_the_rest(answer: Response) -> Response:
        """Read what is left of a refused upload: a browser does not listen before it has sent all."""
        if current_marks().largest:
            with suppress(HTTPException, OSError):
                while request.stream.read(CHUNK):
                    pass
        return answer


def init_expensive(app: Flask) -> None:
    """Count what is expensive, for each person or address; after those who may not see it were turned away."""

    @app.before_request
    def count_expensive() -> None:
        limit = current_marks().limit
        if limit is None:
            return
        who = current_user.id if current_user.is_authenticated else f"from {request.remote_addr}"
        try:
            with writing(get_engine()) as writer:
                count(writer, f"{request.endpoint} {who}"[:MOST_KEY], limit)
        except TooMany as wait:
            raise TooManyRequests(retry_after=wait.seconds) from None
