"""Which draft somebody works on, administrators on all and authors on theirs, or reads clauses of; to others there is
none."""

from dataclasses import replace

from flask import abort

from questionnaires.catalogue import Library
from questionnaires.drafting.deciding.redrafting import Redrafter
from survey.studio.authors import may_work
from survey.studio.drafts import OpenDraft, find_draft
from survey.web.access import current_person, get_session

_KEPT: list[tuple[Library, Redrafter]] = []


def get_draft(id: int) -> OpenDraft:
    """A draft that the person who is signed in works on, as it stands now, or 404."""
    draft = _find(id)
    if draft is None or not may_work(get_session(), current_person(), id):
        abort(404)
    return draft


def get_read(id: int) -> OpenDraft:
    """A draft of which the person who is signed in was asked to read clauses, with their own readings alone, or 404."""
    draft = _find(id)
    own = () if draft is None else tuple(one for one in draft.readings if one.reader_id == current_person().id)
    if draft is None or not own:
        abort(404)
    return replace(draft, readings=own)


def _find(id: int) -> OpenDraft | None:
    session = get_session()
    session.expire_all()
    return find_draft(session, id)


def has_redrafter(library: Library) -> bool:
    """Whether asking the library again costs nothing any more in this process."""
    return bool(_KEPT) and _KEPT[0][0] is library


def get_redrafter(library: Library) -> Redrafter:
    """What drafts parts anew; made once in a process for a library as it stands."""
    if not has_redrafter(library):
        _KEPT[:] = [(library, Redrafter(library))]
    return _KEPT[0][1]
