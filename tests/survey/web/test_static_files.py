"""The address of scripts and styles, and how they are sent."""

import gc
from io import BufferedReader
from pathlib import Path

import pytest
from flask import Flask

from survey.web.static_files import name_static


def test_it_changes_with_what_is_in_any_file_and_where(tmp_path: Path) -> None:
    name_anew = name_static.__wrapped__
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "a.js").write_text("one")
    names = [name_anew(tmp_path), name_anew(tmp_path)]
    (tmp_path / "web" / "a.js").write_text("two")
    names.append(name_anew(tmp_path))
    (tmp_path / "web" / "a.js").rename(tmp_path / "a.js")
    names.append(name_anew(tmp_path))
    assert names[0] == names[1]
    assert len(set(names)) == 3


@pytest.mark.parametrize(("method", "seen", "status"), [("GET", "", 200), ("HEAD", "", 200), ("GET", "*", 304)])
def test_a_file_is_closed_before_anything_further_on_can_fail(site: Flask, method: str, seen: str, status: int) -> None:
    address = f"{site.static_url_path}/web/once.js"
    with site.test_request_context(address, method=method, headers={"If-None-Match": seen} if seen else {}):
        answer = site.full_dispatch_request()
        assert answer.status_code == status
        open_files = [one for one in gc.get_objects() if type(one) is BufferedReader and not one.closed]
        assert [one for one in open_files if str(one.name).endswith("once.js")] == []
