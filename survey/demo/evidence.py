"""Files beside some answers of the sample: small tables that say of themselves that they prove nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from random import Random

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.criteria import Items
from questionnaires.questionnaire import Question
from survey.evidence.file_names import name_file
from survey.evidence.file_types import identify
from survey.evidence.files import add_evidence
from survey.evidence.listing import Dates
from survey.evidence.shelf import UploadedFile
from survey.evidence.store import EvidenceStore
from survey.responses.saving import list_answers
from survey.rounds.issued import applying_questionnaire
from survey.sheets.writing import write_lines
from survey.storage.tables import Response

ATTACHED, CRITICAL = 0.2, 0.7  # how often there is a file to an answer that claims something, and to a critical one
SHARED = 0.1  # how often a file says nothing of whose it is, so that another bureau may have the same
EXPIRED = 0.1  # how often a file has run out
NEGATIVE: tuple[object, ...] = (None, False, Items(()), "")


def attach_sample(engine: sa.Engine, store: EvidenceStore, response_id: int, clerk_id: int) -> None:
    """Attach files to some of a draft's answers, as a clerk would."""
    with Session(engine) as session:
        response = session.get_one(Response, response_id)
        place, as_of = response.bureau.name, response.round.as_of
        random = Random(f"{as_of.year}:{response.bureau.code}:evidence")
        saved = list_answers(session, response)
        claimed = [
            one
            for one in applying_questionnaire(response).questions
            if one.evidence and one.id in saved and saved[one.id].answer.value not in NEGATIVE
        ]
    for question in claimed:
        if random.random() < (CRITICAL if question.critical else ATTACHED):
            _attach(engine, store, response_id, clerk_id, question, place, as_of, random)


def _attach(
    engine: sa.Engine,
    store: EvidenceStore,
    response_id: int,
    clerk_id: int,
    question: Question,
    place: str,
    as_of: date,
    random: Random,
) -> None:
    title = f"{question.evidence[0]}（演示数据）"
    is_shared = random.random() < SHARED
    issued_on = as_of - timedelta(days=400 if is_shared else random.randint(40, 900))
    valid_until = as_of - timedelta(days=random.randint(1, 30)) if random.random() < EXPIRED else None
    whose = "某某单位" if is_shared else place
    with receiving_sample(store, title, whose, Dates(issued_on, valid_until)) as upload:
        add_evidence(engine, store, response_id, question.id, upload, clerk_id)


@contextmanager
def receiving_sample(store: EvidenceStore, title: str, whose: str, dates: Dates) -> Iterator[UploadedFile]:
    """A file as a browser would send it, issued on the first of its dates."""
    day = dates.issued_on
    assert day is not None
    content = write_lines([title, whose, f"{day:%Y年%m月%d日}", "演示数据，不作证明材料。"], day)
    kind = identify(BytesIO(content))
    with store.receive(BytesIO(content), len(content)) as arrival:
        yield UploadedFile(arrival, name_file(f"{title}.xlsx", kind), kind, dates)
