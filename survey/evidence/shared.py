"""The same file in several bureaus of a round: pointed out to reviewers, as far as they may read those bureaus."""

from sqlmodel import Session, col, select

from survey.bureaus.reach import may_read
from survey.responses.handed_in import IS_FILE_HANDED_IN
from survey.storage.states import OF_A_BUREAU
from survey.storage.tables import Bureau, Evidence, Person, Response


def name_shared(session: Session, response: Response, person: Person) -> dict[str, list[str]]:
    """The other bureaus that have a file of this response too, by its SHA-256; nothing for people of a bureau."""
    if person.role in OF_A_BUREAU:
        return {}
    named = {
        sha256: [_name(one) for one in bureaus if one.id != response.bureau_id and may_read(person, one)]
        for sha256, bureaus in find_shared(session, response).items()
    }
    return {sha256: names for sha256, names in named.items() if names}


def _name(bureau: Bureau) -> str:
    """A bureau with the one above: two places may be called alike."""
    return f"{bureau.parent.name} {bureau.name}" if bureau.parent else bureau.name


def find_shared(session: Session, response: Response) -> dict[str, list[Bureau]]:
    """The files, by SHA-256, that were handed in with this response, with all bureaus of the round that have them."""
    counts = (Response.round_id == response.round_id, IS_FILE_HANDED_IN)
    own = select(Evidence.sha256).join(Response).where(Evidence.response_id == response.id, IS_FILE_HANDED_IN)
    query = (
        select(Evidence.sha256, Bureau)
        .join(Response, col(Response.id) == Evidence.response_id)
        .join(Bureau, col(Bureau.id) == Response.bureau_id)
        .where(*counts, col(Evidence.sha256).in_(session.exec(own).all()))
        .distinct()
        .order_by(col(Bureau.code))
    )
    shared: dict[str, list[Bureau]] = {}
    for sha256, bureau in session.exec(query):
        shared.setdefault(sha256, []).append(bureau)
    return shared
