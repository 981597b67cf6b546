"""The scheme of a report, in the sentences of its notes on scoring."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from questionnaires.criteria.numbers import write_exactly
from questionnaires.questionnaire import Questionnaire
from questionnaires.scheme import Assumed, Scheme

ASSUMED = {
    Assumed.COUNT: "",
    Assumed.SHOW: "层级为推定的题目只作答，不计分。",
    Assumed.LEAVE_OUT: "层级为推定的题目不列入问卷。",
}


def write_scheme(questionnaire: Questionnaire, whose: str = "本次评分") -> str:
    """What the scheme says of this questionnaire, and what is scored by it; empty without one."""
    scheme = questionnaire.scheme
    if scheme is None:
        return ""
    title = f"“{scheme.title}”" if scheme.title else ""
    opening = f"{whose}按省级自定的评分方案{title}。"
    return "".join([opening, *_write_weights(scheme, questionnaire), *_write_total(scheme, questionnaire)])


def _write_weights(scheme: Scheme, questionnaire: Questionnaire) -> Iterator[str]:
    if scheme.points:
        shares = "、".join(f"{one.title}{_write(scheme.points[one.id])}分" for one in questionnaire.domains)
        yield f"各能力领域的分值为{shares}，由该级问卷中本领域的计分题按权重分配，不适用的退出计算。"
    if any(id in questionnaire.by_id for id in scheme.weights):
        yield "部分题目的权重由方案另定。"
    if scheme.critical is not None:
        yield "关键项由方案指定。"
    yield ASSUMED[scheme.assumed]


def _write_total(scheme: Scheme, questionnaire: Questionnaire) -> Iterator[str]:
    if scheme.bonus or scheme.deductions:
        most = "" if scheme.deduction_cap is None else f"，扣分合计不超过{_write(scheme.deduction_cap)}分"
        yield f"总分＝得分＋加分－扣分，不低于0分；加分合计不超过{_write(scheme.bonus_cap)}分{most}。"
    if scheme.grade_of == "total":
        yield "等级按总分评定。"
    if scheme.vetoes:
        labels = {band.grade: band.label for band in questionnaire.bands}
        yield f"否决事项：{'、'.join(f'{one.title}（等级不高于“{labels[one.grade]}”）' for one in scheme.vetoes)}。"


def _write(number: Decimal) -> str:
    return write_exactly(Fraction(number))
