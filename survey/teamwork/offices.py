"""Offices outside the bureau that were asked for some answers on paper, and what came back of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.rounds.rounds import lock_response
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import WITH_BUREAU
from survey.storage.together import OfficeQuestion, OfficeRequest
from survey.storage.trail import record


@dataclass(frozen=True)
class OfficeSheet:
    """A request with its questions, in the order of the questionnaire, as far as they are still asked."""

    request: OfficeRequest
    questions: Sequence[OfficeQuestion]

    @property
    def awaited(self) -> list[str]:
        return [one.question_id for one in self.questions if one.back_at is None]

    def is_late(self, today: date) -> bool:
        return bool(self.awaited) and self.request.due is not None and self.request.due < today


def list_sheets(session: Session, response_id: int, places: Mapping[str, int]) -> list[OfficeSheet]:
    """What offices were asked for and is not withdrawn, the oldest first; `places` are those of the questions asked."""
    query = select(OfficeRequest).where(OfficeRequest.response_id == response_id, col(OfficeRequest.ended_at).is_(None))
    requests = session.exec(query.order_by(col(OfficeRequest.id))).all()
    if not requests:
        return []
    of_all: dict[int, list[OfficeQuestion]] = {one.id: [] for one in requests}
    for one in session.exec(select(OfficeQuestion).where(col(OfficeQuestion.request_id).in_(of_all))):
        if one.question_id in places:
            of_all[one.request_id].append(one)
    return [
        OfficeSheet(one, sorted(of_all[one.id], key=lambda question: places[question.question_id])) for one in requests
    ]


def find_sheet(session: Session, response_id: int, request_id: int, places: Mapping[str, int]) -> OfficeSheet | None:
    """One of them; None where it is not of this response, or withdrawn."""
    return next((one for one in list_sheets(session, response_id, places) if one.request.id == request_id), None)


def ask_office(
    engine: sa.Engine,
    response_id: int,
    questions: Sequence[str],
    office: str,
    contact: str,
    due: date | None,
    person_id: int,
) -> int:
    """Note that an office is asked; the id of the request. Raises Refused where the response is not the bureau's."""
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if response.state not in WITH_BUREAU or response.absent_at is not None:
            raise Refused("The response is not with your bureau now; no office is asked any more.")
        request = OfficeRequest(
            response_id=response_id, office=office, contact=contact, due=due, made_at=now(), made_by_id=person_id
        )
        session.add(request)
        session.flush()
        session.add_all([OfficeQuestion(request_id=request.id, question_id=id) for id in questions])
        after = {"office": office, "due": due, "questions": list(questions)}
        record(session, person_id, "office.ask", f"response {response_id}", None, after)
        return request.id


def tick_off(
    engine: sa.Engine, request_id: int, back: Collection[str], shown_back: Collection[str], person_id: int
) -> int:
    """Note which questions came back (`back`) where `shown_back` were ticked before; how many that changed. What a
    colleague ticked meanwhile stays."""
    with writing(engine) as session:
        request = session.get_one(OfficeRequest, request_id, with_for_update=True)
        changed = []
        for one in session.exec(select(OfficeQuestion).where(OfficeQuestion.request_id == request_id)):
            is_back = one.question_id in back
            if is_back != (one.question_id in shown_back) and is_back != (one.back_at is not None):
                one.back_at, one.back_by_id = (now(), person_id) if is_back else (None, None)
                changed.append(one.question_id)
        if changed:
            after = {
                "office": request.office,
                "back": sorted(set(changed) & set(back)),
                "not_back": sorted(set(changed) - set(back)),
            }
            record(session, person_id, "office.back", f"response {request.response_id}", None, after)
        return len(changed)


def withdraw_request(engine: sa.Engine, request_id: int, person_id: int) -> None:
    """Let a request stand no more, such as one that was made by mistake; twice is once."""
    with writing(engine) as session:
        request = session.get_one(OfficeRequest, request_id, with_for_update=True)
        if request.ended_at is None:
            request.ended_at = now()
            record(
                session, person_id, "office.end", f"response {request.response_id}", None, {"office": request.office}
            )
