"""The wide table: one row per bureau, with columns for every domain and question of the round's questionnaires."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from reports.tables.aggregate import CREDIT, VERIFIED, RoundInfo, RoundTable, ScoredResponse, TableColumn
from reports.tables.bureau_table import BUREAU_COLUMNS, Both, Judged, QuestionKey, pair, write_cell
from reports.tables.long_table import shorten_credit
from reports.tables.table import Cell


def list_columns(round_info: RoundInfo) -> tuple[TableColumn[Both], ...]:
    """The columns behind those that name the bureau."""
    sections = [section for questionnaire in round_info.questionnaires for section in questionnaire.domains]
    domains = {section.id: section.title for section in sections}
    questions = {(one.document, one.id): one.title for section in sections for one in section.questions}
    return (
        *BUREAU_COLUMNS,
        *(_domain_score(id, title) for id, title in domains.items()),
        *(_domain_lost(id, title) for id, title in domains.items()),
        *(_verified_domain(id, title) for id, title in domains.items()),
        *(_question_credit(key, title) for key, title in questions.items()),
        *(_verified_credit(key, title) for key, title in questions.items()),
    )


def _domain_score(id: str, title: str) -> TableColumn[Both]:
    return TableColumn(
        f"领域得分 {title}",
        f"能力领域“{title}”（{id}）单独计算的自评得分",
        "分，0至100",
        "Score",
        lambda one: _read_domain(one.own, id),
    )


def _domain_lost(id: str, title: str) -> TableColumn[Both]:
    return TableColumn(
        f"领域失分 {title}",
        f"能力领域“{title}”（{id}）从100分中减少的分数，按自评",
        "分",
        "Score",
        lambda one: one.own.domains[id].shown_lost if id in one.own.domains else None,
    )


def _verified_domain(id: str, title: str) -> TableColumn[Both]:
    return TableColumn(
        f"认定领域得分 {title}",
        f"能力领域“{title}”（{id}）按审核认定的答案单独计算的得分",
        "分，0至100",
        VERIFIED,
        lambda one: _read_domain(one.verified, id),
    )


def _read_domain(judged: Judged | None, id: str) -> Cell:
    return write_cell(judged.domains[id].score) if judged and id in judged.domains else None


def _question_credit(key: QuestionKey, title: str) -> TableColumn[Both]:
    return TableColumn(
        f"得分率 {'/'.join(key)}",
        f"题目“{title}”的自评得分率，不适用、未作答、未列入的为空",
        "0至1",
        CREDIT,
        lambda one: shorten_credit(_read_credit(one.own, key)),
    )


def _verified_credit(key: QuestionKey, title: str) -> TableColumn[Both]:
    return TableColumn(
        f"认定得分率 {'/'.join(key)}",
        f"题目“{title}”按审核认定的答案的得分率，认定以前为空",
        "0至1",
        VERIFIED,
        lambda one: shorten_credit(_read_credit(one.verified, key)),
    )


def _read_credit(judged: Judged | None, key: QuestionKey) -> Fraction | None:
    return judged.results[key].credit if judged and key in judged.results else None


def wide_table(round_info: RoundInfo) -> RoundTable[Both]:
    """A row raises ValueError for a question that no questionnaire of the round asks."""
    known = {(one.document, one.id) for all_ in round_info.questionnaires for one in all_.questions}
    return RoundTable("wide.csv", "宽表", round_info, list_columns(round_info), _check_pair(known))


def _check_pair(known: set[QuestionKey]) -> Callable[[ScoredResponse], Iterator[Both]]:
    def divide(response: ScoredResponse) -> Iterator[Both]:
        for both in pair(response):
            if outside := set(both.own.results) - known:
                raise ValueError(f"{response.bureau}: questions outside the round's questionnaires: {sorted(outside)}")
            yield both

    return divide
