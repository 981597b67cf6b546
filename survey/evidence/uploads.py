"""Files that come in by a page: how large they may be, and how one is taken in."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, cast

from flask import Blueprint, current_app, request
from flask.wrappers import Response as Answer
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from survey.evidence.file_names import name_file
from survey.evidence.file_types import identify
from survey.evidence.files import MOST_FILES
from survey.evidence.forms import EvidenceDatesForm
from survey.evidence.shelf import UploadedFile
from survey.evidence.store import CHUNK, EvidenceStore
from survey.web.access import get_session
from survey.web.marks import current_marks

REST_OF_FORM = 1 << 20  # what a form sends beside its files


def take_files(bp: Blueprint) -> None:
    """Let files in by the pages of a blueprint that say how large."""
    bp.url_value_preprocessor(_allow_files)
    bp.after_request(_take_in_the_rest)


def _allow_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let files in before the body is looked at."""
    if largest := current_marks().largest:
        request.max_content_length = largest()


def _take_in_the_rest(answer: Answer) -> Answer:
    """Read what is left of a refused upload: a browser does not listen before it has sent all."""
    with suppress(HTTPException, OSError):
        while request.stream.read(CHUNK):
            pass
    return answer


def size_of_form() -> int:
    """A form's files from people who are signed in; from others no more than any form."""
    signed_in = current_user.is_authenticated
    return MOST_FILES * get_store().most_bytes + REST_OF_FORM if signed_in else current_app.config["MAX_CONTENT_LENGTH"]


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
