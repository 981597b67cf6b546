"""A notice with a bracket of units behind each paragraph and figures in most: whom each part binds, and its figure.

The notice was written before it was drafted; the answers were set down after its first draft had been read, and hold
what is right, not what was drafted. In that draft all 33 figures were exact by that reading, which is no measurement
made blind; of the levels those with 〔区〕 in a bracket, 在五市派驻, 其中 and 内设 were wrong.
"""

import pytest

from questionnaires.catalogue import Level
from questionnaires.drafting.draft import DraftMeasure
from questionnaires.drafting.parts import FoundFigure
from tests.questionnaires.drafting.drafts import draft_text, list_measures
from tests.questionnaires.drafting.test_figures import FIGURED, write

NOTICE = """\
塞原自治区人民政府办公厅
关于全面加强药品监管能力建设的实施方案
塞政办发〔2023〕41号
各市、县（区）人民政府，自治区政府各部门、各直属机构：
为贯彻落实《国务院办公厅关于全面加强药品监管能力建设的实施意见》（国办发〔2021〕16号），结合我区实际，制定本方案\
。
一、主要目标
到2025年底，全区药品监管体系更加完善，职业化专业化检查员达到150名，药品检验参数达到1800项以上，药品、医疗器械、\
化妆品抽检合格率分别稳定在99%、97%、98%以上，公众满意度达到85分以上。
二、重点任务
（一）健全监管体制。自治区药监局在五市派驻检查分局，每个分局编制不少于12名。各市、县（区）市场监管局内设药品监管\
科（股、室），县级药品监管人员不少于4名，其中药学相关专业人员占比不低于50%。乡镇（街道）市场监管所至少配备1名专\
（兼）职药品监管人员。（责任单位：自治区党委编办、自治区药监局，各市、县〔区〕人民政府）
（二）强化技术支撑。支持塞原药品检验研究院建设国家药监局枸杞质量控制重点实验室，2024年年底前具备疫苗等生物制品批\
签发能力，承检品种不少于2个。市级检验机构每年参加能力验证不少于3次，2025年前全部达到C级标准。加快建设中药标本馆\
，馆藏标本不少于2000份。（责任单位：自治区药监局、财政厅）
（三）严格审评审批。第二类医疗器械首次注册技术审评时限由60个工作日压减至35个工作日，零售药店许可实行告知承诺制，\
当场办结率达到90%以上，全程网办率达到100%。（责任单位：自治区药监局、审批服务管理局，各市人民政府）
（四）加强风险监测。每百万人口药品不良反应报告数不少于1200份，医疗器械不良事件报告数不少于400份；二级以上医疗机\
构监测哨点覆盖率达到100%，严重报告24小时内上报。市、县级每季度开展1次风险会商，自治区级每半年开展1次。（责任单位\
：自治区药监局、卫生健康委）
（五）提升应急能力。制定自治区、市、县三级药品安全突发事件应急预案，每3年至少修订1次，每年至少开展1次综合演练、2\
次桌面推演。发生Ⅰ级、Ⅱ级事件的，事发地应当在1小时内报告。（责任单位：自治区药监局、应急管理厅，各市、县〔区〕\
人民政府）
（六）完善执法办案。健全行政执法与刑事司法衔接机制，与公安机关每季度召开1次联席会议。对涉案货值50万元以上的案件\
挂牌督办，案件按期办结率不低于95%。查实的举报最高奖励50万元。（责任单位：自治区药监局、公安厅）
三、保障措施
（七）加大投入。各级人民政府将药品监管经费列入本级预算，自治区财政2023—2025年每年安排能力建设资金不少于2000万元\
，市、县（区）检验经费年均增长不低于5%。建立完善激励机制，对在药品安全工作中作出突出贡献的5个市、县（区）和20名\
个人给予表彰。（责任单位：自治区财政厅，各市、县〔区〕人民政府）
（八）强化考核。将药品安全工作纳入高质量发展考核，权重不低于1%，每年考核1次。本方案自2023年9月1日起施行，有效期\
至2028年8月31日。联系电话：0951-5678901。
塞原自治区人民政府办公厅
2023年7月20日
"""
LETTERS = {Level.PROVINCE: "P", Level.CITY: "C", Level.COUNTY: "K", Level.TOWNSHIP: "T"}
# The first words of a part, the letters of its levels where they are not assumed, what tells so, and its figure.
PARTS = (
    ("到2025年底，全区药品监管体系更加完善，职业化专业", "P", "named", "number≥150名 by 2025-12-31"),
    ("药品检验参数达到1800项以上，", "", "assumed", "number≥1800项 by 2025-12-31"),
    ("药品抽检合格率稳定在99%以上，", "", "assumed", "share≥99 by 2025-12-31"),
    ("医疗器械抽检合格率稳定在97%以上，", "", "assumed", "share≥97 by 2025-12-31"),
    ("化妆品抽检合格率稳定在98%以上，", "", "assumed", "share≥98 by 2025-12-31"),
    ("公众满意度达到85分以上。", "", "assumed", "number≥85分 by 2025-12-31"),
    ("自治区药监局在五市派驻检查分局，", "P", "named", ""),
    ("每个分局编制不少于12名。", "P", "named", "number≥12名"),
    ("各市、县（区）市场监管局内设药品监管科（股、室），", "CK", "named", ""),
    ("县级药品监管人员不少于4名，", "K", "named", "number≥4名"),
    ("其中药学相关专业人员占比不低于50%。", "K", "named", "share≥50"),
    ("乡镇（街道）市场监管所至少配备1名专（兼）职药品监管", "T", "named", "number≥1名"),
    ("支持塞原药品检验研究院建设国家药监局枸杞质量控制重点", "P", "bracket", ""),
    ("2024年年底前具备疫苗等生物制品批签发能力，", "P", "bracket", ""),
    ("承检品种不少于2个。", "P", "bracket", "number≥2个 by 2024-12-31"),
    ("市级检验机构每年参加能力验证不少于3次，", "C", "named", "number≥3次 each 12"),
    ("市级检验机构2025年前全部达到C级标准。", "C", "named", "grade≥C by 2024-12-31"),
    ("加快建设中药标本馆，", "P", "bracket", ""),
    ("馆藏标本不少于2000份。", "P", "bracket", "number≥2000份"),
    ("第二类医疗器械首次注册技术审评时限由60个工作日压减", "PC", "bracket", "number≤35工作日"),
    ("当场办结率达到90%以上", "PC", "bracket", "share≥90"),
    ("全程网办率达到100%。", "PC", "bracket", "share≥100"),
    ("每百万人口药品不良反应报告数不少于1200份，", "P", "bracket", "rate≥1200份/1000000"),
    ("每百万人口医疗器械不良事件报告数不少于400份；", "P", "bracket", "rate≥400份/1000000"),
    ("二级以上医疗机构监测哨点覆盖率达到100%，", "P", "bracket", "share≥100"),
    ("严重报告24小时内上报。", "P", "bracket", "number≤24小时"),
    ("市、县级每季度开展1次风险会商，", "CK", "named", "recency each 3"),
    ("自治区级每半年开展1次风险会商。", "P", "named", "recency each 6"),
    ("制定自治区、市、县三级药品安全突发事件应急预案，", "PCK", "named", ""),
    ("每3年至少修订1次，", "PCK", "bracket", "recency each 36"),
    ("每年至少开展1次综合演练", "PCK", "bracket", "recency each 12"),
    ("每年至少开展2次桌面推演。", "PCK", "bracket", "number≥2次 each 12"),
    ("发生Ⅰ级、Ⅱ级事件的，事发地应当在1小时内报告。", "PCK", "bracket", "number≤1小时"),
    ("健全行政执法与刑事司法衔接机制，", "P", "bracket", ""),
    ("与公安机关每季度召开1次联席会议。", "P", "bracket", "recency each 3"),
    ("对涉案货值50万元以上的案件挂牌督办，", "P", "bracket", ""),
    ("案件按期办结率不低于95%。", "P", "bracket", "share≥95"),
    ("查实的举报最高奖励50万元。", "P", "bracket", ""),
    ("各级人民政府将药品监管经费列入本级预算，", "PCK", "named", ""),
    ("自治区财政2023—2025年每年安排能力建设资金不", "P", "named", "number≥2000万元 each 12 by 2025-12-31"),
    ("市、县（区）检验经费年均增长不低于5%。", "CK", "named", "growth+5 by 2025-12-31"),
    ("建立完善激励机制，", "PCK", "bracket", ""),
    ("对在药品安全工作中作出突出贡献的5个市、县（区）和2", "PCK", "bracket", ""),
    ("将药品安全工作纳入高质量发展考核，", "", "assumed", ""),
    ("权重不低于1%，", "", "assumed", "share≥1"),
    ("每年考核1次。", "", "assumed", "recency each 12"),
)


