"""A name that somebody made up for the site gets nowhere."""

from dataclasses import replace

from flask.testing import FlaskClient

from survey.installing.settings import Settings
from tests.databases import ON_SQLITE
from tests.sites import open_site

pytestmark = ON_SQLITE  # no statement of the database has a part in it

SITE_URL, MORE, HOST = "https://Survey.gov.test:8443/a", ("10.0.0.5", "fd00::1"), "10.0.0.9"
KNOWN = ("survey.gov.test", "SURVEY.gov.test:8000", "localhost:1", "127.0.0.1", "[::1]:8000", "[fd00::1]", "10.0.0.9")
STRANGE = ("evil.test", "survey.gov.test.evil.test", "evil.test:443", "10.0.0.6", "[fd00::2]", "a@evil.test", "[", "")


def ask(client: FlaskClient, host: str, path: str = "/sign-in") -> tuple[int, str]:
    page = client.get(path, headers={"Host": host, "X-Forwarded-Host": "survey.gov.test"})
    return page.status_code, page.text


def test_only_known_names_are_answered_to(settings: Settings) -> None:
    with open_site(replace(settings, site_url=SITE_URL, trusted_hosts=MORE, host=HOST)) as site:
        client = site.test_client()
        assert {host: ask(client, host)[0] for host in KNOWN} == dict.fromkeys(KNOWN, 200)
        assert {host: ask(client, host)[0] for host in STRANGE} == dict.fromkeys(STRANGE, 400)
        code, page = ask(client, "evil.test", "/people/links")
        assert code == 400 and "SURVEY_SITE_URL" in page and "“evil.test”" in page and "//evil.test" not in page
        assert ask(client, "10.0.0.77:8000", "/health") == (200, "ok\n")


def test_a_site_that_does_not_know_its_name_takes_any(stranger: FlaskClient) -> None:
    assert ask(stranger, "evil.test")[0] == 200
