"""Subjects and responsible units of thirteen more places; at first sight 39 of 43 and 13 of 16 were read right."""

from tests.questionnaires.drafting.level_sentences import CITY, COUNTY, PROVINCE, TOWNSHIP, make_levels

SICHUAN = make_levels("四川省人民政府办公厅", PROVINCE, "各市（州）、县（市、区）")
HUNAN = make_levels("湖南省人民政府办公厅", PROVINCE, "各市州、县市区")
GUANGXI = make_levels("广西壮族自治区人民政府", PROVINCE, "各设区市、县（市、区）")
QINGHAI = make_levels("青海省人民政府", PROVINCE, "各市州、县")
HEBEI = make_levels("河北省人民政府", PROVINCE, "各市（含定州、辛集市）、雄安新区、县（市、区）")
HAINAN = make_levels("海南省人民政府", PROVINCE, "各市、县、自治县")
TIANJIN = make_levels("天津市人民政府办公厅", PROVINCE, "各区")
DONGGUAN = make_levels("东莞市人民政府", CITY, "各镇（街）、园区")
HANGZHOU = make_levels("杭州市人民政府", CITY, "各区、县（市）")
ENSHI = make_levels("恩施土家族苗族自治州人民政府", CITY, "各县市")
XINGAN = make_levels("兴安盟行政公署", CITY, "各旗县市")
KUNSHAN = make_levels("昆山市人民政府", COUNTY, "各区镇")
YUHANG = make_levels("杭州市余杭区人民政府", COUNTY, "各镇街")

NAMED_TOO = (
    (SICHUAN, "市（州）、县（市、区）政府对本地药品安全工作负总责", {CITY, COUNTY}),
    (SICHUAN, "21个市（州）市场监管部门明确药品监管分管领导", {CITY}),
    (SICHUAN, "省级层面建立药品安全专家委员会", {PROVINCE}),
    (SICHUAN, "各市（州）局配备专职审评联络员", {CITY}),
    (SICHUAN, "省、市（州）、县（市、区）三级财政要加大投入", {PROVINCE, CITY, COUNTY}),
    (SICHUAN, "省药监局5个检查分局开展飞行检查", {PROVINCE}),
    (HUNAN, "各市州、县市区人民政府要健全议事机制", {CITY, COUNTY}),
    (HUNAN, "市州药品检验机构每年参加能力验证", {CITY}),
    (HUNAN, "县市区市场监管局对零售药店开展全覆盖检查", {COUNTY}),
    (HUNAN, "乡镇（街道）明确专人负责药品安全工作", {TOWNSHIP}),
    (HUNAN, "省市县三级联动查处大案要案", {PROVINCE, CITY, COUNTY}),
    (HUNAN, "县以上人民政府将药品安全纳入考核", {PROVINCE, CITY, COUNTY}),
    (GUANGXI, "自治区、设区市、县（市、区）三级药品监管机构要健全协同机制", {PROVINCE, CITY, COUNTY}),
    (GUANGXI, "设区市人民政府每年听取一次汇报", {CITY}),
    (GUANGXI, "自治区药监局设立检查分局", {PROVINCE}),
    (GUANGXI, "自治区本级检查员不少于100名", {PROVINCE}),
    (GUANGXI, "边境县（市、区）要建立联合执法机制", {COUNTY}),
    (QINGHAI, "市州、县两级市场监管部门要充实人员", {CITY, COUNTY}),
    (QINGHAI, "省、市（州）检验机构联合开展比对", {PROVINCE, CITY}),
    (HEBEI, "各市（含定州、辛集市）要建立药品检查中心", {CITY}),
    (HEBEI, "各设区市和雄安新区要组建专职队伍", {CITY}),
    (HEBEI, "县级市场监管部门要设立药械股室", {COUNTY}),
    (HAINAN, "各市、县、自治县人民政府要落实属地责任", {CITY, COUNTY}),
    (HAINAN, "省药监局会同海口海关建立通关机制", {PROVINCE}),
    (TIANJIN, "各区人民政府要保障监管经费", {COUNTY}),
    (TIANJIN, "市药监局各检查所负责生产环节检查", {PROVINCE}),
    (TIANJIN, "市、区、街镇三级联动", {PROVINCE, COUNTY, TOWNSHIP}),
    (TIANJIN, "滨海新区市场监管局设立药品科", {COUNTY}),
    (DONGGUAN, "各镇（街）、园区市场监管分局每月开展巡查", {TOWNSHIP}),
    (DONGGUAN, "市市场监管局每年组织2次演练", {CITY}),
    (HANGZHOU, "各区、县（市）要建立快检室", {COUNTY}),
    (HANGZHOU, "市、县两级市场监管部门要公开信息", {CITY, COUNTY}),
    (HANGZHOU, "区、县（市）市场监管局负责日常检查", {COUNTY}),
    (ENSHI, "各县市人民政府要加强领导", {COUNTY}),
    (ENSHI, "州、县市市场监管部门联合开展整治", {CITY, COUNTY}),
    (ENSHI, "州药检所达到C级标准", {CITY}),
    (XINGAN, "各旗县市要落实责任", {COUNTY}),
    (XINGAN, "盟市场监管局组织培训", {CITY}),
    (XINGAN, "苏木乡镇要配备协管员", {TOWNSHIP}),
    (KUNSHAN, "市市场监管局对药店开展检查", {COUNTY}),
    (KUNSHAN, "各区镇要明确药品安全员", {TOWNSHIP}),
    (YUHANG, "区市场监管局配备执法装备", {COUNTY}),
    (YUHANG, "各镇街落实网格管理", {TOWNSHIP}),
)

BY_UNITS_TOO = (
    (SICHUAN, ("药监局", "经济和信息化厅", "各市（州）人民政府"), {PROVINCE, CITY}),
    (
        SICHUAN,
        ("省药监局牵头", "省发展改革委", "市（州）、县（市、区）人民政府按职责分工负责"),
        {PROVINCE, CITY, COUNTY},
    ),
    (HUNAN, ("省药监局", "各市州人民政府"), {PROVINCE, CITY}),
    (HUNAN, ("各市州、县市区人民政府",), {CITY, COUNTY}),
    (GUANGXI, ("自治区药监局", "各设区市人民政府"), {PROVINCE, CITY}),
    (QINGHAI, ("省药监局", "各市州人民政府"), {PROVINCE, CITY}),
    (HEBEI, ("省药监局", "各市（含定州、辛集市）人民政府", "雄安新区管委会"), {PROVINCE, CITY}),
    (HAINAN, ("省药监局", "各市、县、自治县人民政府"), {PROVINCE, CITY, COUNTY}),
    (TIANJIN, ("市药监局", "市财政局", "各区人民政府"), {PROVINCE, COUNTY}),
    (TIANJIN, ("市药监局、市卫生健康委按职责分工负责",), {PROVINCE}),
    (DONGGUAN, ("市市场监管局", "各镇人民政府（街道办事处）"), {CITY, TOWNSHIP}),
    (HANGZHOU, ("市市场监管局", "各区、县（市）政府"), {CITY, COUNTY}),
    (ENSHI, ("州市场监管局", "各县市人民政府"), {CITY, COUNTY}),
    (XINGAN, ("盟市场监管局", "各旗县市人民政府"), {CITY, COUNTY}),
    (KUNSHAN, ("市市场监管局", "各区镇"), {COUNTY, TOWNSHIP}),
    (YUHANG, ("区市场监管局", "各镇街"), {COUNTY, TOWNSHIP}),
)
