"""A policy document as data: its clauses, and the measures that they place on levels of government; the library of
duties that several documents share.

Fields follow the design's table "The catalogue"; loading.py reads the YAML and reports every fault at once.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from questionnaires.criteria import Bounds, Criterion
from questionnaires.messages import Refused


class Level(StrEnum):
    """A level of government, highest first."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


def take_one(value: object) -> object:
    return [value] if isinstance(value, str) else value


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(take_one)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Paragraph = Annotated[str, Field(min_length=1, max_length=600)]
Phrase = Annotated[str, Field(min_length=1, max_length=20)]
Title = Annotated[str, Field(min_length=1, max_length=24)]
Sources = Annotated[tuple[Line, ...], BeforeValidator(take_one), Field(min_length=1, max_length=8)]
Said = Annotated[tuple[Line, ...], BeforeValidator(take_one), Field(max_length=12)]
OwnWord = Annotated[str, Field(min_length=2, max_length=12)]
OwnWords = Annotated[tuple[OwnWord, ...], BeforeValidator(take_one), Field(max_length=12)]
KindName = Literal[
    "yes_no",
    "stage",
    "checklist",
    "number",
    "share",
    "rate",
    "growth",
    "recency",
    "done_by",
    "grade",
    "quantity",
    "text",
]
Forms = Annotated[tuple[KindName, ...], BeforeValidator(take_one), Field(max_length=6)]
Evidence = Annotated[tuple[Line, ...], BeforeValidator(take_one), Field(min_length=1, max_length=5)]
GradeName = Literal["excellent", "good", "basic", "below_standard"]
Weight = Annotated[Decimal, Field(gt=0, le=1000, allow_inf_nan=False)]
# The numbers as printed and joined from the top, such as 三（七）, 二（三）1, 第九条 or 14, or a heading that has none.
ClausePath = Annotated[str, Field(pattern=r"^[^\s()]+$", max_length=120)]
DomainId = Annotated[str, Field(pattern=r"^[NL]\d\d$")]
Basis = Literal["named", "bracket", "annex", "assumed"]


class CatalogueModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Domain(CatalogueModel):
    """A part of regulatory capability; `aspect` groups domains in reports."""

    id: DomainId
    title: Line
    aspect: Line
    source: Line


class Fact(CatalogueModel):
    """A fact of a bureau's profile that decides which questions apply."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$", max_length=40)]
    question: Line


class Band(CatalogueModel):
    """A grade and the lowest score that earns it."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    grade: GradeName
    label: Line
    from_: Annotated[Decimal, Field(alias="from", ge=0, le=100)]


class LevelNames(CatalogueModel):
    """What a jurisdiction calls one level; each name fills the placeholder of its own name."""

    name: Line
    place: Line
    government: Line
    regulator: Line
    below: Line


class NoTarget(CatalogueModel):
    """A figure in a clause's text that is no target, with the reason."""

    figure: Line
    reason: Line


class CarriedPhrase(CatalogueModel):
    """Words of a clause that have no question of their own, such as a purpose, and the measures that carry them."""

    phrase: Phrase
    by: Annotated[Ids, Field(min_length=1)]


class Measure(CatalogueModel):
    """One duty that a clause places on one or more levels of government.

    `library` is the duty of the library that it carries; the loader has put together what both say. `replaces` names
    measures of the version before whose place it takes: part of one that was split, several that were merged, or one
    that had another id.
    """

    id: Id
    library: Id | None = None
    title: Title
    domain: str
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    levels_basis: Basis
    duty: Paragraph
    phrase: Phrase
    criterion: Criterion
    asks: Line | dict[Level, Line]
    help: Line | None = None
    evidence: Evidence
    advice: Paragraph
    weight: Weight = Decimal(1)
    critical: bool = False
    applies_if: str | None = None
    allow_not_applicable: bool | None = None
    carries_out: Ids = ()
    presumes: Ids = ()
    beside: Id | None = None
    replaces: Ids = ()

    @model_validator(mode="after")
    def _check_asks(self) -> "Measure":
        if isinstance(self.asks, dict) and set(self.asks) != set(self.levels):
            raise ValueError(Refused("`asks` must have one wording for each of `levels`, and no other"))
        if self.criterion.kind == "quantity" and self.allow_not_applicable:
            raise ValueError(Refused("a quantity is given or not kept; leave out `allow_not_applicable`"))
        if self.beside is not None and self.criterion.kind != "quantity":
            raise ValueError(Refused("only a quantity stands `beside` a question"))
        if len(set(self.levels)) != len(self.levels):
            raise ValueError(Refused("`levels` names a level twice"))
        return self

    @property
    def may_not_apply(self) -> bool:
        """Whether a bureau may answer "not applicable"; a share of nothing always may."""
        return self.criterion.may_not_apply if self.allow_not_applicable is None else self.allow_not_applicable

    def word_for(self, level: Level) -> str:
        return self.asks if isinstance(self.asks, str) else self.asks[level]


