"""What a reviewer filled in at a question, read: nothing more for confirming, an answer or a date with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext as _

from questionnaires.answers import UNANSWERED, Answer
from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.words import read_words
from questionnaires.questionnaire import Question
from survey.answering.forms import AnswerForm, answer_of, build_form
from survey.responses.saving import UNTOUCHED, Saved
from survey.storage.states import Decision
from survey.storage.tables import MOST_REASON
from survey.web.languages import say_refusal
from survey.web.typed import read_typed_day

DAYS_TO_MEND, MOST_DAYS = 10, 366


@dataclass
class DecisionDraft:
    """A decision as it was typed; `errors` by the id of the field at fault. `form` has the reviewer's own answer."""

    form: AnswerForm
    decision: Decision | None = None
    reason: str = ""
    mend_by: str = ""
    answer: Answer = UNANSWERED
    last_day: date | None = None
    errors: dict[str, str] = field(default_factory=dict)


def start_draft(question: Question, answer: Answer | None, today: date) -> DecisionDraft:
    """What stands in the fields before anything is typed: the answer that counts, ten days to mend."""
    form = build_form(question, Saved(0, answer, None, "") if answer is not None else UNTOUCHED)
    return DecisionDraft(form, mend_by=(today + timedelta(days=DAYS_TO_MEND)).isoformat())


def read_draft(question: Question, own: Answer, typed: Mapping[str, str], as_of: date, today: date) -> DecisionDraft:
    """Read a decision from the fields of its form; `own` is the bureau's answer. Raises ValueError for no decision."""
    decision = Decision(typed.get("decision", ""))
    draft = DecisionDraft(
        form=build_form(question, typed=typed),
        decision=decision,
        reason=typed.get(f"{question.id}-why-{decision}", ""),
        mend_by=typed.get(f"{question.id}-mend_by", "") or (today + timedelta(days=DAYS_TO_MEND)).isoformat(),
    )
    if decision is Decision.CONFIRMED:
        draft.reason = ""
        return draft
    if decision is Decision.SET_ASIDE:
        _read_answer(draft, own, as_of)
    else:
        _read_last_day(draft, question, typed.get(f"{question.id}-mend_by", ""), today)
    _read_reason(draft, question)
    return draft


def _read_answer(draft: DecisionDraft, own: Answer, as_of: date) -> None:
    reading = answer_of(draft.form, as_of)
    place = draft.form.first_id
    if reading.errors:
        draft.errors[place] = " ".join(draft.form.all_errors)
    elif reading.missing or not reading.answer.is_given:
        draft.errors[place] = reading.missing or str(_("Give the replacement answer."))
    elif reading.answer.bare == own.bare:
        draft.errors[place] = str(_("This is the bureau's own answer; confirm it, or change it here."))
    draft.answer = reading.answer


def _read_last_day(draft: DecisionDraft, question: Question, typed: str, today: date) -> None:
    place = f"{question.id}-mend_by"
    try:
        day = read_typed_day(typed)
    except InvalidAnswer as error:
        draft.errors[place] = say_refusal(error)
        return
    if day is None:
        draft.errors[place] = str(_("Choose a deadline."))
    elif not today <= date.fromisoformat(day) <= today + timedelta(days=MOST_DAYS):
        draft.errors[place] = str(_("Choose a deadline within the next year."))
    else:
        draft.last_day = date.fromisoformat(day)


def _read_reason(draft: DecisionDraft, question: Question) -> None:
    place = f"{question.id}-why-{draft.decision}"
    try:
        draft.reason = read_words(draft.reason)
    except InvalidAnswer as error:
        draft.errors[place] = say_refusal(error)
        return
    if not draft.reason:
        draft.errors[place] = str(_("Say why, in words that the bureau understands."))
    elif len(draft.reason) > MOST_REASON:
        draft.errors[place] = str(_("The reason is too long: %(most)s characters at most.", most=MOST_REASON))
