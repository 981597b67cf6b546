"""The wide table: one row per bureau, with columns for every domain and question of the round's questionnaires."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from questionnaires.criteria import Checklist, Items, NotKept, Quantity
from questionnaires.criteria.checklists import WHY_APART
from questionnaires.questionnaire import Question
from questionnaires.scoring import Result
from reports.tables.aggregate import CREDIT, QUANTITIES, VERIFIED, RoundInfo, RoundTable, ScoredResponse, TableColumn
from reports.tables.bureau_table import BUREAU_COLUMNS, Both, Judged, QuestionKey, pair, write_cell
from reports.tables.figures import name_apart, write_decimal
from reports.tables.long_table import shorten_credit
from reports.tables.table import Cell


def list_columns(round_info: RoundInfo) -> tuple[TableColumn[Both], ...]:
    """The columns behind those that name the bureau."""
    sections = [section for questionnaire in round_info.questionnaires for section in questionnaire.domains]
    domains = {section.id: section.title for section in sections}
    asked = {(one.document, one.id): one for section in sections for one in section.questions}
    numbers = {key: one.criterion for key, one in asked.items() if isinstance(one.criterion, Quantity)}
    lists = [key for key, one in asked.items() if isinstance(one.criterion, Checklist) and one.criterion.has_exceptions]
    questions = {key: one.title for key, one in asked.items() if key not in numbers}
    named = _name_questions(round_info, asked)
    return (
        *BUREAU_COLUMNS,
        *(_domain_score(id, title) for id, title in domains.items()),
        *(_domain_lost(id, title) for id, title in domains.items()),
        *(_verified_domain(id, title) for id, title in domains.items()),
        *(replace(_question_credit(key, title), label=f"得分率：{named[key]}") for key, title in questions.items()),
        *(replace(_verified_credit(key, title), label=f"认定得分率：{named[key]}") for key, title in questions.items()),
        *(
            replace(_count_apart(key, asked[key].title, why), label=f"{why}项数：{named[key]}")
            for key in lists
            for why in WHY_APART
        ),
        *(
            replace(_read_quantity(key, asked[key].title, criterion.unit), label=f"{named[key]}（{criterion.unit}）")
            for key, criterion in numbers.items()
        ),
        *(replace(_read_not_kept(key, asked[key].title), label=f"未统计理由：{named[key]}") for key in numbers),
    )


def _name_questions(round_info: RoundInfo, asked: Mapping[QuestionKey, Question]) -> dict[QuestionKey, str]:
    """What people call each question: its title, with its notice where several ask one of that title."""
    counts = Counter(one.title for one in asked.values())
    notices = {source.id: source.name for one in round_info.questionnaires for source in one.sources}
    return {
        key: one.title if counts[one.title] == 1 else f"{one.title}（{notices.get(key[0], key[0])}）"
        for key, one in asked.items()
    }


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


def _count_apart(key: QuestionKey, title: str, why: str) -> TableColumn[Both]:
    return TableColumn(
        f"{why}项数 {'/'.join(key)}",
        f"题目“{title}”的清单中选“{why}”的项数，未作答、未列入的为空",
        "项",
        CREDIT,
        lambda one: _count_items(one.own.results.get(key), why),
    )


def _count_items(result: Result | None, why: str) -> Cell:
    if result is None or result.answer is None or not isinstance(result.answer.value, Items):
        return None
    return len(name_apart(result.question, result.answer.value, why))


def _read_quantity(key: QuestionKey, title: str, unit: str) -> TableColumn[Both]:
    return TableColumn(
        f"基础数据 {'/'.join(key)}",
        f"基础数据“{title}”，未统计、未填报、未列入的为空，不按0计算",
        unit,
        QUANTITIES,
        lambda one: _read_value(one.own.results.get(key)),
    )


def _read_not_kept(key: QuestionKey, title: str) -> TableColumn[Both]:
    return TableColumn(
        f"未统计理由 {'/'.join(key)}",
        f"基础数据“{title}”没有统计的理由，已填数的为空",
        "文字",
        QUANTITIES,
        lambda one: _read_reason(one.own.results.get(key)),
    )


def _read_value(result: Result | None) -> Cell:
    """The figure of a quantity that was given."""
    if result is None or result.answer is None or not isinstance(result.answer.value, Fraction):
        return None
    return write_decimal(result.answer.value)


def _read_reason(result: Result | None) -> Cell:
    """Why a quantity is not kept."""
    value = result.answer.value if result is not None and result.answer is not None else None
    return value.reason if isinstance(value, NotKept) else None


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
