"""The library that a request goes by, the same from its beginning to its end."""

from typing import cast

from flask import g

from questionnaires.catalogue import Library
from survey.catalogues.current import current_library
from survey.web.access import get_session


def get_library() -> Library:
    """The catalogues as they stand, looked up once in a request."""
    if "library" not in g:
        g.library = current_library(get_session())
    return cast(Library, g.library)
