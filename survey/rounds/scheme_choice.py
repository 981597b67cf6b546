"""The scheme that a new round is scored under: one that ships, one that is kept on the site, or a file."""

import tempfile
from functools import cache
from pathlib import Path, PurePath

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from questionnaires.applying import SchemeRefused
from questionnaires.catalogue import Library
from questionnaires.loading import load_library
from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import SCHEMES, parse_scheme, read_scheme
from survey.catalogues.words import say_place
from survey.rounds.kept_schemes import list_kept, read_kept
from survey.web.access import get_session
from survey.web.languages import say_refusal

SHIPPED = ("hundred", "plain")  # the first one is that of a new round
OWN_FILE = "file"


@cache
def load_shipped(name: str) -> Scheme:
    """A scheme that ships with the product, and names nothing but what ships with it."""
    return read_scheme(SCHEMES / f"{name}.yaml", load_library())


def list_named() -> dict[str, Scheme]:
    """The schemes that can be chosen by name. That of one that is kept has its version: what is changed meanwhile is
    not taken for what was looked at."""
    kept = {f"kept-{one.id}-{one.version}": read_kept(one) for one in list_kept(get_session())}
    return {**{name: load_shipped(name) for name in SHIPPED}, **kept}


def list_choices() -> list[SelectChoice]:
    """What a new round can be scored under."""
    named = [SelectChoice(name, scheme.title or _("without a title")) for name, scheme in list_named().items()]
    return [*named, SelectChoice(OWN_FILE, _("A scheme of our own, as a file"))]


def find_choice(scheme: Scheme | None) -> str:
    """How a scheme is chosen; without one, a round is scored as under the plain one."""
    if scheme is None:
        return "plain"
    return next((name for name, one in list_named().items() if one == scheme), OWN_FILE)


def read_sent(name: str, content: bytes, library: Library) -> Scheme:
    """The scheme in a file that was sent in. Raises SchemeRefused."""
    ending = ".json" if PurePath(name).suffix.lower() == ".json" else ".yaml"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"scheme{ending}"
        path.write_bytes(content)
        return read_scheme(path, library)


def read_carried(text: str, library: Library) -> Scheme:
    """A scheme as a page carries it from one form to the next, in JSON. Raises SchemeRefused, ValueError."""
    return parse_scheme(Scheme.model_validate_json(text).model_dump(), library)


def say_refusals(error: SchemeRefused) -> list[str]:
    """All that is wrong with a scheme, each with its place."""
    return [_("%(place)s: %(why)s", place=say_place(one.place), why=say_refusal(one.why)) for one in error.refusals]
