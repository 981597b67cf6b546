"""A page of the form with 40 questions, against the same page drawn by a plain Jinja template from plain values.

Run `python -m tests.bench.bench_form`. The first baseline is the page's own template given ready values: the ratio is
what reading the answers into forms costs beyond drawing. The second is a flat template without a loop or a decision,
every value already a string: the least that Jinja can take for as many bytes.
"""

import re
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from flask import Flask, render_template
from flask_login import login_user
from jinja2 import Environment

from questionnaires.answers import Answer
from survey.answering.form_state import FormState, Locks
from survey.answering.forms import build_forms
from survey.answering.page_content import Block, DomainProgress, count_domains, make_blocks
from survey.answering.to_do import list_to_do
from survey.app import create_app
from survey.evidence.forms import EvidenceDatesForm
from survey.installing.settings import Settings
from survey.responses.saving import Saved
from survey.rounds.issued import open_questionnaire
from survey.storage.columns import now
from survey.storage.database import migrate, reading
from survey.storage.tables import Person, Response
from tests.conftest import fill_world
from tests.survey.answering.sample_questions import CRITERIA, make_question

QUESTIONS, RUNS = 40, 60
OPEN = Locks(None, {})


def time_runs(run: Callable[[], object]) -> float:
    """The median time of a run, in milliseconds."""
    run()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - begun))
    return median(times)


def make_site(folder: Path) -> Flask:
    settings = Settings(data_folder=folder, database_url=f"sqlite:///{folder / 'bench.sqlite3'}", secret_key="bench")
    migrate(settings.database_url)
    site = create_app(settings)
    fill_world(site.extensions["survey_engine"])
    return site


def bench(site: Flask) -> tuple[float, float, float, int]:
    """Milliseconds for the form, for its template alone, for a flat template, and the size of the page in bytes."""
    with site.test_request_context(), reading(site.extensions["survey_engine"]) as session:
        login_user(session.get_one(Person, 1))
        response = session.get_one(Response, 1)
        whole = open_questionnaire(response.questionnaire)
        kinds = list(CRITERIA)
        questions = tuple(
            make_question(kinds[number % len(kinds)], id=f"question-{number}", document=whole.document)
            for number in range(QUESTIONS)
        )
        section = whole.domains[0].model_copy(update={"questions": questions})
        asked = whole.model_copy(update={"domains": (section, *whole.domains[1:])})
        given = Answer(not_applicable="无此业务")
        saved = {one.id: Saved(1, given, now(), "某人") for one in questions[::2]}
        to_do = list_to_do(asked, saved, (), (), {}, response.round.as_of)
        state = FormState(saved, {}, {}, {}, {}, {}, OPEN, to_do, {}, {}, ())

        def draw() -> str:
            forms = build_forms(questions, saved)
            domains = count_domains(asked, saved, {})
            return draw_ready(make_blocks(asked, section, forms, state, response.round.as_of), domains)

        def draw_ready(blocks: Sequence[Block], domains: Sequence[DomainProgress]) -> str:
            return render_template(
                "answering/domain.html",
                response=response,
                section=section,
                begun=True,
                frozen=False,
                groups=[(section, blocks)],
                choice=None,
                numbers=asked.domain_numbers,
                to_do=state.to_do,
                dates_form=EvidenceDatesForm(),
                domains=domains,
                answered=20,
                asked=QUESTIONS,
                previous=None,
                next=domains[1],
            )

        blocks = make_blocks(asked, section, build_forms(questions, saved), state, response.round.as_of)
        domains = count_domains(asked, saved, {})
        page = draw()
        return (
            time_runs(draw),
            time_runs(lambda: draw_ready(blocks, domains)),
            time_runs(make_plain(page)),
            len(page.encode()),
        )


def make_plain(page: str) -> Callable[[], str]:
    """The same page as one flat template: every text and attribute that varies is a value that Jinja escapes."""
    values: list[str] = []

    def take(found: re.Match[str]) -> str:
        values.append(found[2])
        return f"{found[1]}{{{{ v[{len(values) - 1}] }}}}{found[3]}"

    head, body = page.split('<form method="post" id="answers"', 1)
    flat = re.sub(r'(="|>)([^<>"{}]*\S[^<>"{}]*)("|<)', take, body)
    template = Environment(autoescape=True).from_string("{% raw %}" + head + "{% endraw %}<form" + flat)
    return lambda: template.render(v=values)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        form, ready, flat, size = bench(make_site(Path(folder)))
    print(
        f"form page, {QUESTIONS} questions: {form:.1f} ms; its template with ready values: {ready:.1f} ms, ratio "
        f"{form / ready:.2f}; a flat template: {flat:.1f} ms, ratio {form / flat:.2f}; {size / 1024:.0f} KB"
    )


if __name__ == "__main__":
    main()
