"""The levels that a sentence lists are taken off whole, whatever the place calls them and however they are joined."""

import pytest

from questionnaires.drafting.level_lists import strip_level, strip_own, strip_subject

EVERYONE = [
    "各市（州）、县（市、区）",
    "各地级以上市",
    "各设区市和县级",
    "各盟市旗县",
    "各州市县",
    "各县（市、区、旗）",
    "各设区的市、县（市、区）",
    "各自治旗、旗（市、区）",
    "各地（州、市）",
    "各县级市、市辖区",
    "每个县（市、区）",
    "本盟市",
    "全自治区",
    "各乡镇（街道）",
    "各苏木、民族乡",
]
NO_LEVELS = ["各市场主体", "各区域中心", "全区域覆盖", "每个县域医共体", "全市民生项目", "各地方标准", "全国统一平台"]


@pytest.mark.parametrize("levels", EVERYONE)
def test_levels_are_taken_off_whole(levels: str) -> None:
    assert strip_own(f"{levels}检验参数") == strip_subject(f"{levels}检验参数") == "检验参数"


@pytest.mark.parametrize("words", NO_LEVELS)
def test_a_letter_that_is_no_level_stays(words: str) -> None:
    assert strip_own(words) == words


@pytest.mark.parametrize(
    ("act", "own"),
    [
        ("市级从事药品监管的人员", "从事药品监管的人员"),
        ("市县每半年会商", "每半年会商"),
        ("省级标准制修订", "省级标准制修订"),
        ("县级以上检验机构", "县级以上检验机构"),
        ("建立省、市、县三级检查员队伍", "建立省、市、县三级检查员队伍"),
        ("对各市、县开展督导", "对各市、县开展督导"),
        ("组织各州市互查", "组织各州市互查"),
    ],
)
def test_only_the_level_that_is_asked_is_left_out(act: str, own: str) -> None:
    assert strip_own(act) == own


def test_a_market_office_keeps_its_market() -> None:
    assert strip_level("县（市、区）市场监管局人员") == "市场监管局人员"
