"""Subjects and responsible units as notices of eleven places name them, each with the levels that it binds.

At first sight 35 of the 48 sentences and 15 of the 18 lists of units were read right.
"""

from questionnaires.catalogue import Level
from questionnaires.drafting.level_names import LocalLevels, find_local_levels
from questionnaires.drafting.parts import NoticeHead

PROVINCE, CITY, COUNTY, TOWNSHIP = Level


def make_levels(issuer: str, level: Level, text: str = "") -> LocalLevels:
    """What the levels of a place are called, by its issuer and the words of its notice."""
    return find_local_levels(NoticeHead("关于药品的意见", None, issuer, None, None, None, level), text)


XINJIANG = make_levels("新疆维吾尔自治区人民政府办公厅", PROVINCE, "各地（州、市）、县（市、区）")
GUANGDONG = make_levels("广东省人民政府办公厅", PROVINCE, "各地级以上市、县（市、区）")
NINGXIA = make_levels("宁夏回族自治区人民政府", PROVINCE, "各市、县（区）人民政府")
ZHEJIANG = make_levels("浙江省人民政府办公厅", PROVINCE, "各设区市、县（市、区）")
GUIZHOU = make_levels("贵州省人民政府", PROVINCE, "各市（州）、县（市、区、特区）")
SHANGHAI = make_levels("上海市人民政府办公厅", PROVINCE, "各区")
SUZHOU = make_levels("苏州市人民政府", CITY, "各县级市（区）")
WENZHOU = make_levels("温州市人民政府办公室", CITY, "各县（市、区）")
YINCHUAN = make_levels("银川市人民政府", CITY, "县（市）区")
HAIXI = make_levels("海西蒙古族藏族自治州人民政府", CITY, "各县（市）")
CHANGXING = make_levels("长兴县人民政府办公室", COUNTY, "各乡镇（街道、园区）")

NAMED = (
    (XINJIANG, "各地（州、市）人民政府（行政公署）要每半年研究一次药品安全工作", {CITY}),
    (XINJIANG, "地（州、市）级市场监管部门配备专职检查员不少于18名", {CITY}),
    (XINJIANG, "自治区药监局组建稽查总队", {PROVINCE}),
    (XINJIANG, "县（市、区）市场监管局每年开展两次专项检查", {COUNTY}),
    (XINJIANG, "自治区、地（州、市）、县（市、区）三级监管部门要建立协作机制", {PROVINCE, CITY, COUNTY}),
    (XINJIANG, "各地州市要落实属地责任", {CITY}),
    (GUANGDONG, "各地级以上市要制定实施方案", {CITY}),
    (GUANGDONG, "各地级以上市人民政府、县（市、区）人民政府要将药品监管经费列入预算", {CITY, COUNTY}),
    (GUANGDONG, "省药监局、各地级以上市市场监管局按职责分工开展监督抽检", {PROVINCE, CITY}),
    (GUANGDONG, "省财政厅统筹安排专项资金", {PROVINCE}),
    (GUANGDONG, "粤东粤西粤北各市要补齐检验短板", {CITY}),
    (GUANGDONG, "镇街市场监管所配备药品安全员", {TOWNSHIP}),
    (NINGXIA, "各市、县（区）人民政府要加强组织领导", {CITY, COUNTY}),
    (NINGXIA, "自治区药品监管局会同自治区卫生健康委建立信息通报制度", {PROVINCE}),
    (NINGXIA, "五市市场监管局设立药品稽查支队", {CITY}),
    (NINGXIA, "市、县（区）市场监管部门负责零售药店日常检查", {CITY, COUNTY}),
    (ZHEJIANG, "各设区市、县（市、区）要建立药品安全委员会", {CITY, COUNTY}),
    (ZHEJIANG, "设区市市场监管局组织技能比武", {CITY}),
    (ZHEJIANG, "山区26县要建成快检室", {COUNTY}),
    (ZHEJIANG, "省、市、县（市、区）市场监管部门联动开展执法行动", {PROVINCE, CITY, COUNTY}),
    (ZHEJIANG, "乡镇（街道）要发挥网格员作用", {TOWNSHIP}),
    (GUIZHOU, "各市（州）药品检验机构达到C级标准", {CITY}),
    (GUIZHOU, "各级人民政府要落实药品安全党政同责", {PROVINCE, CITY, COUNTY}),
    (GUIZHOU, "市县两级市场监管部门要配齐执法装备", {CITY, COUNTY}),
    (GUIZHOU, "省有关部门要按职责抓好落实", {PROVINCE}),
    (SHANGHAI, "市药品监管局建立风险会商机制", {PROVINCE}),
    (SHANGHAI, "各区市场监管局每季度开展一次检查", {COUNTY}),
    (SHANGHAI, "市、区两级药品监管部门建立检查员队伍", {PROVINCE, COUNTY}),
    (SHANGHAI, "浦东新区政府要先行先试", {COUNTY}),
    (SHANGHAI, "街道（镇）要落实专人", {TOWNSHIP}),
    (SUZHOU, "各县级市（区）要配备专职检查员", {COUNTY}),
    (SUZHOU, "市市场监管局、市卫生健康委建立联合监测机制", {CITY}),
    (SUZHOU, "市、县级市（区）两级市场监管部门要公开检查信息", {CITY, COUNTY}),
    (WENZHOU, "各县（市、区）政府、市级有关部门要加强协作", {CITY, COUNTY}),
    (WENZHOU, "县级市场监管部门每年抽检不少于100批次", {COUNTY}),
    (WENZHOU, "市本级建立应急物资储备库", {CITY}),
    (YINCHUAN, "各县（市）区人民政府、园区管委会要明确分管领导", {COUNTY}),
    (YINCHUAN, "市审批服务管理局优化许可流程", {CITY}),
    (HAIXI, "州市场监管局组织联合检查", {CITY}),
    (HAIXI, "各县（市）人民政府要保障经费", {COUNTY}),
    (HAIXI, "州、县两级要建立应急队伍", {CITY, COUNTY}),
    (CHANGXING, "县市场监管局会同县卫健局开展专项检查", {COUNTY}),
    (CHANGXING, "各乡镇（街道、园区）要配备药品安全协管员", {TOWNSHIP}),
    (CHANGXING, "县级财政安排专项经费", {COUNTY}),
    (CHANGXING, "村（社区）设立药品安全信息员，乡镇市场监管所负责培训", {TOWNSHIP}),
)

