"""What a page of the form shows, as plain values: the domains, the questions with their fields, collisions in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _

from questionnaires.answers import UNANSWERED, Answer
from questionnaires.questionnaire import Question, Questionnaire, Section
from survey.answering.doubt_content import DoubtedQuestion, write_doubts
from survey.answering.form_state import FormState
from survey.answering.forms import AnswerForm, fields_of
from survey.answering.ratios import Ratio, find_ratio, work_out
from survey.catalogues.words import CHANGES, say_changes
from survey.evidence.listing import Filed
from survey.responses.last_year import Earlier
from survey.responses.left import count_open, is_open
from survey.responses.mending import Mending, list_unmended
from survey.responses.of_year import YearOffer
from survey.responses.saving import UNTOUCHED, Collision, Saved
from survey.storage.beside import HeadRemark
from survey.storage.plans import PlanItem
from survey.storage.states import Circle, Source
from survey.teamwork.notes import NO_TALK, Talk
from survey.teamwork.page_content import QuestionShare
from survey.web.languages import local_time, local_today
from survey.web.words import SOURCES

MOST_SAID = 60  # letters of a field that is said beside a question


@dataclass(frozen=True)
class DomainProgress:
    """A domain in the list: how many scored questions are answered, how many basic figures are owed and how many of
    these are left (`figures`), how many wait for a choice, how many came back, for how many nothing was done yet."""

    id: str
    title: str
    answered: int
    asked: int
    owed_figures: int
    figures: int
    waiting: int
    returned: int
    unmended: int


@dataclass(frozen=True)
class CollisionWords:
    """Two answers to one question, in words."""

    edit_id: int
    mine: str
    mine_by: str
    mine_at: str
    mine_how: str
    theirs: str
    theirs_by: str
    theirs_at: str
    theirs_how: str


@dataclass(frozen=True)
class OfferWords:
    """An answer that the bureau gave to another notice of the year, in words and as the fields that it fills."""

    notice: str
    words: str
    changes: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    """One question as it is drawn; `notes` are those inside the bureau, `thread` is there where it ever came back."""

    number: str
    question: Question
    clause: str
    target: str
    form: AnswerForm
    state: str
    answered: bool
    ratio: Ratio | None
    worked_out: str
    collisions: Sequence[CollisionWords]
    locked: bool
    read: str
    choices: Sequence[Sequence[str]]
    is_open: bool
    returned: Mending | None
    last_year: str
    last_remark: str
    last_changes: str
    last_in_round: bool
    may_carry: bool
    carried_fields: Mapping[str, Any]
    offer: OfferWords | None
    files: Sequence[Filed]
    doubted: DoubtedQuestion | None
    remark: HeadRemark | None
    share: QuestionShare | None
    promised: PlanItem | None
    notes: Talk
    thread: Talk | None

    @property
    def is_read(self) -> bool:
        """Whether the answer is text that nobody can change now; two answers are still there to choose from."""
        return self.locked and not self.collisions


def make_blocks(
    questionnaire: Questionnaire,
    section: Section,
    forms: Mapping[str, AnswerForm],
    state: FormState,
    as_of: date,
) -> list[Block]:
    """The questions of a domain, numbered through the whole questionnaire, with last year's answers."""
    doubted = {one.id: one for one in write_doubts(questionnaire, state.doubts)}
    return [
        Block(
            number=questionnaire.numbers[question.id],
            question=question,
            clause=questionnaire.cite(question),
            target=question.criterion.write_target(as_of),
            form=forms[question.id],
            state=say_saved(stands),
            answered=stands.answer.is_given,
            ratio=find_ratio(question),
            worked_out=work_out(question, stands.answer),
            collisions=[show_collision(question, one) for one in state.waiting.get(question.id, ())],
            locked=locked,
            read=say_kept(question, stands.answer) if locked else "",
            choices=list_choices(forms[question.id], stands.answer) if locked else (),
            is_open=is_open(question, state.saved),
            returned=state.locks.returned.get(question.id),
            last_year=say_earlier(earlier),
            last_remark=last.remark,
            last_changes=say_why_changed(earlier),
            last_in_round=bool(earlier and earlier.in_round),
            may_carry=last.is_given and not stands.answer.is_given and not locked,
            carried_fields=fields_of(question, last),
            offer=None if state.locks.locked(question.id) else say_offer(state.offers.get(question.id)),
            files=state.files.get(question.id, ()),
            doubted=doubted.get(question.id),
            remark=state.remarks.get(question.id),
            share=state.shares.get(question.id),
            promised=state.promised.get(question.id),
            notes=state.talks.get((question.id, Circle.BUREAU), NO_TALK),
            thread=_find_thread(question.id, state),
        )
        for question in section.questions
        for stands in (state.saved.get(question.id, UNTOUCHED),)
        for locked in (state.locks.locked(question.id),)
        for earlier in (state.earlier.get(question.id),)
        for last in (earlier.answer if earlier and earlier.answer else UNANSWERED,)
    ]


def list_choices(form: AnswerForm, answer: Answer) -> list[list[str]]:
    """What there was to choose from: of a list always, otherwise where nothing is chosen."""
    fields = [form[name] for name in form.value_names]
    shown = [one for one in fields if one.type == "ItemsField" or (one.type == "RadioField" and not answer.is_given)]
    return [[str(choice.label) for choice in one.choices] for one in shown]


