"""The table of domains: one row per bureau and domain."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.scoring import DomainScore, Result, Verdict
from reports.gap.rows import VERDICT_NAMES, count_verdicts
from reports.tables.aggregate import VERIFIED, RoundInfo, RoundTable, ScoredResponse, TableColumn
from reports.tables.bureau_table import write_cell


@dataclass(frozen=True, slots=True)
class BureauDomain:
    """A domain of one bureau, self-assessed and as verified."""

    own: DomainScore
    verified: DomainScore | None
    counts: dict[str, int]


def divide_domains(response: ScoredResponse) -> Iterator[BureauDomain]:
    """The domains of a response that was submitted, in the order of its questionnaire."""
    card, verified = response.scorecard, response.verified
    assert card is not None  # RoundTable leaves the others out
    results: dict[str, Result] = {one.question.id: one for one in card.results}
    checked = {one.id: one for one in verified.domains} if verified else {}
    for section, own in zip(response.questionnaire.domains, card.domains, strict=True):
        counts = count_verdicts(results[question.id] for question in section.questions)
        yield BureauDomain(own, checked.get(own.id), counts)


def _count_column(verdict: Verdict) -> TableColumn[BureauDomain]:
    name = VERDICT_NAMES[verdict]
    return TableColumn(
        f"{name}题数", f"本领域自评判定为“{name}”的题数", "题", "Verdict", lambda one: one.counts[verdict]
    )


DOMAIN_COLUMNS: tuple[TableColumn[BureauDomain], ...] = (
    TableColumn("领域编号", "能力领域的固定编号", "编号", "Words", lambda one: one.own.id, is_machine=True),
    TableColumn("能力领域", "能力领域的名称", "文字", "Words", lambda one: one.own.title),
    TableColumn(
        "领域得分",
        "本领域单独计算的自评得分，未完成或者没有适用题目为空",
        "分，0至100",
        "Score",
        lambda one: write_cell(one.own.score),
    ),
    TableColumn(
        "领域失分", "本领域从100分中减少的分数，各领域合计等于失分合计", "分", "Score", lambda one: one.own.shown_lost
    ),
    TableColumn(
        "认定领域得分",
        "按审核认定的答案单独计算的得分，认定以前为空",
        "分，0至100",
        VERIFIED,
        lambda one: write_cell(one.verified.score) if one.verified else None,
    ),
    TableColumn(
        "认定领域失分",
        "按审核认定的答案从100分中减少的分数，认定以前为空",
        "分",
        VERIFIED,
        lambda one: one.verified.shown_lost if one.verified else None,
    ),
    *(_count_column(verdict) for verdict in Verdict),
)


def domain_table(round_info: RoundInfo) -> RoundTable[BureauDomain]:
    return RoundTable("domains.csv", "能力领域", round_info, DOMAIN_COLUMNS, divide_domains)