BY_UNITS = (
    (XINJIANG, ("自治区药监局", "各地（州、市）人民政府（行政公署）"), {PROVINCE, CITY}),
    (XINJIANG, ("自治区市场监管局", "自治区药监局", "各地（州、市）、县（市、区）人民政府"), {PROVINCE, CITY, COUNTY}),
    (XINJIANG, ("各地州市人民政府",), {CITY}),
    (GUANGDONG, ("省药监局牵头", "各地级以上市人民政府配合"), {PROVINCE, CITY}),
    (GUANGDONG, ("省市场监管局", "省委编办", "省人力资源社会保障厅"), {PROVINCE}),
    (NINGXIA, ("自治区药监局", "各市", "县（区）人民政府"), {PROVINCE, CITY, COUNTY}),
    (NINGXIA, ("五市市场监管局",), {CITY}),
    (ZHEJIANG, ("省药监局", "各设区市市场监管局"), {PROVINCE, CITY}),
    (ZHEJIANG, ("各市、县（市、区）政府",), {CITY, COUNTY}),
    (GUIZHOU, ("省药监局", "省财政厅", "各市、自治州人民政府"), {PROVINCE, CITY}),
    (SHANGHAI, ("市药品监管局", "各区政府"), {PROVINCE, COUNTY}),
    (SHANGHAI, ("市委编办", "市药品监管局"), {PROVINCE}),
    (SUZHOU, ("市市场监管局", "各县级市（区）人民政府"), {CITY, COUNTY}),
    (SUZHOU, ("市场监管局", "财政局"), {CITY}),
    (WENZHOU, ("市市场监管局", "市财政局", "各县（市、区）政府"), {CITY, COUNTY}),
    (YINCHUAN, ("市市场监管局", "各县（市）区人民政府"), {CITY, COUNTY}),
    (HAIXI, ("州市场监管局", "各县（市）人民政府"), {CITY, COUNTY}),
    (CHANGXING, ("县市场监管局", "各乡镇（街道、园区）"), {COUNTY, TOWNSHIP}),
)

# A prefecture, a county-level city and a development area by their own names: nothing in the text tells the level.
MISSED_NAMES = (
    (XINJIANG, "喀什地区、和田地区要加强边境药品监管", {CITY}),
    (SUZHOU, "张家港市、昆山市市场监管局要建成分中心", {COUNTY}),
    (SUZHOU, "各板块市场监管局要落实监管责任", {COUNTY}),
)
