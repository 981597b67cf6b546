"""What the tables say of a bureau is what its gap report prints: both are fetched from the site and read back."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import pytest

from questionnaires.questionnaire import Question
from survey.installing.settings import Settings
from survey.responses.reviews import confirm_all
from survey.storage.states import Action, Role
from tests.databases import World
from tests.machine import ZONE
from tests.people import Respondent, full_value, sign_in
from tests.reports.making.working import fetch_output
from tests.reports.samples import read_pages
from tests.sites import open_site
from tests.survey.reviewing.deciding import find_yes_no, set_aside

Rows = list[dict[str, str]]


@dataclass
class Fetched:
    """The text of a report without white space, and the rows of each table about its bureau."""

    text: str
    tables: dict[str, Rows]


def fail_some(question: Question) -> Any:
    if question.criterion.kind == "recency":
        return None
    return False if question.criterion.kind == "yes_no" and len(question.id) % 2 else full_value(question)


def fetch(bureau: Respondent) -> Fetched:
    report = bureau.client.get(f"/responses/{bureau.response_id}/report.pdf").data
    administrator = sign_in(bureau.client.application, "admin")
    packed = fetch_output(administrator, "csv").data
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    tables = {name: list(csv.DictReader(StringIO(text, newline=""))) for name, text in texts.items()}
    own = str(bureau.response_id)
    return Fetched(
        "".join(read_pages(report)), {k: [r for r in v if r.get("答卷编号") == own] for k, v in tables.items()}
    )


@pytest.fixture(scope="module")
def fetched(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Fetched, Fetched]]:
    """Of a response with gaps: as submitted, and as accepted with one answer set aside."""
    folder = tmp_path_factory.mktemp("figures")
    with world.copy(folder) as url, open_site(Settings(folder, url, "for tests", time_zone=ZONE)) as site:
        bureau = Respondent(site, site.extensions["survey_engine"], "bureau")
        bureau.answer_all(fail_some)
        bureau.submit()
        submitted = fetch(bureau)
        bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
        set_aside(bureau, next(id for id in find_yes_no(bureau) if len(id) % 2 == 0))
        confirm_rest(bureau)
        bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
        bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))
        yield submitted, fetch(bureau)


def confirm_rest(bureau: Respondent) -> None:
    seen = {question.id: 1 for question in bureau.questionnaire.questions}
    confirm_all(bureau.engine, bureau.response_id, bureau.find(Role.CITY_REVIEWER), seen)


def test_a_submitted_bureau_has_one_score_in_every_table_and_on_paper(fetched: tuple[Fetched, Fetched]) -> None:
    text, tables = fetched[0].text, fetched[0].tables
    [row], [wide] = tables["bureaus.csv"], tables["wide.csv"]
    assert 0 < float(row["得分"]) < 100 and row["得分"] == wide["得分"]
    assert f"综合得分{row['得分']}分" in text and f"能力等级为“{row['等级']}”" in text
    assert row["认定得分"] == ""


def test_an_accepted_bureau_has_both_scores_on_paper(fetched: tuple[Fetched, Fetched]) -> None:
    text, [row] = fetched[1].text, fetched[1].tables["bureaus.csv"]
    assert float(row["认定得分"]) < float(row["得分"])
    assert f"自评得分{row['得分']}分，认定得分{row['认定得分']}分" in text
    assert f"能力等级为“{row['认定等级']}”" in text


@pytest.mark.parametrize("which", [0, 1])
def test_every_gap_is_printed_in_its_order_with_its_lost_points(which: int, fetched: tuple[Fetched, Fetched]) -> None:
    text, gaps = fetched[which].text, fetched[which].tables["gaps.csv"]
    for gap in gaps:
        critical = "（关键项）" if gap["关键项"] == "是" else ""
        line = f"{gap['差距序号']}.{gap['事项']}{critical}{gap['条款']}，{gap['判定']}失{gap['失分']}分"
        assert line in text and f"差距{gap['尚缺']}" in text, line
    assert len(gaps) > 4
    assert {gap["差距依据"] for gap in gaps} == {("自评", "认定")[which]}


@pytest.mark.parametrize("which", [0, 1])
def test_every_domain_is_printed_with_its_score(which: int, fetched: tuple[Fetched, Fetched]) -> None:
    column, lost = (("领域得分", "领域失分"), ("认定领域得分", "认定领域失分"))[which]
    for row in fetched[which].tables["domains.csv"]:
        assert row["能力领域"] + row[column] + row[lost] in fetched[which].text, row["能力领域"]


def test_the_answer_that_was_set_aside_stands_in_the_long_table_and_on_paper(fetched: tuple[Fetched, Fetched]) -> None:
    [row] = [one for one in fetched[1].tables["long.csv"] if one["审核决定"] == "改定"]
    assert (row["答案"], row["认定答案"], row["审核理由"]) == ("是", "否", "无文件佐证")
    assert row["审核理由"] in fetched[1].text
