"""What stands in a workbook from the start: whatever else is found there, somebody typed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from questionnaires.questionnaire import Question, Questionnaire
from survey.workbooks.claims_sheet import TITLE as CLAIMS
from survey.workbooks.claims_sheet import say_item
from survey.workbooks.columns import CLAIM_COLUMNS, COLUMNS, KEY
from survey.workbooks.cover import HOW_TO, TITLE, list_facts, name_domain, number_domain
from survey.workbooks.former_words import FORMER
from survey.workbooks.layout import list_slots
from survey.workbooks.origin import Origin

ASSUMED = "（层级为推定）"
HEAD = ""  # under which the words stand that are on the cover, in titles and in headers


def say_question(questionnaire: Questionnaire, question: Question, as_of: date | None) -> dict[str, str]:
    """What stands once for all rows of a question, by header."""
    return {
        "序号": questionnaire.numbers[question.id],
        "题目": f"【{questionnaire.cite(question)}】{question.text}{name_marks(question)}",
        "达标标准": question.criterion.write_target(as_of),
        "说明和应附材料": "\n".join(filter(None, (question.help, "；".join(question.evidence)))),
    }


def name_marks(question: Question) -> str:
    """What a clerk has to know of a question before she answers it, in brackets."""
    return f"{'（关键项）' if question.critical else ''}{ASSUMED if question.is_assumed else ''}"


def list_own_words(questionnaire: Questionnaire, origin: Origin, as_of: date | None) -> Mapping[str, set[str]]:
    """The words of a workbook by the header under which they stand, without their white space."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    words[HEAD] |= {TITLE, "填写说明", "能力领域", *COLUMNS, *FORMER}
    words[HEAD] |= {f"{number}. {line}" for number, line in enumerate(HOW_TO, 1)}
    words[HEAD] |= {one for fact in list_facts(questionnaire, origin, as_of).items() for one in fact}
    for section in questionnaire.domains:
        named = name_domain(questionnaire, section), number_domain(questionnaire, section)
        words[HEAD] |= {section.title, *named, *(one.split(" ", 1)[1] for one in named)}  # former ones have no number
    for question in questionnaire.questions:
        for label, said in say_question(questionnaire, question, as_of).items():
            words[label] |= {said, said.removesuffix(ASSUMED)}  # former ones have no such mark
        for slot in list_slots(question):
            words[KEY].add(f"{question.id} {slot.name}")
            words["填报项"].add(slot.label)
            words["单位或填法"].add(slot.unit)
    if questionnaire.scheme is not None:
        words[HEAD] |= {CLAIMS, *CLAIM_COLUMNS}
        for item in questionnaire.scheme.bonus:
            for label, said in say_item(item).items():
                words[label].add(said)
    return {label: {squeeze(one) for one in said} for label, said in words.items()}


def squeeze(words: object) -> str:
    """What a cell says, however a spreadsheet broke its lines."""
    return "".join(str(words).replace("_x000D_", "").split())
