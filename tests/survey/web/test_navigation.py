"""The line under the bar: each role's links, all of which lead somewhere."""

from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.storage.states import READING_ONLY, Role
from survey.web.navigation import NAVIGATION
from tests.people import sign_in

LOGINS = {
    Role.CLERK: "bureau",
    Role.HEAD: "head",
    Role.CITY_REVIEWER: "city",
    Role.PROVINCIAL_REVIEWER: "province",
    Role.ADMINISTRATOR: "admin",
    Role.AUDITOR: "auditor",
    Role.LEADER: "leader",
}


class Ways(HTMLParser):
    """The links of the navigation: path -> whether it is marked as the page one is on."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, bool] = {}
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "nav":
            self._inside = given.get("class") == "ways"
        if tag == "a" and self._inside:
            self.found[given["href"] or ""] = given.get("aria-current") == "page"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "nav"


@pytest.mark.parametrize("role", Role)
def test_every_link_of_a_role_leads_somewhere_and_says_when_one_is_there(role: Role, site: Flask) -> None:
    client = sign_in(site, LOGINS[role])
    paths = Ways(client.get("/", follow_redirects=True).text).found
    assert len(paths) == len(NAVIGATION[role]) + (role in READING_ONLY)
    for path in paths:
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        assert [way for way, is_here in Ways(answer.text).found.items() if is_here] == [path]


def test_a_stranger_has_none(stranger: FlaskClient) -> None:
    assert Ways(stranger.get("/sign-in").text).found == {}
