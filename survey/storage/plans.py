"""The tables of what a bureau promises about its gaps: the plan of a response, its items, and what was done to each."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import JSON, enumeration, moment, only_one
from survey.storage.states import PlanAct, PlanStatus
from survey.storage.tables import MOST_REASON, Person, Response

MOST_MEASURE, MOST_LINE, MOST_RESOURCES, MOST_PROGRESS = 500, 60, 200, 1000


class Plan(SQLModel, table=True):
    """The plan of a response: who began it, whose head signed what stands, which reviewer agreed to all of it."""

    response_id: int = Field(foreign_key="response.id", primary_key=True)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    signed_at: datetime | None = moment(nullable=True)
    signed_by_id: int | None = Field(default=None, foreign_key="person.id")
    agreed_at: datetime | None = moment(nullable=True)
    agreed_by_id: int | None = Field(default=None, foreign_key="person.id")
    response: Response = Relationship()
    signed_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Plan.signed_by_id"})
    agreed_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Plan.agreed_by_id"})


class PlanItem(SQLModel, table=True):
    """What is promised about a gap, or (`title`) about something that no question asks.

    `version` goes up by one with every act; `promised`, `signed` and `agreed` are the versions at which the promise was
    last changed, signed by the head and agreed to. `remark` is why a reviewer gave the promise back, `reason` why it
    cannot be kept in time. `content` is the answer that the gap has by the reviewer's check, None: it is met;
    `checked_as_of` the day of which it was checked, None: the reference date of the round.
    `set_by_id` and `due_set_by_id` are people of an office above, whose items and days the bureau cannot take away.
    """

    __table_args__ = (
        only_one("uq_planitem_standing", "response_id", "question_id", while_null="ended_at"),
        sa.CheckConstraint("version > 0", name="version"),
        sa.CheckConstraint("question_id IS NOT NULL OR title <> ''", name="is_about_something"),
        sa.CheckConstraint("status <> 'cannot' OR reason <> ''", name="cannot_has_reason"),
        sa.CheckConstraint("(status = 'checked') = (checked_at IS NOT NULL)", name="checked_has_time"),
        sa.CheckConstraint("checked_as_of IS NULL OR status = 'checked'", name="day_of_checked"),
    )

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id", index=True)
    question_id: str | None = Field(default=None, max_length=60)
    title: str = Field(default="", max_length=MOST_LINE)
    measure: str = Field(default="", max_length=MOST_MEASURE)
    office: str = Field(default="", max_length=MOST_LINE)
    owner: str = Field(default="", max_length=MOST_LINE)
    start: date | None = None
    due: date | None = None
    resources: str = Field(default="", max_length=MOST_RESOURCES)
    status: PlanStatus = Field(default=PlanStatus.NOT_STARTED, sa_type=enumeration(PlanStatus, "planstatus"))
    reason: str = Field(default="", max_length=MOST_REASON)
    remark: str = Field(default="", max_length=MOST_REASON)
    version: int = 1
    promised: int = 1
    signed: int = 0
    agreed: int = 0
    set_by_id: int | None = Field(default=None, foreign_key="person.id")
    due_set_by_id: int | None = Field(default=None, foreign_key="person.id")
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    checked_as_of: date | None = None
    checked_at: datetime | None = moment(nullable=True)
    checked_by_id: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = moment(nullable=True)
    set_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "PlanItem.set_by_id"})
    due_set_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "PlanItem.due_set_by_id"})
    checked_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "PlanItem.checked_by_id"})


class PlanEntry(SQLModel, table=True):
    """One act on an item, never changed: the version it led to, all that the item says since, the words with it.

    `once` is made with the form that it was typed into, so that the same form sent twice is one act.
    """

    __table_args__ = (sa.UniqueConstraint("made_by_id", "once"),)

    id: int = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="planitem.id", index=True)
    version: int
    act: PlanAct = Field(sa_type=enumeration(PlanAct, "planact"))
    said: dict[str, Any] = Field(sa_type=JSON)
    text: str = Field(default="", max_length=MOST_PROGRESS)
    once: str | None = Field(default=None, max_length=32)
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    made_by: Person = Relationship()
