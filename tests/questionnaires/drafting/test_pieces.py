"""Several targets told at once are cut into what each of them asks."""

import pytest

from questionnaires.drafting.pieces import carry_words, cut_pieces

TOLD = {
    "新增药品、医疗器械、化妆品检验参数分别不少于<200项>、<150项>、<100项>。": [
        "新增药品检验参数不少于200项。",
        "新增医疗器械检验参数不少于150项。",
        "新增化妆品检验参数不少于100项。",
    ],
    "药品报告数、器械报告数每百万人口分别不少于<800份>、<300份>。": [
        "药品报告数每百万人口不少于800份。",
        "器械报告数每百万人口不少于300份。",
    ],
    "电子证照发放率达到<100%>、全程网办率达到<95%>以上。": ["电子证照发放率达到100%", "全程网办率达到95%以上。"],
    "市级每年查办药品案件不少于<20件>、各县区不少于<10件>。": [
        "市级每年查办药品案件不少于20件",
        "各县区每年查办药品案件不少于10件。",
    ],
    "甲、乙分别达到<3个>、<2个>。": [],
    "<3个>以上机构达到<2级>。": [],
}


@pytest.mark.parametrize("told", TOLD)
def test_it_cuts(told: str) -> None:
    targets, plain = [], ""
    for at, part in enumerate(told.replace(">", "<").split("<")):
        if at % 2:
            targets.append((len(plain), len(plain) + len(part)))
        plain += part
    assert cut_pieces(plain, targets) == TOLD[told]


@pytest.mark.parametrize(
    ("text", "before", "carried"),
    [
        ("每个县不少于<6人>。", "到2023年底，市级检查员不少于20人，", "每个县检查员不少于6人。"),
        ("市县每年至少组织<1次>。", "每两年至少组织1次全省性应急演练，", "市县每年至少组织1次应急演练。"),
        ("每年检查<1次>。", "每两年至少组织1次应急演练，", "每年检查1次。"),
        ("2025年达到<100%>。", "2022年底前追溯码扫码率不低于80%，", "2025年追溯码扫码率达到100%。"),
        ("新增参数<6项>。", "市级检查员不少于20人，", "新增参数6项。"),
    ],
)
def test_a_figure_has_the_words_of_the_one_before_where_it_has_none(text: str, before: str, carried: str) -> None:
    start, end = text.index("<"), text.index(">") - 1
    assert carry_words(text.replace("<", "").replace(">", ""), (start, end), before) == carried
