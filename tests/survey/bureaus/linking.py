"""One-time links as an administrator makes and sees them."""

import re

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from survey.storage.tables import Person

NEW = {"login": "new-clerk", "name": "王某", "role": "clerk", "post": "科员", "telephone": "0471-1234567"}
LINK = re.compile(r"http://localhost(/invitations/[\w-]+)")


def find(engine: sa.Engine, login: str) -> Person:
    with Session(engine) as session:
        return session.exec(select(Person).where(Person.login == login)).one()


def make_links(client: FlaskClient, path: str, **data: str) -> list[str]:
    """Do what makes links; the paths of all that the page shows then."""
    return LINK.findall(client.post(path, data=data, follow_redirects=True).text)


def see_links(client: FlaskClient) -> list[str]:
    return LINK.findall(client.get("/people/links").text)


def say_handed_out(client: FlaskClient, page: str) -> TestResponse:
    """Press the button of a page of links."""
    shown = re.search(r'name="shown" value="([\d ]+)"', page)
    assert shown, page
    return client.post("/people/links/handed-out", data={"shown": shown[1]}, follow_redirects=True)
