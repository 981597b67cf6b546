"""Whom a part of a clause binds, and what tells so."""

import pytest

from questionnaires.catalogue import Level
from questionnaires.drafting.level_names import LocalLevels
from questionnaires.drafting.levels import Bound, bind, read_units
from questionnaires.drafting.matching import Found
from tests.questionnaires.drafting.level_sentences import BY_UNITS, MISSED_NAMES, NAMED, make_levels
from tests.questionnaires.drafting.level_sentences_more import BY_UNITS_TOO, NAMED_TOO

PROVINCE, CITY, COUNTY, TOWNSHIP = Level
NOTHING = Found((), (), (), ())


AN_PROVINCE = make_levels("安澜省人民政府", PROVINCE)
A_REGION = make_levels("内蒙古自治区人民政府", PROVINCE, "盟市、旗县（市、区）和苏木乡镇")
A_MUNICIPALITY = make_levels("重庆市人民政府", PROVINCE, "各区县")
A_CITY = make_levels("云岭市人民政府", CITY)
A_COUNTY = make_levels("清溪县人民政府", COUNTY)

SENTENCES = [
    (AN_PROVINCE, "各市县要制定应急预案", {CITY, COUNTY}),
    (AN_PROVINCE, "建立省、市、县三级检查员队伍", {PROVINCE, CITY, COUNTY}),
    (AN_PROVINCE, "各级药品监管部门要公开检查结果", {PROVINCE, CITY, COUNTY}),
    (AN_PROVINCE, "县级以上人民政府应当保障经费", {PROVINCE, CITY, COUNTY}),
    (AN_PROVINCE, "省药监局组织交叉检查", {PROVINCE}),
    (AN_PROVINCE, "省级检验机构要加强对市县级检验机构的业务指导", {PROVINCE}),
    (AN_PROVINCE, "省、市两级要组建检查员队伍", {PROVINCE, CITY}),
    (AN_PROVINCE, "全省药品检查员总数不少于300人", {PROVINCE}),
    (AN_PROVINCE, "按程序统筹调派全省药品检查员", {PROVINCE}),
    (A_MUNICIPALITY, "纳入全市干部教育培训内容", {PROVINCE}),
    (AN_PROVINCE, "各地级市整合检查资源", {CITY}),
    (A_REGION, "区市县三级建立协查制度", {PROVINCE, CITY, COUNTY}),
    (AN_PROVINCE, "推动市县检验机构加大设备投入", {CITY, COUNTY}),
    (A_REGION, "盟行政公署、市人民政府，旗县（市、区）人民政府要建立议事机构", {CITY, COUNTY}),
    (A_REGION, "各盟市每年至少组织1次会商", {CITY}),
    (A_REGION, "旗县药品监管部门配备检查员", {COUNTY}),
    (A_REGION, "自治区级检验机构达到国家标准", {PROVINCE}),
    (A_MUNICIPALITY, "市药监局建设智慧监管平台", {PROVINCE}),
    (A_MUNICIPALITY, "各区县落实属地责任", {COUNTY}),
    (A_CITY, "市市场监管局牵头组建检查中心", {CITY}),
    (A_CITY, "各县（市、区）政府要成立议事协调机构", {COUNTY}),
    (A_CITY, "加强市、县两级监测机构建设", {CITY, COUNTY}),
    (AN_PROVINCE, "每个县至少配备快检车1辆", {COUNTY}),
    (AN_PROVINCE, "影响多个市（州）的案件，由省局直接查办", {PROVINCE}),
    (AN_PROVINCE, "各地区、各相关部门要落实责任", {PROVINCE, CITY, COUNTY}),
    (A_CITY, "市财政每年安排专项经费", {CITY}),
    (A_CITY, "每个市场监管所配备协管员", {TOWNSHIP}),
    (A_CITY, "县（市、区）市场监管局对零售药店开展检查", {COUNTY}),
    (A_CITY, "加强对市、县、乡各级监管人员的培训", {CITY, COUNTY, TOWNSHIP}),
    (A_MUNICIPALITY, "区县市场监管部门保障药品监管所需人员", {COUNTY}),
    (A_COUNTY, "县市场监督管理局配齐装备", {COUNTY}),
    (AN_PROVINCE, "鼓励县级配备药品快检车", {COUNTY}),
    (AN_PROVINCE, "各市州要依托现有资源组建检查员队伍", {CITY}),
    (AN_PROVINCE, "各市（州）、县（市、区）药品监管部门要配备兼职检查员", {CITY, COUNTY}),
    (AN_PROVINCE, "甲地、乙地3市检验机构达到国家标准", {CITY}),
    (AN_PROVINCE, "省药监局各检查分局要充实力量", {PROVINCE}),
    (A_COUNTY, "各乡镇（街道）要明确协管员", {TOWNSHIP}),
]


