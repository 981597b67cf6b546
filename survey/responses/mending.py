"""What became of the questions that were returned: a changed answer or remark mends one, and so does a new file that
says in a word what was done. Whoever tells of a return asks here, so that all tell the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from survey.responses.saving import UNTOUCHED, Saved
from survey.responses.unlocked import find_returned
from survey.storage.tables import Evidence, Review


@dataclass(frozen=True)
class Mending:
    """A return and what was done about it: the answer that stands, and the new files, each with its word."""

    review: Review
    answer: Saved
    files: tuple[Evidence, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the answer or its remark was changed since."""
        return self.answer.version > self.review.answer_version

    @property
    def is_mended(self) -> bool:
        return self.is_changed or bool(self.files)

    @property
    def moments(self) -> list[datetime]:
        """When something was done about it."""
        changed = [self.answer.saved_at] if self.is_changed and self.answer.saved_at else []
        return [*changed, *(one.added_at for one in self.files)]


def list_mendings(
    session: Session, response_id: int, saved: Mapping[str, Saved], until: datetime | None = None
) -> dict[str, Mending]:
    """The returns that have gone to the bureau and were not decided anew, by question; `saved` are its answers.

    Files count that were there at the moment `until`; None: all.
    """
    returned = find_returned(session, response_id)
    files = _list_new_files(session, response_id, until) if returned else []
    return {
        id: Mending(review, saved.get(id, UNTOUCHED), tuple(one for one in files if one.mends_id == review.id))
        for id, review in returned.items()
    }


def list_unmended(mendings: Mapping[str, Mending]) -> dict[str, Mending]:
    """Those for which nothing was done yet."""
    return {id: one for id, one in mendings.items() if not one.is_mended}


def _list_new_files(session: Session, response_id: int, until: datetime | None) -> list[Evidence]:
    query = select(Evidence).where(
        Evidence.response_id == response_id, col(Evidence.mends_id).is_not(None), col(Evidence.removed_at).is_(None)
    )
    if until is not None:
        query = query.where(col(Evidence.added_at) <= until)
    return list(session.exec(query.order_by(col(Evidence.id))))
