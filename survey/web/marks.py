"""What a view says of itself, in a decorator where it stands; the rules of the site read it there.

A mark is put on the function itself and wraps nothing, and `only` carries it on: in whatever order the decorators
stand, the function that is registered has it. A view that says nothing is closed to strangers, costs little, is a
person's doing and waits until a password that ran out is changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from flask import current_app, request

from survey.web.tallies import Limit

TEN_MINUTES = timedelta(minutes=10)
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Marks:
    """What a view has said of itself; `largest` gives the most bytes it takes as a request's body."""

    is_public: bool = False
    is_by_itself: bool = False
    is_before_change: bool = False
    is_reopened: bool = False
    limit: Limit | None = None
    largest: Callable[[], int] | None = None


def find_marks(view: Callable[..., Any] | None) -> Marks:
    marks: Marks = getattr(view, "marks", Marks())
    return marks


def current_marks() -> Marks:
    """Those of the view that this request goes to; none where the address leads nowhere."""
    return find_marks(current_app.view_functions.get(request.endpoint or ""))


def public(view: View) -> View:
    """Open to those who are not signed in, too."""
    return _mark(view, is_public=True)


def by_itself(view: View) -> View:
    """Asked for by an open page, not by a person: it keeps no session alive."""
    return _mark(view, is_by_itself=True)


def before_change(view: View) -> View:
    """Within reach with a password that has to be changed first."""
    return _mark(view, is_before_change=True)


def reopened(view: View) -> View:
    """A page with a password that was open too long: it is opened anew to type it once more, not refused."""
    return _mark(view, is_reopened=True)


def expensive(most: int) -> Callable[[View], View]:
    """So many in ten minutes for each person, or each address of those who are not signed in."""
    return lambda view: _mark(view, limit=Limit(most, TEN_MINUTES))


def takes(largest: Callable[[], int]) -> Callable[[View], View]:
    """Takes a body of so many bytes in place of what every request may have."""
    return lambda view: _mark(view, largest=largest)


def _mark(view: View, **said: Any) -> View:
    view.marks = replace(find_marks(view), **said)  # type: ignore[attr-defined]
    return view
