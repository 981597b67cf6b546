"""The annexes of a gap report as rows: every question with its answer, every file of evidence."""

from dataclasses import dataclass

from reports.gap.content import GapReport
from reports.gap.rows import VERDICT_NAMES, Clean, cite_briefly, is_same, write_given, write_target
from survey.responses.claims import name_claim


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question: as it was asked, answered and judged."""

    number: str
    clause: str
    text: str
    target: str
    words: str
    verdict: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One file that was attached to a question or a bonus claim."""

    number: int
    title: str
    name: str
    size: str
    sha256: str


def list_answers(report: GapReport, clean: Clean) -> list[AnswerRow]:
    """Every question with its answer, in the order of the questionnaire; a reviewer's answer below the bureau's."""
    rows = []
    for own, counted in zip(report.scorecard.results, report.counted.results, strict=True):
        words = write_given(own.question, own.answer, clean)
        if not is_same(own.answer, counted.answer):
            words = f"自评：{words}\n认定：{write_given(own.question, counted.answer, clean)}"
        if own.answer is not None and own.answer.remark:
            words += f"\n备注：{clean(own.answer.remark)}"
        if reason := report.reasons.get(own.question.id):
            words += f"\n审核理由：{clean(reason)}"
        rows.append(
            AnswerRow(
                number=report.questionnaire.numbers[own.question.id],
                clause=cite_briefly(report.questionnaire, own.question),
                text=own.question.text,
                target=write_target(own.question, report.scorecard.as_of),
                words=words,
                verdict=VERDICT_NAMES[counted.verdict],
            )
        )
    return rows


def list_evidence(report: GapReport, clean: Clean) -> list[EvidenceRow]:
    """The files in the order of the questionnaire, those of bonus claims behind."""
    titles = {question.id: question.title for question in report.questionnaire.questions}
    if report.questionnaire.scheme is not None:
        titles |= {name_claim(one.id): f"加分：{one.title}" for one in report.questionnaire.scheme.bonus}
    places = {id: place for place, id in enumerate(titles)}
    files = sorted((one for one in report.evidence if one.question in places), key=lambda one: places[one.question])
    return [
        EvidenceRow(number, titles[one.question], clean(one.name), _write_size(one.size), one.sha256)
        for number, one in enumerate(files, 1)
    ]


def _write_size(size: int) -> str:
    """A number of bytes in thousands, at least one."""
    return f"{max(1, round(size / 1000)):,} KB"
