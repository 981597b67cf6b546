"""Files that come in by a page: how large they may be, and how one is taken in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from flask import current_app
from flask_babel import gettext as _

from survey.evidence.file_names import name_file
from survey.evidence.file_types import identify
from survey.evidence.files import MOST_FILES
from survey.evidence.forms import EvidenceDatesForm
from survey.evidence.shelf import UploadedFile
from survey.evidence.store import EvidenceStore
from survey.web.access import get_session
from survey.web.limits import from_people

REST_OF_FORM = 1 << 20  # what a form sends beside its files


def size_of_form() -> int:
    """A form's files from people who are signed in; from others no more than any form."""
    return from_people(MOST_FILES * get_store().most_bytes + REST_OF_FORM)()


def size_of_file() -> int:
    """One file, and as much again to refuse what is too large by words of our own."""
    return 2 * get_store().most_bytes


def get_store() -> EvidenceStore:
    return cast(EvidenceStore, current_app.extensions["evidence_store"])


@contextmanager
def receiving(stream: IO[bytes], expected: int | None, name: str, form: EvidenceDatesForm) -> Iterator[UploadedFile]:
    """A file as it has arrived, told by its content; gone when the block ends, unless it was kept. Raises Refused."""
    get_session().commit()  # an upload takes its time: nothing is held open meanwhile
    store = get_store()
    store.refuse_size(expected or 0)
    with store.receive(stream, expected) as arrival:
        with arrival.path.open("rb") as file:
            kind = identify(file)
        yield UploadedFile(arrival, name_file(name, kind), kind, form.dates, form.words)


def say_known(name: str) -> str:
    """That a file which was sent is there already."""
    return str(_("This very file was on the shelf already, as “%(name)s”; it is kept once.", name=name))
