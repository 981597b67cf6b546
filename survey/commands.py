"""The commands of the web application: serve."""

import argparse
import errno
import socket
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlmodel import Session, col, select

from questionnaires.commands import CALLERS_FAULT, DONE
from questionnaires.loading import load_library
from questionnaires.messages import say
from survey.accounts import add_person, invite
from survey.database import make_engine, migrate, writing
from survey.serving import Site
from survey.settings import Settings, load_settings
from survey.tables import Person, Role


def add_commands(commands: Any) -> None:
    """Register the commands with argparse's sub-parsers."""
    served = commands.add_parser("serve")
    served.set_defaults(run=serve)


def serve(args: argparse.Namespace) -> int:
    """Make the database ready, print the first administrator's link where there is none yet, and serve."""
    settings = load_settings()
    load_library()
    migrate(settings.database_url)
    link = invite_first_administrator(settings)
    if link:
        print(say("First administrator, open this one-time link: %(link)s", link=link), flush=True)
    return run_site(settings, args.create_site)


def invite_first_administrator(settings: Settings) -> str | None:
    """A one-time link while nobody can sign in yet."""
    engine = make_engine(settings.database_url)
    try:
        with Session(engine) as session:
            if session.exec(select(Person).where(col(Person.password_hash).is_not(None))).first():
                return None
        with writing(engine) as writer:
            person = writer.exec(select(Person).where(Person.login == "admin")).one_or_none()
            person = person or add_person(writer, "admin", "管理员", Role.ADMINISTRATOR, None)
            return f"http://{settings.host}:{settings.port}/invitations/{invite(writer, person)}"
    finally:
        engine.dispose()


def run_site(settings: Settings, create_site: Callable[[Settings], Flask]) -> int:
    """Serve until stopped; a port that is taken is said before anything starts."""
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = say("the port is taken by another program") if taken else str(error.strerror)
        print(
            say(
                "Cannot serve at %(host)s:%(port)s: %(why)s. Set SURVEY_HOST or SURVEY_PORT to another.",
                host=settings.host,
                port=settings.port,
                why=why,
            ),
            file=sys.stderr,
        )
        return CALLERS_FAULT
    print(
        say("The site is at http://%(host)s:%(port)s (Ctrl-C ends it)", host=settings.host, port=settings.port),
        flush=True,
    )
    Site(settings, lambda: create_site(settings)).run()
    return DONE
