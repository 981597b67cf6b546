"""What every act on a plan stands on: the response held, who acts looked at, what was done written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.staff import is_above
from survey.plans.promise import Promise, read_promise
from survey.responses.promises import name_subject, say_item
from survey.rounds.rounds import lock_response, refuse_ended
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.plans import Plan, PlanEntry, PlanItem
from survey.storage.states import OF_A_BUREAU, REVIEWERS, PlanAct
from survey.storage.tables import Person, Response
from survey.storage.trail import record, record_all


class MovedOn(Exception):
    """Somebody has changed the item meanwhile; nothing was saved."""


@dataclass(frozen=True)
class Hold:
    """A response held for one act on its plan, and who acts."""

    session: Session
    response: Response
    person: Person

    def find_plan(self) -> Plan:
        """The plan, begun by this act where there is none yet."""
        found = self.session.get(Plan, self.response.id)
        if found is None:
            found = Plan(response_id=self.response.id, made_at=now(), made_by_id=self.person.id)
            self.session.add(found)
            self.session.flush()
        return found

    def find_item(self, item_id: int, version: int | None = None) -> PlanItem:
        """An item that stands. Raises Refused where it does not, MovedOn where it is at another `version`."""
        item = self.session.get(PlanItem, item_id)
        if item is None or item.response_id != self.response.id or item.ended_at is not None:
            raise Refused("This item is not in the plan any more; a colleague has removed it.")
        if version is not None and item.version != version:
            raise MovedOn
        return item

    def knows(self, once: str) -> bool:
        """Whether a form was sent by this person before."""
        query = select(PlanEntry.id).where(PlanEntry.made_by_id == self.person.id, PlanEntry.once == once)
        return self.session.exec(query).first() is not None

    def was_last_said(self, item: PlanItem, text: str) -> bool:
        """Whether the newest that was done to an item is that this person said these words of its progress."""
        query = select(PlanEntry).where(PlanEntry.item_id == item.id).order_by(col(PlanEntry.id).desc()).limit(1)
        last = self.session.exec(query).one()
        return (last.act, last.text, last.made_by_id) == (PlanAct.NOTE, text, self.person.id)

    def write(self, item: PlanItem, act: PlanAct, before: object, text: str = "", once: str | None = None) -> None:
        """Count an act on an item, and keep it with its words in the history and on the trail."""
        line = self.note(item, act, before, text, once)
        record(self.session, self.person.id, f"plan.{act}", *line)

    def write_all(self, act: PlanAct, items: list[tuple[PlanItem, object]], text: str = "") -> None:
        """Keep one act on several items, each with what it said before."""
        lines = [self.note(item, act, before, text) for item, before in items]
        record_all(self.session, self.person.id, f"plan.{act}", lines)

    def note(
        self, item: PlanItem, act: PlanAct, before: object, text: str = "", once: str | None = None
    ) -> tuple[str, object, object]:
        """Keep an act in the history; the line that the trail has of it."""
        said = say_item(item)
        entry = PlanEntry(
            item_id=item.id,
            version=item.version,
            act=act,
            said=said,
            text=text,
            once=once,
            made_at=now(),
            made_by_id=self.person.id,
        )
        self.session.add_all((item, entry))
        return name_subject(item), before, said | ({"words": text} if text else {})


@contextmanager
def holding(engine: sa.Engine, response_id: int, person_id: int) -> Iterator[Hold]:
    """Hold the response of a plan until this act ends. Raises Refused where its plan cannot be changed now."""
    with writing(engine) as session:
        response = lock_response(session, response_id)
        refuse_ended(response.round)
        if response.submitted_at is None:
            raise Refused("There is no plan yet: it is made of what was submitted.")
        if response.absent_at is not None:
            raise Refused("The bureau is out of the round; its plan can be read only.")
        yield Hold(session, response, session.get_one(Person, person_id))


def may_keep(person: Person, response: Response) -> bool:
    """Whether a person keeps the plan: clerk and head of the bureau."""
    return person.role in OF_A_BUREAU and person.bureau_id == response.bureau_id


def may_oversee(person: Person, response: Response) -> bool:
    """Whether a person agrees, sets and checks: a reviewer above the bureau, nobody of their own."""
    return person.role in REVIEWERS and is_above(person, response.bureau)


def find_promise_at(session: Session, item: PlanItem, version: int) -> Promise | None:
    """What an item promised at one of its versions; None: there never was that version."""
    query = select(PlanEntry.said).where(PlanEntry.item_id == item.id, PlanEntry.version == version)
    said = session.exec(query).first()
    return None if said is None else read_promise(said)
