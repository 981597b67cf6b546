"""The address of scripts and styles."""

from pathlib import Path

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
