"""How the options of a question stand: in a line where their words fit, below each other where they do not."""

import pytest

from questionnaires.criteria import Stage
from tests.people import Respondent
from tests.survey.answering.sample_questions import give_questions, make_question

LONG = ("没有专职或者兼职检查员", "已测算需要的人数", "能承担少部分检查任务", "能承担全部检查任务")


@pytest.mark.parametrize(
    ("labels", "how"),
    [
        (("无", "C级", "B级"), "steps"),
        (("尚未开始", "正在推进", "已经完成"), "steps"),
        (("尚未开始", "已列入计划", "正在推进", "基本完成", "已完成"), "steps steps-down"),  # 516 px by the rule
        (LONG, "steps steps-list"),
    ],
)
def test_they_stand_in_a_line_only_where_their_words_fit(labels: tuple[str, ...], how: str, bureau: Respondent) -> None:
    options = [{"value": f"step{at}", "label": label} for at, label in enumerate(labels)]
    criterion = Stage.model_validate({"kind": "stage", "options": options})
    give_questions(bureau, (make_question("stage", document=bureau.questionnaire.document, criterion=criterion),))
    assert f'class="choices {how}" role=' in bureau.open("domains/N01").text