@pytest.mark.parametrize(("levels", "text", "named"), (*SENTENCES, *NAMED, *NAMED_TOO))
def test_a_sentence_names_whom_it_binds(levels: LocalLevels, text: str, named: set[Level]) -> None:
    bound = bind(text, (), ("省药监局",), (), NOTHING, levels)
    assert (set(bound.levels), bound.basis) == (named, "named")


@pytest.mark.parametrize(("levels", "text", "named"), MISSED_NAMES)
def test_a_place_named_by_itself_is_not_told(levels: LocalLevels, text: str, named: set[Level]) -> None:
    assert set(bind(text, (), (), (), NOTHING, levels).levels) != named


@pytest.mark.parametrize(("levels", "units", "expected"), (*BY_UNITS, *BY_UNITS_TOO))
def test_units_of_many_places_tell_levels(levels: LocalLevels, units: tuple[str, ...], expected: set[Level]) -> None:
    assert set(read_units(units, levels)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "支持市县药品监管工作",
        "通过专项转移支付支持市县药品监管工作",
        "完善以省检验中心为龙头、中心城市检验机构为骨干、其他市级实验室为基础的检验体系",
        "构建满足各级各类监管工作需求的检查员队伍",
        "全省药品抽检合格率达到98%",
        "每季度开展一次跨县区交叉检查",
        "为每个市场监管所配备快检设备",
        "选派骨干到省级机构跟班学习",
        "对县级分管负责人轮训一遍",
        "对考核优秀的市州给予奖励",
        "国家和省级抽检任务按时完成",
    ],
)
def test_who_is_helped_or_counted_on_is_not_who_does_it(text: str) -> None:
    assert bind(text, (), (), (), NOTHING, AN_PROVINCE).basis == "assumed"


def test_the_subject_of_a_sentence_holds_for_what_follows_in_it() -> None:
    before = ("各市县政府要制定应急预案，",)
    assert bind("每年组织演练。", before, (), (), NOTHING, AN_PROVINCE) == Bound((CITY, COUNTY), "named")


@pytest.mark.parametrize(
    "before",
    [
        "省级机构加强业务指导，推动市县检验机构加大场所投入，",
        "各市县（含开发区，以下简称市县）坚决扛起政治责任，",
        "各市县人民政府主要负责人每年听取汇报，",
    ],
)
def test_who_is_pushed_to_act_or_named_with_a_bracket_is_the_subject_of_what_follows(before: str) -> None:
    cut = tuple(f"{one}，" for one in before.split("，") if one) if "推动" in before else (before,)
    assert bind("开展能力达标建设。", cut, (), (), NOTHING, AN_PROVINCE) == Bound((CITY, COUNTY), "named")


