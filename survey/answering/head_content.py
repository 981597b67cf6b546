"""What a head reads before signing, as plain values: what changed since last year, what was said to doubts, what is
missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from questionnaires.answers import UNANSWERED, Answer
from questionnaires.criteria import make_fraction
from questionnaires.questionnaire import Question
from questionnaires.scoring import Result, Verdict
from questionnaires.tallying import choose_judge
from survey.answering.doubt_content import DoubtedQuestion, write_doubts
from survey.answering.page_content import say_answer
from survey.evidence.listing import list_evidence
from survey.responses.assessing import Assessment
from survey.responses.doubts import find_doubts
from survey.responses.head_remarks import list_remarks
from survey.responses.last_year import look_back
from survey.responses.mending import Mending, list_mendings
from survey.rounds.rounds import find_before
from survey.storage.tables import Response


@dataclass(frozen=True)
class HeadLine:
    """A question as the head reads it. `last_year` is "" where there is none; `went` is "up" or "down" where the credit
    is another than last year's; `remark` is what the head said of it."""

    number: str
    question: Question
    result: Result
    last_year: str
    is_changed: bool
    went: str
    files: int
    is_bare: bool
    doubted: DoubtedQuestion | None
    bare: DoubtedQuestion | None
    mending: Mending | None
    remark: str

    @property
    def reasons(self) -> list[str]:
        """Why to look at it before signing, most pressing first: keys of the words in the template."""
        found = {
            "critical_bare": self.is_bare and self.question.critical,
            "doubted": self.doubted is not None and self.doubted.unsaid > 0,
            "said": self.doubted is not None and not self.doubted.unsaid,
            "said_bare": self.bare is not None and any(one.word for one in self.bare.lines),
            "returned": self.mending is not None,
            "down": self.went == "down",
        }
        return [reason for reason, holds in found.items() if holds]


@dataclass(frozen=True)
class HeadDomain:
    """A domain with its questions."""

    title: str
    lines: Sequence[HeadLine]


@dataclass(frozen=True)
class HeadPage:
    """All that the page shows beside the scorecard; `last_score` is last year's, verified where it was."""

    domains: Sequence[HeadDomain]
    last_score: Decimal | None

    @property
    def lines(self) -> list[HeadLine]:
        return [line for domain in self.domains for line in domain.lines]

    @property
    def to_look_at(self) -> list[HeadLine]:
        return [line for line in self.lines if line.reasons]

    @property
    def changed(self) -> list[HeadLine]:
        return [line for line in self.lines if line.is_changed]

    @property
    def bare(self) -> list[HeadLine]:
        return [line for line in self.lines if line.is_bare]

    @property
    def met(self) -> int:
        return sum(line.result.verdict is Verdict.MET for line in self.lines)


def make_page(session: Session, assessment: Assessment) -> HeadPage:
    response, questionnaire = assessment.response, assessment.questionnaire
    lines = {line.question.id: line for line in _make_lines(session, assessment)}
    domains = [
        HeadDomain(f"{questionnaire.domain_numbers[one.id]} {one.title}", [lines[each.id] for each in one.questions])
        for one in questionnaire.domains
    ]
    return HeadPage(domains, _find_last_score(session, response))


def _make_lines(session: Session, assessment: Assessment) -> Iterator[HeadLine]:
    response, questionnaire = assessment.response, assessment.questionnaire
    earlier = look_back(session, response, questionnaire.questions)
    last_year = {id: one.answer for id, one in earlier.items() if one.answer is not None}
    files, remarks = list_evidence(session, response.id), list_remarks(session, response.id)
    doubts = find_doubts(session, response, questionnaire, assessment.saved, earlier)
    doubted = {one.id: one for one in write_doubts(questionnaire, doubts)}
    bare = {one.id: one for one in write_doubts(questionnaire, doubts, bare=True)}
    mendings = list_mendings(session, response.id, assessment.saved) if response.submitted_at else {}
    for result in assessment.card.results:
        question, last = result.question, last_year.get(result.question.id, UNANSWERED)
        remark = remarks.get(question.id)
        yield HeadLine(
            number=questionnaire.numbers[question.id],
            question=question,
            result=result,
            last_year=say_answer(question, last.bare) if last.is_given else "",
            is_changed=_is_changed(result, last),
            went=_compare(result, last, assessment),
            files=len(files.get(question.id, ())),
            is_bare=question.id in bare,
            doubted=doubted.get(question.id),
            bare=bare.get(question.id),
            mending=mendings.get(question.id),
            remark=remark.words if remark else "",
        )


def _is_changed(result: Result, last: Answer) -> bool:
    """Whether it was answered last year as well, and otherwise."""
    return last.is_given and result.answer is not None and result.answer.bare != last.bare


def _compare(result: Result, last: Answer, assessment: Assessment) -> str:
    then = _judge(result.question, last, assessment)
    if result.credit is None or then is None or result.credit == then:
        return ""
    return "up" if result.credit > then else "down"


def _judge(question: Question, answer: Answer, assessment: Assessment) -> Fraction | None:
    """The credit that last year's answer would earn now; None where it earns none by itself."""
    if not answer.is_given or answer.not_applicable is not None:
        return None
    judge = choose_judge(question, assessment.card.as_of)
    return None if judge is None else make_fraction(judge(answer.value))


def _find_last_score(session: Session, response: Response) -> Decimal | None:
    before = find_before(session, response)
    return None if before is None else before.verified_score or before.score


def find_mentioned(page: HeadPage) -> Mapping[str, str]:
    """The remarks that stand, by the number of their question."""
    return {line.number: line.remark for line in page.lines if line.remark}
