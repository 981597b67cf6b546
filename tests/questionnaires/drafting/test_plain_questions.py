"""What no duty of the library says is asked in the notice's own words, so that a clerk can answer it."""

import pytest

from questionnaires.drafting.figures.finding import find_figures
from questionnaires.drafting.plain_questions import ask_plainly
from questionnaires.drafting.saying import take_apart
from questionnaires.drafting.shaping import shape

WORDS = {
    "建立跨区域协作办案机制，": "{place}是否已经建立跨区域协作办案机制？",
    "积极参与国际药品监管规则研讨，": "{place}是否已经参与国际药品监管规则研讨？",
    "推动企业学法守法。": "{place}是否已经采取措施推动企业学法守法？",
    "推进药房远程审方，": "{place}推进药房远程审方，目前进展到哪一步？",
    "支持院内制剂调剂使用，促进其向新药转化。": "{place}是否已经采取措施支持院内制剂调剂使用？",
    "各级财政部门要保障稽查经费，": "{place}财政部门是否已经保障稽查经费？",
    "县级政府要把药品安全列入重要议事日程，": "{government}是否已经把药品安全列入重要议事日程？",
    "省局负责大案要案的督办，": "{regulator}是否负责大案要案的督办？",
    "市级检验机构重点提升应急检验能力。": "{place}检验机构重点提升应急检验能力，目前进展到哪一步？",
    "各县（市、区）要参照市级做法建立相应机制，": "{place}是否已经参照市级做法建立相应机制？",
    "配齐执法人员、执法车辆和取证装备。": "{place}配齐执法人员、执法车辆和取证装备，下列哪几项已经做到？",
    "到2024年底专职审评员达到40名以上。": "{place}专职审评员目前为多少名？",
    "新增检验参数500项以上。": "{place}新增检验参数多少项？",
    "每年修订药材标准不少于10个。": "{year}，{place}修订药材标准多少个？",
    "每半年至少召开一次会议分析形势。": "{place}最近一次召开会议分析形势是哪一天？",
    "2023年12月底前完成实验室改造。": "{place}是哪一天完成实验室改造的？",
    "具有药学背景的人员占药品监管人员比例达到50%。": "{place}药品监管人员总数是多少，其中具有药学背景的人数是多少？",
    "药品监管人员中具有药学背景的比例不低于70%。": "{place}药品监管人员总数是多少，其中具有药学背景的人数是多少？",
    "不合格药品处置率100%。": "{place}不合格药品总数是多少，其中已经处置的数量是多少？",
    "不良事件报告数每百万人口达到500份以上。": "{place}不良事件报告数、人口各是多少？",
    "二级以上医院设立监测哨点的比例达到100%。": "{place}二级以上医院总数是多少，其中设立监测哨点的数量是多少？",
    "高级检查员占比达到15%。": "{place}检查员总数是多少，其中高级检查员的人数是多少？",
    "90%以上的县区达标。": "{place}县区总数是多少，其中达标的数量是多少？",
    "化妆品检验能力覆盖国家标准项目的85%。": "{place}国家标准项目总数是多少，其中化妆品检验能力已经覆盖的数量是多少？",
    "全程网办率达到95%。": "{place}应当全程网办的总数是多少，其中已经全程网办的数量是多少？",
    "建设不少于20家的监测评价基地，": "{place}建设监测评价基地多少家？",
    "每县不少于5名兼职检查员。": "{place}兼职检查员有多少名？",
    "省级检验机构检验参数扩项到1500项。": "{place}检验机构检验参数目前为多少项？",
    "重大线索24小时内报告上级部门。": "{place}重大线索报告上级部门，最长的一次用了多少小时？",
    "审批时限较法定时限压减50%以上。": "{place}法定的审批时限、现在的审批时限各是多少工作日？",
    "药品监督抽检每年不低于1.2批次/千人。": "{year}，{place}药品监督抽检批次数、人口各是多少？",
    "每年药品抽检量不少于4批次/千人。": "{year}，{place}药品抽检批次数、人口各是多少？",
    "市、县两级每年对零售药店的检查覆盖率不低于50%。": "{year}，{place}零售药店总数是多少，其中已经检查的数量是多少？",
    "到2028年，基本建成现代化监管体系。": "{place}是哪一天基本建成现代化监管体系的？",
    "并将检查结果纳入信用档案。": "{place}是否已经将检查结果纳入信用档案？",
    "每年对持有人开展药物警戒检查，三年内实现全覆盖，": "{year}，{place}最近一次对持有人开展药物警戒检查是哪一天？",
    "公众药品安全满意度达到88%以上；": "{place}接受调查的公众总人数是多少，其中对药品安全表示满意的人数是多少？",
    "各级药品监管部门与公安机关建立线索通报机制，": "{regulator}是否已经与公安机关建立线索通报机制？",
    "药监局与检察机关建立协作机制，每季度会商1次。": "关于与检察机关建立协作机制，{regulator}最近一次会商是哪一天？",
    "至少配备2名药品监管人员，": "{place}配备药品监管人员多少名？",
    "药品检验参数扩充到2100项，": "{place}药品检验参数目前为多少项？",
    "考核不合格的人员不得上岗。": "{place}考核不合格的人员不得上岗，是否已经做到？",
    "各县（市）应当在每个乡镇设置协管岗位，": "{place}是否已经在每个乡镇设置协管岗位？",
    "2025年底前风险等级评定率达到100%。": "{place}应当评定的风险等级总数是多少，其中已经评定的数量是多少？",
    "违法线索核查率、处置率均达到100%，": "{place}违法线索总数是多少，其中已经核查并处置的数量是多少？",
    "对农村药店每年检查不少于2次。": "{year}，{place}对农村药店检查多少次？",
    "州级财政每年安排抽检经费不少于200万元，": "{year}，{place}财政安排抽检经费多少万元？",
    "一年内完成不少于80学时的岗前培训，": "{place}岗前培训，学习最少的一人有多少学时？",
    "各县（市）政府每年向州政府报告工作，": "{year}，{government}最近一次向州政府报告工作是哪一天？",
    "检验机构能力验证满意率保持在95%以上。": "{place}检验机构能力验证总数是多少，其中结果满意的数量是多少？",
    "优秀案卷比例不低于20%。": "{place}案卷总数是多少，其中优秀案卷的数量是多少？",
    "数据报送及时率不低于99%。": "{place}数据报送总数是多少，其中及时的数量是多少？",
    "建立由不少于30名专家组成的应急专家库，": "{place}应急专家库的专家有多少名？",
    "每年走访企业不少于50家次，": "{year}，{place}走访企业多少家次？",
    "与公安机关建立联合办案机制，": "{place}是否已经与公安机关建立联合办案机制？",
    "其中严重的报告占比不低于30%。": "{place}报告总数是多少，其中严重的报告的数量是多少？",
    "向基层和民族地区倾斜。": "{place}是否已经向基层和民族地区倾斜？",
    "2024年底前完成40个品种标准的修订。": "{place}完成品种标准的修订多少个？",
    "公众安全用药知晓率达到80%。": "{place}接受调查的总人数是多少，其中对公众安全用药表示知晓的人数是多少？",
    "按照每百家企业不少于12人的标准配备检查员。": "{place}检查员数、企业各是多少？",
    "每个区明确1至2名专职监测人员。": "{place}明确专职监测人员多少名？",
    "各级财政要将药品监管所需经费列入预算。": "{place}财政是否已经将药品监管所需经费列入预算？",
    "药品安全在政府绩效考核中的权重不低于3%。": "{place}政府绩效考核的总分是多少，其中药品安全的分值是多少？",
    "群众满意度达到85%以上。": "{place}接受调查的群众总人数是多少，其中表示满意的人数是多少？",
    "具有药学背景的不少于60%。": "{place}相关人员总数是多少，其中具有药学背景的人数是多少？",
    "检验报告按时出具率达到98%。": "{place}应当出具的检验报告总数是多少，其中已经按时出具的数量是多少？",
    "数据归集率达到95%。": "{place}应当归集的数据总数是多少，其中已经归集的数量是多少？",
    "连锁企业总部接入追溯平台比例达到100%。": "{place}连锁企业总部总数是多少，其中接入追溯平台的数量是多少？",
    "装备配备达标率2024年底前均达到95%。": "{place}装备配备总数是多少，其中达标的数量是多少？",
    "新入职人员岗前培训不少于90学时。": "{place}新入职人员岗前培训，学习最少的一人有多少学时？",
    "到2025年，甲市、乙市等5个市级检验机构通过认可。": "{place}通过认可的市级检验机构有多少个？",
    "省药品检验院达到A级标准。": "{place}药品检验院目前达到哪一级？",
    "抽检结果按月公布。": "{place}抽检结果按月公布，是否已经做到？",
    "本盟市不良反应报告数每百万人口达到800份。": "{place}不良反应报告数、人口各是多少？",
    "办理时限压缩60%以上。": "{place}基期的办理时限、现在的办理时限各是多少工作日？",
}


