"""The sheet on which a bureau claims bonus points of its round's scheme: a row each, points and a reason to fill in.

Rows are found by the ids of the items. What comes back is read by the very rules of the page of claims.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from questionnaires.criteria.numbers import write_exactly
from questionnaires.scheme import BonusItem, Scheme
from questionnaires.totals import Claim
from survey.answering.claim_forms import ClaimDraft, read_claims_typed
from survey.responses.claims import Claims
from survey.workbooks.cells import Cell, find_header, read_cell
from survey.workbooks.columns import CLAIM_COLUMNS, CLAIM_KEY, CLAIM_REASON, CLAIMED, FIRST_ROW, LINE, count_lines
from survey.workbooks.layout import CellKind

TITLE = "加分申报"


@dataclass(frozen=True)
class SentClaims:
    """What a workbook claims, what stood when it was made, and what is wrong, by cell; `missing` are the titles of
    items whose rows are gone, and stay as they are."""

    claims: Claims = field(default_factory=dict)
    was: Claims = field(default_factory=dict)
    faults: Mapping[Cell, str] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    read: frozenset[tuple[str, str]] = frozenset()


def write_claims_sheet(sheet: Any, formats: Mapping[str, Any], scheme: Scheme, claims: Claims, locked: bool) -> None:
    """Write the items with what is claimed."""
    for place, (label, width) in enumerate(CLAIM_COLUMNS.items()):
        sheet.set_column(place, place, width, None, {"hidden": label == CLAIM_KEY})
        sheet.write_string(FIRST_ROW - 1, place, label, formats["header"])
    sheet.write_string(0, 1, TITLE, formats["title"])
    sheet.freeze_panes(FIRST_ROW, 0)
    for row, item in enumerate(scheme.bonus, FIRST_ROW):
        claim = claims.get(item.id)
        words = say_item(item)
        for place, one in enumerate(words.values()):
            sheet.write_string(row, place, one, formats["locked"])
        figure, reason = (formats["frozen" if locked else kind] for kind in (CellKind.FIGURE, CellKind.WORDS))
        if claim is None:
            sheet.write_blank(row, 4, None, figure)
            sheet.write_blank(row, 5, None, reason)
        else:
            sheet.write_number(row, 4, float(claim.points), figure)
            sheet.write_string(row, 5, claim.reason, reason)
        sheet.set_row(row, LINE * count_lines({**words, CLAIM_REASON: claim.reason if claim else ""}) + 4)


def say_item(item: BonusItem) -> dict[str, str]:
    """What stands in the row of an item from the start, by header."""
    words = (item.id, item.title, write_exactly(Fraction(item.points)), "；".join(item.evidence))
    return dict(zip(CLAIM_COLUMNS, words, strict=False))


def read_claims_sheet(file: Any, scheme: Scheme, was: Claims) -> SentClaims:
    """Read the rows of all sheets that have the ids of items. Without such a sheet everything stays as it was."""
    rows = _find_rows(file)
    found = [item for item in scheme.bonus if item.id in rows]
    drafts, faults = [], dict[Cell, str]()
    for item in found:
        points, reason = rows[item.id][0]
        faults |= {cell: cell.fault for cell in (points, reason) if cell.fault}
        if len({(one.text, other.text) for one, other in rows[item.id]}) > 1:
            faults[points] = _("This item stands here twice, with different claims. Keep one of them.")
        drafts.append(ClaimDraft(item, points.text.strip(), reason.text.strip(), was.get(item.id)))
    claims = read_claims_typed(scheme, drafts)
    for draft in drafts:
        places = dict(zip((f"{draft.item.id}-points", f"{draft.item.id}-why"), rows[draft.item.id][0], strict=True))
        faults |= {places[name]: words for name, words in draft.errors.items() if not places[name].fault}
    cells = {cell: id for id, pairs in rows.items() for pair in pairs for cell in pair}
    return SentClaims(
        claims={id: claim for id, claim in {**was, **claims}.items() if id in claims or id not in rows},
        was=was,
        faults=faults,
        wrong=frozenset(cells[cell] for cell in faults),
        missing=tuple(item.title for item in scheme.bonus if rows and item.id not in rows),
        read=frozenset((cell.sheet, cell.place) for cell in cells),
    )


def _find_rows(file: Any) -> dict[str, list[tuple[Cell, Cell]]]:
    """The cells of points and reason by the ids in the rows of the sheets of claims."""
    rows: dict[str, list[tuple[Cell, Cell]]] = {}
    for sheet in file.worksheets:
        header = find_header(sheet, CLAIM_KEY)
        if header is None or {CLAIMED, CLAIM_REASON} - header[1].keys():
            continue
        first, columns = header
        for number in range(first + 1, min(sheet.max_row, first + 1000) + 1):
            id = str(sheet.cell(number, columns[CLAIM_KEY]).value or "").strip()
            if id:
                points = read_cell(sheet, sheet.cell(number, columns[CLAIMED]), CellKind.FIGURE, file.epoch)
                reason = read_cell(sheet, sheet.cell(number, columns[CLAIM_REASON]), CellKind.WORDS, file.epoch)
                rows.setdefault(id, []).append((points, reason))
    return rows


@dataclass(frozen=True)
class ClaimFinding:
    """What becomes of one item: as it stood when the workbook was made, as it stands, as the workbook claims it."""

    title: str
    outcome: str
    base: Claim | None
    stands: Claim | None
    sheet: Claim | None


def compare_claims(scheme: Scheme, sent: SentClaims, stands: Claims, is_open: bool) -> list[ClaimFinding]:
    """The items that a workbook claims otherwise than they stand, in their order, and those that are wrong."""
    found = []
    for item in scheme.bonus:
        base, mine, theirs = (claims.get(item.id) for claims in (sent.was, sent.claims, stands))
        if item.id in sent.wrong:
            outcome = "wrong" if is_open else "locked"
        elif mine in (base, theirs):
            continue
        else:
            outcome = "locked" if not is_open else "change" if theirs == base else "conflict"
        found.append(ClaimFinding(item.title, outcome, base, theirs, mine))
    return found


def pick_clean(scheme: Scheme, sent: SentClaims, stands: Claims) -> Claims:
    """What is claimed once all clean changes are taken: what is wrong or was claimed otherwise meanwhile stays."""
    clean = {one.title for one in compare_claims(scheme, sent, stands, is_open=True) if one.outcome == "change"}
    chosen = {item.id: (sent.claims if item.title in clean else stands).get(item.id) for item in scheme.bonus}
    return {id: claim for id, claim in chosen.items() if claim is not None}
