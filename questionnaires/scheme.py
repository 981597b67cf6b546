"""A province's own choice of weights, of what counts, and of bonus, deduction and veto items (scoring.md, "Scheme").

One scheme serves every notice and level of a province: it may give points to domains, weights to questions and places
among the critical ones that the questionnaire at hand does not have. `scheme_reading` reads and checks a file of it,
`applying` puts it to a questionnaire, `totals` adds up what stands beside the score.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from questionnaires.catalogue import GradeName, Id, Line, take_one

MOST = 1_000_000
DECIMALS = 6
MOST_ITEMS = 200
# Strict: a float has lost what was typed, and a word is no number.
Amount = Annotated[Decimal, Field(gt=0, le=MOST, decimal_places=DECIMALS, allow_inf_nan=False, strict=True)]
# YAML's -0 is nothing, and is to be written as 0.
Cap = Annotated[
    Decimal,
    Field(ge=0, le=MOST, decimal_places=DECIMALS, allow_inf_nan=False, strict=True),
    AfterValidator(Decimal.copy_abs),
]


class Assumed(StrEnum):
    """What becomes of questions whose level the notice does not name: scored, asked without a score, or not asked."""

    COUNT = "count"
    SHOW = "show"
    LEAVE_OUT = "leave_out"


class SchemeModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BonusItem(SchemeModel):
    """What a bureau may claim points for, up to `points`, and the evidence that it then attaches."""

    id: Id
    title: Line
    points: Amount
    evidence: Annotated[tuple[Line, ...], BeforeValidator(take_one), Field(max_length=5)] = ()


class DeductionItem(SchemeModel):
    """What takes points away, as often as it happened."""

    id: Id
    title: Line
    points: Amount


class VetoItem(SchemeModel):
    """What leaves a bureau at most this grade."""

    id: Id
    title: Line
    grade: GradeName


class Scheme(SchemeModel):
    """A scheme as it is written; one without any field is the default scheme.

    `points` are by domain, `weights` by question. `critical` None keeps the catalogue's, an empty list has none.
    """

    id: Id | None = None
    title: Line | None = None
    points: dict[str, Amount] = {}
    weights: dict[str, Amount] = {}
    assumed: Assumed = Assumed.COUNT
    critical: tuple[str, ...] | None = None
    bonus: Annotated[tuple[BonusItem, ...], Field(max_length=MOST_ITEMS)] = ()
    bonus_cap: Cap = Decimal(5)
    deductions: Annotated[tuple[DeductionItem, ...], Field(max_length=MOST_ITEMS)] = ()
    deduction_cap: Cap | None = None
    vetoes: Annotated[tuple[VetoItem, ...], Field(max_length=MOST_ITEMS)] = ()
    grade_of: Literal["score", "total"] = "score"

    @property
    def has_items(self) -> bool:
        """Whether there is anything to claim, or to enter for a bureau."""
        return bool(self.bonus or self.deductions or self.vetoes)
