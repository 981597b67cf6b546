"""The words of a request, in its language."""

import flask_babel
import pytest
from flask import Flask, render_template_string
from flask_babel import gettext, lazy_gettext


def test_a_request_asks_once_for_its_words(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, asked = flask_babel.get_locale, list[str]()

    def count_asking() -> object:
        asked.append("")
        return ask()

    monkeypatch.setattr(flask_babel, "get_locale", count_asking)
    with site.test_request_context("/"):
        said = {gettext("Bureau"), str(lazy_gettext("Bureau")), render_template_string("{{ _('Bureau') }}")}
        assert said == {"单位"}
        assert len(asked) == 1


def test_two_requests_have_words_of_their_own(site: Flask) -> None:
    with site.test_request_context("/") as one:
        one.session["language"] = "en"
        assert gettext("Bureau") == "Bureau"
    with site.test_request_context("/"):
        assert gettext("Bureau") == "单位"


def test_without_a_request_words_are_as_they_are_written() -> None:
    assert gettext("Bureau") == "Bureau"
