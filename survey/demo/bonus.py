"""Bonus points in the sample: items that nobody's notice has, claimed by some bureaus, and granted to one of them."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.scheme import BonusItem, Scheme
from questionnaires.totals import Claim
from survey.demo.evidence import receiving_sample
from survey.demo.teamwork import FilledSample
from survey.evidence.files import tie_files
from survey.evidence.listing import Dates
from survey.evidence.shelf import put_on_shelf
from survey.evidence.store import EvidenceStore
from survey.responses.claims import find_claims, name_claim, save_claims
from survey.responses.entries import grant_points, list_undecided
from survey.storage.tables import Response

ITEMS = (
    BonusItem(
        id="demo-model",
        title="监管经验被上级推广（演示数据）",
        points=Decimal(2),
        evidence=("推广文件",),
    ),
    BonusItem(
        id="demo-contest",
        title="在药品安全技能比武中获奖（演示数据）",
        points=Decimal(1),
        evidence=("获奖证书或者通报文件",),
    ),
)
TITLE = "百分方案及加分项目（演示数据）"
WHY_CLAIMED = "演示数据：抽检做法由上级药品监管部门转发各地。"
WHY_LESS = "演示数据：转发范围限于本市，按一半认定。"


def add_bonus(scheme: Scheme) -> Scheme:
    """The scheme with items that can be claimed; its grades come from the score as before."""
    return scheme.model_copy(update={"id": f"{scheme.id}-demo", "title": TITLE, "bonus": ITEMS})


def claim_bonus(engine: sa.Engine, store: EvidenceStore, one: FilledSample, as_of: date) -> None:
    """Claim the first item for a draft, proved by a file of the bureau's shelf."""
    item = ITEMS[0]
    with Session(engine) as session:
        bureau = session.get_one(Response, one.response_id).bureau
        bureau_id, place = bureau.id, bureau.name
    claims = {item.id: Claim(Fraction(item.points), WHY_CLAIMED)}
    save_claims(engine, one.response_id, claims, {}, one.clerk_id)
    title, dates = f"{item.evidence[0]}（演示数据）", Dates(as_of - timedelta(days=60), None)
    with receiving_sample(store, title, place, dates) as sent:
        file, _ = put_on_shelf(engine, store, bureau_id, sent, one.clerk_id)
    tie_files(engine, store, one.response_id, [(name_claim(item.id), file.id)], [], "", one.clerk_id)


def grant_half(engine: sa.Engine, response_id: int, person_id: int) -> None:
    """Grant half of whatever is claimed."""
    with Session(engine) as session:
        response = session.get_one(Response, response_id)
        claims, undecided = find_claims(session, response).claims, list_undecided(session, response)
    for id in undecided:
        grant_points(engine, response_id, id, claims[id].points / 2, person_id, WHY_LESS)
