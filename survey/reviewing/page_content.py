"""What the page of a review shows, as plain values: every question with all there is to judge it by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from sqlmodel import Session, select

from questionnaires.answers import read_stored
from questionnaires.questionnaire import Question
from questionnaires.scoring import Result
from survey.answering.flag_words import say_flag
from survey.answering.page_content import say_answer
from survey.bureaus.places import WITH_PLACES, name_place
from survey.bureaus.reach import may_read
from survey.evidence.listing import Filed, list_evidence
from survey.responses.assessing import Assessment, assess
from survey.responses.doubts import find_words, name_flag
from survey.responses.flags import Flag, order_queue
from survey.responses.handed_in import find_handing_in
from survey.responses.mending import Mending, list_mendings
from survey.responses.raising import find_previous, flag_response
from survey.responses.reviews import is_decided, list_history, mark_seen, may_take_back
from survey.responses.saving import UNTOUCHED
from survey.reviewing.decisions import DecisionDraft, start_draft
from survey.storage.columns import is_among
from survey.storage.states import Decision
from survey.storage.tables import Person, Response, Review


@dataclass(frozen=True)
class PastDecision:
    """A decision with the answer that it set, in words."""

    review: Review
    instead: str


@dataclass(frozen=True)
class ReviewBlock:
    """One question as a reviewer sees it. `draft` is what is being decided; None where nothing can be. `may_take_back`:
    the decision that stands is one's own, and took no other's place.
    """

    number: str
    question: Question
    clause: str
    target: str
    own: Result
    counting: Result
    version: int
    before: Result | None
    reasons: Sequence[str]
    state: str
    decision: PastDecision | None
    history: Sequence[PastDecision]
    seen: str
    may_take_back: bool
    draft: DecisionDraft | None
    files: Sequence[Filed]
    removed: Sequence[Filed]

    @property
    def is_left(self) -> bool:
        return self.state in ("undecided", "mended", "sent") and not self.question.is_quantity

    @property
    def is_plain(self) -> bool:
        """Whether nothing asks for a look: never decided, nothing flagged. What came back is looked at by itself."""
        return self.state == "undecided" and not self.reasons and not self.question.is_quantity


@dataclass(frozen=True)
class ReviewDomain:
    """A domain with its questions."""

    id: str
    title: str
    blocks: Sequence[ReviewBlock]

    @property
    def judged(self) -> list[ReviewBlock]:
        """What is to be decided here."""
        return [block for block in self.blocks if not block.question.is_quantity]

    @property
    def left(self) -> list[ReviewBlock]:
        """What nobody has decided yet."""
        return [block for block in self.blocks if block.is_left]

    @property
    def plain(self) -> list[ReviewBlock]:
        """What may be confirmed as one."""
        return [block for block in self.blocks if block.is_plain]

    @property
    def together(self) -> list[ReviewBlock]:
        """What was confirmed as one, last, and can be taken back as one: decisions of one moment."""
        moments: dict[datetime, list[ReviewBlock]] = {}
        for block in self.blocks:
            if block.decision is not None and block.may_take_back:
                moments.setdefault(block.decision.review.made_at, []).append(block)
        batches = {at: blocks for at, blocks in moments.items() if len(blocks) > 1}
        return batches[max(batches)] if batches else []

    def narrow(self, wanted: Collection[str]) -> "ReviewDomain":
        """The same with these questions only."""
        return replace(self, blocks=[block for block in self.blocks if block.question.id in wanted])


@dataclass(frozen=True)
class ReviewPage:
    """A response under review; `queue` has the questions to look at first, most pressing first."""

    assessment: Assessment
    previous: Assessment | None
    domains: Sequence[ReviewDomain]
    queue: Sequence[ReviewBlock]
    remarks: Sequence[str]

    @property
    def blocks(self) -> list[ReviewBlock]:
        return [block for domain in self.domains for block in domain.blocks]

    @property
    def judged(self) -> list[ReviewBlock]:
        """What is to be decided: all but the quantities, which are shown."""
        return [block for block in self.blocks if not block.question.is_quantity]

    @property
    def left(self) -> list[ReviewBlock]:
        return [block for block in self.blocks if block.is_left]

    @property
    def returns(self) -> list[ReviewBlock]:
        """What goes back to the bureau with the next return."""
        return [block for block in self.blocks if block.state == Decision.RETURNED]

    @property
    def views(self) -> dict[str, Sequence[ReviewBlock]]:
        """What one may choose to see: by the `show` of the address."""
        return {
            "": self.judged,
            "first": self.queue,
            "left": self.left,
            "critical": [block for block in self.judged if block.question.critical],
            "returned": [block for block in self.judged if block.state in ("returned", "sent", "mended")],
        }


class PageMaker:
    """Everything that is read once for a page."""

    def __init__(self, session: Session, assessment: Assessment, person: Person, today: date) -> None:
        self.assessment, self.today, self.person_id = assessment, today, person.id
        response = assessment.response
        before = find_previous(session, response)
        self.previous = assess(session, before, handed_in=True) if before else None
        self.before = {one.question.id: one for one in self.previous.verified.results} if self.previous else {}
        self.flags = flag_response(session, assessment, self.previous)
        self.names = _name_others(session, self.flags, person)
        self.words = find_words(session, response.id, find_handing_in(response))
        self.mendings = list_mendings(session, response.id, assessment.saved, find_handing_in(response))
        self.history = list_history(session, response.id)
        self.files = list_evidence(session, response.id, removed=True, until=find_handing_in(response))
        self.counting = {one.question.id: one for one in assessment.verified.results}

    def make(self, may_decide: bool, drafts: Mapping[str, DecisionDraft]) -> ReviewPage:
        """The whole page; `drafts` are decisions as they were typed."""
        blocks = {
            one.question.id: self._make_block(one, may_decide, drafts.get(one.question.id))
            for one in self.assessment.card.results
        }
        domains = [
            ReviewDomain(section.id, section.title, [blocks[one.id] for one in section.questions])
            for section in self.assessment.questionnaire.domains
        ]
        queue = [blocks[id] for id in order_queue(self.flags, self.assessment.card.results)]
        return ReviewPage(self.assessment, self.previous, domains, queue, self._say_flags(""))

    def _make_block(self, own: Result, may_decide: bool, draft: DecisionDraft | None) -> ReviewBlock:
        question, questionnaire = own.question, self.assessment.questionnaire
        review = self.assessment.reviews.get(question.id)
        saved = self.assessment.saved.get(question.id, UNTOUCHED)
        files = self.files.get(question.id, ())
        past = self.history.get(question.id, ())
        if may_decide and draft is None:
            draft = start_draft(question, self.counting[question.id].answer, self.today)
        return ReviewBlock(
            number=questionnaire.numbers[question.id],
            question=question,
            clause=questionnaire.cite(question),
            target=question.criterion.write_target(self.assessment.card.as_of),
            own=own,
            counting=self.counting[question.id],
            version=saved.version,
            before=self.before.get(question.id),
            reasons=self._say_flags(question.id),
            state=name_state(review, self.mendings.get(question.id)),
            decision=self._say(question, review) if review else None,
            history=[self._say(question, one) for one in past if review is None or one.id != review.id],
            seen=mark_seen(saved.version, review),
            may_take_back=may_decide
            and review is not None
            and may_take_back(review, past, self.person_id, self.assessment.response),
            draft=draft if may_decide else None,
            files=[one for one in files if one.removed_at is None],
            removed=[one for one in files if one.removed_at is not None],
        )

    def _say(self, question: Question, review: Review) -> PastDecision:
        if review.decision is not Decision.SET_ASIDE:
            return PastDecision(review, "")
        instead = read_stored(question, review.content, self.assessment.card.as_of)
        return PastDecision(review, say_answer(question, instead))

    def _say_flags(self, question_id: str) -> list[str]:
        return [self._say_flag(flag) for flag in self.flags if flag.question_id == question_id]

    def _say_flag(self, flag: Flag) -> str:
        """A reason in words, and behind it what the bureau said to it."""
        reason = say_flag(flag, self.names, self.assessment.questionnaire.facts)
        version = self.assessment.saved.get(flag.question_id, UNTOUCHED).version
        word = self.words.get(name_flag(flag, version))
        said = {"reason": reason, "words": word.words, "name": word.said_by.name} if word else {}
        return _("%(reason)s The bureau has checked it: %(words)s (%(name)s)", **said) if said else reason


def _name_others(session: Session, flags: Sequence[Flag], person: Person) -> dict[int, str]:
    """The bureaus that have the same remark or file, by response: those that the person may know of."""
    others = {id for flag in flags for id in flag.others}
    query = select(Response).where(is_among(Response.id, others)).options(WITH_PLACES) if others else None
    found = [] if query is None else session.exec(query).all()
    return {one.id: name_place(one.bureau) for one in found if may_read(person, one.bureau)}


def name_state(review: Review | None, mending: Mending | None) -> str:
    """Where a question stands: undecided, a decision's name, or what a return that went out has come to."""
    if review is None:
        return "undecided"
    if is_decided(review):
        return review.decision.value
    return "mended" if mending is not None and mending.is_mended else "sent"
