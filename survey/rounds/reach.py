"""What of the rounds the signed-in person may reach: their own response, those they may read, a round; else 404."""

from collections.abc import Collection

from flask import abort, request

from survey.bureaus.reach import may_read, reads_results, speaks_for
from survey.rounds.external import find_external
from survey.rounds.issued import Asked, find_asked
from survey.rounds.plain import list_plain
from survey.rounds.rounds import LISTED, WITH_ROUND, find_by_slug
from survey.storage.external import ExternalRound
from survey.storage.states import OF_A_BUREAU, READING_ONLY, REVIEWERS, WITHOUT_BUREAU, Role, State
from survey.storage.tables import Person, Response, Round
from survey.web.access import LARGEST_ID, current_account, current_person, get_session


def find_own_response(response_id: int, *roles: Role) -> Response:
    """The response of the own bureau of a clerk or head (or of those of `roles` only), or 404."""
    response = _get_response(response_id)
    if response is None or not _is_own(response.bureau_id, roles or OF_A_BUREAU):
        abort(404)
    return response


def find_own_asked(response_id: int, *roles: Role) -> Asked:
    """What is asked in a response that `find_own_response` would give, or 404."""
    asked = find_asked(get_session(), response_id) if response_id <= LARGEST_ID else None
    if asked is None or not _is_own(asked.bureau_id, roles or OF_A_BUREAU):
        abort(404)
    return asked


def _is_own(bureau_id: int, roles: Collection[Role]) -> bool:
    account = current_account()
    return account.role in roles and account.bureau_id == bureau_id


def find_response(response_id: int) -> Response:
    """A response that the signed-in person may read, or 404.

    Clerk and head read their own, a reviewer those of the bureaus below, an administrator all. What was never
    submitted is its bureau's alone, and a round that was withdrawn no reviewer's any more. Leader and auditor read
    what is accepted, and where something would be done to it, it is not there for them.
    """
    response, person = _get_response(response_id), current_person()
    if person.role in READING_ONLY:
        return _find_accepted(response, person)
    if response is None or not may_read(person, response.bureau):
        abort(404)
    if response.submitted_at is None and person.role not in OF_A_BUREAU:
        abort(404)
    if response.round.withdrawn_at is not None and person.role in REVIEWERS:
        abort(404)
    return response


def _find_accepted(response: Response | None, person: Person) -> Response:
    if request.method not in ("GET", "HEAD") or response is None or not reads_results(person, response.bureau):
        abort(404)
    is_accepted = response.state is State.ACCEPTED and response.absent_at is None
    return response if is_accepted and response.round.withdrawn_at is None else abort(404)


def list_seen(round: Round) -> list[Response]:
    """The responses of a round of whose results the signed-in person may know, as `list_readable` gives them: where
    each stands, and of those that are not accepted nothing else."""
    person = current_person()
    return list_plain(
        get_session(), Response.round_id == round.id, LISTED, keep=lambda bureau: reads_results(person, bureau)
    )


def list_own(round: Round) -> list[Response]:
    """Those of `list_seen` of which papers, rankings and sums tell."""
    return keep_own(current_person(), list_seen(round))


def keep_own(person: Person, seen: list[Response]) -> list[Response]:
    """The responses of a person's own place. Whom a reviewer is named for from outside stands among them only where
    nobody of their own place is in the round."""
    return [one for one in seen if speaks_for(person, one.bureau)] or seen


def find_involved(response_id: int) -> Response:
    """A response on which the signed-in person may have something to do: their bureau's own, or one they may read."""
    if current_person().role in OF_A_BUREAU:
        return find_own_response(response_id)
    return find_response(response_id)


def _get_response(response_id: int) -> Response | None:
    return get_session().get(Response, response_id, options=WITH_ROUND) if response_id <= LARGEST_ID else None


def list_readable(round: Round) -> list[Response]:
    """The responses of a round that the signed-in person may read, in the order of bureau codes, as plain rows; not of
    those that were taken out of it."""
    person = current_person()
    return list_plain(
        get_session(), Response.round_id == round.id, LISTED, keep=lambda bureau: may_read(person, bureau)
    )


def find_round(slug: str) -> Round:
    """A round in which bureaus are asked, by its short name, or 404; one that was withdrawn is there for administrator
    and auditor alone."""
    round = find_by_slug(get_session(), slug)
    if round is None or (round.withdrawn_at is not None and current_person().role not in WITHOUT_BUREAU):
        abort(404)
    return abort(404) if find_external(get_session(), round.id) is not None else round


def find_results(slug: str) -> ExternalRound:
    """Results from elsewhere by the short name of their round, or 404."""
    round = find_by_slug(get_session(), slug)
    found = None if round is None else find_external(get_session(), round.id)
    return found if found is not None else abort(404)
