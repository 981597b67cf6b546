"""The tables of people, rounds and answers: data and constraints only; what is done with them lives elsewhere."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from survey.storage.columns import JSON, Hundredths, enumeration, moment, only_one
from survey.storage.states import Absence, Basis, Decision, EditState, Role, Source, State

MOST_REASON, MOST_DONE = 500, 100  # a reason; what was done about a return, in a word
MOST_NUMBER, MOST_NOTE = 60, 200  # the number of a document, and what a bureau notes of it


class Bureau(SQLModel, table=True):
    """A drug regulator of one place; its parent is the regulator of the place above.

    `code` is the place's six digits by GB/T 2260, or letters and digits of the province's own where there are none.
    `mailbox` is the office's e-mail address, for reminders. `replaces_id` is the bureau whose place it took, such as
    the county that a district was before: what that one did in earlier rounds counts as its own.
    """

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=12, unique=True)
    name: str = Field(max_length=80)
    level: str = Field(max_length=16)
    parent_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    mailbox: str = Field(default="", max_length=120)
    replaces_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    parent: "Bureau" = Relationship(
        sa_relationship_kwargs={"remote_side": "Bureau.id", "foreign_keys": "Bureau.parent_id"}
    )


class Person(SQLModel, table=True):
    """Someone who signs in. A clerk and a head work for a bureau; a reviewer reviews the bureaus below theirs; a leader
    reads those of their bureau's place, without a bureau those of the whole installation. Who
    `keeps_city` is administrator of their bureau's city. `totp_secret` is what the second factor's secret is made from
    together with the installation's key, `totp_step` the step of the last code that was used."""

    __table_args__ = (
        sa.CheckConstraint(
            "role IN ('administrator', 'auditor', 'leader') OR bureau_id IS NOT NULL", name="has_bureau"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    login: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=60)
    role: Role = Field(sa_type=enumeration(Role, "role"))
    post: str = Field(default="", max_length=60)
    telephone: str = Field(default="", max_length=30)
    bureau_id: int | None = Field(default=None, foreign_key="bureau.id", index=True)
    password_hash: str | None = Field(default=None, max_length=200)
    password_set_at: datetime | None = moment(nullable=True)
    totp_secret: str | None = Field(default=None, max_length=64)
    totp_step: int = 0
    is_active: bool = True
    keeps_city: bool = False
    session_key: str = Field(max_length=40)
    created_at: datetime = moment()
    bureau: Bureau | None = Relationship()

    is_authenticated: ClassVar[bool] = True  # what Flask-Login asks of a person
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        """What a session keeps: a new `session_key`, set with the password, ends the sessions there are."""
        return f"{self.id}.{self.session_key}"


class Round(SQLModel, table=True):
    """One self-assessment: as of a reference date, open between two days.

    `document` is the notice that its bureaus are asked by (None: each by the nearest above it); where `nearest`, a
    place with a notice of its own that carries this one out is asked by that. `bands` are the lower bounds of the
    grades where the province set its own. `opens_at` is the first moment of `opens_on` where the bureaus are. `year` is
    the assessment year, `scheme` the scheme as JSON that its questionnaires are scored under; None: the default one.
    One that was withdrawn counts nowhere; one that is archived is done with, and read only.
    """

    __table_args__ = (
        only_one("uq_round_title_standing", "title", while_null="withdrawn_at"),
        sa.CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn_has_reason"),
    )

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(max_length=40, unique=True)
    title: str = Field(max_length=80)
    as_of: date
    year: int
    opens_on: date
    closes_on: date
    opens_at: datetime | None = moment(nullable=True)
    document: str | None = Field(default=None, max_length=60)
    nearest: bool = True
    bands: dict[str, str] | None = Field(default=None, sa_type=JSON)
    scheme: str | None = Field(default=None, sa_type=sa.Text)
    is_demo: bool = False
    previous_id: int | None = Field(default=None, foreign_key="round.id")
    created_at: datetime = moment()
    withdrawn_at: datetime | None = moment(nullable=True)
    withdrawn_reason: str = Field(default="", max_length=MOST_REASON)
    archived_at: datetime | None = moment(nullable=True)


class IssuedQuestionnaire(SQLModel, table=True):
    """A questionnaire as it was when its round opened; a later catalogue never changes it.

    Only moving the round to that does, which keeps what it was as an EarlierQuestionnaire.
    """

    __table_args__ = (sa.UniqueConstraint("round_id", "document", "level"),)

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    document: str = Field(max_length=60)
    level: str = Field(max_length=16)
    version: str = Field(max_length=40)
    content_hash: str = Field(max_length=64)
    content: str = Field(sa_type=sa.Text)
    round: Round = Relationship()


class Response(SQLModel, table=True):
    """One bureau's answers in one round. Scores are kept from submission on, as scoring.md rounds them.

    `absence` is how the bureau is out of the round, if it is: its state and answers stay as they are, locked. `due_on`
    is its own last day where that was put off.
    """

    __table_args__ = (
        sa.UniqueConstraint("round_id", "bureau_id"),
        sa.CheckConstraint(
            "submitted_at IS NOT NULL OR state IN ('drafting', 'presented', 'signed_off')", name="submitted_has_time"
        ),
        sa.CheckConstraint("(absent_at IS NULL) = (absent_reason = '')", name="absent_has_reason"),
        sa.CheckConstraint("(absent_at IS NULL) = (absence IS NULL)", name="absent_has_kind"),
        sa.CheckConstraint("(due_on IS NULL) = (due_reason = '')", name="due_has_reason"),
    )

    id: int = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    bureau_id: int = Field(foreign_key="bureau.id", index=True)
    questionnaire_id: int = Field(foreign_key="issuedquestionnaire.id")
    state: State = Field(default=State.DRAFTING, sa_type=enumeration(State, "state"))
    profile: dict[str, bool] | None = Field(default=None, sa_type=JSON)
    profile_version: int = 0
    submitted_at: datetime | None = moment(nullable=True)
    submitted_by_id: int | None = Field(default=None, foreign_key="person.id")
    score: Decimal | None = Field(default=None, sa_type=Hundredths)
    grade: str | None = Field(default=None, max_length=16)
    verified_score: Decimal | None = Field(default=None, sa_type=Hundredths)
    verified_grade: str | None = Field(default=None, max_length=16)
    absence: Absence | None = Field(default=None, sa_type=enumeration(Absence, "absence"))
    absent_at: datetime | None = moment(nullable=True)
    absent_reason: str = Field(default="", max_length=MOST_REASON)
    due_on: date | None = None
    due_reason: str = Field(default="", max_length=MOST_REASON)
    round: Round = Relationship()
    bureau: Bureau = Relationship()
    questionnaire: IssuedQuestionnaire = Relationship()
    submitted_by: Person | None = Relationship()


class StoredOutcome(SQLModel, table=True):
    """What a submitted response came to, exactly: by the bureau's own answers, and by those that are verified.

    `score` is a fraction in words ("200/3"); `domains` and `credits` are such words with blanks between them, in the
    order of the questionnaire as it was issued, "-" where there is none. `rules` is the version of scoring.md. `total`
    is there where the scheme has bonus, deductions or vetoes.
    """

    response_id: int = Field(foreign_key="response.id", primary_key=True)
    basis: Basis = Field(sa_type=enumeration(Basis, "basis"), primary_key=True)
    rules: str = Field(max_length=8)
    score: str | None = Field(default=None, sa_type=sa.Text)
    grade: str | None = Field(default=None, max_length=40)
    domains: str = Field(sa_type=sa.Text)
    credits: str = Field(sa_type=sa.Text)
    total: str | None = Field(default=None, sa_type=sa.Text)


class StateChange(SQLModel, table=True):
    """One step of a response: who moved it, when, from where to where, and why."""

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id", index=True)
    at: datetime = moment()
    person_id: int = Field(foreign_key="person.id")
    action: str = Field(max_length=16)
    from_state: State = Field(sa_type=enumeration(State, "from_state"))
    to_state: State = Field(sa_type=enumeration(State, "to_state"))
    reason: str = Field(default="", max_length=500)
    person: Person = Relationship()


class StoredAnswer(SQLModel, table=True):
    """The answer that counts for a question. `content` is what answers.read_stored takes; None: taken back.

    `version` goes up by one with every change, so that a second writer is noticed.
    """

    __table_args__ = (
        sa.UniqueConstraint("response_id", "question_id"),
        sa.CheckConstraint("version > 0", name="version"),
    )

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    version: int
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    source: Source = Field(default=Source.TYPED, sa_type=enumeration(Source, "source"))
    saved_at: datetime = moment()
    saved_by_id: int = Field(foreign_key="person.id")
    saved_by: Person = Relationship()


class Edit(SQLModel, table=True):
    """Everything anyone ever gave as an answer, kept whether or not it became the answer. Never deleted."""

    __table_args__ = (sa.Index("ix_edit_place", "response_id", "question_id"),)

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=60)
    base_version: int
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    source: Source = Field(default=Source.TYPED, sa_type=enumeration(Source, "source"))
    state: EditState = Field(sa_type=enumeration(EditState, "editstate"))
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    made_by: Person = Relationship()


