"""Languages: which one a person reads, and the translations that are made ready at set-up."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, session
from flask_babel import Babel, Domain, get_locale, gettext

from questionnaires.aside import is_older, open_aside
from questionnaires.criteria.numbers import write_exactly
from questionnaires.messages import TRANSLATIONS as DOMAIN_TRANSLATIONS
from questionnaires.messages import Refused, list_translations, use_translations
from questionnaires.wording import round_half_up
from survey.installing.settings import LANGUAGES, Settings
from survey.sheets.characters import clean_line, is_seen
from survey.storage.columns import now

TRANSLATIONS = Path(__file__).parents[1] / "translations"
FOR_ALL = 0o644


def compile_translations(spare: Path | None = None) -> None:
    """Compile the translations that are not, or not any more; any number of processes may try at once.

    Those of a folder that cannot be written are compiled in the folder `spare`, and looked for there; where there is
    none, OSError is raised.
    """
    use_translations([_supply(folder, spare) for folder in (DOMAIN_TRANSLATIONS, TRANSLATIONS)])


def _supply(folder: Path, spare: Path | None) -> Path:
    """Where the translations of a folder are, compiled."""
    try:
        return _compile_all(folder, folder)
    except OSError:
        if spare is None:
            raise
        return _compile_all(folder, spare / folder.parent.name)


def _compile_all(folder: Path, target: Path) -> Path:
    for source in folder.rglob("*.po"):
        compiled = target / source.relative_to(folder).with_suffix(".mo")
        if is_older(compiled, source):
            compiled.parent.mkdir(parents=True, exist_ok=True)
            _compile(source, compiled)
    return target


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    with open_aside(target) as aside:
        with aside.open("wb") as compiled:
            write_mo(compiled, catalog)
        aside.chmod(FOR_ALL)  # whatever mask root has: the site runs under another account


def init_words(app: Flask, settings: Settings) -> None:
    """Chinese by default, English by choice; times are shown in the zone of the settings."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, reversed(list_translations())))
    app.config["BABEL_DEFAULT_LOCALE"] = settings.language
    words = KeptWords()
    Babel(app, locale_selector=choose_language).domain_instance = words
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: words.get_translations().ugettext(message),
        lambda one, many, number: words.get_translations().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        day=show_day,
        moment=show_moment,
        second=show_second,
        points=show_points,
        figure=show_figure,
        difference=show_difference,
    )


class KeptWords(Domain):  # type: ignore[misc]
    """The words of the site, which a request looks for once: Flask-Babel finds out anew for each word who asks and in
    which language, and a page says thousands."""

    def get_translations(self) -> NullTranslations:
        try:
            kept: NullTranslations = g.kept_words
        except (AttributeError, RuntimeError):  # the first word; or there is no request, and no language
            kept = super().get_translations()
            if g:
                g.kept_words = kept
        return kept


def choose_language() -> str:
    chosen = session.get("language") if has_request_context() else None
    return chosen if chosen in LANGUAGES else str(current_app.config["BABEL_DEFAULT_LOCALE"])


def html_language() -> str:
    """The language of the page, as HTML names it."""
    return "en" if str(get_locale()) == "en" else "zh-Hans-CN"


def show_day(day: date | None) -> str:
    if day is None:
        return "–"
    return day.isoformat() if str(get_locale()) == "en" else f"{day.year}年{day.month}月{day.day}日"


def local_time(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(current_app.config["TIME_ZONE"]))


def local_day(time_zone: str) -> date:
    """Today in a time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def local_today() -> date:
    """Today where the bureaus are."""
    return local_day(current_app.config["TIME_ZONE"])


def show_moment(at: datetime | None) -> str:
    return "–" if at is None else f"{local_time(at):%Y-%m-%d %H:%M}"


def show_second(at: datetime) -> str:
    return f"{local_time(at):%Y-%m-%d %H:%M:%S}"


def show_points(points: Fraction | Decimal | None) -> str:
    """A score or lost points, two decimals, half up; a dash where there is none."""
    return "–" if points is None else f"{round_half_up(Fraction(points)):.2f}"


def show_figure(number: Fraction | Decimal) -> str:
    """A number of a scheme with the digits that it has, such as 3 or 2.5."""
    return write_exactly(Fraction(number))


def show_difference(own: Fraction | Decimal | None, verified: Fraction | Decimal | None) -> str:
    """What the review changed, with its sign, between the two scores as they are shown; a dash where one is missing."""
    if own is None or verified is None:
        return "–"
    change = round_half_up(Fraction(verified)) - round_half_up(Fraction(own))
    return f"{change:+.2f}".replace("-", "−") if change else "0.00"


def say_refusal(refused: Refused) -> str:
    """Why something is refused, in the language of the page."""
    words = str(gettext(refused.message))
    return words % refused.details if refused.details else words


def clean_search(words: str) -> str:
    """Words to search for, without what no page can show, such as U+0000."""
    return "".join(one if is_seen(one) else " " for one in clean_line(words)).strip()[:80]
