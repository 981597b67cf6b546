"""Each reason why a figure may be no target after all, with a sentence that only this reason keeps from a draft."""

import pytest

from questionnaires.drafting.figures import doubts
from questionnaires.drafting.figures.doubt_words import (
    ACTOR,
    CHOICE,
    DOUBTS,
    EVENT,
    GATE,
    HIGHER,
    MEASURED,
    MONEY,
    PAST,
    QUOTED,
    DoubtReason,
)
from questionnaires.drafting.figures.finding import find_figures

EXAMPLES = (
    (QUOTED, "《药品检查办法》规定检查员不少于2人。", "2人"),
    (QUOTED, "依照第十六条，检查员不少于2人。", "2人"),
    (HIGHER, "全国药品抽检合格率达到98%以上。", "98%"),
    (HIGHER, "省局下达的抽检任务，不少于300批次。", "300批次"),
    (HIGHER, "某县每年检查药店不少于2次。", "2次"),
    (CHOICE, "检查组可配备不少于2名专家。", "2名"),
    (CHOICE, "鼓励各县建设快检室，面积大的不少于3个。", "3个"),
    (CHOICE, "创新宣传，例如举办讲座不少于6场。", "6场"),
    (GATE, "举报查实的，检查频次不少于3次。", "3次"),
    (GATE, "申报示范药店应当具备条件，配备药师不少于2名。", "2名"),
    (GATE, "抽检不合格的，每年检查不少于4次。", "4次"),
    (GATE, "培训不少于40学时方可上岗。", "40学时"),
    (PAST, "五年来，全市药品抽检合格率保持在98%以上。", "98%"),
    (PAST, "据县局统计，快检合格率达到97%。", "97%"),
    (PAST, "乡镇监管站均已设立，每站配备不少于2名协管员。", "2名"),
    (PAST, "连续三年药品抽检合格率稳定在98%以上。", "98%"),
    (PAST, "抽检合格率达到98%，位居全省第三。", "98%"),
    (PAST, "群众满意度达到90%，比去年提高。", "90%"),
    (PAST, "预计药品抽检合格率达到98%。", "98%"),
    (EVENT, "每个县至少2名代表参会，名额不少于3名。", "3名"),
    (MONEY, "注册收费标准不低于300元。", "300元"),
    (MONEY, "新建检验楼1栋，总投资不少于3亿元。", "3亿元"),
    (ACTOR, "检验记录保存不少于5年。", "5年"),
    (ACTOR, "患者每年复诊不少于2次。", "2次"),
    (MEASURED, "数据上传间隔不超过10分钟。", "10分钟"),
)


def read(sentence: str, figure: str) -> str | None:
    """Why a figure of a sentence is no target; None where it is one."""
    return next(one.reason for one in find_figures(sentence, None) if one.text == figure)


@pytest.mark.parametrize(("reason", "sentence", "figure"), EXAMPLES)
def test_a_reason_alone_keeps_a_figure_from_being_drafted(
    reason: DoubtReason, sentence: str, figure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(sentence, figure) == f"{reason.why}，{doubts.OPEN}"

    monkeypatch.setattr(doubts, "DOUBTS", tuple(one for one in DOUBTS if one is not reason))

    assert read(sentence, figure) is None


def test_every_reason_has_its_example() -> None:
    assert {reason for reason, _, _ in EXAMPLES} == set(DOUBTS)
