"""A drafted notice while people decide on it: frozen data that stores as JSON."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from questionnaires.catalogue import Level, LevelNames
from questionnaires.drafting.draft import Status
from questionnaires.drafting.parts import UnaskedText
from questionnaires.messages import Refused

Settled = Literal["undecided", "accepted", "not_asked"]
Reading = Literal["target", "due", "none"]


class DecidedModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DecidedMeasure(DecidedModel):
    """One thing that a clause asks, from `start` to `end` of its body, and what was decided about it.

    Where `library` names a duty, words that are empty are the duty's, and so are weight, critical, applies_if and
    allow_not_applicable that are None. `reason` says why it is not asked, `status` how sure the draft was,
    `levels_settled` that a person has looked its levels over.

    Of one that was opened from a catalogue, `kept` are its fields there, and `was` what would be written of it as it
    was opened: what nobody changes is written as it stood. `replaces` are measures of that version that it
    replaces, `unfound` what of it a new text of the notice has not: its phrase, or fields of its criterion
    with what they were (target 200).
    """

    id: str
    start: int
    end: int
    source: str
    phrase: str
    state: Settled = "undecided"
    reason: str = ""
    status: Status
    library: str | None
    likeness: float = 0.0
    title: str
    duty: str = ""
    asks: str | dict[Level, str]
    help: str = ""
    evidence: tuple[str, ...] = ()
    advice: str = ""
    criterion: dict[str, Any] | None
    levels: tuple[Level, ...]
    levels_basis: str
    levels_settled: bool = False
    domain: str
    domains: tuple[str, ...] = ()
    unsure: bool = False
    weight: Decimal | None = None
    critical: bool | None = None
    applies_if: str | None = None
    allow_not_applicable: bool | None = None
    carries_out: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    unfound: tuple[str, ...] = ()
    kept: dict[str, Any] | None = None
    was: dict[str, Any] | None = None

    @property
    def is_asked(self) -> bool:
        return self.state != "not_asked"

    @property
    def has_levels(self) -> bool:
        """Whether the notice tells its levels, or a person has."""
        return self.levels_basis != "assumed" or self.levels_settled

    def word_for(self, level: Level) -> str:
        """Its own question for a level; empty where it has none."""
        return self.asks if isinstance(self.asks, str) else self.asks.get(level, "")


class DecidedFigure(DecidedModel):
    """A figure of a clause's body: what it is taken for, as a criterion or with the reason why it is no target, and
    whether a person has said so."""

    start: int
    end: int
    text: str
    reading: Reading
    criterion: dict[str, Any] | None = None
    reason: str = ""
    settled: bool = False


class DecidedClause(DecidedModel):
    """A clause as it is printed and what was decided on it; `reason` says why nothing in it is asked.

    `looks_back` says that by its heading it tells of what was. Of one that was opened from a catalogue, `kept` is what
    that says of it beside its measures, and `is_anchored` that its body is no more than the anchors of those.
    """

    path: str
    heading: str
    body: str
    responsible: tuple[str, ...] = ()
    measures: tuple[DecidedMeasure, ...] = ()
    figures: tuple[DecidedFigure, ...] = ()
    reason: str = ""
    kept: dict[str, Any] | None = None
    is_anchored: bool = False
    looks_back: bool = False

    def find(self, id: str) -> DecidedMeasure:
        """One of its measures; raises Refused."""
        found = next((one for one in self.measures if one.id == id), None)
        if found is None:
            raise Refused("The measure %(id)s is not here any more; look at the clause again.", id=id)
        return found

    def put(self, id: str, **changes: object) -> "DecidedClause":
        """The clause with one measure changed; raises Refused."""
        changed = self.find(id).model_copy(update=changes)
        return self.model_copy(update={"measures": tuple(changed if one.id == id else one for one in self.measures)})


class NoticeFacts(DecidedModel):
    """What stands at the head of a catalogue; `settled` once a person has looked it over.

    `opened` is the version of the catalogue that it was opened from, `kept` what else stood in its head. `unasked` are
    the paragraphs of its text that are in no clause.
    """

    id: str
    title: str
    number: str | None
    issuer: str
    issued: date | None
    effective: date | None = None
    implements: str
    division: str = ""
    parent: str | None
    level: Level
    levels: dict[Level, LevelNames]
    settled: bool = False
    opened: str | None = None
    kept: dict[str, Any] | None = None
    unasked: tuple[UnaskedText, ...] = ()


class DecidedNotice(DecidedModel):
    """A drafted notice with all that was decided on it so far."""

    facts: NoticeFacts
    clauses: tuple[DecidedClause, ...]
