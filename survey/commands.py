"""The commands of the web application: serve, worker."""

import argparse
import errno
import os
import socket
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from flask import Flask
from sqlmodel import col, select

from questionnaires.commands import CALLERS_FAULT, DONE, guard
from questionnaires.loading import load_library
from questionnaires.messages import say
from survey.accounts.accounts import add_person, invite
from survey.installing.settings import Settings, load_settings
from survey.jobs.crew import run_worker
from survey.jobs.hands import Plant
from survey.serving import Site, keep_worker
from survey.storage.database import closing_engine, writing
from survey.storage.installation import open_installation
from survey.storage.states import Role
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.storage.trail_ends import keep_end


def add_commands(commands: Any) -> None:
    """Register the commands with argparse's sub-parsers."""
    served = commands.add_parser("serve")
    served.add_argument("--no-worker", action="store_true", help=say("serve only; a worker runs elsewhere"))
    served.set_defaults(run=serve)
    working = commands.add_parser("worker")
    working.add_argument("--with-parent", type=int, metavar="PROCESS", help=argparse.SUPPRESS)
    working.set_defaults(run=work)


@guard
def serve(args: argparse.Namespace) -> int:
    """Make the database ready, print the first administrator's link where there is none yet, and serve."""
    os.umask(0o077)  # answers and keys are for this account only
    settings = load_settings()
    load_library()
    if problem := find_port_problem(settings):
        print(problem, file=sys.stderr)
        return CALLERS_FAULT
    open_installation(settings.database_url, settings.data_folder)
    with closing_engine(settings.database_url) as engine:
        keep_end(engine, settings)
    link = invite_first_administrator(settings)
    if link:
        print(say("First administrator, open this one-time link: %(link)s", link=link), flush=True)
    return run_site(settings, args.create_site, with_worker=not args.no_worker)


@guard
def work(args: argparse.Namespace) -> int:
    """Do what is owed, such as mails, until stopped; several workers may run, on one machine or many."""
    os.umask(0o077)
    settings = load_settings()
    open_installation(settings.database_url, settings.data_folder)
    kinds, chores = args.find_work()
    run_worker(Plant(settings, kinds, chores), settings.workers, args.with_parent)
    return DONE


def invite_first_administrator(settings: Settings) -> str | None:
    """A one-time link while nobody can sign in yet."""
    with closing_engine(settings.database_url) as engine, writing(engine) as session:
        if session.exec(select(Person).where(col(Person.password_hash).is_not(None))).first():
            return None
        person = session.exec(select(Person).where(Person.login == "admin")).one_or_none()
        person = person or add_person(session, "admin", "管理员", Role.ADMINISTRATOR, None)
        link = f"{address(settings)}/invitations/{invite(session, person)}"
        record(session, None, "account.invite", f"person {person.id}", None, [person.login])
        return link


def find_port_problem(settings: Settings) -> str | None:
    """Why the site cannot be served at its address, said before anything is changed; None where it can."""
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        return say(
            "Cannot serve at %(address)s: %(why)s. Set SURVEY_HOST or SURVEY_PORT to another.",
            address=address(settings),
            why=say("the port is taken by another program") if taken else error.strerror,
        )
    return None


def run_site(settings: Settings, create_site: Callable[[Settings], Flask], with_worker: bool = True) -> int:
    """Serve until stopped, with a worker beside the web processes."""
    print(say("The site is at %(address)s (Ctrl-C ends it)", address=address(settings)), flush=True)
    with keep_worker(settings) if with_worker else nullcontext():
        Site(settings, lambda: create_site(settings)).run()
    return DONE


def address(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"
