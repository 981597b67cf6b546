"""A condition that stands as a subject is asked as one, and who does not meet it may say so."""

import pytest

from questionnaires.drafting.figures.finding import find_figures
from questionnaires.drafting.plain_questions import ask_plainly
from questionnaires.drafting.shaping import shape
from tests.questionnaires.drafting.drafts import draft_text, list_measures

ASKED = {
    "有药材市场的县（市、区）每半年开展一次市场抽检。": "{place}如有药材市场，最近一次开展市场抽检是哪一天？",
    "具备条件的市（州）要设立药品检查分中心，": "{place}如具备条件，是否已经设立药品检查分中心？",
    "人口超过50万的县（市、区）监管人员不少于12人。": "{place}如人口超过50万，监管人员目前为多少人？",
    "辖区内有疫苗企业的市（州）市场监管局要派驻检查员。": "如辖区内有疫苗企业，{regulator}是否已经派驻检查员？",
    "未设检验机构的县（市、区）与邻近市县签订检验协议。": "{place}如未设检验机构，是否已经与邻近市县签订检验协议？",
    "医药产业集聚的设区市每年召开1次政企座谈会。": "{year}，{place}如医药产业集聚，最近一次召开政企座谈会是哪一天？",
    "设有口岸的旗县（市、区）建立边境药品协查机制，": "{place}如设有口岸，是否已经建立边境药品协查机制？",
    "不具备检验条件的自治旗可委托第三方开展检验。": "{place}如不具备检验条件，是否已经委托第三方开展检验？",
    "药品零售企业较多的乡镇（街道）配备专职协管员2名以上。": "{place}如药品零售企业较多，配备专职协管员多少名？",
}
NO_CASES = {
    "鼓励有条件的县（市、区）建立药品快检室。": "{place}是否已经采取措施鼓励有条件的县（市、区）建立药品快检室？",
    "在有条件的县（市、区）开展试点。": "{place}是否已经在有条件的县（市、区）开展试点？",
    "有条件的检验机构要开展能力验证。": "{place}有条件的检验机构是否已经开展能力验证？",
}


@pytest.mark.parametrize("text", ASKED)
def test_a_condition_is_asked_as_one(text: str) -> None:
    shaped = shape(text, None, find_figures(text, None, None))
    assert (shaped.asks, shaped.may_not_apply) == (ASKED[text], True)


@pytest.mark.parametrize("text", NO_CASES)
def test_whom_something_is_done_to_or_who_is_no_place_is_no_condition(text: str) -> None:
    shaped = shape(text, None, find_figures(text, None, None))
    assert (shaped.asks, shaped.may_not_apply) == (NO_CASES[text], False)


def test_what_has_a_grade_is_counted() -> None:
    asked = ask_plainly("达到B级的市级药品检验机构不少于4个。", {"kind": "number", "unit": "个"}, "4个")
    assert (asked.asks, asked.may_not_apply) == ("{place}达到B级的市级药品检验机构目前为多少个？", False)


def test_a_condition_holds_for_the_rest_of_its_sentence() -> None:
    notice = "某省人民政府办公厅关于加强药品监管的意见\n一、技术支撑\n（一）快检。{}\n"
    sentence = "有中药材专业市场的市（州）建立中药材快检室，每季度开展一次市场巡检；各县（市、区）快检车不少于1辆。"
    asked = list(list_measures(draft_text(notice.format(sentence))))
    assert [one.may_not_apply for one in asked] == [True, True, False]
    assert "本市（州）如有中药材专业市场，最近一次开展市场巡检" in asked[1].text
