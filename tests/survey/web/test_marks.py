"""A mark holds in whatever order the decorators stand, and what has none is closed."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Blueprint, Flask

from survey.storage.states import Role
from survey.web.access import only
from survey.web.marks import Marks, by_itself, expensive, find_marks, public

Decorator = Callable[[Any], Any]
BP = Blueprint("marked", __name__)
ROUTE = BP.get("/marked")


def register(*decorators: Decorator) -> Marks:
    """Marks of the function that a site registers for a view with these decorators, the first one on top."""
    bp, app = Blueprint("marked", __name__), Flask(__name__)

    def view() -> str:
        return ""

    for decorate in reversed(decorators):
        view = bp.get("/marked")(view) if decorate is ROUTE else decorate(view)
    app.register_blueprint(bp)
    return find_marks(app.view_functions["marked.view"])


ORDERS: list[list[Decorator]] = [
    [ROUTE, public, only(Role.CLERK)],
    [ROUTE, only(Role.CLERK), public],
    [public, ROUTE, only(Role.CLERK)],
    [public, ROUTE],
    [ROUTE, public],
]


@pytest.mark.parametrize("order", ORDERS)
def test_a_mark_is_on_the_function_that_is_registered(order: list[Decorator]) -> None:
    assert register(*order) == Marks(is_public=True)


def test_one_mark_leaves_the_others() -> None:
    found = register(public, ROUTE, by_itself, expensive(3))
    assert (found.is_public, found.is_by_itself, found.limit is not None and found.limit.most) == (True, True, 3)


def test_a_view_that_says_nothing_is_closed(site: Flask) -> None:
    site.add_url_rule("/unmarked", "unmarked", lambda: "seen")
    assert find_marks(site.view_functions["unmarked"]) == Marks()
    assert site.test_client().get("/unmarked").status_code == 302
