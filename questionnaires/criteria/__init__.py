"""The kinds of criterion: each knows its answer, its credit (scoring.md, "Credit by kind") and its wording."""

from typing import Annotated

from pydantic import Field

from questionnaires.criteria.checklists import Checklist, Items, ListItem
from questionnaires.criteria.choices import Grade, Stage, YesNo
from questionnaires.criteria.criterion import (
    FULL,
    NIL,
    NOTHING,
    Credit,
    InvalidAnswer,
    Judge,
    Option,
    Value,
    is_absent,
    make_fraction,
    quote,
)
from questionnaires.criteria.dates import DoneBy, Recency
from questionnaires.criteria.figures import Growth, Number, Share
from questionnaires.criteria.free_text import Text
from questionnaires.criteria.numbers import Bounds
from questionnaires.criteria.quantities import NotKept, Quantity
from questionnaires.criteria.rates import Rate

Criterion = Annotated[
    YesNo | Stage | Grade | Number | Share | Rate | Growth | Recency | DoneBy | Checklist | Quantity | Text,
    Field(discriminator="kind"),
]

__all__ = [
    "FULL",
    "NIL",
    "NOTHING",
    "Bounds",
    "Checklist",
    "Credit",
    "Criterion",
    "DoneBy",
    "Grade",
    "Growth",
    "InvalidAnswer",
    "Items",
    "Judge",
    "ListItem",
    "NotKept",
    "Number",
    "Option",
    "Quantity",
    "Rate",
    "Recency",
    "Share",
    "Stage",
    "Text",
    "Value",
    "YesNo",
    "is_absent",
    "make_fraction",
    "quote",
]
