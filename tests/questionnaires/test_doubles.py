"""Questions of one level that ask the same."""

from questionnaires.catalogue import Level
from questionnaires.doubles import Alike, find_doubles, list_doubles
from questionnaires.generator import build_questionnaire
from questionnaires.joining import join_documents
from questionnaires.loading import load_library
from questionnaires.questionnaire import Question, Questionnaire

LIBRARY = load_library()
JINCHENG = build_questionnaire(LIBRARY, "jincheng-2022-42", Level.COUNTY)


def put(*questions: Question) -> Questionnaire:
    """A questionnaire with just these questions."""
    section = JINCHENG.domains[0].model_copy(update={"questions": questions})
    fields = {name: getattr(JINCHENG, name) for name in Questionnaire.model_fields}
    return Questionnaire(**{**fields, "domains": (section,)})


def look(*questions: Question) -> list[Alike]:
    return [alike for _first, _second, alike in find_doubles(put(*questions))]


def make(id: str, text: str, library: str | None = None) -> Question:
    asked = next(one for one in JINCHENG.questions if one.criterion.kind == "yes_no")
    return asked.model_copy(update={"id": id, "text": text, "library": library})


def test_the_same_words_are_the_same_question_whatever_stands_between_them() -> None:
    one = make("one", "本县是否制定应急预案？")
    assert look(one, make("other", "本县是否制定“应急预案”？")) == [Alike.TEXT]
    assert look(one, make("other", "本县是否配备检查员？")) == []


def test_one_duty_is_the_same_however_it_is_worded_if_it_is_asked_as_one_kind() -> None:
    one = make("one", "本县是否制定应急预案？", "emergency-plan")
    other = make("other", "本县出台的预案是否覆盖全部环节？", "emergency-plan")
    assert look(one, other) == [Alike.DUTY]
    listed = next(each for each in JINCHENG.questions if each.criterion.kind == "checklist")
    assert look(one, listed.model_copy(update={"library": "emergency-plan"})) == []


def test_a_letter_of_difference_is_nearly_the_same() -> None:
    one = make("one", "本县市场监督管理局是否已经制定药品安全突发事件应急预案？")
    assert look(one, make("other", "本县市场监督管理局是否制定药品安全突发事件应急预案？")) == [Alike.NEARLY]


def test_questions_of_one_frame_about_two_things_and_quantities_are_not_alike() -> None:
    linked = [one for one in JINCHENG.questions if one.id in ("jc-case-linkage", "jc-justice-link")]
    counted = [one for one in JINCHENG.questions if one.id in ("cases-filed", "cases-closed")]
    assert len(linked) == len(counted) == 2
    assert look(*linked) == look(*counted) == []


def test_a_pair_is_told_once_with_the_levels_that_are_asked_both() -> None:
    document = LIBRARY.documents["jincheng-2022-42"]
    clause = document.clauses[-1]
    [measure] = [one for one in document.measures if one.id == "jc-case-linkage"]
    twin = measure.model_copy(update={"id": "jc-twin", "library": None})
    last = clause.model_copy(update={"measures": (*clause.measures, twin), "reason": None})
    changed = document.model_copy(update={"clauses": (*document.clauses[:-1], last)})
    pairs = list_doubles(join_documents(LIBRARY, [changed]), document.id)
    [pair] = [one for one in pairs if "jc-twin" in (one.first.id, one.second.id)]
    assert (pair.alike, pair.levels) == (Alike.TEXT, measure.levels)
