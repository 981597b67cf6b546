"""The least that stores an answer, and the least that keeps what is promised of one: bare views to measure against."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask, request

from survey.installing.settings import Settings
from survey.storage.database import make_engine
from survey.storage.trail import hash_line, write_change

UPSERT = """
INSERT INTO storedanswer (response_id, question_id, version, content, source, saved_at, saved_by_id)
VALUES ({0}, {0}, 1, {0}, 'typed', {0}, 1)
ON CONFLICT (response_id, question_id) DO UPDATE
SET version = storedanswer.version + 1, content = excluded.content, saved_at = excluded.saved_at
RETURNING version
"""
LOCK = "SELECT state FROM response WHERE id = {0} {1}"
READ = "SELECT version, content FROM storedanswer WHERE response_id = {0} AND question_id = {0}"
KEEP = """
INSERT INTO edit (response_id, question_id, base_version, content, source, state, made_at, made_by_id)
VALUES ({0}, {0}, {0}, {0}, 'typed', 'kept', {0}, 1)
"""
END = "SELECT number, hash, (SELECT login FROM person WHERE id = 1) FROM trailhead {1}"
ADD = """
INSERT INTO trailentry (number, at, person_id, login, address, act, subject, change, hash)
VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0})
"""
MOVE_END = "UPDATE trailhead SET number = {0}, hash = {0}"


def make_bare(settings: Settings) -> Flask:
    """JSON in, one upsert and its commit, JSON out."""
    app, engine = _begin(settings)
    [upsert] = _write(engine, UPSERT)

    @app.put("/responses/<int:response_id>/answers/<question_id>")
    def save(response_id: int, question_id: str) -> dict[str, Any]:
        content = json.dumps(request.get_json()["fields"])
        place = (response_id, question_id, content, datetime.now(UTC).isoformat(" "))
        with engine.begin() as connection:
            return {"version": connection.exec_driver_sql(upsert, place).scalar_one()}

    return app


def make_keeping(settings: Settings) -> Flask:
    """The same in seven statements: the response locked, what was there read, the edit kept, a line in the trail.

    Still without session, rights, token, check of the answer or words in the reply.
    """
    app, engine = _begin(settings)
    lock, read, keep, upsert, end, add, move_end = _write(engine, LOCK, READ, KEEP, UPSERT, END, ADD, MOVE_END)

    @app.put("/responses/<int:response_id>/answers/<question_id>")
    def save(response_id: int, question_id: str) -> dict[str, Any]:
        sent = request.get_json()["fields"]
        content, at = json.dumps(sent), datetime.now(UTC)
        moment = at.isoformat(" ")
        with engine.begin() as connection:
            ask = connection.exec_driver_sql
            ask(lock, (response_id,)).one()
            version, before = ask(read, (response_id, question_id)).one()
            ask(keep, (response_id, question_id, version, content, moment))
            found = {"version": ask(upsert, (response_id, question_id, content, moment)).scalar_one()}
            number, hash, login = ask(end).one()
            place = f"response {response_id} question {question_id}"
            act = (login, "127.0.0.1", "answer.save", place, write_change(before, sent))
            line = dict(zip(("login", "address", "act", "subject", "change"), act, strict=True))
            hash = hash_line({"number": number + 1, "at": at, "person_id": 1, **line}, hash)
            ask(add, (number + 1, moment, 1, *act, hash))
            ask(move_end, (number + 1, hash))
            return found

    return app


def _begin(settings: Settings) -> tuple[Flask, sa.Engine]:
    return Flask(__name__), make_engine(settings.database_url).execution_options(writing=True)


def _write(engine: sa.Engine, *statements: str) -> list[str]:
    """The statements as the driver takes them."""
    words = ("?", "") if engine.dialect.name == "sqlite" else ("%s", "FOR UPDATE")
    return [one.format(*words) for one in statements]
