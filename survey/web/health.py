"""What a proxy asks before it sends anyone here: whether this process answers and reaches the database."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint

from survey.web.access import get_session
from survey.web.marks import public

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
def show() -> Any:
    """`ok`, or 503 where the database cannot be reached; open to everyone and says no more than that."""
    try:
        get_session().execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return "no database\n", 503, {"Content-Type": "text/plain"}
    return "ok\n", {"Content-Type": "text/plain"}
