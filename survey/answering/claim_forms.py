"""What a clerk types to claim bonus points, read: points and a reason for each item of the scheme, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flask_babel import gettext as _

from questionnaires.answers import AnswersRefused
from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.numbers import write_exactly
from questionnaires.criteria.words import MOST_REASON, read_words
from questionnaires.entry_reading import read_entries
from questionnaires.scheme import BonusItem, Scheme
from questionnaires.totals import Claim
from survey.responses.claims import Claims
from survey.web.languages import say_refusal
from survey.web.typed import read_figure


@dataclass
class ClaimDraft:
    """A claim as it was typed, what stood when the page was opened, and what a colleague has claimed `meanwhile`."""

    item: BonusItem
    points: str = ""
    reason: str = ""
    was: Claim | None = None
    meanwhile: Claim | None = None
    collided: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.points or self.reason)


def start_drafts(scheme: Scheme, claims: Claims) -> list[ClaimDraft]:
    """What stands, as it would be typed."""
    drafts = []
    for item in scheme.bonus:
        claim = claims.get(item.id)
        points, reason = ("", "") if claim is None else (write_exactly(claim.points), claim.reason)
        drafts.append(ClaimDraft(item, points, reason, claim))
    return drafts


def read_drafts(scheme: Scheme, typed: Mapping[str, str]) -> list[ClaimDraft]:
    """The fields of the page. Raises ValueError where those that say what stood before were tampered with."""
    return [
        ClaimDraft(
            item,
            typed.get(f"{item.id}-points", "").strip(),
            typed.get(f"{item.id}-why", "").strip(),
            _read_before(scheme, item, typed),
        )
        for item in scheme.bonus
    ]


def _read_before(scheme: Scheme, item: BonusItem, typed: Mapping[str, str]) -> Claim | None:
    was = ClaimDraft(item, typed.get(f"{item.id}-was-points", ""), typed.get(f"{item.id}-was-why", "").strip())
    claim = _read(scheme, was)
    if was.errors:
        raise ValueError(item.id)
    return claim


def read_claims_typed(scheme: Scheme, drafts: list[ClaimDraft]) -> dict[str, Claim]:
    """The claims that the drafts make; a draft that makes none for a fault says so in its `errors`."""
    read = {one.item.id: _read(scheme, one) for one in drafts}
    return {id: claim for id, claim in read.items() if claim is not None}


def _read(scheme: Scheme, draft: ClaimDraft) -> Claim | None:
    if draft.is_empty:
        return None
    id, points = draft.item.id, _read_points(draft)
    reason = _read_reason(draft)
    if draft.errors:
        return None
    try:
        entries = read_entries(scheme, {"bonus": {id: {"claimed": points, "reason": reason}}})
    except AnswersRefused as refused:
        draft.errors[f"{id}-points"] = say_refusal(refused.refusals[0].why)
        return None
    return entries.claimed[id]


def _read_points(draft: ClaimDraft) -> int | float | None:
    place = f"{draft.item.id}-points"
    try:
        points = read_figure(draft.points, str(_("points")))
    except InvalidAnswer as error:
        draft.errors[place] = say_refusal(error)
        return None
    if not points:
        most = write_exactly(Fraction(draft.item.points))
        draft.errors[place] = str(
            _("Say how many points you claim, up to %(most)s; or leave both fields empty.", most=most)
        )
    return points


def _read_reason(draft: ClaimDraft) -> str:
    place = f"{draft.item.id}-why"
    try:
        reason = read_words(draft.reason, MOST_REASON)
    except InvalidAnswer as error:
        draft.errors[place] = say_refusal(error)
        return ""
    if not reason:
        draft.errors[place] = str(_("Say what the points are claimed for: which document, what was done, when."))
    return reason


def merge_drafts(
    scheme: Scheme, drafts: list[ClaimDraft], claims: Claims, stands: Claims, collided: set[str]
) -> list[ClaimDraft]:
    """The page again after a colleague claimed otherwise: what was typed stays, and beside it what stands now.

    `claims` are what the drafts make. What was not changed here is shown as it stands.
    """
    fresh = {one.item.id: one for one in start_drafts(scheme, stands)}
    merged = []
    for one in drafts:
        id = one.item.id
        if claims.get(id) == one.was:
            merged.append(fresh[id])
        else:
            now = stands.get(id)
            merged.append(ClaimDraft(one.item, one.points, one.reason, now, now, id in collided))
    return merged
