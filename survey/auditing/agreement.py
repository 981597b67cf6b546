"""The tables held against the trail: what stands in them is what the trail's last act on it says.

Answers, decisions, claims, entries, items of plans, profiles and who is out of a round are in the trail word for word,
states by name, scores by their hash. A step that an earlier version wrote has no hash: the scores that it fixed are
counted as not proved.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.responses.promises import STANDS, say_item
from survey.responses.stored_outcomes import hash_outcome
from survey.rounds.absences import ACTS, ASK_AGAIN
from survey.storage.beside import ReviewEntry, StoredClaims
from survey.storage.columns import table_of
from survey.storage.plans import PlanItem
from survey.storage.records import TrailEntry
from survey.storage.states import EntryKind, State
from survey.storage.tables import Response, Review, StoredAnswer, StoredOutcome

SUBJECT = re.compile(r"response (\d+)(?: (?:question|entry|item) (\S+))?")
ANSWERED = ("answer.save", "answer.choose", "answer.ask-again")
ANSWERS, REVIEWS = table_of(StoredAnswer), table_of(Review)
CLAIMS, ENTRIES = table_of(StoredClaims), table_of(ReviewEntry)
CLEARED = ("response.reopen", "response.accept_self")
OUT = {act: absence.value for absence, act in ACTS.items()}


class QuestionPlace(NamedTuple):
    """A question of a response; or an entry of its reviewers, by its number."""

    response_id: int
    question_id: str


class Disagreement(NamedTuple):
    """What stands in the tables otherwise than the trail says: of a question, or (empty) of the response itself."""

    what: str
    response_id: int
    question_id: str = ""


@dataclass
class Told:
    """What the trail says that stands, gathered line by line."""

    answers: dict[QuestionPlace, Any] = field(default_factory=dict)
    versions: Counter[QuestionPlace] = field(default_factory=Counter)
    decisions: dict[QuestionPlace, Any] = field(default_factory=dict)
    claims: dict[int, Any] = field(default_factory=dict)
    entries: dict[QuestionPlace, Any] = field(default_factory=dict)
    items: dict[QuestionPlace, Any] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    seals: dict[int, str | None] = field(default_factory=dict)
    profiles: dict[int, Any] = field(default_factory=dict)
    absences: dict[int, tuple[str, str]] = field(default_factory=dict)
    unproved: set[int] = field(default_factory=set)

    def heed(self, line: TrailEntry) -> None:
        """Take a line in, the oldest first."""
        if (found := SUBJECT.fullmatch(line.subject)) is None:
            return
        place = QuestionPlace(int(found[1]), found[2] or "")
        after = json.loads(line.change).get("after")
        if line.act in ANSWERED:
            self.answers[place] = after
            self.versions[place] += 1
        elif line.act in ("review.decide", "review.take-back"):
            self.decisions[place] = after  # None: taken back
        elif line.act == "profile.save":
            self.profiles[place.response_id] = after
        elif line.act in OUT:
            self.absences[place.response_id] = (OUT[line.act], after)
        elif line.act == ASK_AGAIN:
            self.absences.pop(place.response_id, None)
        elif line.act.startswith("response."):
            self._move(place.response_id, line.act, after)
        else:
            self._heed_beside(place, line.act, after)

    def _heed_beside(self, place: QuestionPlace, act: str, after: Any) -> None:
        """What was claimed and entered beside the answers; a grant takes the place of the one before."""
        if act == "claims.save":
            self.claims[place.response_id] = after
        elif act == "entry.add":
            if after["kind"] == EntryKind.GRANT:
                self._drop_grants(place.response_id, after["item"])
            self.entries[place] = after
        elif act == "entry.end":
            self.entries.pop(place, None)
        elif act.startswith("plan.") and place.question_id:
            self.items[place] = {name: value for name, value in after.items() if name != "words"}
            if act == "plan.end":
                del self.items[place]

    def _move(self, response_id: int, act: str, after: list[str]) -> None:
        self.states[response_id] = after[0]
        self.seals[response_id] = after[2] if len(after) > 2 else None
        if act in CLEARED:
            for place in [one for one in self.decisions if one.response_id == response_id]:
                del self.decisions[place]
            self._drop_grants(response_id)

    def _drop_grants(self, response_id: int, *items: str) -> None:
        """Let grants stand no more: those of these items, or without items all."""
        for place, said in list(self.entries.items()):
            is_grant = place.response_id == response_id and said["kind"] == EntryKind.GRANT
            if is_grant and (not items or said["item"] in items):
                del self.entries[place]

    def find_disagreements(self, session: Session) -> Iterator[Disagreement]:
        """Everything that stands otherwise, or is not there, or that no act brought about."""
        yield from self._compare_answers(session)
        yield from self._compare_decisions(session)
        yield from self._compare_claims(session)
        yield from self._compare_entries(session)
        yield from self._compare_items(session)
        yield from self._compare_responses(session)

    def _compare_answers(self, session: Session) -> Iterator[Disagreement]:
        rows = session.execute(
            sa.select(ANSWERS.c.response_id, ANSWERS.c.question_id, ANSWERS.c.version, ANSWERS.c.content)
        )
        stands = {
            QuestionPlace(response, question): (version, content) for response, question, version, content in rows
        }
        for place in sorted(stands.keys() | self.answers.keys()):
            if stands.get(place) != (self.versions[place], self.answers.get(place)):
                yield Disagreement("answer", *place)

    def _compare_decisions(self, session: Session) -> Iterator[Disagreement]:
        row = REVIEWS.c
        said = (row.decision, row.answer_version, row.content, row.reason, row.mend_by)
        rows = session.execute(sa.select(row.response_id, row.question_id, *said).where(row.ended_at.is_(None)))
        stands = {
            QuestionPlace(response, question): {
                "decision": decision.value,
                "answer_version": version,
                "content": content,
                "reason": reason,
                "mend_by": mend_by and mend_by.isoformat(),
            }
            for response, question, decision, version, content, reason, mend_by in rows
        }
        for place in sorted(stands.keys() | self.decisions.keys()):
            if stands.get(place) != self.decisions.get(place):
                yield Disagreement("decision", *place)

    def _compare_claims(self, session: Session) -> Iterator[Disagreement]:
        rows = session.execute(sa.select(CLAIMS.c.response_id, CLAIMS.c.content))
        stands = {id: json.loads(content) for id, content in rows}
        for id in sorted(stands.keys() | self.claims.keys()):
            if stands.get(id) != self.claims.get(id):
                yield Disagreement("claims", id)

    def _compare_entries(self, session: Session) -> Iterator[Disagreement]:
        row = ENTRIES.c
        rows = session.execute(
            sa.select(row.response_id, row.id, row.kind, row.item_id, row.points, row.reason).where(
                row.ended_at.is_(None)
            )
        )
        stands = {
            QuestionPlace(response, str(id)): {"kind": kind.value, "item": item, "reason": reason}
            | ({} if points is None else {"points": points})
            for response, id, kind, item, points, reason in rows
        }
        for place in sorted(stands.keys() | self.entries.keys()):
            if stands.get(place) != self.entries.get(place):
                yield Disagreement("entry", *place)

    def _compare_items(self, session: Session) -> Iterator[Disagreement]:
        """The items of plans."""
        rows = session.exec(select(PlanItem).where(STANDS))
        stands = {QuestionPlace(one.response_id, str(one.id)): say_item(one) for one in rows}
        for place in sorted(stands.keys() | self.items.keys()):
            if stands.get(place) != self.items.get(place):
                yield Disagreement("item", *place)

    def _compare_responses(self, session: Session) -> Iterator[Disagreement]:
        outcomes: dict[int, list[StoredOutcome]] = {}
        for outcome in session.exec(select(StoredOutcome).order_by(col(StoredOutcome.basis))):
            outcomes.setdefault(outcome.response_id, []).append(outcome)
        there = {one.id: one for one in session.exec(select(Response).order_by(col(Response.id)))}
        for id in sorted(self.states.keys() - there.keys()):
            yield Disagreement("state", id)
        for id, response in there.items():
            for what in self._compare_response(response, hash_outcome(response, outcomes.get(id, []))):
                yield Disagreement(what, id)

    def _compare_response(self, response: Response, outcome: str | None) -> Iterator[str]:
        id = response.id
        if response.state != self.states.get(id, State.DRAFTING):
            yield "state"
        if response.profile != self.profiles.get(id):
            yield "profile"
        if (response.absence or "", response.absent_reason) != self.absences.get(id, ("", "")):
            yield "absence"
        if id in self.states and self.seals[id] is None and outcome is not None:
            self.unproved.add(id)
        elif outcome != self.seals.get(id):
            yield "score"
