"""Which draft somebody may work on: administrators all of them, to others there is none."""

from flask import abort

from questionnaires.catalogue import Library
from questionnaires.drafting.deciding.redrafting import Redrafter
from survey.studio.drafts import OpenDraft, find_draft
from survey.web.access import get_session

_KEPT: list[tuple[Library, Redrafter]] = []


def get_draft(id: int) -> OpenDraft:
    """A draft that is worked on, as it stands now, or 404."""
    session = get_session()
    session.expire_all()
    draft = find_draft(session, id)
    if draft is None:
        abort(404)
    return draft


def has_redrafter(library: Library) -> bool:
    """Whether asking the library again costs nothing any more in this process."""
    return bool(_KEPT) and _KEPT[0][0] is library


def get_redrafter(library: Library) -> Redrafter:
    """What drafts parts anew; made once in a process for a library as it stands."""
    if not has_redrafter(library):
        _KEPT[:] = [(library, Redrafter(library))]
    return _KEPT[0][1]
