"""A database with a notice in the studio."""

from flask import Flask
from sqlmodel import Session, select

from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.loading import load_library
from survey.installing.settings import Settings
from survey.jobs.doing import do_next
from survey.jobs.owing import owe
from survey.storage.database import closing_engine, writing
from survey.storage.tables import Person
from survey.studio.authors import name_author
from survey.studio.drafting_work import draft_sent
from survey.studio.drafts import begin_draft
from survey.studio.readings import ask_reader, keep_reading
from survey.studio.sent import KIND, name_kind
from tests.machine import ZONE
from tests.questionnaires.drafting.deciding_all import decide_all
from tests.questionnaires.drafting.drafts import draft_text
from tests.survey.studio.notices import NOTICE as SMALL_NOTICE


def make_drafts(site: Flask) -> None:
    """Draft what was sent in, as the worker does."""
    engine = site.extensions["survey_engine"]
    settings = Settings(site.config["DATA_FOLDER"], str(engine.url), "for tests", time_zone=ZONE)
    while do_next(engine, settings, name_kind(draft_sent)) is not None:
        pass


def add_draft(url: str) -> None:
    """A notice in the studio, of which something is accepted, and a file that waits for its draft; the province's
    reviewer is one of its authors, and the city's was asked to read its first clause and has a remark to it."""
    library = load_library()
    notice = decide_all(begin_notice(draft_text(SMALL_NOTICE), "yunling-2023-7", library.duties), library)
    with closing_engine(url) as engine:
        with Session(engine) as session:
            administrator = session.exec(select(Person.id).where(Person.login == "admin")).one()
        draft_id = begin_draft(engine, notice, "云政办发7号.txt", administrator)
        name_author(engine, draft_id, "province", administrator)
        ask_reader(engine, draft_id, "city", [1], administrator)
        keep_reading(engine, draft_id, 1, 1, "请再看第一句")
        with writing(engine) as session:
            owe(session, KIND, f"{KIND}/waiting", {"name": "另一份.txt"})
