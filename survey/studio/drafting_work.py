"""The draft of a file that was sent in, made by the worker: once, however often it is begun."""

from questionnaires.drafting.deciding.aligning import put_beside
from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.drafting.deciding.decided import DecidedNotice
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.outline.outlining import outline_notice
from questionnaires.drafting.parts import Outline
from questionnaires.drafting.reading.notice import read_notice
from questionnaires.messages import Refused, say, say_why
from survey.catalogues.current import current_library
from survey.jobs.owing import GiveUp, Work
from survey.storage.database import reading, writing
from survey.studio.authors import add_author, list_authors
from survey.studio.drafts import add_draft, find_draft
from survey.studio.sent import find_file


def read_clauses(content: bytes, name: str) -> Outline:
    """What a file of that name says, in clauses; raises Refused, with the reason."""
    outline = outline_notice(read_notice(content, name))
    if not outline.clauses:
        raise Refused("No clause was found in the text.")
    return outline


def _put_beside(work: Work, drafted: DecidedNotice) -> DecidedNotice:
    """The draft by itself, or with what another one has decided on the clauses that it was aligned with."""
    if work.payload.get("beside") is None:
        return drafted
    with reading(work.engine) as session:
        found = find_draft(session, int(work.payload["beside"]))
    if found is None:
        raise GiveUp(say("The draft that the text was put beside was put away meanwhile."))
    return put_beside(found.notice, drafted, work.payload["pairs"])


def draft_sent(work: Work) -> None:
    """Read and draft a file, and keep the draft together with the word that it is there."""
    if work.payload.get("draft") is not None:
        return
    name, parent = str(work.payload["name"]), work.payload["parent"]
    path = find_file(work.settings.data_folder, str(work.payload["file"]))
    work.remember({"step": "reading"})
    with reading(work.engine) as session:
        library = current_library(session)
    try:
        outline = read_clauses(path.read_bytes(), name)
    except Refused as why:
        path.unlink(missing_ok=True)
        raise GiveUp(say_why(why)) from None
    work.remember({"step": "drafting"})
    draft = draft_notice(outline, library, parent if parent in library.documents else None)
    notice = _put_beside(work, begin_notice(draft, name.rpartition(".")[0], library.duties))
    with writing(work.engine) as session:
        id = add_draft(session, notice, name, int(work.payload["person"]))
        if work.payload.get("beside") is not None:
            for author in list_authors(session, int(work.payload["beside"])):
                add_author(session, id, author.person, int(work.payload["person"]))
        work.remember_in(session, {"draft": id})
    path.unlink(missing_ok=True)
