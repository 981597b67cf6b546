"""What a process gets ready before somebody waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask

from reports.rounds.warming import warm
from tests.people import sign_in

PAGES = ("/rounds/2026/report", "/overview/2026")


@contextmanager
def listening(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements that are executed meanwhile."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(engine, "before_cursor_execute", hear)
    yield said
    sa.event.remove(engine, "before_cursor_execute", hear)


def test_of_a_round_that_is_read_already_no_score_is_read_again(site: Flask) -> None:
    admin = sign_in(site, "admin")
    warm(site)
    with listening(site.extensions["survey_engine"]) as said:
        assert [admin.get(page).status_code for page in PAGES] == [200, 200]
    assert said and not [one for one in said if "storedoutcome" in one]


def test_the_templates_of_its_pages_are_compiled(site: Flask) -> None:
    warm(site)
    cache = site.jinja_env.cache
    assert cache is not None and {"rounds/report_page.html", "leading/overview.html"} <= {name for _, name in cache}
