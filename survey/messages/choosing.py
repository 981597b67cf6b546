"""Which bureaus are told: all that somebody keeps, those that are late, have not begun, or have something returned."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlmodel import Session, col, select

from survey.bureaus.keeping import keeps
from survey.bureaus.places import list_bureaus, list_ended
from survey.rounds.standings import Standing, find_standings
from survey.storage.states import WITH_BUREAU, State
from survey.storage.tables import Bureau, Person, Response, StoredAnswer

ALL = "all"
Judge = Callable[[Standing, Collection[int], date], bool]
BY_STANDING: Mapping[str, Judge] = {  # what is looked at: where a response stands, those with answers, today
    "late": lambda one, begun, today: one.is_late(today),
    "not_begun": lambda one, begun, today: one.response.state is State.DRAFTING and one.response.id not in begun,
    "returned": lambda one, begun, today: one.response.state is State.RETURNED,
}
CHOICES = (ALL, *BY_STANDING)


def find_bureaus(session: Session, actor: Person, which: str, words: str, zone: str, today: date) -> list[Bureau]:
    """The bureaus that somebody keeps, of a choice, in whose place, name or code all the words are; by code."""
    ended = list_ended(session)
    kept = [one for one in list_bureaus(session) if one.id not in ended and keeps(actor, one)]
    found = [one for one in kept if all(word in _describe(one) for word in words.split())]
    if which == ALL:
        return found
    asked = _find_asked(session, which, zone, today)
    return [one for one in found if one.id in asked]


def _describe(bureau: Bureau) -> str:
    return f"{bureau.parent.name if bureau.parent else ''} {bureau.name} {bureau.code}"


def _find_asked(session: Session, which: str, zone: str, today: date) -> set[int]:
    """The bureaus, in whatever round, with a response of theirs that is judged so."""
    with_bureau = col(Response.state).in_(WITH_BUREAU), col(Response.absent_at).is_(None)
    responses = session.exec(select(Response).where(*with_bureau)).all()
    begun = set(session.exec(select(StoredAnswer.response_id).distinct()))
    standings = find_standings(session, responses, zone).values()
    return {one.response.bureau_id for one in standings if BY_STANDING[which](one, begun, today)}
