"""How many questions somebody is asked, and how many basic figures beside them: the one way to count and to say it.

Basic figures have no number of their own and no score, so they are never added to the questions.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from questionnaires.messages import say
from questionnaires.questionnaire import Question


@dataclass(frozen=True)
class QuestionCount:
    """How many of some questions are questions, and how many are basic figures."""

    questions: int
    figures: int

    def __bool__(self) -> bool:
        return bool(self.questions or self.figures)


def count_questions(questions: Iterable[Question]) -> QuestionCount:
    kinds = [one.is_quantity for one in questions]
    return QuestionCount(kinds.count(False), kinds.count(True))


def write_count(count: QuestionCount) -> str:
    """A count as papers and workbooks have it, in Chinese."""
    if not count.figures:
        return f"{count.questions}题"
    figures = f"{count.figures}项基础数据"
    return f"{count.questions}题，另有{figures}" if count.questions else figures


def say_count(count: QuestionCount) -> str:
    """A count in the language of this process."""
    if not count.figures:
        return say("%(questions)s questions", questions=count.questions)
    if not count.questions:
        return say("%(figures)s basic figures", figures=count.figures)
    return say(
        "%(questions)s questions and %(figures)s basic figures", questions=count.questions, figures=count.figures
    )
