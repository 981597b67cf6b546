"""A notice as far as it is decided, joined to the library, so that its questions can be looked at."""

from questionnaires.catalogue import Library
from questionnaires.drafting.deciding.assembling import write_catalogue
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice
from questionnaires.drafting.deciding.lacking import tell_reason
from questionnaires.faults import CatalogueFault
from questionnaires.joining import check_joining, join_documents
from survey.catalogues.current import open_catalogue
from survey.catalogues.publishing import encode

NOT_YET = "–"


def join_draft(notice: DecidedNotice, library: Library) -> tuple[Library | None, tuple[CatalogueFault, ...]]:
    """The library with the catalogue as far as it is decided; what is missing, in its head and of why a clause asks
    nothing, is a dash meanwhile.

    None where nothing is accepted yet, or what is has faults, or does not go with the other notices: what is in force
    would be looked at in its place.
    """
    if not any(is_asked(clause) for clause in notice.clauses):
        return None, ()
    text = write_catalogue(_fill_gaps(notice, library), library, "0")
    read = open_catalogue(encode(text))
    if read.document is None:
        return None, read.faults
    joined = join_documents(library, [read.document])
    if joined.documents.get(read.document.id) is not read.document:
        return None, tuple(check_joining(library, read.document))
    return joined, ()


def _fill_gaps(notice: DecidedNotice, library: Library) -> DecidedNotice:
    facts = notice.facts
    gaps = {
        "title": facts.title or NOT_YET,
        "issuer": facts.issuer or NOT_YET,
        "implements": facts.implements or NOT_YET,
        "division": facts.division or "000000",
        "parent": facts.parent if facts.parent in library.documents and facts.parent != facts.id else None,
    }
    clauses = tuple(
        clause if tell_reason(clause) or is_asked(clause) else clause.model_copy(update={"reason": NOT_YET})
        for clause in notice.clauses
    )
    return DecidedNotice(facts=facts.model_copy(update=gaps), clauses=clauses)


def is_asked(clause: DecidedClause) -> bool:
    """Whether something of a clause is asked, as far as it is decided."""
    return any(one.state == "accepted" for one in clause.measures)
