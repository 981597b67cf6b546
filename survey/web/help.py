"""How to use the site, for those who fill in and those who review."""

from typing import Any

from flask import Blueprint, render_template

bp = Blueprint("help", __name__)


@bp.get("/help")
def guide() -> Any:
    return render_template("web/help.html")