def say_figure(measure: DraftMeasure) -> str:
    criterion = dict(measure.criterion or {})
    return write(FoundFigure(0, 0, "", criterion, None)) if criterion.get("kind") in FIGURED else ""


@pytest.mark.parametrize(("words", "levels", "basis", "figure"), PARTS)
def test_each_part_binds_whom_it_says_and_asks_its_figure(words: str, levels: str, basis: str, figure: str) -> None:
    measure = next(one for one in list_measures(draft_text(NOTICE)) if one.source.startswith(words))
    assert measure.levels_basis == basis
    assert not levels or "".join(LETTERS[one] for one in measure.levels) == levels
    assert say_figure(measure) == figure


def test_whom_to_ask_is_no_part() -> None:
    measures = list_measures(draft_text(NOTICE))
    assert len(measures) == len(PARTS) + 1  # since when it holds, which is marked as vague
    assert not any("联系电话" in one.source for one in measures)


def test_a_later_figure_has_what_its_words_take_from_the_one_before() -> None:
    sources = [one.source for one in list_measures(draft_text(NOTICE))]
    assert "每百万人口医疗器械不良事件报告数不少于400份；" in sources
    assert "每年至少开展2次桌面推演。" in sources
    assert "市级检验机构2025年前全部达到C级标准。" in sources
