"""What leaders, reviewers and administrators ask for, got ready in a process that has just begun."""

from flask import Flask
from sqlmodel import Session

from reports.rounds.keeping import recall_round
from reports.rounds.places import name_scope
from reports.rounds.recalled import recall_report
from reports.rounds.report import describe_round_report
from survey.rounds.external import list_asked_rounds
from survey.rounds.rounds import COUNTS

MOST_WARMED = 3  # rounds, the one that ends last first
TEMPLATES = ("leading/", "rounds/", "web/")


def warm(site: Flask) -> None:
    """Read the newest rounds, add the first of them up, and compile the templates of the pages that show them."""
    for name in site.jinja_env.list_templates(filter_func=lambda name: name.startswith(TEMPLATES)):
        site.jinja_env.get_template(name)
    time_zone = site.config["TIME_ZONE"]
    with Session(site.extensions["survey_engine"]) as session:
        for number, round in enumerate(list_asked_rounds(session, COUNTS)[:MOST_WARMED]):
            responses, is_first = recall_round(session, round, time_zone).list_listed(), number == 0
            scope = name_scope(session, responses, "")
            report = recall_report(session, round, responses, scope, time_zone, with_quantities=is_first)
            if is_first:
                describe_round_report(report, str)
