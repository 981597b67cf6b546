"""A round and its responses: opened with frozen questionnaires, one response for each bureau; found and locked."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.applying import apply_scheme
from questionnaires.calendar import default_year
from questionnaires.catalogue import Library
from questionnaires.generator import build_questionnaire
from questionnaires.messages import Refused
from questionnaires.questionnaire import Questionnaire
from questionnaires.scheme import Scheme
from survey.bureaus.places import walk_back
from survey.storage.columns import now
from survey.storage.states import Absence
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round

WITH_ROUND = (  # what every page of a response needs; the text of a questionnaire is parsed already, as a rule
    joinedload(Response.round),  # type: ignore[arg-type]
    joinedload(Response.questionnaire).defer(IssuedQuestionnaire.content),  # type: ignore[arg-type]
)
# Of the responses of a round those that are listed, and those whose bureaus have to hand in.
LISTED = col(Response.absence).is_distinct_from(Absence.TAKEN_OUT)
OWED = sa.or_(col(Response.absence).is_(None), col(Response.absence) == Absence.UNSUBMITTED)
# Of all rounds those that count, and of them those that are not done with.
COUNTS = col(Round.withdrawn_at).is_(None)
RUNS = sa.and_(COUNTS, col(Round.archived_at).is_(None))


def open_round(
    session: Session,
    slug: str,
    title: str,
    as_of: date,
    opens_on: date,
    closes_on: date,
    is_demo: bool = False,
    opens_at: datetime | None = None,
    year: int | None = None,
    scheme: Scheme | None = None,
) -> Round:
    """Add a round; questionnaires are issued to it and bureaus invited one by one.

    Without a `year` the assessment year is that of the reference date.
    """
    round = Round(
        slug=slug,
        title=title,
        as_of=as_of,
        year=default_year(as_of) if year is None else year,
        scheme=None if scheme is None else scheme.model_dump_json(),
        opens_on=opens_on,
        closes_on=closes_on,
        opens_at=opens_at,
        is_demo=is_demo,
        created_at=now(),
    )
    session.add(round)
    session.flush()
    return round


def find_by_slug(session: Session, slug: str) -> Round | None:
    """A round by its short name."""
    return session.exec(select(Round).where(Round.slug == slug)).one_or_none()


def lock_round(session: Session, round_id: int) -> Round:
    """Hold a round where it stands until this act ends."""
    return session.exec(select(Round).where(Round.id == round_id).with_for_update()).one()


def lock_running(session: Session, round_id: int) -> Round:
    """Hold a round that can still be changed. Raises Refused."""
    round = lock_round(session, round_id)
    refuse_ended(round)
    return round


def refuse_ended(round: Round) -> None:
    """Raise Refused for a round in which nothing is changed any more."""
    if round.withdrawn_at is not None:
        raise Refused("Nothing was changed: the round “%(round)s” was withdrawn.", round=round.title)
    if round.archived_at is not None:
        raise Refused(
            "Nothing was changed: the round “%(round)s” is archived. Take it out of the archive first.",
            round=round.title,
        )


def refuse_title(session: Session, title: str) -> None:
    """Raise Refused where a round that counts has this title already; the caller has taken its turn."""
    if find_by_title(session, title) is not None:
        raise Refused("There is a round “%(title)s” already; give this one another title.", title=title)


def find_by_title(session: Session, title: str) -> Round | None:
    """Of the rounds that count the one with a title; there is one at most."""
    return session.exec(select(Round).where(Round.title == title, COUNTS)).one_or_none()


def find_last_day(response: Response) -> date:
    """The last day for a bureau to hand in: the round's, or its own where that is later."""
    return max(response.round.closes_on, response.due_on or response.round.closes_on)


def lock_response(session: Session, response_id: int) -> Response:
    """Hold a response where it stands until this act ends."""
    return session.exec(select(Response).where(Response.id == response_id).with_for_update()).one()


def issue_questionnaire(
    session: Session, round: Round, library: Library, document: str, level: str
) -> IssuedQuestionnaire:
    """The questionnaire of a notice and level in a round: frozen on first use, the same ever after.

    Raises SchemeRefused where the round's scheme does not fit it.
    """
    known = session.exec(
        select(IssuedQuestionnaire).where(
            IssuedQuestionnaire.round_id == round.id,
            IssuedQuestionnaire.document == document,
            IssuedQuestionnaire.level == level,
        )
    ).one_or_none()
    if known is not None:
        return known
    questionnaire = make_questionnaire(library, round, document, level)
    issued = IssuedQuestionnaire(
        round_id=round.id,
        document=document,
        level=level,
        version=questionnaire.version,
        content_hash=questionnaire.content_hash(),
        content=questionnaire.model_dump_json(),
    )
    session.add(issued)
    session.flush()
    return issued


def make_questionnaire(library: Library, round: Round, document: str, level: str) -> Questionnaire:
    """What a round asks a level by a notice as it is in the library: of its year, with its bands, under its scheme.

    Raises SchemeRefused where the round's scheme does not fit it.
    """
    questionnaire = set_bands(build_questionnaire(library, document, level, round.year), round.bands)
    scheme = open_scheme(round)
    return questionnaire if scheme is None else apply_scheme(scheme, questionnaire)


def open_scheme(round: Round) -> Scheme | None:
    """The scheme that was frozen with a round; None: the default one."""
    return None if round.scheme is None else Scheme.model_validate_json(round.scheme)


def name_round(round: Round) -> str:
    """How the trail names a round."""
    return f"round {round.slug}"


def set_bands(questionnaire: Questionnaire, bounds: dict[str, str] | None) -> Questionnaire:
    """The questionnaire with a province's own lower bounds of the grades; None: with those of its notice."""
    if bounds is None:
        return questionnaire
    bands = tuple(
        band.model_copy(update={"from_": Decimal(bounds[band.grade])}) if band.grade in bounds else band
        for band in questionnaire.bands
    )
    return questionnaire.model_copy(update={"bands": bands})


def find_before(session: Session, response: Response) -> Response | None:
    """The same bureau's response in the round before, or that of the one whose place it took; None: there is none.

    In whatever state.
    """
    if response.round.previous_id is None:
        return None
    in_round = select(Response).options(*WITH_ROUND).where(Response.round_id == response.round.previous_id)
    for bureau_id in walk_back(session, response.bureau_id):
        found = session.exec(in_round.where(Response.bureau_id == bureau_id)).one_or_none()
        if found is not None:
            return found
    return None


def invite_bureaus(session: Session, issued: IssuedQuestionnaire, bureaus: Iterable[Bureau]) -> list[Response]:
    """Give each bureau its response in the round."""
    responses = [
        Response(round_id=issued.round_id, bureau_id=bureau.id, questionnaire_id=issued.id) for bureau in bureaus
    ]
    session.add_all(responses)
    session.flush()
    return responses


def has_begun(round: Round) -> bool:
    """Whether a round may be answered yet; before, its questions can be read."""
    return is_past(round.opens_at)


def is_past(moment: datetime | None) -> bool:
    return moment is None or moment <= now()
