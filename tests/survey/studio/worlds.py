"""A database with a notice in the studio."""

from sqlmodel import Session, select

from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.loading import load_library
from survey.storage.database import closing_engine
from survey.storage.tables import Person
from survey.studio.drafts import begin_draft
from tests.questionnaires.drafting.deciding_all import decide_all
from tests.questionnaires.drafting.drafts import draft_text
from tests.survey.studio.notices import NOTICE as SMALL_NOTICE


def add_draft(url: str) -> None:
    """A notice in the studio, of which something is accepted."""
    library = load_library()
    notice = decide_all(begin_notice(draft_text(SMALL_NOTICE), "yunling-2023-7", library.duties), library)
    with closing_engine(url) as engine:
        with Session(engine) as session:
            administrator = session.exec(select(Person.id).where(Person.login == "admin")).one()
        begin_draft(engine, notice, "云政办发7号.txt", administrator)
