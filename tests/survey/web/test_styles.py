"""What the style sheets promise, read from their text."""

import re
from pathlib import Path

STATIC, TEMPLATES = Path("survey/static"), Path("survey/templates")
BY_WIDTH = re.compile(r"@media \((?:max|min)-width[^{]*\{((?:[^{}]*\{[^}]*\})*)")
STACKED = re.compile(r"<table class=\"[^\"]*\bstack\b.*?</table>", re.DOTALL)
CELL = re.compile(r"<td(?: [^>]*)?>")
SETS_COLOUR = re.compile(r"(?:^|[\s;{])(?:color|background[\w-]*|opacity)\s*:")


def test_no_colour_hangs_on_the_width_of_the_screen() -> None:
    """So that contrast is looked at on one screen for all (tests/survey/test_axe_in_browser.py)."""
    found = {file.name: BY_WIDTH.findall(file.read_text(encoding="utf-8")) for file in STATIC.rglob("*.css")}
    assert sum(map(len, found.values())) >= 6
    assert [name for name, rules in found.items() if any(map(SETS_COLOUR.search, rules))] == []


def test_every_cell_of_a_table_that_is_a_list_on_a_phone_says_what_it_is() -> None:
    """There its heads are out of sight. The first cell heads the entry; one over several columns speaks for itself."""
    tables = [one for file in TEMPLATES.rglob("*.html") for one in STACKED.findall(file.read_text(encoding="utf-8"))]
    rows = [row for table in tables for row in table.partition("<tbody>")[2].split("<tr")[1:]]
    assert len(tables) >= 10 and len(rows) >= len(tables)
    cells = [cell for row in rows for cell in CELL.findall(row)[0 if "<th" in row else 1 :]]
    assert [cell for cell in cells if "data-label=" not in cell and "colspan=" not in cell] == []
