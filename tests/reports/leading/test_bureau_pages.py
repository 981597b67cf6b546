"""The page of one bureau as a leader reads it: its running score, its words, its links."""

import re

import sqlalchemy as sa
from flask import Flask

from survey.plans.overseeing import check_item
from survey.rounds.absences import leave_out
from survey.storage.states import Absence, Role
from tests.people import Respondent, sign_in
from tests.reports.leading.reading import accept_all, accept_with_some_set_aside
from tests.sites import Relive
from tests.survey.bureaus.linking import find
from tests.survey.plans.planning import begin_plan, finish, items, look
from tests.survey.reviewing.deciding import find_yes_no

PAGE = "/overview/2026"


def test_what_was_checked_of_a_plan_stands_beside_the_verified_score_and_leads_to_it(
    bureau: Respondent, site: Flask
) -> None:
    begin_plan(bureau)
    leader = sign_in(site, "leader")
    assert "复核通过后" not in leader.get(f"{PAGE}/bureaus/150121").text
    first = items(bureau)[0].question_id
    assert first
    finish(bureau, first)
    done = items(bureau)[0]
    check_item(bureau.engine, bureau.response_id, done.id, done.version, None, bureau.find(Role.CITY_REVIEWER))
    running = look(bureau).running
    assert running.checked.score != running.accepted.score
    page = leader.get(f"{PAGE}/bureaus/150121").text
    told = re.search(r'href="([^"]+)"><strong>([0-9.]+)</strong> 复核通过后', page)
    assert told and told[1] == f"/responses/{bureau.response_id}/plan"
    assert told[2] == f"{float(running.checked.score or 0):.2f}"


def test_rank_and_self_assessed_score_lead_to_what_they_are_made_of(bureau: Respondent, site: Flask) -> None:
    accept_with_some_set_aside(bureau)
    leader = sign_in(site, "leader")
    rows = leader.get(f"{PAGE}/bureaus").text
    [ranked] = re.findall(r'data-label="名次"><a href="([^"]+)">1</a>', rows)
    assert "order=rank" in ranked and ranked.endswith("#bureau-150121") and 'id="bureau-150121"' in rows
    page = leader.get(f"{PAGE}/bureaus/150121").text
    [(address, place)] = re.findall(r'href="([^"#]+)#(\w+)"><strong>[0-9.]+</strong> 自评得分', page)
    assert address == f"/responses/{bureau.response_id}/result" and f'id="{place}"' in leader.get(address).text


def test_a_yes_is_asked_for_and_given_in_one_word(relive: Relive, site: Flask, bureau: Respondent) -> None:
    relive(accept_all)
    page = sign_in(site, "leader").get(f"{PAGE}/bureaus/150121/questions/{find_yes_no(bureau)[0]}").text
    assert "已落实" not in page and re.search(r"<dd>是</dd>", page)


def test_who_is_closed_without_is_listed_by_that_word_alone(relive: Relive, site: Flask, engine: sa.Engine) -> None:
    relive(accept_all)
    with engine.connect() as connection:
        connection.execute(sa.text("UPDATE response SET state = 'drafting' WHERE id = 3"))
        connection.commit()
    leave_out(engine, {3: Absence.UNSUBMITTED}, "两次催报未提交", find(engine, "admin").id)
    page = sign_in(site, "leader").get(f"{PAGE}/bureaus").text
    assert re.search(r'data-label="状态">未报</td>', page) and "未提交，未报" not in page