class Review(SQLModel, table=True):
    """What a reviewer decided on one question; one decision stands at a time, earlier ones are ended, never changed.

    `answer_version` is the version of the bureau's answer that was judged, `content` the answer that is set instead
    of it, `mend_by` until when a returned one is to be mended, `sent_at` when the return went to the bureau.
    """

    __table_args__ = (
        only_one("uq_review_standing", "response_id", "question_id", while_null="ended_at"),
        sa.CheckConstraint("decision = 'confirmed' OR reason <> ''", name="has_reason"),
        sa.CheckConstraint("decision <> 'returned' OR mend_by IS NOT NULL", name="returned_has_date"),
    )

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id", index=True)
    question_id: str = Field(max_length=60)
    stage: State = Field(sa_type=enumeration(State, "stage"))
    decision: Decision = Field(sa_type=enumeration(Decision, "decision"))
    answer_version: int
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    reason: str = Field(default="", max_length=500)
    mend_by: date | None = None
    made_at: datetime = moment()
    made_by_id: int = Field(foreign_key="person.id")
    sent_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    made_by: Person = Relationship()


class Evidence(SQLModel, table=True):
    """A file of the shelf that proves the answer to a question, with its name, number and dates as they were handed in:
    they go with the shelf only until then. Removing keeps the row. The bytes are stored under their SHA-256.

    Where it proves a bonus claim, `question_id` is `claims.name_claim` of its item. One of a returned question says
    what was `done` and, if new there, which return it mends. Without `file_id` it was removed before there was a shelf.
    """

    __table_args__ = (
        sa.Index("ix_evidence_place", "response_id", "question_id"),
        sa.CheckConstraint("mends_id IS NULL OR done <> ''", name="mended_has_words"),
    )

    id: int = Field(default=None, primary_key=True)
    response_id: int = Field(foreign_key="response.id")
    question_id: str = Field(max_length=80)
    sha256: str = Field(max_length=64, index=True)
    size: int
    kind: str = Field(max_length=16)
    name: str = Field(max_length=120)
    number: str = Field(default="", max_length=MOST_NUMBER)
    issued_on: date | None = None
    valid_until: date | None = None
    file_id: int | None = Field(default=None, foreign_key="shelffile.id", index=True)
    mends_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    done: str = Field(default="", max_length=MOST_DONE)
    added_at: datetime = moment()
    added_by_id: int = Field(foreign_key="person.id")
    removed_at: datetime | None = moment(nullable=True)
    removed_by_id: int | None = Field(default=None, foreign_key="person.id")
    added_by: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Evidence.added_by_id"})
    removed_by: Person | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Evidence.removed_by_id"})
