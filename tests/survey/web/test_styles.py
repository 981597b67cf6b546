"""What the style sheets promise, read from their text."""

import re
from pathlib import Path

STATIC = Path("survey/static")
BY_WIDTH = re.compile(r"@media \((?:max|min)-width[^{]*\{((?:[^{}]*\{[^}]*\})*)")
SETS_COLOUR = re.compile(r"(?:^|[\s;{])(?:color|background[\w-]*|opacity)\s*:")


def test_no_colour_hangs_on_the_width_of_the_screen() -> None:
    """So that contrast is looked at on one screen for all (tests/survey/test_axe_in_browser.py)."""
    found = {file.name: BY_WIDTH.findall(file.read_text(encoding="utf-8")) for file in STATIC.rglob("*.css")}
    assert sum(map(len, found.values())) >= 6
    assert [name for name, rules in found.items() if any(map(SETS_COLOUR.search, rules))] == []
