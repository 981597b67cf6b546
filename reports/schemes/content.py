"""What the paper on two schemes says, as plain rows and sentences."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from questionnaires.scoring import DomainScore, Scorecard
from questionnaires.wording import write_date
from reports.gap.rows import Clean, name_basis, write_points, write_signed
from reports.gap.scheme_words import write_scheme
from survey.schemes.side_by_side import DomainPair, SideBySide

NONE = "—"
UNTITLED = "未命名的方案"
PLAIN = "没有评分方案，按题库的权重和关键项计分。"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One thing under both schemes, and the difference where it is a figure."""

    name: str
    own: str
    other: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A domain: score and lost points under each scheme, and how much more the other one takes."""

    number: int
    title: str
    own_score: str
    own_lost: str
    other_score: str
    other_lost: str
    difference: str


@dataclass(frozen=True, slots=True)
class TwoSchemes:
    """The whole paper in words; `tried_on` is the day of the trial."""

    bureau: str
    parent: str
    round: str
    names: tuple[str, ...]
    level: str
    as_of: str
    tried_on: str
    basis: str
    own_title: str
    other_title: str
    rows: tuple[ComparedRow, ...]
    domains: tuple[DomainLine, ...]
    notes: tuple[str, ...]
    is_demo: bool


def describe(shown: SideBySide, tried_on: date, clean: Clean = str) -> TwoSchemes:
    """The paper of what the page shows; `clean` makes typed words printable."""
    response, tried, asked = shown.response, shown.tried, shown.asked
    bureau = response.bureau
    own = _name(shown.own.title if shown.own else None, clean) if shown.own else "题库（没有方案）"
    return TwoSchemes(
        bureau=clean(bureau.name),
        parent=clean(bureau.parent.name) if bureau.parent else "",
        round=clean(response.round.title),
        names=tuple(one.name for one in asked.sources),
        level=asked.level_name,
        as_of=write_date(response.round.as_of),
        tried_on=write_date(tried_on),
        basis="认定的答案" if tried.verified else "单位自评答案",
        own_title=own,
        other_title=_name(shown.other.title, clean),
        rows=tuple(_list_rows(shown, clean)),
        domains=tuple(_write_domain(number, one) for number, one in enumerate(shown.domains, 1)),
        notes=tuple(clean(words) for words in _write_notes(shown)),
        is_demo=response.round.is_demo,
    )


def _name(title: str | None, clean: Clean) -> str:
    return clean(title) if title else UNTITLED


def _list_rows(shown: SideBySide, clean: Clean) -> list[ComparedRow]:
    before, after, totals = shown.tried.before, shown.tried.after, shown.totals
    rows = [
        ComparedRow(
            "得分", write_points(before.score), write_points(after.score), write_signed(after.score, before.score)
        ),
        ComparedRow("等级", _name_grade(before), _name_grade(after)),
        ComparedRow("限制等级的关键项", clean(_name_caps(before)), clean(_name_caps(after))),
        ComparedRow("计分题数", str(before.asked), str(after.asked)),
    ]
    for is_verified, total in ((False, totals.own), (True, totals.verified)):
        if total is not None:
            rows.append(ComparedRow(f"本轮{name_basis(is_verified)}总分", write_points(total), NONE))
    if totals.vetoes:
        rows.append(ComparedRow("本轮否决事项", clean("；".join(totals.vetoes)), NONE))
    return rows


def _name_grade(card: Scorecard) -> str:
    return card.grade.label if card.grade else NONE


def _name_caps(card: Scorecard) -> str:
    held = card.capped_by if card.grade != card.uncapped_grade else ()
    return "；".join(one.question.title for one in held) or NONE


def _write_domain(number: int, pair: DomainPair) -> DomainLine:
    before, after = pair.before, pair.after
    return DomainLine(
        number,
        pair.title,
        write_points(before.score if before else None),
        write_points(_lost(before)),
        write_points(after.score if after else None),
        write_points(_lost(after)),
        write_signed(_lost(after), _lost(before)),
    )


def _lost(side: DomainScore | None) -> Fraction | None:
    return None if side is None else Fraction(side.shown_lost)


def _write_notes(shown: SideBySide) -> list[str]:
    return [
        write_scheme(shown.asked, "本轮") or f"本轮{PLAIN}",
        write_scheme(shown.tried.asked, "对照试算") or f"对照试算{PLAIN}",
        "同一份答案按两种方案分别计分。加分、扣分和否决事项按本轮方案登记，两边均不计入；本轮有总分的，另行列出。"
        "对照方案中题目的权重和关键项，方案没有另定的，按现行题库。",
        "领域得分按本领域题目单独计算；失分为该领域从总分100分中减少的分数，表示该领域在方案中所占的分量。",
    ]