@pytest.mark.parametrize("text", WORDS)
def test_it_asks(text: str) -> None:
    assert shape(text, None, find_figures(text, None, None)).asks == WORDS[text]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("建立跨区域协作办案机制，", "usable"),
        ("配齐执法人员、执法车辆和取证装备。", "usable"),
        ("考核结果作为综合评价的参考。", "edit"),
        ("县级监管人员占比不低于15%。", "write"),
        ("规范化所占比达到60%。", "edit"),
        ("财政按照人均不低于2元安排药品监管经费。", "write"),
        ("抽检结果按月公布。", "edit"),
        ("本盟市数量每百万人口达到800份。", "write"),
    ],
)
def test_it_says_how_sure_the_wording_is(text: str, status: str) -> None:
    assert shape(text, None, find_figures(text, None, None)).status == status


def test_the_subject_before_in_a_sentence_is_asked() -> None:
    assert take_apart("药监部门牵头，建立会商制度，").who == "{regulator}"


@pytest.mark.parametrize(
    ("text", "before", "asks"),
    [
        ("每年至少召开2次会议，", "建立联席会议制度，", "关于建立联席会议制度，{year}，{place}召开会议多少次？"),
        ("投入不少于800万元，", "支持市级实验室改造，", "关于支持市级实验室改造，{place}投入多少万元？"),
        ("2024年6月底前建成投用。", "实施检验机构迁建项目，", "关于实施检验机构迁建项目，{place}是哪一天建成投用的？"),
        (
            "考核权重不低于5%。",
            "将行动计划纳入绩效考核，",
            "关于将行动计划纳入绩效考核，{place}考核的总分是多少，其中该项工作的分值是多少？",
        ),
        ("每季度召开1次。", "建立药品安全会商制度，", "关于建立药品安全会商制度，{place}最近一次召开是哪一天？"),
    ],
)
def test_words_too_few_are_asked_with_what_they_speak_of(text: str, before: str, asks: str) -> None:
    shaped = shape(text, None, find_figures(text, None, None), (before,))
    assert (shaped.asks, shaped.status) == (asks, "usable")


def test_a_rate_of_what_is_done_each_year_is_that_of_the_year() -> None:
    text, before = "不合格产品处置率达到100%。", ("每年组织药品监督抽检，",)
    assert "{year}，{place}不合格产品总数" in shape(text, None, find_figures(text, None, None), before).asks
    dated = "到2026年不合格产品处置率达到100%。"
    assert "{year}" not in shape(dated, None, find_figures(dated, None, None), before).asks


def test_words_too_few_without_what_they_speak_of_are_to_be_worded() -> None:
    text = "2024年6月底前建成。"
    assert shape(text, None, find_figures(text, None, None)).status == "write"


def test_whoever_is_asked_what_he_knows_is_counted_as_a_person() -> None:
    text = "公众安全用药知晓率达到80%。"
    criterion = shape(text, None, find_figures(text, None, None)).criterion
    assert criterion is not None and criterion["unit"] == "人"


def test_braces_of_a_notice_are_no_placeholders() -> None:
    asked = ask_plainly("建立{某}制度", {"kind": "yes_no"})
    assert asked.asks.format(place="本省") == "本省是否已经建立（某）制度？"
