"""Opening a round on the web: from a notice or from last year's round, by a form, a check, and a deliberate button."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.datastructures import MultiDict

from questionnaires.scheme import Assumed, Scheme
from survey.rounds.rounds import open_scheme
from survey.storage.database import writing
from survey.storage.tables import Bureau, Response, Round
from tests.machine import TODAY
from tests.people import Respondent

NOTICE = "inner-mongolia-2022-26"
GIVEN = {
    "document": NOTICE,
    "title": "2027年度药品监管能力自评",
    "slug": "2027",
    "as_of": "20271231",
    "opens_on": TODAY.isoformat(),
    "closes_on": (TODAY + timedelta(days=30)).isoformat(),
    "excellent": "90",
    "good": "75",
    "basic": "60",
    "nearest": "y",
}
WRONG = [  # what is typed, and what the page then says
    ({"title": "  "}, "请填写轮次名称"),
    ({"title": "自评\u200b"}, "不可见字符"),
    ({"slug": "2026"}, "该简称已被其他轮次使用"),
    ({"slug": "new"}, "只能使用小写字母"),
    ({"slug": "../2027"}, "只能使用小写字母"),
    ({"as_of": "明天"}, "不是日期"),
    ({"opens_on": "29990101"}, "截止日期早于开始日期"),
    ({"opens_on": "20200101", "closes_on": "20200131"}, "截止日期已过"),
    ({"good": "90"}, "必须低于“优秀分数线”"),
    ({"basic": "0"}, "必须大于0"),
    ({"excellent": "101"}, "不能高于100"),
    ({"basic": "六十"}, "不是数字"),
    ({"year": "26"}, "四位数字"),
    ({"year": "2028"}, "考核年度晚于填报基准日"),
    ({"scheme": "file"}, "请选择评分方案文件"),
    ({"scheme": "file", "sent_scheme": '{"points": {"N99": "1"}}'}, "请选择评分方案文件"),
    ({"scheme": "file", "sent_scheme": '{"points": {"N05": "1"}}'}, "points.N"),
]


def find_ids(engine: sa.Engine, *codes: str) -> list[int]:
    with Session(engine) as session:
        return [session.exec(select(Bureau.id).where(Bureau.code == code)).one() for code in codes]


def fill(bureau_ids: list[int], step: str = "", **changed: str) -> MultiDict[str, str]:
    fields = MultiDict({**GIVEN, **changed, "step": step})
    fields.setlist("bureau", [str(id) for id in bureau_ids])
    return fields


def read_fields(text: str) -> MultiDict[str, str]:
    """What the form of a page would send: its filled fields and ticked boxes."""
    root: Any = html5lib.parse(text, namespaceHTMLElements=False)
    inputs = [one for one in root.iter("input") if one.get("name")]
    sent = [one for one in inputs if one.get("type") != "checkbox" or one.get("checked") is not None]
    return MultiDict([(one.get("name"), one.get("value") or "") for one in sent])


def list_rounds(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.exec(select(Round.slug).order_by(Round.slug)))


def test_a_notice_fills_the_form_with_its_bureaus_and_bands(administrator: FlaskClient) -> None:
    fields = read_fields(administrator.get(f"/rounds/new/form?notice={NOTICE}").text)
    assert len(fields.getlist("bureau")) == 6
    assert [fields[grade] for grade in ("excellent", "good", "basic")] == ["90", "75", "60"]


def test_a_notice_of_another_place_ticks_nobody(administrator: FlaskClient) -> None:
    fields = read_fields(administrator.get("/rounds/new/form?notice=jilin-2021-44").text)
    assert fields.getlist("bureau") == []


def test_all_of_a_level_or_a_place_are_ticked_and_unticked_at_once(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    def press(bureau_ids: list[int], step: str) -> list[int]:
        page = administrator.post("/rounds/new/form", data=fill(bureau_ids, step)).text
        return sorted(map(int, read_fields(page).getlist("bureau")))

    left, right, other, city = find_ids(engine, "150121", "150122", "150221", "150100")
    assert press([], "on:level:county") == sorted([left, right, other])
    assert press([other], "on:place:150100") == sorted([left, right, other, city])
    assert press([left, other, city], "off:level:county") == [city]
    assert press([left, other, city], "off:place:150200") == sorted([left, city])


@pytest.mark.parametrize(("changed", "words"), WRONG, ids=str)
def test_what_cannot_be_opened_comes_back_with_the_reason(
    changed: dict[str, str], words: str, administrator: FlaskClient, engine: sa.Engine
) -> None:
    ids = find_ids(engine, "150121")
    for path in ("/rounds/new/form", "/rounds/new"):
        answer = administrator.post(path, data=fill(ids, "check", **changed))
        assert (answer.status_code, words in answer.text) == (422, True)
    assert list_rounds(engine) == ["2026"]


def test_notices_of_places_that_there_are_come_first(administrator: FlaskClient) -> None:
    offered = re.findall(r"form\?notice=([^\"]+)", administrator.get("/rounds/new").text)
    assert offered[0] == NOTICE
    assert offered[1:] == sorted(offered[1:]) and "chongqing-2022" in offered


def test_the_check_says_who_is_asked_what_and_who_is_missing(administrator: FlaskClient, engine: sa.Engine) -> None:
    ids = find_ids(engine, "150121", "150122", "150200")
    text = administrator.post("/rounds/new/form", data=fill(ids, "check")).text
    root: Any = html5lib.parse(text, namespaceHTMLElements=False)
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in root.iter("tr")][1:]
    assert [(row[0], row[2]) for row in rows] == [("市级", "1"), ("县级", "2")]
    assert "没有填报员：1个单位" in text  # the city
    assert list_rounds(engine) == ["2026"]


def test_the_check_asks_for_a_reviewer_from_outside_where_nobody_is_above(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    text = administrator.post("/rounds/new/form", data=fill(find_ids(engine, "150000", "150121"), "check")).text
    assert "没有指定外单位审核员" in text and 'href="/bureaus/150000"' in text
    assert "没有省级审核员" not in text


def test_the_deliberate_button_opens_the_round_once(administrator: FlaskClient, engine: sa.Engine) -> None:
    ids = find_ids(engine, "150121", "150122")
    checked = read_fields(administrator.post("/rounds/new/form", data=fill(ids, "check", good="80")).text)
    assert administrator.post("/rounds/new", data=checked).status_code == 302
    assert "该简称已被其他轮次使用" in administrator.post("/rounds/new", data=checked).text
    with Session(engine) as session:
        round = session.exec(select(Round).where(Round.slug == "2027")).one()
        invited = session.exec(select(Response.bureau_id).where(Response.round_id == round.id)).all()
    assert (round.bands, round.document) == ({"excellent": "90", "good": "80", "basic": "60"}, NOTICE)
    assert sorted(invited) == sorted(ids)


def attach(typed: MultiDict[str, str], text: str) -> dict[str, Any]:
    """The form with the file of a scheme."""
    return {**typed.to_dict(flat=False), "scheme_file": [(BytesIO(text.encode()), "ours.yaml")]}


def test_a_scheme_of_our_own_is_sent_in_once_and_frozen_at_opening(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    typed = fill(find_ids(engine, "150121"), "check", scheme="file", year="2026")
    bad = attach(typed, "assumed: never\npoints: {N05: 0}\n")
    page = administrator.post("/rounds/new/form", data=bad)
    assert (page.status_code, "points.N05" in page.text, "assumed" in page.text) == (422, True, True)
    good = attach(typed, "title: 某省方案\nassumed: leave_out\n")
    page = administrator.post("/rounds/new/form", data=good)
    assert "某省方案" in page.text
    administrator.post("/rounds/new", data=read_fields(page.text))
    with Session(engine) as session:
        round = session.exec(select(Round).where(Round.slug == "2027")).one()
    assert (round.year, open_scheme(round)) == (2026, Scheme(title="某省方案", assumed=Assumed.LEAVE_OUT))
    again = read_fields(administrator.get("/rounds/new/form?from=2027").text)
    assert (again["year"], "某省方案" in again["sent_scheme"]) == ("2027", True)


def test_a_new_round_has_the_scheme_of_a_hundred_points(administrator: FlaskClient, engine: sa.Engine) -> None:
    checked = administrator.post("/rounds/new/form", data=fill(find_ids(engine, "150121"), "check"))
    administrator.post("/rounds/new", data=read_fields(checked.text))
    with Session(engine) as session:
        scheme = open_scheme(session.exec(select(Round).where(Round.slug == "2027")).one())
    assert scheme is not None and scheme.id == "hundred"


def test_one_comes_back_from_the_check_with_everything_typed(administrator: FlaskClient, engine: sa.Engine) -> None:
    typed = fill(find_ids(engine, "150121"), "check", basic="61")
    checked = read_fields(administrator.post("/rounds/new/form", data=typed).text)
    checked["step"] = "edit"
    again = read_fields(administrator.post("/rounds/new/form", data=checked).text)
    assert {name: again[name] for name in GIVEN} == {**GIVEN, "basic": "61"}
    assert again.getlist("bureau") == typed.getlist("bureau")


def test_copying_takes_bureaus_and_bands_a_year_on(administrator: FlaskClient, engine: sa.Engine) -> None:
    fields = read_fields(administrator.get("/rounds/new/form?from=2026").text)
    assert (fields["title"], fields["slug"], fields["as_of"]) == ("2027年度自评", "2027", "2027-06-30")
    assert len(fields.getlist("bureau")) == 3
    fields["step"] = "check"
    administrator.post("/rounds/new", data=read_fields(administrator.post("/rounds/new/form", data=fields).text))
    with Session(engine) as session:
        old, new = session.exec(select(Round).order_by(Round.slug)).all()
    assert (new.previous_id, new.document) == (old.id, None)


@pytest.mark.parametrize(
    "junk",
    [
        {"bureau": "99999999999999999999"},
        {"bureau": "x"},
        {"document": "no-such"},
        {"previous": "no-such"},
        {"step": "💥"},
    ],
    ids=str,
)
def test_junk_opens_nothing(junk: dict[str, str], administrator: FlaskClient, engine: sa.Engine) -> None:
    for path in ("/rounds/new/form", "/rounds/new"):
        assert administrator.post(path, data={**GIVEN, **junk}).status_code in (200, 404, 422)
    assert list_rounds(engine) == ["2026"]


def test_before_the_opening_day_the_form_is_read_only_and_says_so(
    administrator: FlaskClient, engine: sa.Engine, bureau: Respondent
) -> None:
    typed = fill(find_ids(engine, "150121"), opens_on=(TODAY + timedelta(days=2)).isoformat())
    administrator.post("/rounds/new", data=typed)
    with Session(engine) as session:
        path = f"/responses/{max(session.exec(select(Response.id)))}/"
    page = bureau.client.get(path, follow_redirects=True).text
    assert "现在可以查看题目" in page
    assert "起开始填报" in bureau.client.get("/").text
    assert 'data-frozen="yes"' in page


def test_a_second_notice_of_a_year_is_called_by_its_name(administrator: FlaskClient, engine: sa.Engine) -> None:
    with writing(engine) as session:
        session.exec(select(Round)).one().slug = f"{TODAY.year}"
    page = administrator.get(f"/rounds/new/form?notice={NOTICE}").text
    assert f'value="{TODAY.year}年度药品监管能力自评（内政办发〔2022〕26号）"' in page
    assert f'value="{TODAY.year}-2"' in page
