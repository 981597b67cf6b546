"""Every kind of criterion has its place in every table that goes by the kind: one that is added cannot forget any."""

from collections.abc import Collection
from typing import get_args

import pytest

from questionnaires.criteria import Criterion
from questionnaires.drafting.deciding.proposals import EVIDENCE
from reports.sheets.rows import LAYOUTS
from reports.tables.figures import MEANINGS, READERS
from survey.answering.builders import FIELD_BUILDERS
from survey.catalogues.words import KINDS
from survey.workbooks.layout import SLOT_LISTERS
from tests.questionnaires import kinds

EVERY_KIND = {get_args(one.model_fields["kind"].annotation)[0] for one in get_args(get_args(Criterion)[0])}
TABLES: dict[str, Collection[str]] = {
    "survey.answering.builders: FIELD_BUILDERS": FIELD_BUILDERS,
    "survey.catalogues.words: KINDS": KINDS,
    "survey.workbooks.layout: SLOT_LISTERS": SLOT_LISTERS,
    "reports.sheets.rows: LAYOUTS": LAYOUTS,
    "reports.tables.figures: MEANINGS": MEANINGS,
    "reports.tables.figures: READERS": READERS,
    "questionnaires.drafting.deciding.proposals: EVIDENCE": EVIDENCE,
    "tests.questionnaires.kinds": {
        one["kind"] for one in vars(kinds).values() if isinstance(one, dict) and "kind" in one
    },
}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_every_kind_and_no_other(table: str) -> None:
    assert set(TABLES[table]) == EVERY_KIND
