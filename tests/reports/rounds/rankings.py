"""Counties under two notices that share two duties of the library, with verified scores worked by hand."""

from fractions import Fraction
from typing import Any

from questionnaires.outcomes import Outcome
from questionnaires.questionnaire import Questionnaire, Section
from reports.rounds.content import Member, RoundReport
from tests.reports.samples import AS_OF, make_question, make_questionnaire

NORTH, SOUTH = ("110100", "北市市场监督管理局"), ("110200", "南市市场监督管理局")
PROVINCE = ("110000", "某省药品监督管理局")
ALL = Fraction(1)


def ask(document: str, *questions: tuple[str, str | None, int]) -> Questionnaire:
    """A notice's questions by id, the duty of the library that each carries, and weight; the first is critical."""
    made = tuple(
        make_question(
            id, f"{library or id}事项", {"kind": "yes_no"},
            document=document, library=library, weight=weight, critical=not n,
        )
        for n, (id, library, weight) in enumerate(questions)
    )  # fmt: skip
    whole = make_questionnaire()
    source = whole.source.model_copy(update={"id": document, "name": f"{document}号"})
    section = Section(id="N08", title="检验检测能力", aspect="检验", questions=made)
    return whole.replace(document=document, sources=(source,), domains=(section,))


# In A the common duties weigh 1 and 3, in B 1 and 1: their shares are (1/4 + 1/2) / 2 = 3/8 and 5/8.
A = ask("A", ("a-lab", "lab", 1), ("a-staff", "staff", 3), ("a-own", None, 1))
B = ask("B", ("b-lab", "lab", 2), ("b-staff", "staff", 2), ("b-own", "drill", 1))


def verified(
    code: str, score: Fraction | int, place: tuple[str, str] = NORTH, asked: Questionnaire = A, **more: Any
) -> Member:
    """A county that reviewers accepted; its credits are full where nothing else is given."""
    credits = dict.fromkeys(asked.by_id, ALL) | more.pop("credits", {})
    outcome = Outcome(Fraction(score), more.pop("grade", "良好"), {"N08": Fraction(score)}, credits)
    return Member(
        code=code,
        name=f"{code}县市场监督管理局",
        place=place,
        is_city=place != PROVINCE,
        key=(asked.document, "county"),
        state="已认定",
        outcome=outcome,
        own=more.pop("own", Fraction(100)),
        verified=Fraction(score),
        verified_outcome=outcome,
        **more,
    )


def waiting(code: str, place: tuple[str, str] = NORTH, asked: Questionnaire = A, **more: Any) -> Member:
    """A county that has not handed in."""
    return Member(code, f"{code}县市场监督管理局", place, True, (asked.document, "county"), "填报中", **more)


def claiming(code: str, score: int, place: tuple[str, str] = NORTH, asked: Questionnaire = A) -> Member:
    """A county that has handed in what nobody has reviewed."""
    outcome = Outcome(Fraction(score), "优秀", {}, dict.fromkeys(asked.by_id, ALL))
    key = (asked.document, "county")
    return Member(
        code, f"{code}县市场监督管理局", place, True, key, "已提交", outcome=outcome, own=Fraction(score)
    )  # fmt: skip


def report_on(*members: Member, asked: tuple[Questionnaire, ...] = (A, B), **more: Any) -> RoundReport:
    return RoundReport(
        title="2026年度自评",
        scope="某省",
        as_of=AS_OF,
        today=AS_OF,
        questionnaires=asked,
        members=members,
        **more,
    )
