"""The questions that came back, as a bureau's pages list them: why, from whom, until when, and what was done since."""

from dataclasses import dataclass

from sqlmodel import Session

from survey.responses.assessing import Assessment
from survey.responses.head_remarks import list_sent
from survey.responses.mending import Mending, list_mendings
from survey.responses.saving import UNTOUCHED
from survey.storage.beside import HeadRemark
from survey.storage.tables import Review


@dataclass(frozen=True)
class Returned:
    """A question that came back, by its place on the form."""

    number: str
    title: str
    domain_id: str
    mending: Mending

    @property
    def review(self) -> Review:
        return self.mending.review

    @property
    def is_mended(self) -> bool:
        return self.mending.is_mended


@dataclass(frozen=True)
class RemarkedQuestion:
    """A question that the head remarked on, by its place on the form; `is_changed`: the answer is another since."""

    id: str
    number: str
    title: str
    domain_id: str
    remark: HeadRemark
    is_changed: bool


def list_remarked(session: Session, assessment: Assessment) -> tuple[RemarkedQuestion, ...]:
    """What the head sent back with the response, in the order of the questionnaire."""
    sent, questionnaire = list_sent(session, assessment.response.id), assessment.questionnaire
    return tuple(
        RemarkedQuestion(
            one.id,
            questionnaire.numbers[one.id],
            one.title,
            section.id,
            sent[one.id],
            assessment.saved.get(one.id, UNTOUCHED).version > sent[one.id].answer_version,
        )
        for section in questionnaire.domains
        for one in section.questions
        if one.id in sent
    )


def list_returned(session: Session, assessment: Assessment) -> tuple[Returned, ...]:
    """In the order of the questionnaire; nothing where the response never went back."""
    if assessment.response.submitted_at is None:
        return ()
    mendings = list_mendings(session, assessment.response.id, assessment.saved)
    numbers = assessment.questionnaire.numbers
    return tuple(
        Returned(numbers[one.id], one.title, section.id, mendings[one.id])
        for section in assessment.questionnaire.domains
        for one in section.questions
        if one.id in mendings
    )
