"""Opening a round: who is asked by which notice, what is frozen, and what changes afterwards."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.answers import Answer
from questionnaires.applying import SchemeRefused
from questionnaires.catalogue import Library
from questionnaires.loading import load_library
from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import SCHEMES, read_scheme
from survey.accounts.accounts import add_person
from survey.responses.profiles import save_profile
from survey.responses.saving import ResponseFrozen, save_answer
from survey.rounds.issued import open_questionnaire
from survey.rounds.opening import RoundPlan, SlugTaken, add_bureaus, change_dates, open_planned
from survey.rounds.planning import NothingAsked, Notices, find_lacking, list_tree, share_out
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Role
from survey.storage.tables import Bureau, IssuedQuestionnaire, Person, Response, Round
from survey.storage.together import Closing
from tests.machine import TODAY, ZONE

NOTICE = "inner-mongolia-2022-26"
SHANXI, JINCHENG = "shanxi-2021-101", "jincheng-2022-42"
PLACES = [  # code, name, level, parent
    ("140000", "山西省药品监督管理局", "province", None),
    ("140400", "长治市市场监督管理局", "city", "140000"),
    ("140403", "潞州区市场监督管理局", "county", "140400"),
    ("140500", "晋城市市场监督管理局", "city", "140000"),
    ("140502", "城区市场监督管理局", "county", "140500"),
    ("JCKFQ", "晋城经济技术开发区市场监督管理局", "county", "140500"),
]


def make_plan(engine: sa.Engine, *codes: str, **rest: object) -> RoundPlan:
    """A plan for the bureaus of some codes."""
    given: dict[str, object] = {
        "slug": "2027",
        "title": f"{rest.get('slug', 2027)}年度自评",
        "as_of": date(2027, 6, 30),
        "opens_on": TODAY,
        "closes_on": TODAY + timedelta(days=30),
        "document": NOTICE,
        "nearest": True,
        "bands": None,
        **rest,
    }
    with Session(engine) as session:
        ids = tuple(one.id for one in list_tree(session) if one.code in codes)
    return RoundPlan(bureau_ids=ids, **given)  # type: ignore[arg-type]


def open_plan(engine: sa.Engine, plan: RoundPlan, library: Library | None = None) -> Round:
    with Session(engine) as session:
        admin = session.exec(select(Person).where(Person.login == "admin")).one()
    slug = open_planned(engine, library or load_library(), plan, ZONE, admin.id)
    with Session(engine) as session:
        return session.exec(select(Round).where(Round.slug == slug)).one()


def change_library() -> Library:
    """The catalogue as it may be next year: every measure of the notice has another weight."""
    library = load_library()
    document = library.documents[NOTICE]
    clauses = tuple(
        clause.model_copy(update={"measures": tuple(one.model_copy(update={"weight": 7}) for one in clause.measures)})
        for clause in document.clauses
    )
    changed = document.model_copy(update={"version": "2", "clauses": clauses})
    return library.model_copy(update={"documents": {**library.documents, NOTICE: changed}})


@pytest.fixture
def shanxi(engine: sa.Engine) -> dict[str, Bureau]:
    """A province with two cities; one of them has a notice of its own and a development zone."""
    with writing(engine) as session:
        bureaus: dict[str, Bureau] = {}
        for code, name, level, parent in PLACES:
            bureaus[code] = Bureau(code=code, name=name, level=level, parent_id=bureaus[parent].id if parent else None)
            session.add(bureaus[code])
            session.flush()
    with Session(engine) as session:
        return {one.code: one for one in list_tree(session) if one.code in bureaus and one.parent_id != -1}


def test_a_place_is_asked_by_its_own_notice_that_carries_out_the_provinces(
    engine: sa.Engine, shanxi: dict[str, Bureau]
) -> None:
    with Session(engine) as session:
        notices = Notices(load_library(), SHANXI, nearest=True)
        found = {one.code: notices.find(one) for one in list_tree(session) if one.code in shanxi}
    asked = {code: notice and notice.id for code, notice in found.items()}
    assert {asked[code] for code in ("140400", "140403", "140000")} == {SHANXI}
    assert {asked[code] for code in ("140502", "JCKFQ", "140500")} == {JINCHENG}


def test_one_notice_for_all_is_one_notice_for_all(engine: sa.Engine, shanxi: dict[str, Bureau]) -> None:
    with Session(engine) as session:
        bureaus = [one for one in list_tree(session) if one.code in shanxi]
        shares = share_out(load_library(), Notices(load_library(), SHANXI, nearest=False), bureaus)
    assert {share.notice.id for share in shares} == {SHANXI}
    assert [(share.level, len(share.bureaus)) for share in shares] == [("province", 1), ("city", 2), ("county", 3)]


def test_who_is_missing_is_said_bureau_by_bureau(engine: sa.Engine, shanxi: dict[str, Bureau]) -> None:
    with writing(engine) as session:
        zone = session.get_one(Bureau, shanxi["JCKFQ"].id)
        add_person(session, "zone", "开发区填报员", Role.CLERK, zone)
        add_person(session, "jincheng", "晋城审核员", Role.CITY_REVIEWER, zone.parent)
        lacking = find_lacking(session, [zone, session.get_one(Bureau, shanxi["140403"].id)])
        assert [one.code for one in lacking.clerk] == ["140403"]
        assert [one.code for one in lacking.city_reviewer] == ["140403"]
        assert (
            [one.code for one in lacking.head]
            == [one.code for one in lacking.provincial_reviewer]
            == ["JCKFQ", "140403"]
        )


def test_a_round_opens_with_its_bands_frozen_into_the_questionnaires(engine: sa.Engine) -> None:
    bands = {"excellent": "95", "good": "80", "basic": "62.5"}
    round = open_plan(engine, make_plan(engine, "150121", bands=bands))
    with Session(engine) as session:
        issued = session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id)).one()
        questionnaire = open_questionnaire(issued)
    assert [str(one.from_) for one in questionnaire.bands] == ["95", "80", "62.5", "0"]
    assert issued.content_hash == questionnaire.content_hash()


def test_a_later_catalogue_changes_no_open_response(engine: sa.Engine) -> None:
    round = open_plan(engine, make_plan(engine, "150121"))
    with Session(engine) as session:
        first = session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id)).one()
        admin = session.exec(select(Person.id).where(Person.login == "admin")).one()
        other = session.exec(select(Bureau.id).where(Bureau.code == "150122")).one()
    assert add_bureaus(engine, change_library(), round.id, [other], admin) == 1
    with Session(engine) as session:
        issued = session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id)).one()
        asked = session.exec(select(Response).where(Response.round_id == round.id)).all()
        assert (issued.version, issued.content_hash) == (first.version, first.content_hash)
        assert {response.questionnaire_id for response in asked} == {issued.id}


def test_a_new_round_takes_the_catalogue_of_its_day(engine: sa.Engine) -> None:
    round = open_plan(engine, make_plan(engine, "150121"), change_library())
    with Session(engine) as session:
        issued = session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id)).one()
        assert {one.weight for one in open_questionnaire(issued).questions if one.is_scored} == {7}


def test_a_short_name_is_given_once(engine: sa.Engine) -> None:
    with pytest.raises(SlugTaken):
        open_plan(engine, make_plan(engine, "150121", slug="2026"))


def test_of_two_who_open_a_round_at_once_the_second_is_told(engine: sa.Engine) -> None:
    plan, together = make_plan(engine, "150121", "150122"), Barrier(2)

    def open_it(_: int) -> bool:
        together.wait()
        try:
            return bool(open_plan(engine, plan))
        except SlugTaken:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(open_it, range(2))) == [False, True]
    with Session(engine) as session:
        assert len(session.exec(select(Response).join(Round).where(Round.slug == plan.slug)).all()) == 2


def test_nothing_is_opened_where_one_bureau_is_asked_nothing(engine: sa.Engine) -> None:
    with writing(engine) as session:
        city = session.exec(select(Bureau).where(Bureau.code == "150100")).one()
        session.add(Bureau(code="X1", name="某某单位", level="village", parent_id=city.id))
    with pytest.raises(NothingAsked, match="某某单位"):
        open_plan(engine, make_plan(engine, "150121", "X1"))
    with Session(engine) as session:
        assert session.exec(select(Round.slug)).all() == ["2026"]


def test_nothing_can_be_filled_in_before_the_opening_day(engine: sa.Engine) -> None:
    round = open_plan(engine, make_plan(engine, "150121", opens_on=TODAY + timedelta(days=1)))
    with Session(engine) as session:
        response = session.exec(select(Response).where(Response.round_id == round.id)).one()
        question = open_questionnaire(response.questionnaire).by_id["emergency-plan"]
        clerk = session.exec(select(Person.id).where(Person.login == "bureau")).one()
    with pytest.raises(ResponseFrozen):
        save_answer(engine, response.id, question, Answer(True), 0, clerk)
    with pytest.raises(ResponseFrozen):
        save_profile(engine, response.id, {}, 0, clerk)
    with Session(engine) as session:
        admin = session.exec(select(Person.id).where(Person.login == "admin")).one()
    change_dates(engine, round.id, TODAY, round.closes_on, "提前开始", ZONE, admin)
    assert save_answer(engine, response.id, question, Answer(True), 0, clerk)


def test_adding_a_bureau_twice_changes_nothing_and_lifts_what_was_closed_above(engine: sa.Engine) -> None:
    round = open_plan(engine, make_plan(engine, "150121"))
    with writing(engine) as session:
        admin = session.exec(select(Person.id).where(Person.login == "admin")).one()
        city, other = (
            session.exec(select(Bureau.id).where(Bureau.code == code)).one() for code in ("150100", "150122")
        )
        session.add(Closing(round_id=round.id, bureau_id=city, closed_at=now(), closed_by_id=admin))
    assert [add_bureaus(engine, load_library(), round.id, [other], admin) for _ in range(2)] == [1, 0]
    with Session(engine) as session:
        assert session.exec(select(Closing)).one().lifted_at is not None


def test_the_trail_knows_who_opened_and_changed_a_round(engine: sa.Engine) -> None:
    round = open_plan(engine, make_plan(engine, "150121"))
    with Session(engine) as session:
        admin = session.exec(select(Person.id).where(Person.login == "admin")).one()
    for _ in range(2):  # the second time changes nothing
        change_dates(engine, round.id, round.opens_on, TODAY + timedelta(days=40), "汛期延后", ZONE, admin)
    with Session(engine) as session:
        lines = session.exec(select(TrailEntry).where(TrailEntry.subject == "round 2027")).all()
        assert [line.act for line in lines] == ["round.open", "round.change"]
        assert "汛期延后" in lines[1].change


def test_a_scheme_and_a_year_are_frozen_with_the_round(engine: sa.Engine) -> None:
    scheme = read_scheme(SCHEMES / "hundred.yaml", load_library())
    plain, hundred = (
        open_plan(engine, make_plan(engine, "150121", slug=slug, **given))
        for slug, given in (("plain", {}), ("hundred", {"scheme": scheme, "year": 2025}))
    )
    with Session(engine) as session:
        asked = {one.round_id: open_questionnaire(one) for one in session.exec(select(IssuedQuestionnaire)).all()}
    assert (plain.scheme, plain.year, asked[plain.id].scheme, asked[plain.id].year) == (None, 2026, None, 2026)
    assert (asked[hundred.id].scheme, asked[hundred.id].year, hundred.year) == (scheme, 2025, 2025)
    for section in asked[hundred.id].domains:
        assert sum(Fraction(one.weight) for one in section.questions if one.is_scored) == scheme.points[section.id]
    with Session(engine) as session:
        line = session.exec(select(TrailEntry).where(TrailEntry.subject == "round hundred")).one()
    said = json.loads(line.change)["after"]
    assert (said["scheme"]["id"], said["year"]) == ("hundred", 2025)


def test_a_scheme_that_does_not_fit_opens_nothing(engine: sa.Engine) -> None:
    scheme = Scheme.model_validate({"points": {"N05": Decimal(10)}})
    with pytest.raises(SchemeRefused, match=r"points\.N"):
        open_plan(engine, make_plan(engine, "150121", scheme=scheme))
    with Session(engine) as session:
        assert session.exec(select(Round).where(Round.slug == "2027")).all() == []
