"""What the page of a review shows beside the answers: claims to decide, deductions and vetoes, and what was ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.scheme import Scheme
from survey.answering.beside_content import BesideLines, ClaimLine, list_beside
from survey.evidence.listing import list_evidence
from survey.responses.assessing import Assessment
from survey.responses.entries import list_all_entries, mark_entries
from survey.responses.handed_in import find_handing_in
from survey.storage.beside import ReviewEntry
from survey.storage.states import EntryKind


@dataclass(frozen=True)
class EndedEntry:
    """An entry that stands no more, with the title of its item."""

    title: str
    entry: ReviewEntry


@dataclass(frozen=True)
class BesidePanel:
    """All of it; the marks say what a reviewer has in view: `seen` of everything, `mark` of one claim."""

    lines: BesideLines
    version: int
    seen: str
    ended: Sequence[EndedEntry]

    def mark(self, line: ClaimLine) -> str:
        return mark_entries(self.version, [line.grant] if line.grant else [])


def make_panel(session: Session, assessment: Assessment) -> BesidePanel | None:
    """What stands beside the answers; None where the scheme has nothing of the kind."""
    response = assessment.response
    lines = list_beside(assessment, list_evidence(session, response.id, until=find_handing_in(response)))
    if lines is None:
        return None
    titles, every = _name_items(lines.scheme), list_all_entries(session, response)
    return BesidePanel(
        lines,
        assessment.claims.version,
        mark_entries(0, [one for one in every if one.ended_at is None]),
        [EndedEntry(titles[one.kind, one.item_id], one) for one in reversed(every) if one.ended_at is not None],
    )


def _name_items(scheme: Scheme) -> dict[tuple[EntryKind, str], str]:
    """The titles of everything that can be granted or entered."""
    granted = {(EntryKind.GRANT, one.id): one.title for one in scheme.bonus}
    deducted = {(EntryKind.DEDUCTION, one.id): one.title for one in scheme.deductions}
    return granted | deducted | {(EntryKind.VETO, one.id): one.title for one in scheme.vetoes}