@pytest.mark.parametrize(
    ("levels", "units", "expected"),
    [
        (AN_PROVINCE, ("省药监局", "省财政厅"), {PROVINCE}),
        (AN_PROVINCE, ("省药监局", "各市、县人民政府"), {PROVINCE, CITY, COUNTY}),
        (AN_PROVINCE, ("各市（州）人民政府",), {CITY}),
        (AN_PROVINCE, ("省药监局", "各市", "县人民政府"), {PROVINCE, CITY, COUNTY}),
        (AN_PROVINCE, ("省药监局", "有关市人民政府"), {PROVINCE, CITY}),
        (A_CITY, ("市市场监管局", "各县（市、区）政府"), {CITY, COUNTY}),
        (A_CITY, ("市卫健委",), {CITY}),
        (A_COUNTY, ("县市场监管局", "各乡镇人民政府"), {COUNTY, TOWNSHIP}),
    ],
)
def test_units_tell_levels(levels: LocalLevels, units: tuple[str, ...], expected: set[Level]) -> None:
    assert set(read_units(units, levels)) == expected


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("其中药学专业人员不少于50%。", ("县级监管人员不少于4名，",)),
        ("人口50万以上的不少于10人。", ("各县市场监管局检查员不少于6人，",)),
        ("每个快检室检测项目不少于25项，", ("县级快检室2024年建成，",)),
        ("配备设备2台以上。", ("县级快检室2024年建成，", "每个快检室检测项目不少于25项，")),
    ],
)
def test_a_part_of_those_before_binds_whom_they_bind(text: str, before: tuple[str, ...]) -> None:
    assert bind(text, before, ("市市场监管局",), (), NOTHING, A_CITY) == Bound((COUNTY,), "named")


def test_where_something_is_set_up_is_not_who_does_it() -> None:
    assert bind("省药监局在五市派驻检查分局。", (), (), (), NOTHING, AN_PROVINCE) == Bound((PROVINCE,), "named")


def test_to_whom_something_is_reported_is_not_who_does_it() -> None:
    before = ("各市县政府要制定方案，",)
    assert set(bind("将落实情况报省药监局。", before, (), (), NOTHING, AN_PROVINCE).levels) == {CITY, COUNTY}


def test_the_basis_is_the_bracket_then_the_annex_then_an_assumption() -> None:
    text = "完善检查制度，"
    assert bind(text, (), ("省药监局",), ("各市政府",), NOTHING, AN_PROVINCE) == Bound((PROVINCE,), "bracket")
    assert bind(text, (), (), ("各市政府",), NOTHING, AN_PROVINCE) == Bound((CITY,), "annex")
    assert bind(text, (), (), (), NOTHING, AN_PROVINCE) == Bound((PROVINCE,), "assumed")


def test_an_assumption_leaves_no_level_free_between_two() -> None:
    habits = ((PROVINCE, (PROVINCE, COUNTY)),)
    assert bind("完善制度", (), (), (), Found((), (), (), habits), AN_PROVINCE).levels == (PROVINCE, CITY, COUNTY)


def test_a_place_has_its_own_words_for_its_levels() -> None:
    assert [one.name for one in A_REGION.levels.values()] == ["自治区", "盟市", "旗县（市、区）", "苏木乡镇（街道）"]
    assert {level: one.name for level, one in A_MUNICIPALITY.levels.items()} == {
        PROVINCE: "市",
        COUNTY: "区县",
        TOWNSHIP: "乡镇（街道）",
    }
    assert list(A_CITY.levels) == [CITY, COUNTY, TOWNSHIP]
    assert A_CITY.levels[COUNTY].regulator == "本县（市、区）市场监督管理局"


def test_levels_with_a_figure_each_hand_on_no_subject() -> None:
    before = ("市级每年查办案件不少于20件、各县不少于10件，",)
    assert bind("公开案件信息。", before, ("各县（市、区）政府",), (), NOTHING, A_CITY).basis == "bracket"


def test_levels_with_a_period_each_hand_on_no_subject() -> None:
    before = ("市级每年、区级每两年组织一次综合演练，",)
    assert bind("开展骨干培训。", before, ("市药监局",), (), NOTHING, A_MUNICIPALITY).basis == "bracket"


def test_who_is_counted_is_a_new_subject() -> None:
    before = ("乡镇（街道）市场监管所配备药品监管人员，",)
    assert bind("充实专职力量，", before, (), (), NOTHING, A_CITY).levels == (TOWNSHIP,)
    assert bind("监管人员每年培训不少于40学时。", before, ("市局",), (), NOTHING, A_CITY) == Bound((CITY,), "bracket")
