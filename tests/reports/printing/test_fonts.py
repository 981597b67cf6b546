"""A PDF is refused where it would show boxes."""

from pathlib import Path

import pytest

from reports.gap.report import write_gap_report
from reports.printing.fonts import FontProblem, Fonts, check_fonts, find_fonts
from tests.reports.samples import ALL_MET, make_report


@pytest.fixture
def no_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(configuration))


@pytest.mark.usefixtures("no_fonts")
def test_without_a_chinese_font_it_names_the_command_that_installs_one() -> None:
    with pytest.raises(FontProblem, match="apt-get install -y --no-install-recommends fonts-noto-cjk"):
        write_gap_report(make_report(ALL_MET))


def test_without_fontconfig_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("FONTCONFIG_FILE", "none")
    with pytest.raises(FontProblem, match="fc-list is missing"):
        find_fonts()


def test_a_missing_glyph_is_named_with_its_place() -> None:
    with pytest.raises(FontProblem, match=r"U\+10E123 \(…药品\U0010e123监管…\)"):
        check_fonts("<p>药品\U0010e123监管</p>")


def test_chinese_latin_and_punctuation_are_at_hand() -> None:
    check_fonts("药品监管能力，“自评”（100.00％）—— 〔2022〕１～９ ①㎡℃ ABC\n\t")


def test_typed_words_stay_printable() -> None:
    fonts = Fonts(frozenset(map(ord, "药品 ok")))
    assert fonts.substitute("药品 ok\n") == "药品 ok\n"
    assert fonts.substitute("药\U0001f600品") == "药〔U+1F600〕品"
    assert fonts.substitute("药\u200d\ufe0f\u202e品") == "药品"


def test_the_fonts_are_looked_up_once() -> None:
    assert find_fonts() is find_fonts()


def test_what_breaks_a_page_is_shown_by_its_code() -> None:
    assert find_fonts().substitute("药\f品") == "药〔U+000C〕品"
