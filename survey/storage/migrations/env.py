"""How Alembic reaches the database; called through survey.database.migrate."""

import sqlalchemy as sa
from alembic import context

from survey.storage.database import closing_engine
from survey.storage.every_table import METADATA

TURN = 0x5EED  # any number that nobody else locks in this database

with (
    closing_engine(context.config.attributes["url"]) as engine,
    engine.execution_options(writing=True).connect() as connection,
):
    if connection.dialect.name == "sqlite":
        # A table is changed by making it anew, which must not count as removing what others point at. SQLite heeds this
        # only outside a transaction; the constraints are checked at the end instead.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
    # All steps are one transaction, on SQLite too, where Alembic would end one after each step: machines that start at
    # once take turns, and what stands is read in one's own turn.
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # SQLite's writers always take turns
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({TURN})"))
        context.run_migrations()
        if connection.dialect.name == "sqlite" and connection.execute(sa.text("PRAGMA foreign_key_check")).first():
            raise RuntimeError("the migration broke a foreign key; nothing was changed")
