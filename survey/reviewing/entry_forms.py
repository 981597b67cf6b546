"""What a reviewer filled in beside the answers, read: points of a claim, a deduction, a veto, why one is withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flask_babel import gettext as _

from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.numbers import read_number
from questionnaires.criteria.words import read_words
from survey.responses.reviews import DecisionRefused
from survey.web.languages import say_refusal
from survey.web.typed import read_figure
from survey.web.words import REFUSALS


@dataclass
class EntryDraft:
    """A form beside the answers as it was typed; `place` is the form's, and the beginning of the ids of its fields."""

    place: str
    item: str = ""
    points: str = ""
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, refused: DecisionRefused) -> None:
        """Say at the field at fault, or at the form, why nothing was entered."""
        at = {"no-reason": "-why", "long-reason": "-why", "more-than-claimed": "-points", "no-item": "-item"}
        self.errors[self.place + at.get(refused.why, "")] = str(REFUSALS[refused.why])


def read_entry_form(place: str, typed: Mapping[str, str]) -> EntryDraft:
    """The item and the reason of a form."""
    draft = EntryDraft(place, typed.get("item", ""), typed.get("points", ""), typed.get("why", ""))
    try:
        draft.reason = read_words(draft.reason)
    except InvalidAnswer as error:
        draft.errors[f"{place}-why"] = say_refusal(error)
    return draft


def read_points(draft: EntryDraft) -> Fraction:
    """The points that are granted; what cannot be read is said in the draft."""
    place = f"{draft.place}-points"
    try:
        points = read_figure(draft.points, str(_("points")))
        if points is not None:
            return read_number(points)
        draft.errors[place] = str(_("Say how many points are granted; 0 for none."))
    except InvalidAnswer as error:
        draft.errors[place] = say_refusal(error)
    return Fraction()
