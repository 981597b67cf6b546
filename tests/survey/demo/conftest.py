"""The sample, made once for all of its tests."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.loading import load_library
from survey.demo.sample import SLUG, SampleAccount, fill_demo
from survey.evidence.store import EvidenceStore
from survey.storage.database import make_engine, migrate
from survey.storage.tables import Response, Round
from tests.sites import spare_engine

PASSWORD = "Demo-Horse-1"
TODAY = date(2026, 7, 1)


def make_sample(folder: Path) -> tuple[sa.Engine, list[SampleAccount]]:
    url = f"sqlite:///{folder / 'survey.sqlite3'}"
    migrate(url)
    engine = make_engine(url)
    spare_engine(engine)
    store = EvidenceStore(folder / "evidence", 1 << 20)
    return engine, fill_demo(engine, store, load_library(), TODAY, PASSWORD, lambda _: None)


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sa.Engine, list[SampleAccount]]]:
    engine, accounts = make_sample(tmp_path_factory.mktemp("sample"))
    yield engine, accounts
    engine.dispose()


@pytest.fixture
def responses(session: Session) -> Sequence[Response]:
    """Those of the round that is open."""
    return session.exec(select(Response).join(Round).where(Round.slug == SLUG)).all()


@pytest.fixture
def session(sample: tuple[sa.Engine, list[SampleAccount]]) -> Iterator[Session]:
    with Session(sample[0]) as session:
        yield session
