"""A session lives on by what a person does, not by what an open page asks for by itself."""

from flask import Flask, Response, request, session

BY_ITSELF = {"colleagues.list_changes"}


def init_renewal(app: Flask) -> None:
    """Renew the session's cookie, from whose time idling is counted, at every request but those of a page itself."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @app.after_request
    def renew(response: Response) -> Response:
        if session.permanent and request.endpoint not in BY_ITSELF:
            session.modified = True
        return response
