"""The wide table: one row per bureau."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.scoring import DomainScore, Result, Scorecard, Verdict
from questionnaires.wording import round_half_up
from reports.aggregate import HEAD, Column, Entry, RoundInfo, ScoredResponse
from reports.conclusions import write_grade
from reports.gap_rows import VERDICT_NAMES, count_verdicts
from reports.long_table import shorten_credit
from reports.tables import Cell, Table

QuestionKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A scorecard that can be asked for one domain, one question, one verdict."""

    card: Scorecard
    domains: dict[str, DomainScore]
    results: dict[QuestionKey, Result]
    counts: dict[str, int]


def list_columns(round_info: RoundInfo) -> tuple[Column[Judged], ...]:
    """The columns behind those that name the bureau."""
    sections = [section for questionnaire in round_info.questionnaires for section in questionnaire.domains]
    domains = {section.id: section.title for section in sections}
    questions = {(one.document, one.id): one.title for section in sections for one in section.questions}
    return (
        *SCORES,
        *(_count_column(verdict) for verdict in Verdict),
        *(_domain_score(id, title) for id, title in domains.items()),
        *(_domain_lost(id, title) for id, title in domains.items()),
        *(_question_credit(key, title) for key, title in questions.items()),
    )


def _points(points: Fraction | None) -> Cell:
    return None if points is None else round_half_up(points)


def _grade(judged: Judged) -> Cell:
    return write_grade(judged.card)


def _uncapped_grade(judged: Judged) -> Cell:
    return judged.card.uncapped_grade.label if judged.card.uncapped_grade else None


def _lost(judged: Judged) -> Cell:
    return None if judged.card.high is None else 100 - round_half_up(judged.card.high)


SCORES: tuple[Column[Judged], ...] = (
    Column("得分", "自评综合得分，未完成或者未评定为空", "分，0至100", "Score", lambda one: _points(one.card.score)),
    Column("得分下限", "未作答题目全部不得分时的得分", "分，0至100", "Verdict", lambda one: _points(one.card.low)),
    Column("得分上限", "未作答题目全部得满分时的得分", "分，0至100", "Verdict", lambda one: _points(one.card.high)),
    Column("失分合计", "各项差距失分之和，等于100.00减得分（未完成时减得分上限）", "分", "Score", _lost),
    Column("等级", "限定以后的能力等级", "优秀、良好、基本达标、未达标、未评定、尚未完成", "Grade", _grade),
    Column("限定前等级", "只按得分对应的等级", "优秀、良好、基本达标、未达标", "Grade", _uncapped_grade),
    Column(
        "限定等级的关键项",
        "未完全达标的关键项",
        "题目编号，以空格分隔",
        "Grade",
        lambda one: " ".join(result.question.id for result in one.card.capped_by),
    ),
    Column("已答题数", "已作答的计分题数", "题", "Verdict", lambda one: one.card.answered),
    Column("应答题数", "应作答的计分题数", "题", "Verdict", lambda one: one.card.asked),
)


def _count_column(verdict: Verdict) -> Column[Judged]:
    name = VERDICT_NAMES[verdict]
    return Column(f"{name}题数", f"判定为“{name}”的题数", "题", "Verdict", lambda one: one.counts[verdict])


def _domain_score(id: str, title: str) -> Column[Judged]:
    return Column(
        f"领域得分 {title}",
        f"能力领域“{title}”（{id}）单独计算的得分",
        "分，0至100",
        "Score",
        lambda one: _points(one.domains[id].score) if id in one.domains else None,
    )


def _domain_lost(id: str, title: str) -> Column[Judged]:
    return Column(
        f"领域失分 {title}",
        f"能力领域“{title}”（{id}）从100分中减少的分数",
        "分",
        "Score",
        lambda one: one.domains[id].shown_lost if id in one.domains else None,
    )


def _question_credit(key: QuestionKey, title: str) -> Column[Judged]:
    return Column(
        f"得分率 {'/'.join(key)}",
        f"题目“{title}”的得分率，不适用、未作答、未列入的为空",
        "0至1",
        "Credit by kind of criterion",
        lambda one: shorten_credit(one.results[key].credit) if key in one.results else None,
    )


class WideTable:
    """The wide table of a round, with a column per domain and per question of the round's questionnaires."""

    def __init__(self, round_info: RoundInfo) -> None:
        self._columns = list_columns(round_info)
        self.headers = [column.header for column in HEAD] + [column.header for column in self._columns]
        self._round = round_info
        self._known = {(one.document, one.id) for all_ in round_info.questionnaires for one in all_.questions}

    def write_row(self, response: ScoredResponse) -> list[Cell]:
        """The row of one bureau. Raises ValueError for a question that no questionnaire of the round asks."""
        head = [column.read(Entry(self._round, response)) for column in HEAD]
        if response.scorecard is None:
            return head + [None for _ in self._columns]
        judged = _index(response.scorecard)
        if outside := set(judged.results) - self._known:
            raise ValueError(f"{response.bureau}: questions outside the round's questionnaires: {sorted(outside)}")
        return head + [column.read(judged) for column in self._columns]


def wide_table(round_info: RoundInfo, responses: Iterable[ScoredResponse]) -> Table:
    """One row per bureau, made as they are asked for."""
    table = WideTable(round_info)
    return table.headers, map(table.write_row, responses)


def _index(card: Scorecard) -> Judged:
    return Judged(
        card=card,
        domains={domain.id: domain for domain in card.domains},
        results={(one.question.document, one.question.id): one for one in card.results},
        counts=count_verdicts(card.results),
    )