def _find_thread(id: str, state: FormState) -> Talk | None:
    return state.talks.get((id, Circle.REVIEW), NO_TALK if id in state.sent_back else None)


def count_domains(
    questionnaire: Questionnaire,
    saved: Mapping[str, Saved],
    waiting: Mapping[str, Sequence[Collision]],
    returned: Mapping[str, Mending] = MappingProxyType({}),
) -> list[DomainProgress]:
    """The progress of each domain; free texts are asked but not counted, as in scoring."""
    lines, unmended = [], list_unmended(returned)
    for section in questionnaire.domains:
        scored = [one.id for one in section.questions if one.is_scored]
        answered = sum(saved.get(id, UNTOUCHED).answer.is_given for id in scored)
        lines.append(
            DomainProgress(
                id=section.id,
                title=section.title,
                answered=answered,
                asked=len(scored),
                owed_figures=sum(one.is_quantity and one.is_owed for one in section.questions),
                figures=count_open(section.questions, saved).figures,
                waiting=sum(one.id in waiting for one in section.questions),
                returned=sum(one.id in returned for one in section.questions),
                unmended=sum(one.id in unmended for one in section.questions),
            )
        )
    return lines


def say_saved(saved: Saved) -> str:
    """When an answer was saved, and by whom; nothing where nobody has answered."""
    if saved.saved_at is None:
        return ""
    if saved.answer.is_empty:
        return str(_("Taken back %(at)s by %(name)s", at=say_time(saved), name=saved.saved_by))
    if saved.source is Source.CARRIED:
        return str(_("Last year's answer, kept %(at)s by %(name)s", at=say_time(saved), name=saved.saved_by))
    return str(_("Saved %(at)s by %(name)s", at=say_time(saved), name=saved.saved_by))


def say_time(saved: Saved) -> str:
    return say_moment(saved.saved_at)


def say_moment(moment: Any, seconds: bool = False) -> str:
    """The time of day, with its date unless that is today; to the second where two must be told apart."""
    if moment is None:
        return ""
    at = local_time(moment)
    time = f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"
    return time if at.date() == local_today() else f"{at:%Y-%m-%d} {time}"


def say_answer(question: Question, answer: Answer) -> str:
    """An answer in words, with its remark. Raises InvalidAnswer for one that the question refuses by now."""
    answer.check()
    if not answer.is_given:
        words = _("no answer")
    elif answer.not_applicable:
        words = _("Not applicable: %(reason)s", reason=answer.not_applicable)
    else:
        words = question.criterion.write_value(answer.value)
    remark = _(" (remark: %(remark)s)", remark=answer.remark) if answer.remark else ""
    return f"{words}{remark}"


def say_earlier(earlier: Earlier | None) -> str:
    """What was answered before where a question comes from; by the questions of then, where nobody could say it now."""
    if earlier is None:
        return ""
    if earlier.answer is not None:
        return say_answer(earlier.passage.question, earlier.answer.bare)
    told = [(one, say_kept(one, answer)) for one, answer in earlier.told]
    return "；".join(words if len(told) == 1 else f"{one.title}{_(': ')}{words}" for one, words in told)


def say_offer(offer: YearOffer | None) -> OfferWords | None:
    """An offer in words; what the other notice asks otherwise is said with it."""
    if offer is None or offer.given.answer is None:
        return None
    fields = fields_of(offer.given.passage.question, offer.given.answer)
    return OfferWords(offer.notice, say_earlier(offer.given), say_why_changed(offer.given), fields)


def say_kept(question: Question, answer: Answer) -> str:
    """An answer of before in words, without its remark; its JSON where its own question refuses it by now."""
    return str(answer.kept) if answer.refused is not None else say_answer(question, answer.bare)


def say_why_changed(earlier: Earlier | None) -> str:
    """In which way a question is another than the one that was answered; nothing where it means the same."""
    if earlier is None or (not earlier.changes and earlier.answer is not None):
        return ""
    kinds = str(_(", ")).join(str(CHANGES[change]) for change in earlier.changes)
    fields = [f"{name}{_(': ')}{before} → {after}" for name, before, after in say_changes(earlier.passage.fields)]
    told = " · ".join(filter(None, [kinds, *(one for one in fields if len(one) <= MOST_SAID)]))
    if earlier.answer is None:
        return (
            str(_("it cannot be kept for the question of now (%(why)s)", why=told))
            if told
            else str(_("it cannot be given now"))
        )
    return str(_("to be confirmed: %(why)s", why=told))


def show_collision(question: Question, collision: Collision) -> CollisionWords:
    theirs = collision.theirs
    return CollisionWords(
        edit_id=collision.edit_id,
        mine=say_answer(question, collision.mine),
        mine_by=collision.mine_by,
        mine_at=say_moment(collision.mine_at, seconds=True),
        mine_how=str(SOURCES[collision.mine_source]),
        theirs=say_answer(question, theirs.answer),
        theirs_by=theirs.saved_by,
        theirs_at=say_moment(theirs.saved_at, seconds=True),
        theirs_how=str(SOURCES[theirs.source]) if theirs.version else "",
    )
