"""How Alembic reaches the database; called through survey.database.migrate."""

from alembic import context

from survey.database import make_engine
from survey.tables import METADATA

engine = make_engine(context.config.attributes["url"])
with engine.execution_options(writing=True).connect() as connection:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
