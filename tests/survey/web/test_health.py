"""What a proxy asks before it sends anyone here."""

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from survey.storage.database import make_engine


def test_a_proxy_hears_that_the_site_answers_without_signing_in(stranger: FlaskClient) -> None:
    answer = stranger.get("/health")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")
    assert "Set-Cookie" not in answer.headers


def test_a_proxy_hears_that_the_database_is_away(site: Flask, engine: sa.Engine) -> None:
    site.extensions["survey_engine"] = make_engine("postgresql+psycopg://nobody@/none?host=/nowhere")
    answer = site.test_client().get("/health")
    site.extensions["survey_engine"] = engine
    assert (answer.status_code, answer.text) == (503, "no database\n")
