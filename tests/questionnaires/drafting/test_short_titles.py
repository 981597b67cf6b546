"""A title is a part's own words up to a border between phrases, never half a word, number, bracket or quotation."""

import pytest

from questionnaires.drafting.short_titles import LONGEST, cut_title

TITLES = {
    "建立跨区域协作办案机制，": "建立跨区域协作办案机制",
    "到2028年，基本建成与现代医药产业相适应的监管体系。": "基本建成与现代医药产业相适应的监管体系",
    "各市（州）、县（市、区）市场监管部门要明确专门内设机构承担药品监管职责，": "明确专门内设机构承担药品监管职责",
    "2026年6月底前标准化规范化建设达标率达到80%。": "标准化规范化建设达标率达到80%",
    "按照国家执法装备配备标准，市级装备配备达标率2025年底前达到90%，": "市级装备配备达标率2025年底前达到90%",
    "鼓励有条件的县（市、区）通过政府购买服务方式聘用药品安全协管员。": "鼓励有条件的县（市、区）聘用药品安全协管员",
    "为乡镇监管所配备快检箱、执法记录仪和冷链温度测定设备。": "为乡镇监管所配备快检箱、执法记录仪等",
    "第二类医疗器械首次注册技术审评时限压减至40个工作日以内": "第二类医疗器械首次注册技术审评时限",
    "建立健全上下一体、左右衔接、周边联通的药品安全监管体系。": "建立健全药品安全监管体系",
    "每3年至少组织1次全流程、全链条、全环节的药品应急演练，": "每3年至少组织1次药品应急演练",
    "于每年12月10日前将上一年度各项任务的落实情况报送省药品监管局，": "将上一年度各项任务的落实情况报送省药品监管局",
    "制修订省级中药材标准和中药饮片炮制规范等地方标准不少于15个，": "制修订省级中药材标准和中药饮片炮制规范等地方标准",
    "鼓励审评、检查、检验技术支撑机构积极参与相关科研项目。": "鼓励审评、检查、检验技术支撑机构",
}
WHOLE = (
    "对企业实施“双随机、一公开”监管和“互联网+药品安全信用”分级监管，",
    "落实《药品经营和使用质量监督管理办法》《医疗器械经营监督管理办法》要求，",
    "药品检验机构（含中药材、医疗器械、化妆品检验机构）具备检验能力，",
    "医疗器械检验机构对照新版国家重点产品标准扩充检验检测参数1200项以上，",
)


@pytest.mark.parametrize("text", TITLES)
def test_a_title_ends_where_a_phrase_does(text: str) -> None:
    assert cut_title(text) == TITLES[text]


@pytest.mark.parametrize("text", WHOLE)
@pytest.mark.parametrize("more", range(12))
def test_nothing_is_cut_in_the_middle(text: str, more: int) -> None:
    title = cut_title("强化全省药品安全监管能力"[:more] + text)
    assert len(title) <= LONGEST
    assert all(title.count(one) == title.count(other) for one, other in ("（）", "《》", "“”"))
    assert "1200" in title or not any(letter.isdigit() for letter in title)
