"""A response judged as it stands: its questionnaire, what is stored, and the scorecard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from questionnaires.answers import Answer
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Scorecard, score
from questionnaires.totals import Entries
from survey.responses.claims import SavedClaims, find_claims
from survey.responses.entries import count_entered, list_shown_entries
from survey.responses.handed_in import find_end, find_handing_in, find_profile_at, list_answers_until
from survey.responses.published import list_shown
from survey.responses.reviews import list_reviews, read_verified
from survey.responses.saving import Saved, list_given
from survey.rounds.issued import apply_profile
from survey.storage.beside import ReviewEntry
from survey.storage.states import EntryKind
from survey.storage.tables import Person, Response, Review


@dataclass(frozen=True)
class Assessment:
    """What applies to the bureau, what it answered and claimed, what its reviewers decided and entered, and the score
    by scoring.md: self-assessed, with the claims; verified, with what was granted and entered."""

    response: Response
    profile: Mapping[str, bool]
    questionnaire: Questionnaire
    saved: Mapping[str, Saved]
    answers: Mapping[str, Answer]
    card: Scorecard
    reviews: Mapping[str, Review]
    verified: Scorecard
    claims: SavedClaims
    entries: Sequence[ReviewEntry]

    @property
    def is_reviewed(self) -> bool:
        """Whether there is anything that a reviewer decided or entered."""
        return bool(self.reviews or self.entries)

    @property
    def grants(self) -> list[ReviewEntry]:
        """What was decided on claims."""
        return [one for one in self.entries if one.kind is EntryKind.GRANT]


def assess(session: Session, response: Response, shown_to: Person | None = None, handed_in: bool = False) -> Assessment:
    """Judge what is stored, as far as a person may see it (None: all), or as it was `handed_in`. Nothing is written."""
    until = find_handing_in(response) if handed_in else find_end(response, shown_to)
    profile = find_profile_at(session, response, until)
    questionnaire = apply_profile(response.questionnaire, profile)
    saved = list_answers_until(session, response, until)
    answers = list_given(questionnaire, saved)
    as_of, claims = response.round.as_of, find_claims(session, response, until)
    own = Entries(claims.claims)
    card = score(questionnaire, answers, as_of, own)
    reviews = list_shown(session, response, shown_to) if shown_to else list_reviews(session, response.id)
    entries = list_shown_entries(session, response, shown_to)
    counting = read_verified(questionnaire, answers, reviews, response)
    beside = count_entered(claims.claims, entries) if reviews or entries else own
    is_own = (counting, beside) == (answers, own)
    verified = card if is_own else score(questionnaire, counting, as_of, beside)
    return Assessment(response, profile or {}, questionnaire, saved, answers, card, reviews, verified, claims, entries)


@dataclass(frozen=True)
class Case:
    """A response before whoever acts on it now: judged when that is first asked for, and once.

    `shown_to` sees what that person may see (None: all).
    """

    session: Session
    response: Response
    shown_to: Person | None = None

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.session, self.response, self.shown_to)
