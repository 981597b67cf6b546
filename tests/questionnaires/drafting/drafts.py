"""Two notices of invented places, in styles that the five notices have not, and the library to draft them with."""

from functools import cache

from questionnaires.drafting.draft import Draft, DraftMeasure
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.parts import TextBlock
from questionnaires.loading import load_library

COUNTY = """清溪县人民政府办公室
关于提升药品安全监管能力的实施办法
清政办发〔2024〕17号
各乡镇人民政府、街道办事处，县政府各部门：
为落实《澄河市全面加强药品监管能力建设实施方案》（澄政办发〔2023〕15号），结合本县实际，制定本办法。
第一章 队伍和装备
第一条 县财政局将药品监管经费列入年度预算；县市场监督管理局配齐快检设备、执法记录仪、冷链测温设备。
第二条 各乡镇（街道）要明确药品安全协管员，压实工作责任。
第二章 检查和应急
第三条 对零售药店开展日常检查，一是建立监管对象名录，二是按风险等级确定检查频次，三是公开检查结果。
第四条 制定药品安全突发事件应急预案，并报县人民政府备案，健全与卫生健康、公安部门的会商机制。
第五条 坚持人民至上，深刻认识药品安全的重要意义。
第六条 本办法自印发之日起施行。
清溪县人民政府办公室
2024年5月9日
"""
CITY = """云岭市人民政府关于进一步加强全市药品安全工作的意见
云政发〔2023〕8号
各县（市、区）人民政府，市直各有关部门：
为贯彻《安澜省人民政府办公厅关于全面加强药品监管能力建设的若干措施》（安政办发〔2023〕9号），提出以下意见。
1. 主要任务
（1）打造专业检查队伍。市市场监管局牵头组建市级药品检查中心，健全检查员培训制度。（责任单位：市市场监管局、市委编办，各县（市、区）人民政府）
（2）做强检验检测。开展检验检测机构能力达标建设，支持建设省级中药质量控制重点实验室。（责任单位：市市场监管局、市财政局）
（3）用好社会力量。畅通投诉举报渠道，鼓励群众举报药品安全问题，聘请药品安全社会监督员。（责任单位：市市场监管局，各县（市、区）人民政府）
2. 保障措施
（1）压实责任。各县（市、区）人民政府要坚持党政同责，对作出突出贡献的单位和个人给予表彰奖励，提升基层监管能力。
云岭市人民政府
2023年9月1日
"""


@cache
def draft_text(text: str, parent: str | None = None) -> Draft:
    """The draft of a text, a paragraph a line."""
    return draft_notice([TextBlock(line) for line in text.splitlines()], load_library(), parent)


def list_measures(draft: Draft) -> list[DraftMeasure]:
    return [measure for clause in draft.clauses for measure in clause.measures]


def find_measure(draft: Draft, words: str) -> DraftMeasure:
    """The measure whose part of the text holds some words."""
    return next(one for one in list_measures(draft) if words in one.source)
