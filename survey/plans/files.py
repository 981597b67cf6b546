"""The files that prove items of a plan: of the bureau's shelf, tied as they are to questions."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import col, select

from questionnaires.messages import Refused
from survey.evidence.files import put_row, untie
from survey.evidence.shelf import discard, find_shelved, lock_shelf
from survey.evidence.store import EvidenceStore
from survey.plans.holding import holding
from survey.plans.steps import CHANGEABLE
from survey.responses.promises import name_item
from survey.storage.tables import Evidence


def tie_to_item(
    engine: sa.Engine,
    store: EvidenceStore,
    response_id: int,
    item_id: int,
    new: Collection[int],
    old: Collection[int],
    person_id: int,
) -> None:
    """Tie files of the shelf to an item, and untie others, all or none; what is so already stays. Raises Refused."""
    with holding(engine, response_id, person_id) as hold:
        session, response = hold.session, hold.response
        lock_shelf(session, response.bureau_id)
        item = hold.find_item(item_id)
        if item.status not in CHANGEABLE:
            raise Refused("An item that is done is not changed any more; take it back to “under way” first.")
        here = select(Evidence).where(Evidence.response_id == response_id, Evidence.question_id == name_item(item_id))
        standing = list(session.exec(here.where(col(Evidence.removed_at).is_(None)).order_by(col(Evidence.id))))
        dropped = [row for row in standing if row.file_id in old]
        kept = [row for row in standing if row not in dropped]
        for row in dropped:
            untie(session, row, person_id)
        for file_id in new:
            file = find_shelved(session, response.bureau_id, file_id)
            if file is None:
                raise Refused("A file is not on the shelf any more; a colleague has deleted it. Nothing was saved.")
            if all(row.sha256 != file.sha256 for row in kept):
                kept.append(put_row(session, response, name_item(item_id), file, kept, person_id))
    discard(engine, store, {row.sha256 for row in dropped})
