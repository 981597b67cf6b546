"""A questionnaire: the questions that one level of government is asked, as frozen data that stores as JSON."""

import hashlib
import math
from collections.abc import Container, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from questionnaires.catalogue import Band, Basis, Fact, Level, Weight
from questionnaires.criteria import Criterion, is_absent
from questionnaires.scheme import Scheme

# A share of the points of a domain is seldom a decimal. In JSON both are words: "0.5", "12/7".
ExactWeight = Annotated[Weight | Annotated[Fraction, Field(gt=0)], Field(union_mode="left_to_right")]


def _is_true(flag: bool) -> bool:
    return flag


class QuestionnaireModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceDocument(QuestionnaireModel):
    """The policy document that a question comes from; `name` is how it is cited."""

    id: str
    name: str
    title: str
    issuer: str
    issued: date | None

    @property
    def full_name(self) -> str:
        """The title and how it is cited; the title alone where it is cited by that."""
        return self.title if self.name == f"《{self.title}》" else f"{self.title}（{self.name}）"


class Question(QuestionnaireModel):
    """A criterion worded for one level. Its id is its measure's id, unique within a chain of documents.

    `presumes` names questions without which this one cannot be answered with credit, `beside` the one that a quantity
    stands under, `library` the duty of the library whose wording it has, `levels_basis` how the notice places it on
    this level: named, bracket, or assumed where it names none. `scored` is what the scheme says, `replaces` are those
    of the version before whose place it takes.
    """

    id: str
    document: str
    clause: str
    heading: str
    title: str
    duty: str
    text: str
    help: str | None
    criterion: Criterion
    weight: ExactWeight
    critical: bool
    applies_if: str | None
    allow_not_applicable: bool
    evidence: tuple[str, ...]
    advice: str
    presumes: tuple[str, ...] = ()
    library: Annotated[str | None, Field(exclude_if=is_absent)] = None
    levels_basis: Annotated[Basis | None, Field(exclude_if=is_absent)] = None
    beside: Annotated[str | None, Field(exclude_if=is_absent)] = None
    # Left out of JSON where it says nothing, as `scheme` is: what was stored before keeps its letters and hash.
    scored: Annotated[bool, Field(exclude_if=_is_true)] = True
    replaces: Annotated[tuple[str, ...], Field(exclude_if=is_absent)] = ()

    @property
    def is_assumed(self) -> bool:
        """Whether the notice does not say that this level owes it."""
        return self.levels_basis == "assumed"

    @property
    def is_quantity(self) -> bool:
        """Whether it asks for a number that is added up, and nothing that is judged."""
        return self.criterion.kind == "quantity"

    @property
    def is_scored(self) -> bool:
        """Whether it counts, by its kind and by the scheme; otherwise it is asked and reported only."""
        return self.scored and self.criterion.scored

    @property
    def is_owed(self) -> bool:
        """Whether nothing is submitted without it: what is scored, and the quantities that are required."""
        return self.criterion.is_owed and (self.scored or not self.criterion.scored)


class Section(QuestionnaireModel):
    """The questions of one domain, in the order of the notice."""

    id: str
    title: str
    aspect: str
    questions: tuple[Question, ...]


class Questionnaire(QuestionnaireModel):
    """All questions for one notice (with those it carries out) and one level.

    `facts` are those of a bureau's profile on which some question depends. Without a `year` the assessment year is that
    of the reference date. Under a `scheme` weights, critical marks and what is asked are already as it says.
    """

    document: str
    version: str
    level: Level
    level_name: str
    sources: tuple[SourceDocument, ...]
    bands: tuple[Band, ...]
    facts: tuple[Fact, ...]
    domains: tuple[Section, ...]
    year: Annotated[int | None, Field(exclude_if=is_absent)] = None
    scheme: Annotated[Scheme | None, Field(exclude_if=is_absent)] = None
    # What this is the applying part of; its numbers hold, so that a changed profile moves none.
    _whole: "Questionnaire | None" = PrivateAttr(default=None)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.domains for question in section.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each question, by its id."""
        return {question.id: place for place, question in enumerate(self.questions)}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """What each question is called on paper and on screen: 1, 2, 3; quantities behind the third 3-1, 3-2. Where a
        part applies to a bureau, the numbers of the whole stay, with those of what does not apply left out."""
        if self._whole is not None:
            return {question.id: self._whole.numbers[question.id] for question in self.questions}
        names, whole, below = {}, 0, 0
        for question in self.questions:
            whole, below = (whole, below + 1) if question.is_quantity else (whole + 1, 0)
            names[question.id] = f"{whole}-{below}" if below else str(whole)
        return names

    @cached_property
    def domain_numbers(self) -> Mapping[str, int]:
        """What each domain is called likewise: 1, 2, 3 by its place in the whole."""
        whole = self._whole or self
        return {section.id: whole.domain_places[section.id] + 1 for section in self.domains}

    @cached_property
    def domain_places(self) -> Mapping[str, int]:
        """The place of each domain, by its id."""
        return {section.id: place for place, section in enumerate(self.domains)}

    @cached_property
    def whole_weights(self) -> Mapping[str, int]:
        """The weights as whole numbers in the same proportion, by question; only proportions count."""
        weights = {question.id: Fraction(question.weight) for question in self.questions}
        scale = math.lcm(*(weight.denominator for weight in weights.values()))
        return {id: int(weight * scale) for id, weight in weights.items()}

    @property
    def source(self) -> SourceDocument:
        """The notice itself, before those it carries out."""
        return self.sources[0]

    def cite(self, question: Question) -> str:
        """Name the clause of a question, with its document where that is not the notice itself."""
        if question.document == self.document:
            return question.clause
        source = next(source for source in self.sources if source.id == question.document)
        return f"{source.name}{question.clause}"

    def for_profile(self, profile: Mapping[str, bool]) -> "Questionnaire":
        """Keep what applies to a bureau: a fact that its profile leaves out counts as true."""
        return self.keep_questions(
            {one.id for one in self.questions if one.applies_if is None or profile.get(one.applies_if, True)}
        )

    def keep_questions(self, ids: Container[str]) -> "Questionnaire":
        """Some of its questions, in their domains."""
        sections = [
            section.model_copy(update={"questions": tuple(one for one in section.questions if one.id in ids)})
            for section in self.domains
        ]
        return self._keep(section for section in sections if section.questions)

    def keep_domain(self, id: str) -> "Questionnaire":
        """One domain of it."""
        return self._keep(section for section in self.domains if section.id == id)

    def _keep(self, sections: Iterable[Section]) -> "Questionnaire":
        """Some of its questions, under their numbers."""
        part = self.replace(domains=tuple(sections))
        part._whole = self._whole or self
        return part

    def for_year(self, year: int) -> "Questionnaire":
        """The same judged in an assessment year. What the wording says of the year it was made for stays."""
        sections = (
            section.model_copy(
                update={
                    "questions": tuple(
                        one.model_copy(update={"criterion": one.criterion.for_year(year)}) for one in section.questions
                    )
                }
            )
            for section in self.domains
        )
        return self if year == self.year else self.replace(domains=tuple(sections), year=year)

    def replace(self, **changes: object) -> "Questionnaire":
        """The same with some fields changed. Not model_copy, which takes the cached `questions` and `by_id` along."""
        fields: dict[str, object] = {name: getattr(self, name) for name in type(self).model_fields}
        return Questionnaire.model_construct(None, **(fields | changes))

    def content_hash(self) -> str:
        """SHA-256 of everything that the questionnaire says, in hexadecimal."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
