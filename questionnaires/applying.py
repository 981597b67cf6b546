"""A scheme put to a questionnaire: what is asked, what is scored, how much it weighs, and what is critical."""

from collections.abc import Collection
from fractions import Fraction

from questionnaires.answers import Refusal
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question, Questionnaire, Section
from questionnaires.scheme import Assumed, Scheme


class SchemeRefused(Exception):
    """A scheme that is not used; `refusals` names every place in it."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(f"{one.place}: {one.why}" for one in refusals))
        self.refusals = refusals


def apply_scheme(scheme: Scheme, questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire of a level under a scheme, before any profile. Raises SchemeRefused.

    Where the scheme has points, each domain that is still asked must have some, whether anything in it is scored or
    not; a domain whose questions are all left out needs none. Assumed questions that are only shown weigh nothing and
    are in no sum, and are not critical.
    """
    if questionnaire.scheme is not None:
        raise ValueError("the questionnaire is under a scheme already")
    assumed = [question.id for question in questionnaire.questions if question.is_assumed]
    left_out = frozenset(assumed if scheme.assumed is Assumed.LEAVE_OUT else ())
    sections = [_choose(scheme, section, left_out) for section in questionnaire.domains]
    asked = [section for section in sections if section.questions]
    refusals = [
        Refusal(
            f"points.{section.id}",
            Refused("The questionnaire asks in the domain “%(title)s”; give it points.", title=section.title),
        )
        for section in asked
        if scheme.points and section.id not in scheme.points
    ]
    if refusals:
        raise SchemeRefused(refusals)
    facts = {question.applies_if for section in asked for question in section.questions}
    return questionnaire.replace(
        scheme=scheme,
        facts=tuple(fact for fact in questionnaire.facts if fact.id in facts),
        domains=tuple(_spread(scheme, section) for section in asked),
    )


def _choose(scheme: Scheme, section: Section, left_out: Collection[str]) -> Section:
    """The questions that are asked, with what the scheme says of each alone.

    A quantity whose question is left out is asked alone: it is a number of the province's, no duty of the notice.
    """
    asked = tuple(_mark(scheme, question, left_out) for question in section.questions if question.id not in left_out)
    return section.model_copy(update={"questions": asked})


def _mark(scheme: Scheme, question: Question, left_out: Collection[str]) -> Question:
    scored = not question.is_assumed or scheme.assumed is Assumed.COUNT
    critical = question.critical if scheme.critical is None else question.id in scheme.critical
    return question.model_copy(
        update={
            "weight": scheme.weights.get(question.id, question.weight),
            "critical": critical and scored and question.criterion.scored,
            "scored": scored,
            "beside": None if question.beside in left_out else question.beside,
        }
    )


def _spread(scheme: Scheme, section: Section) -> Section:
    """The points of a domain shared out among its scored questions, in the proportion of their weights."""
    if not scheme.points:
        return section
    points = Fraction(scheme.points[section.id])
    whole = sum((Fraction(one.weight) for one in section.questions if one.is_scored), Fraction())
    questions = [
        one.model_copy(update={"weight": points * Fraction(one.weight) / whole}) if one.is_scored else one
        for one in section.questions
    ]
    return section.model_copy(update={"questions": tuple(questions)})
