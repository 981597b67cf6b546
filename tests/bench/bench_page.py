"""A page of a county's form as the site sends it, against the least page of the site, which is all frame.

Run `python -m tests.bench.bench_page`. The form is a notice's own for a county, every question answered; the page
is that of the domain with the most questions. Seconds of the processor, not of the clock.
"""

import tempfile
from pathlib import Path
from statistics import median
from time import process_time

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.bench.bench_form import make_site
from tests.people import Respondent

RUNS = 40


def time_page(client: FlaskClient, path: str) -> float:
    """The median time of the processor for a page, in milliseconds."""
    times = []
    for _ in range(RUNS + 3):  # the first ones parse and compile
        begun = process_time()
        client.get(path, buffered=True)
        times.append(1000 * (process_time() - begun))
    return median(times[3:])


def count_statements(client: FlaskClient, path: str) -> int:
    told: list[str] = []

    def tell(connection: object, cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", tell)
    client.get(path, buffered=True)
    event.remove(sa.Engine, "before_cursor_execute", tell)
    return len(told)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder))
        site.config["WTF_CSRF_ENABLED"] = False
        bureau = Respondent(site, site.extensions["survey_engine"], "bureau")
        bureau.answer_all()
        section = max(bureau.questionnaire.domains, key=lambda one: len(one.questions))
        path = f"/responses/{bureau.response_id}/domains/{section.id}"
        page, frame = time_page(bureau.client, path), time_page(bureau.client, "/help")
        size, statements = len(bureau.client.get(path).data), count_statements(bureau.client, path)
    print(
        f"page of {len(section.questions)} questions of {len(bureau.questionnaire.questions)}: {page:.1f} ms of the "
        f"processor, {statements} statements, {size / 1024:.0f} KB; the frame alone: {frame:.1f} ms, "
        f"ratio {page / frame:.1f}"
    )


if __name__ == "__main__":
    main()
