"""A circular about a few bureaus that are asked by one notice."""

from questionnaires.questionnaire import Questionnaire
from reports.rounds.content import Member
from reports.word.circular import CircularLevel, describe_circular
from tests.reports.rounds.rankings import A, report_on


def describe(*members: Member, asked: tuple[Questionnaire, ...] = (A,)) -> CircularLevel:
    [level] = describe_circular(report_on(*members, asked=asked)).levels
    return level
