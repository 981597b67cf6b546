"""The questionnaire on paper: every kind has its boxes and its room, and a filled one says what was answered."""

from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from questionnaires.answers import read_stored
from questionnaires.generator import build_questionnaire
from questionnaires.loading import load_library
from questionnaires.questionnaire import Questionnaire
from reports.sheets.rows import LAYOUTS, Tick, WriteIn, list_domains
from reports.sheets.sheet import QuestionSheet, build_sheet, keep_sheet, write_sheet
from tests.survey.answering.sample_questions import CRITERIA, make_question
from tests.survey.browsing import ALL_KINDS

AS_OF = date(2026, 6, 30)
WHOLE = build_questionnaire(load_library(), "shanxi-2021-101", "county")


def ask_every_kind() -> Questionnaire:
    questions = tuple(make_question(kind, document=WHOLE.document) for kind in CRITERIA)
    return WHOLE.replace(domains=(WHOLE.domains[0].model_copy(update={"questions": questions}),))


def test_every_kind_has_its_layout() -> None:
    assert set(LAYOUTS) == set(CRITERIA)


def test_a_blank_sheet_has_room_for_every_question_and_nothing_in_it() -> None:
    [domain] = list_domains(ask_every_kind(), {}, AS_OF, str)
    for question in domain.questions:
        pieces = [piece for line in question.lines for piece in line]
        assert pieces
        assert not any(piece.is_ticked if isinstance(piece, Tick) else piece.given for piece in pieces)


def test_a_filled_sheet_says_what_was_answered() -> None:
    asked = ask_every_kind()
    answers = {id: read_stored(asked.by_id[id], {"remark": "", **told}, AS_OF) for id, told in ALL_KINDS.items()}
    [domain] = list_domains(asked, answers, AS_OF, str)
    said = {
        name: [
            one.words if isinstance(one, Tick) else one.given
            for line in question.lines
            for one in line
            if (one.is_ticked if isinstance(one, Tick) else one.given)
        ]
        for name, question in zip(CRITERIA, domain.questions, strict=True)
    }
    assert said == {
        "yes_no": ["是"],
        "stage": ["B级"],
        "grade": ["C级"],
        "number": ["38"],
        "share": ["38", "52"],
        "rate": ["260", "250000"],
        "growth": ["20", "15"],
        "recency": ["2026", "6", "30"],
        "done_by": ["尚未完成"],
        "checklist": ["预案", "储备"],
        "text": ["不适用", "无此业务"],
        "quantity": ["17"],
    }
    assert isinstance(domain.questions[3].lines[0][0], WriteIn)


def test_one_domain_keeps_its_numbers_on_paper() -> None:
    section = WHOLE.domains[8]
    part = WHOLE.keep_domain(section.id)
    words = PdfReader(BytesIO(write_sheet(QuestionSheet(part, AS_OF, "某县市场监督管理局")))).pages[0].extract_text()
    number = WHOLE.numbers[section.questions[0].id]
    assert f"9 {section.title}" in " ".join(words.split()) or f"9{section.title}" in "".join(words.split())
    assert "某县市场监督管理局" in words
    assert f'<span class="number">{number}</span>' in build_sheet(QuestionSheet(part))


def test_a_blank_sheet_is_rendered_once(tmp_path: Path) -> None:
    sheet = QuestionSheet(WHOLE.keep_domain("N01"))
    kept = keep_sheet(sheet, tmp_path)
    made_at = kept.stat().st_mtime_ns
    assert keep_sheet(sheet, tmp_path) == kept
    assert kept.stat().st_mtime_ns == made_at
    assert kept.read_bytes().startswith(b"%PDF-")
