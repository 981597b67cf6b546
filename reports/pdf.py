"""HTML and CSS in, PDF bytes out: the only place that knows WeasyPrint."""

from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reports.fonts import check_fonts


@cache
def _share_fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _load_style(stylesheet: Path) -> CSS:
    return CSS(string=stylesheet.read_text(encoding="utf-8"), font_config=_share_fonts(), url_fetcher=_refuse_outside())


@cache
def _refuse_outside() -> URLFetcher:
    """A fetcher for what a page carries in itself; no file and no address is ever opened."""
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


def render_pdf(html: str, stylesheet: Path) -> bytes:
    """Render one page of HTML with a stylesheet of ours.

    Raises FontProblem before anything is rendered, where a font or a glyph is missing. Fonts and the parsed
    stylesheet are shared by all calls of a process, which grows by each: use processes, and replace them now and then.
    """
    check_fonts(html)
    check_fonts(stylesheet.read_text(encoding="utf-8"))
    page = HTML(string=html, base_url="about:blank", url_fetcher=_refuse_outside())
    written = page.write_pdf(stylesheets=[_load_style(stylesheet)], font_config=_share_fonts(), pdf_tags=True)
    return bytes(written)
