"""The trial of a scheme on many bureaus at once: from the credits that are stored of each, which no scheme changes.

What cannot be told from them, such as a question that only the other scheme scores, is judged anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from questionnaires.applying import apply_scheme
from questionnaires.catalogue import Band, Library
from questionnaires.outcomes import NONE, read_ratio
from questionnaires.questionnaire import Questionnaire
from questionnaires.scheme import Scheme
from questionnaires.scoring import RULES_VERSION
from questionnaires.tallying import TallySheet
from questionnaires.wording import round_half_up
from survey.rounds.issued import apply_profile, open_questionnaire
from survey.schemes.trial import Tried, take_off, try_scheme
from survey.storage.columns import is_among
from survey.storage.states import IN, Basis, State
from survey.storage.tables import Bureau, Response, StoredOutcome


@dataclass(frozen=True, slots=True)
class TriedScore:
    """A score with its grade."""

    score: Fraction | None
    grade: Band | None


@dataclass(frozen=True, slots=True)
class TriedBureau:
    """A bureau's score as it was and as it would be, both of its own answers or both as verified."""

    bureau: Bureau
    response_id: int
    verified: bool
    before: TriedScore
    after: TriedScore

    @property
    def change(self) -> Fraction | None:
        """Of the figures as they are shown."""
        if self.before.score is None or self.after.score is None:
            return None
        return Fraction(round_half_up(self.after.score)) - Fraction(round_half_up(self.before.score))


class CreditSheet:
    """What applies to some bureaus, made ready to add up credits as they are written of the questionnaire as it was
    issued."""

    def __init__(self, applying: Questionnaire, issued: Questionnaire, as_of: date) -> None:
        weights, scored = applying.whole_weights, [one for one in applying.questions if one.is_scored]
        self._lines = [(issued.places[one.id], weights[one.id], one.critical) for one in scored]
        self._tally = TallySheet(applying, as_of)
        self.is_told = all(issued.by_id[one.id].is_scored for one in scored)

    def add_up(self, words: Sequence[str]) -> TriedScore:
        """The score of these credits, with its grade."""
        whole, caps, ratios = 0, [], dict[int, int]()
        for place, weight, is_critical in self._lines:
            if (word := words[place]) == NONE:
                continue
            numerator, denominator = read_ratio(word)
            whole += weight
            ratios[denominator] = ratios.get(denominator, 0) + weight * numerator
            if is_critical and numerator < denominator:
                caps.append(Fraction(numerator, denominator))
        if not whole:
            return TriedScore(None, None)
        earned = sum((Fraction(numerator, denominator) for denominator, numerator in ratios.items()), Fraction(0))
        score = 100 * earned / whole
        return TriedScore(score, self._tally.grade(score, caps))


class Trial:
    """A scheme, and each questionnaire of a round put to it once for each profile."""

    def __init__(self, scheme: Scheme, library: Library) -> None:
        self.scheme, self.library = scheme, library
        self._put_to: dict[int, Questionnaire] = {}
        self._sheets: dict[tuple[int, frozenset[tuple[str, bool]]], tuple[CreditSheet, CreditSheet]] = {}

    def find_sheets(self, response: Response) -> tuple[CreditSheet, CreditSheet]:
        """How a response was added up, and how it would be. Raises SchemeRefused."""
        asked, profile, as_of = response.questionnaire, response.profile or {}, response.round.as_of
        key = (asked.id, frozenset(profile.items()))
        if key not in self._sheets:
            issued = open_questionnaire(asked)
            if asked.id not in self._put_to:
                self._put_to[asked.id] = apply_scheme(self.scheme, take_off(issued, self.library))
            other = self._put_to[asked.id].for_profile(profile)
            before = CreditSheet(apply_profile(asked, profile), issued, as_of)
            self._sheets[key] = before, CreditSheet(other, issued, as_of)
        return self._sheets[key]


def try_stored(
    session: Session, responses: Sequence[Response], scheme: Scheme, library: Library
) -> list[Tried | TriedBureau]:
    """The same as `try_scheme`, of many. Raises SchemeRefused."""
    stored, trial = _read_stored(session, responses), Trial(scheme, library)
    found: list[Tried | TriedBureau] = []
    for response in responses:
        verified = response.state is State.ACCEPTED
        words = stored.get((response.id, Basis.VERIFIED if verified else Basis.OWN))
        before, after = trial.find_sheets(response)
        if words is None or response.state not in IN or not after.is_told:
            found += try_scheme(session, [response], scheme, library)
        else:
            scores = before.add_up(words), after.add_up(words)
            found.append(TriedBureau(response.bureau, response.id, verified, *scores))
    return sorted(found, key=lambda one: (-abs(one.change or 0), one.bureau.code))


def _read_stored(session: Session, responses: Iterable[Response]) -> Mapping[tuple[int, Basis], Sequence[str]]:
    """The credits of each as they are written, by response and basis."""
    query = select(StoredOutcome.response_id, StoredOutcome.basis, StoredOutcome.credits)
    query = query.where(is_among(StoredOutcome.response_id, [one.id for one in responses]))
    rows = session.exec(query.where(col(StoredOutcome.rules) == RULES_VERSION))
    return {(id, Basis(basis)): credits.split() for id, basis, credits in rows}
