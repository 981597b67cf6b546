"""Sessions end on the server: by idling, by signing out; their cookies and pages are guarded as far as they can be."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from survey.installing.settings import Settings
from tests.machine import StillClock
from tests.people import PASSWORD, Respondent, sign_in
from tests.sites import open_site
from tests.survey.auditing.trails import list_lines

HTTPS = "https://survey.example"


@pytest.fixture
def proxied(settings: Settings) -> Iterator[FlaskClient]:
    """A stranger's way in through one proxy that is trusted."""
    with open_site(replace(settings, proxies=1)) as site:
        yield site.test_client()


def let_idle(site: Flask, clock: StillClock) -> None:
    """More time passes than a session may idle."""
    clock.go_on(site.permanent_session_lifetime.total_seconds() + 1)


def copy_cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("survey")
    assert cookie
    return cookie.value


def test_a_session_idles_away_on_the_server_whatever_the_browser_keeps(
    clock: StillClock, site: Flask, stranger: FlaskClient
) -> None:
    kept = copy_cookie(sign_in(site, "bureau"))
    let_idle(site, clock)
    stranger.set_cookie("survey", kept)
    assert stranger.get("/").location.startswith("/sign-in")


def test_an_old_copy_is_refused_though_the_session_goes_on(
    clock: StillClock, site: Flask, bureau: Respondent, stranger: FlaskClient
) -> None:
    stranger.set_cookie("survey", copy_cookie(bureau.client))
    clock.go_on(site.permanent_session_lifetime.total_seconds() - 60)
    assert bureau.client.get("/").status_code == 200
    clock.go_on(120)
    assert [bureau.client.get("/").status_code, stranger.get("/").status_code] == [200, 302]


def test_a_page_that_is_fetched_ahead_keeps_no_session_alive(bureau: Respondent) -> None:
    page = f"/responses/{bureau.response_id}/domains/N01"
    assert "Set-Cookie" in bureau.client.get(page).headers
    assert "Set-Cookie" not in bureau.client.get(page, headers={"Purpose": "prefetch"}).headers


def test_who_idled_away_has_it_in_the_trail_once(
    clock: StillClock, site: Flask, engine: sa.Engine, bureau: Respondent
) -> None:
    kept = copy_cookie(bureau.client)
    let_idle(site, clock)
    for _ in range(3):
        bureau.client.set_cookie("survey", kept)
        assert bureau.client.put("/responses/1/answers/x", json={}).status_code == 401
    [line] = list_lines(engine, "session.expire")
    assert (line.person_id, line.subject) == (bureau.id, f"person {bureau.id}")


def test_who_signed_out_did_not_idle_away(
    clock: StillClock, site: Flask, engine: sa.Engine, bureau: Respondent
) -> None:
    kept = copy_cookie(bureau.client)
    bureau.client.post("/sign-out")
    let_idle(site, clock)
    bureau.client.set_cookie("survey", kept)
    assert bureau.client.get("/").status_code == 302
    assert list_lines(engine, "session.expire") == []


@pytest.mark.parametrize("cookie", ["", "x", "e30.x.y", "." * 3000])
def test_a_made_up_cookie_is_nobodys(cookie: str, stranger: FlaskClient, engine: sa.Engine) -> None:
    stranger.set_cookie("survey", cookie)
    assert stranger.get("/").status_code == 302
    assert list_lines(engine, "session") == []


def sign_in_at(client: FlaskClient, base: str, **headers: str) -> tuple[bool, bool]:
    """Sign in; whether the cookie is for HTTPS only, and whether the browser is told to use nothing else."""
    answer = client.post("/sign-in", data={"login": "bureau", "password": PASSWORD}, base_url=base, headers={**headers})
    assert answer.status_code == 302
    return "Secure;" in answer.headers["Set-Cookie"], "Strict-Transport-Security" in answer.headers


def test_over_https_cookies_are_secure_and_over_http_they_work(stranger: FlaskClient) -> None:
    assert sign_in_at(stranger, HTTPS) == (True, True)
    assert sign_in_at(stranger, "http://localhost") == (False, False)


def test_a_trusted_proxy_tells_of_https_and_of_the_address(proxied: FlaskClient, engine: sa.Engine) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    assert sign_in_at(proxied, "http://localhost", **told) == (True, True)
    assert list_lines(engine, "session")[-1].address == "203.0.113.9"


def test_without_trusted_proxies_nobody_chooses_their_address(stranger: FlaskClient, engine: sa.Engine) -> None:
    sign_in_at(stranger, "http://localhost", **{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})
    assert list_lines(engine, "session")[-1].address == "127.0.0.1"


def test_cookies_are_kept_from_scripts_and_other_sites(stranger: FlaskClient) -> None:
    answer = stranger.post("/sign-in", data={"login": "bureau", "password": PASSWORD})
    assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Lax" in answer.headers["Set-Cookie"]
