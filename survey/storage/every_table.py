"""All tables of the product: whoever imports this has every one of them in METADATA."""

from survey.storage import (
    beside,
    external,
    letterheads,
    maps,
    notes_to_bureaus,
    offices,
    plans,
    records,
    studio_people,
    tables,
    together,
)
from survey.storage.columns import METADATA

MODULES = (
    *(beside, external, letterheads, maps, notes_to_bureaus, offices),
    *(plans, records, studio_people, tables, together),
)  # importing them added their tables

__all__ = ["METADATA", "MODULES"]
