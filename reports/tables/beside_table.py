"""The table of what stands beside the score under a scheme: one row per claim, deduction and veto; and the totals."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.scheme import Scheme
from questionnaires.scoring import Scorecard
from questionnaires.totals import Total
from reports.tables.aggregate import VERIFIED, Decided, RoundInfo, RoundTable, ScoredResponse, TableColumn
from reports.tables.bureau_table import Both, write_cell
from reports.tables.figures import write_decimal
from reports.tables.table import Cell
from survey.responses.claims import name_claim

SCHEME = "Scheme"


@dataclass(frozen=True, slots=True)
class BesideLine:
    """A claim, a deduction or a veto of one bureau; points are those of the claim, those that count, or none."""

    kind: str
    id: str
    title: str
    claimed: Fraction | None
    reason: str
    points: Fraction | None
    limit: str
    decision: Decided | None
    files: tuple[str, ...] = ()


def has_items(round_info: RoundInfo) -> bool:
    """Whether a scheme of the round has anything to claim or to enter."""
    return any(one.scheme is not None and one.scheme.has_items for one in round_info.questionnaires)


def divide_beside(response: ScoredResponse) -> Iterator[BesideLine]:
    """The claims of a response that was submitted; what reviewers granted and entered, once it is accepted."""
    scheme, card = response.questionnaire.scheme, response.verified or response.scorecard
    if scheme is None or card is None or card.total is None:
        return
    yield from _list_claims(response, scheme, card.total)
    deductions, vetoes = {one.id: one for one in scheme.deductions}, {one.id: one for one in scheme.vetoes}
    labels = {band.grade: band.label for band in response.questionnaire.bands}
    for one in card.total.entries.deductions:
        item = deductions[one.id]
        yield BesideLine("扣分", one.id, item.title, None, "", Fraction(item.points), "", Decided("", one.reason))
    for one in card.total.entries.vetoes:
        veto = vetoes[one.id]
        yield BesideLine("否决", one.id, veto.title, None, "", None, labels[veto.grade], Decided("", one.reason))


def _list_claims(response: ScoredResponse, scheme: Scheme, total: Total) -> Iterator[BesideLine]:
    granted = total.entries.granted
    for one in scheme.bonus:
        claim = total.entries.claimed.get(one.id)
        if claim is not None:
            points = None if granted is None else granted.get(one.id, Fraction())
            decision = response.decisions.get(name_claim(one.id)) if response.verified else None
            files = response.claim_files.get(name_claim(one.id), ())
            yield BesideLine("加分", one.id, one.title, claim.points, claim.reason, points, "", decision, files)


def _write(points: Fraction | None) -> Cell:
    return None if points is None else write_decimal(points)


BESIDE_COLUMNS: tuple[TableColumn[BesideLine], ...] = (
    TableColumn("类别", "加分、扣分还是否决", "加分、扣分、否决", SCHEME, lambda one: one.kind),
    TableColumn("事项编号", "评分方案中事项的固定编号", "编号", SCHEME, lambda one: one.id, is_machine=True),
    TableColumn("事项", "评分方案中事项的名称", "文字", SCHEME, lambda one: one.title),
    TableColumn("申报分值", "填报单位申报的加分，扣分和否决为空", "分", SCHEME, lambda one: _write(one.claimed)),
    TableColumn("申报理由", "填报单位申报加分的理由", "文字", "", lambda one: one.reason or None),
    TableColumn("佐证材料", "为申报加分上传的文件名，没有为空", "文字", "", lambda one: "；".join(one.files) or None),
    TableColumn(
        "认定分值",
        "审核认定的加分（未予认定为0），或者该次扣分的分值；加分在认定以前为空，上限另计",
        "分",
        VERIFIED,
        lambda one: _write(one.points),
    ),
    TableColumn("等级上限", "否决事项使等级不高于此", "等级或空", SCHEME, lambda one: one.limit or None),
    TableColumn(
        "审核理由",
        "审核人员认定、扣分或者否决的理由",
        "文字",
        VERIFIED,
        lambda one: (one.decision.reason or None) if one.decision else None,
    ),
)


def _verified_total(both: Both) -> Total | None:
    return both.verified.card.total if both.verified else None


def _points(card: Scorecard | None, name: str) -> Cell:
    total = None if card is None else card.total
    return None if total is None else write_cell(getattr(total, name))


def _total_columns(whose: str, is_verified: bool) -> Iterator[TableColumn[Both]]:
    """Bonus, deductions and total by one basis."""
    source = VERIFIED if is_verified else SCHEME
    meanings = {
        "bonus": ("加分", "计入总分的加分，不超过上限"),
        "deducted": ("扣分", "计入总分的扣分，不超过上限"),
        "points": ("总分", "得分加加分减扣分"),
    }
    for name, (header, meaning) in meanings.items():

        def read(both: Both, name: str = name) -> Cell:
            judged = both.verified if is_verified else both.own
            return _points(judged.card if judged else None, name)

        yield TableColumn(f"{whose}{header}", f"{whose}的{meaning}，没有为空", "分", source, read)


TOTAL_COLUMNS: tuple[TableColumn[Both], ...] = (
    *_total_columns("自评", is_verified=False),
    *_total_columns("认定", is_verified=True),
    TableColumn(
        "否决事项",
        "认定的否决事项，没有为空",
        "文字",
        VERIFIED,
        lambda one: "、".join(veto.title for veto in total.vetoes) or None if (total := _verified_total(one)) else None,
    ),
)


def beside_table(round_info: RoundInfo) -> RoundTable[BesideLine]:
    return RoundTable("beside.csv", "加分扣分和否决", round_info, BESIDE_COLUMNS, divide_beside)
