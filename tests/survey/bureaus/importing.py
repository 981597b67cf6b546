"""Sending a table as an administrator does: look at it first, then say yes."""

import io
import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def send(client: FlaskClient, kind: str, content: str | bytes) -> TestResponse:
    """Send a file to be looked at."""
    data = content.encode() if isinstance(content, str) else content
    return client.post(f"/imports/{kind}", data={"file": (io.BytesIO(data), "table.csv")})


def say_yes(client: FlaskClient, shown: TestResponse) -> TestResponse:
    """Press the one button of the page that shows what would change."""
    path, mark = (
        re.search(r'action="(/imports/\w+/\w+)"', shown.text),
        re.search(r'name="mark" value="(\w+)"', shown.text),
    )
    assert path and mark, shown.text
    return client.post(path[1], data={"mark": mark[1]})


def read_faults(page: TestResponse) -> list[tuple[str, str]]:
    """Row and column of every fault on the page."""
    assert page.status_code == 422
    return re.findall(r'<tr><td class="number">(\w+)</td><td>([^<]+)</td>', page.text)
