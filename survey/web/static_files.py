"""Where scripts and styles are found: at an address that changes with what is in them, so that browsers keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request
from flask_compress import Compress


@cache
def name_static(folder: Path) -> str:
    """The path of all static files, with a digest of their names and bytes. Scripts name each other relative to it."""
    digest = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return f"/static/{digest.hexdigest()[:12]}"


def init_packing(app: Flask) -> None:
    """Send pages, scripts and styles packed; scripts and styles whole, as an open file would be sent as it is."""
    app.config["COMPRESS_MIMETYPES"] = ["text/html", "application/json", "text/css", "text/javascript"]
    Compress(app)

    @app.after_request
    def read_whole(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:
            response.direct_passthrough = False
            response.make_sequence()
        if request.endpoint == "static":
            response.close()  # the file, at once: what fails further on would leave it open
        return response
