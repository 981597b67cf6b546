"""What the rows of an annex say about a part of a clause: who is responsible, and until when."""

from collections.abc import Sequence
from datetime import date

from questionnaires.catalogue import Level
from questionnaires.drafting.draft import DraftedTask
from questionnaires.drafting.level_names import LocalLevels
from questionnaires.drafting.levels import read_units
from questionnaires.drafting.parts import AnnexTask

SAME_TASK = 0.5  # of the pairs of letters of the shorter one


def find_rows(tasks: Sequence[AnnexTask], path: str, text: str) -> tuple[AnnexTask, ...]:
    """The rows of a clause that speak of a part: the only one, or those whose task says the same."""
    rows = [one for one in tasks if path in one.clauses]
    if len(rows) < 2:
        return tuple(rows)
    return tuple(one for one in rows if compare_tasks(one.task, text) >= SAME_TASK)


def compare_tasks(task: str, text: str) -> float:
    """How much of the shorter one stands in the other, 0..1."""
    one, other = ({words[at : at + 2] for at in range(len(words) - 1)} for words in (task, text))
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def list_units(rows: Sequence[AnnexTask]) -> tuple[str, ...]:
    return tuple(unit for row in rows for unit in row.responsible)


def find_due(rows: Sequence[AnnexTask], text: str, heading: str) -> date | None:
    """The latest date of the rows whose task is a part, or is its whole clause."""
    same = [row for row in rows if max(compare_tasks(row.task, one) for one in (text, heading)) >= SAME_TASK]
    return max((row.due for row in same if row.due), default=None)


def draft_tasks(tasks: Sequence[AnnexTask], place: LocalLevels) -> tuple[DraftedTask, ...]:
    """The rows of an annex with the levels of their units."""
    return tuple(DraftedTask(one, _read_levels(one, place)) for one in tasks)


def _read_levels(task: AnnexTask, place: LocalLevels) -> tuple[Level, ...]:
    return read_units(task.responsible, place) if task.responsible else ()