class Clause(CatalogueModel):
    """One numbered paragraph of a notice: its measures, or the reason why nothing in it can be assessed."""

    path: ClausePath
    heading: Line
    reason: Paragraph | None = None
    not_targets: Annotated[tuple[NoTarget, ...], Field(max_length=200)] = ()
    measures: Annotated[tuple[Measure, ...], Field(max_length=100)] = ()
    carried: Annotated[tuple[CarriedPhrase, ...], Field(max_length=200)] = ()


class PolicyDocument(CatalogueModel):
    """One issued notice."""

    id: Id
    version: Annotated[str, Field(min_length=1, max_length=12)]
    title: Line
    number: Line | None
    issuer: Line
    issued: date | None
    division: Annotated[str, Field(pattern=r"^\d{6}$")]
    implements: Line
    parent: Id | None = None
    levels: Annotated[dict[Level, LevelNames], Field(min_length=1)]
    bands: Annotated[tuple[Band, ...], Field(min_length=4, max_length=4)]
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1, max_length=300)]

    @property
    def measures(self) -> list[Measure]:
        return [measure for clause in self.clauses for measure in clause.measures]

    @property
    def name(self) -> str:
        """How the document is cited: its number, or its title where it has none."""
        return self.number or f"《{self.title}》"

    @property
    def line(self) -> str:
        """The document in a list to choose from: its number, where it has one, and its title."""
        return f"{self.number} {self.title}" if self.number else self.title


class DutyQuantity(CatalogueModel):
    """A number that a province adds up, asked beside the question of its duty: a stock of today, a flow of the year.

    `levels` are those that are asked; without them, the measure's.
    """

    id: Id
    title: Line
    unit: Line
    measure: Literal["stock", "flow"]
    help: Line | None = None
    required: bool = True
    levels: Annotated[tuple[Level, ...] | None, Field(min_length=1)] = None
    range: Bounds | None = None


class Duty(CatalogueModel):
    """A duty that several notices share, worded once.

    `criterion` has the kind and its words; figures, periods and due dates are the notice's. `settled` says for
    maintainers which way of counting was chosen where the notices read it differently, and why. `source` are the
    clauses that it rests on; `said` are other wordings of it as notices have them, by which it is found; `forms`
    the kinds that a notice may ask it in beside its own; `own_words` those of which its text has one wherever it is
    meant.
    """

    id: Id
    title: Title
    source: Sources
    said: Said = ()
    forms: Forms = ()
    own_words: OwnWords = ()
    settled: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    duty: Paragraph
    criterion: dict[str, Any]
    asks: Line | dict[Level, Line]
    help: Line | None = None
    evidence: Evidence
    advice: Paragraph
    applies_if: str | None = None
    allow_not_applicable: bool | None = None
    critical: bool = False
    weight: Weight = Decimal(1)
    quantities: tuple[DutyQuantity, ...] = ()


class DutyFile(CatalogueModel):
    """The duties of one domain."""

    domain: DomainId
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)]


class Library(CatalogueModel):
    """Every catalogue at hand with the domains, facts and duties that they share."""

    documents: dict[str, PolicyDocument]
    domains: dict[str, Domain]
    facts: dict[str, Fact]
    duty_files: tuple[DutyFile, ...] = ()

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """The duties that notices share, by id."""
        return {duty.id: duty for file in self.duty_files for duty in file.duties}

    def chain(self, document_id: str) -> list[PolicyDocument]:
        """A document and those it carries out, nearest first."""
        documents = [self.documents[document_id]]
        while documents[-1].parent is not None:
            documents.append(self.documents[documents[-1].parent])
        return documents
