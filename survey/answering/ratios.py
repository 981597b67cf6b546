"""The ratio that stands beside the figures of a question: how it is worked out, and what it is for a stored answer."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _

from questionnaires.answers import Answer
from questionnaires.criteria import Growth, Rate, Share
from questionnaires.questionnaire import Question
from questionnaires.wording import write_figure, write_per


@dataclass(frozen=True)
class Ratio:
    """How two figures are worked out as they are typed: `before` value `after`; below 0 `otherwise` stands before."""

    kind: str
    times: int
    before: str
    otherwise: str
    after: str
    target: str


def find_ratio(question: Question) -> Ratio | None:
    """How a share, rate or growth is worked out beside its fields."""
    criterion = question.criterion
    if isinstance(criterion, Share):
        return Ratio("share", 100, _("That is "), "", "%", str(criterion.target))
    if isinstance(criterion, Rate):
        return Ratio(
            "share",
            criterion.per,
            f"每{write_per(criterion.per)}{criterion.base_unit}",
            "",
            criterion.unit,
            str(criterion.target),
        )
    if isinstance(criterion, Growth):
        other = "下降" if criterion.direction == "up" else "增长"
        return Ratio("growth-" + criterion.direction, 100, criterion.verb, other, "%", str(criterion.target))
    return None


def work_out(question: Question, answer: Answer) -> str:
    """The ratio of a stored answer, written as the page writes it while one types."""
    ratio, criterion = find_ratio(question), question.criterion
    if ratio is None or not answer.is_given or answer.not_applicable is not None:
        return ""
    value, target = answer.check().value, Fraction(ratio.target)
    if isinstance(criterion, Share):
        worked = criterion.percentage(value)
    elif isinstance(criterion, Rate):
        worked = criterion.ratio(value)
    else:
        assert isinstance(criterion, Growth)  # find_ratio
        worked = criterion.change(value)
    if worked < 0:
        return f"{ratio.otherwise}{write_figure(-worked)}{ratio.after}"
    return f"{ratio.before}{write_figure(worked, below=target)}{ratio.after}"
