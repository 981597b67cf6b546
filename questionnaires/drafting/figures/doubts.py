"""Whether a figure is a target beyond doubt; where it is not, a person decides, and it is never left out.

A bound (不少于, 达到, 以上) or the verb of its part of the sentence must ask for it, without anything about it that
tells of someone else, of another day, of a choice or of a gate. A number that nothing bounds must be as round as
targets are, and stand in no sentence that tells figures.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.drafting.figures.amount_groups import Group
from questionnaires.drafting.figures.around import NEEDS_PERSON, NO_DEMAND, STATUS_TOLD, Around, Fields
from questionnaires.drafting.figures.figure_words import AIMED, EACH_PLACE, MAKE, ONCE, TIMES, URGED

OPEN = f"{NEEDS_PERSON}是否作为指标"
UNBOUND = f"没有“不少于”“达到”等要求，也不像目标数，{OPEN}"
AREAS = ("平方米", "米", "亩", "公里", "千米", "立方米", "公顷", "秒", "厘米", "克", "毫升")
BOUND = re.compile(r"力争|确保|目标|争取|不少于|不低于|至少|不超过|不高于")


@dataclass(frozen=True, slots=True)
class _Doubt:
    """`where`: left and right in the part of the amount, before and after in its sentence; `why` in Chinese."""

    where: str
    pattern: re.Pattern[str]
    why: str

    def holds(self, texts: dict[str, str]) -> bool:
        return self.pattern.search(texts[self.where]) is not None


def _doubt(where: str, pattern: str, why: str) -> _Doubt:
    return _Doubt(where, re.compile(pattern), f"{why}，{OPEN}")


QUOTED, HIGHER = "引用法规、文件的规定", "国家、上级或者全国的数字"
CHOICE, EXAMPLE, GATE = "可以选择的做法", "举例", "许可、申请或者办理的条件"
PAST, EVENT, PRIZE = "已有情况的说明", "会议、培训、评审等活动的安排", "表彰、评奖的名额"
FEE, SCORED, ACTOR = "收费、优惠等政策的说明", "计分、分类的界线", "对个人、单据等的规定"
MEASURED = "技术参数的规定"
FUNDED, PROJECT, ENDED, PILOT = "资金分担的比例", "项目的规模或者投资", "不再执行的规定", "试点的范围"
DOUBTS = (
    _doubt("before", r"《[^《》]+》[^,。;]{0,16}规定(?!的?任务)|第[一二三四五六七八九十百\d]+条", QUOTED),
    _doubt(
        "before",
        r"(?:法律|法规|法定|条例|规章|办法|药典)[^,。;《》]{0,6}规定(?!的?(?:任务|条件|权限|范围))|依法应当在",
        QUOTED,
    ),
    _doubt(
        "before",
        r"(?:国家|国务院|上级|省级|省局|省里|省委|自治区|总局|部委)[^,。;]{0,12}"
        r"(?:规划(?!建设|布局)|提出|要求(?!,)|下达|分配|分解|部署的|确定的|批准的|授予的|核定)"
        r"|国家(?:药品|医疗器械|化妆品)?(?:监督)?抽[检样]",
        HIGHER,
    ),
    _doubt(
        "left",
        r"(?<![入进创获办在])(?:全国|我国|(?<!真实)世界|全球|美国|欧盟|欧洲|日本|国外|境外|发达国家|外省|兄弟省)(?!性|百|前|药品安全|通用|统一)[^,。;]{2,}",
        HIGHER,
    ),
    _doubt("left", r"(?<![许认])可(?![办追控靠视及持查用行溯信读复推满])", CHOICE),
    _doubt("before", r"有条件的|可以?采[取用]|鼓励|倡导|提倡|建议|条件(?:成熟|允许|具备)", CHOICE),
    _doubt(
        "before", r"(?:^|[(,、:])(?:例如|比如|譬如|诸如|如(?![期果遇下实数何]))[^()]*$|[(](?:含|不含)[^()]*$", EXAMPLE
    ),
    _doubt("after", r"方可|方能|[,的]才[可能会]|[,的]可(?:以)?(?:申请|申报|免|按|给予|认定|享受)|视为|视同|否则", GATE),
    _doubt(
        "before", r"只能|限报|只可|(?:开办|申请|申领|申报|报考|参评|参选|竞聘)[^。;]*(?:应|须|需|具备|具有|符合)", GATE
    ),
    _doubt("before", r"是指|系指|指的是|所称|(?:适用于|适用范围|不适用)", GATE),
    _doubt("right", r"^(?:及?以[上下])?[^,。;、]{0,10}(?:时|情况下|情形)(?:[,。;]|$)", GATE),
    _doubt("after", r"(?:已经?|均已|提前|早已|业已)[^,。;]{0,8}(?:实现|完成|达到|达成|建成|通过|超额)", PAST),
    _doubt("after", r"^[^。;]*,[^,。;]{0,6}(?:仅(?!限)|只有|尚不足|不到)", PAST),
    _doubt("left", r"拥有|共设|设有|现行", PAST),
    _doubt(
        "before",
        r"[年月]来,|期间,?(?:共|累计)|美国|欧盟|日本|国内(?!外|领先|首)|发达地区|先进地区|某[省市县区州]|[东中西]部[^,。;]{0,4}省",
        PAST,
    ),
    _doubt(
        "before",
        r"试[用行](?!点)|上一[轮个届期]|上轮|上期|此前|往年|历年|曾经?(?!任)|原[定有计](?!则)|据[^,。;]{0,4}统计|显示",
        PAST,
    ),
    _doubt(
        "left", r"(?<!为)了(?!解)|(?:同比|环比)[^,。;不]*$|共(?:计|查处|检查|抽检|受理|发现|收到|完成|有|投入)", PAST
    ),
    _doubt(
        "left",
        r"会期|参会|与会|到会|名额|(?<!索)票(?![证据]|率)|食宿|住宿|用餐|每[期班](?!开展)|(?:班|课|期)分$|限\d|人选|每组",
        EVENT,
    ),
    _doubt("before", r"评委|评审组由|委员会由|竞赛|比赛|大赛|答辩|笔试|面试|考试", EVENT),
    _doubt("before", r"(?:未|不|逾期|拒不|违反)[^,。;]{2,24}的,[^。;]*$|责令|逾期|举报(?:查实|属实)|给付", GATE),
    _doubt("right", r"^(?:及?以[上下])?(?:须|应当?(?!急)|必须|不得|则|即可)", GATE),
    _doubt(
        "left", r"间隔[^,。;]*$|(?:温度|湿度|浓度|含量|间距|距离|压差|高度|厚度)[^,。;率监报响]{0,8}$|每篇", MEASURED
    ),
    _doubt("left", r"(?:是|为|相当于)(?:我|本|全)?[国省市区县][^,。;]{0,6}的$", PAST),
    _doubt("right", r"^(?:及?以[上下])?(?:参加|出席|列席|参会|到会)", EVENT),
    _doubt("after", r"^[^,。;]{0,8},各?(?:奖励|给予|奖)", PRIZE),
    _doubt("left", r"[一二三特]等奖|奖项|表彰|表扬|嘉奖|优秀奖|先进(?:集体|个人|单位|典型|[省市县区])|授予", PRIZE),
    _doubt("left", r"收费|工本费|保证金|滞纳金|违约金|押金|门票|费率|税率|利率|优惠|减免|减半|价格", FEE),
    _doubt("right", r"的[^,。;]{0,8}(?:政策|优惠|惯例|做法|前提|限制|情况)", FEE),
    _doubt(
        "right",
        r"^(?:及?以[上下])?的?(?:为|评为|定为|列为|划为|属于?|计|得)[优良合不一二三四A-D甲乙丙高中低重较特]",
        SCORED,
    ),
    _doubt("left", r"(?:满分|得分|扣分|计分|分值|赋分|加分)[^,。;不保达]*$", SCORED),
    _doubt(
        "left", r"一式|保存|保管|留存|存档|(?:报告书|处方|票据|发票|合同|证书|标签|说明书)(?:应|须|一|有|不)", ACTOR
    ),
    _doubt(
        "left",
        r"申请人|报名|考生|当事人|举报人|应聘|投标|供应商|中标|患者|消费者|购药人|顾客|学员|选手|居民|群众每"
        r"|每(?:名|位)执业药师|每人(?:每次|限)|单次购|每张|每盒",
        ACTOR,
    ),
    _doubt("right", r"^(?:的比例)?(?:由[^,。;\d]{1,8})?(?:分担|承担|负担|出资|自筹)(?!单位)", FUNDED),
    _doubt("left", r"(?:分担|承担|负担|出资|自筹|分成)[^,。;课项题务任\d]{0,4}$", FUNDED),
    _doubt("before", r"概算|总投资|可研|用地|占地|批复|招标|采购限额", PROJECT),
    _doubt("after", r"^[^。;]*(?:概算|总投资|获批复|已批复|已开工|已立项)", PROJECT),
    _doubt("before", r"不再(?:执行|要求|实行|保留)|取消[^,。;]{0,12}$|废止|停止执行", ENDED),
    _doubt("after", r"^[^,。;]{0,16}(?:的[^,。;]{0,6})?(?:予以取消|不再|停止执行|废止|延续)", ENDED),
    _doubt("right", r"^[^,。;]{0,10}试点(?!.*完成)", PILOT),
)
# A share of 为 or 是 without a bound tells as often as it asks.
TOLD_SHARE = re.compile(r"(?:率|比例|比重|占比)(?:为|是)$")
USED_BY_BUREAU = re.compile(r"种植|基地|实验|检验|检测|业务用房|办公|新[建增]|扩建|面积(?:达到|扩大|稳定)")
NOUN_OF_VERB = re.compile(r"(?:任务|计划|名额|指标|工作量|批准)$")
# What the verb that asks for a number may follow: who does it, when, for whom, or another verb.
LEADING = re.compile(
    r"(?:^|[年月日底前内间起季度期批次]|分别|累计|力争|争取|[再新各均都并和及与、]|全部|统筹|牵头|重点|至少|要|应当?|须|将|拟|共同|联合|集中"
    r"|省|市|县|区|州|盟|旗|局|所|中心|院|部门|机构|[级队站会)”]|财政|街道|乡镇|单位|系统|企业|高校|快检|从[^,。;]{1,8}|[\u4e00-\u9fff]{0,2}力|[建组选开])$"
    r"|^(?:[对为在从向用将给以由按把与]|依托|围绕|通过|面向|针对|支持|推动|推进|加快|积极|依法)"
)
VERB = re.compile(rf"(?:{MAKE}|明确|解决|实施|获得|取得|争取|安排|投入|设置|落实|选调|抽调|指定|派驻|帮扶|编发|覆盖)")
NOUN_BEHIND = re.compile(r"的|机构|中心|能力|任务|员|院|所|费|率|分局|组(?!织|建)|周期|体系|报告")
TELLS = re.compile(r"拥有|(?<!具)(?<!没)有(?![关效限机毒害])|为$|是|共[有计设]|约|其中$|任务$|的$")
GROWN = re.compile(r"(?:新增|增加|再增|增配|增设|扩充)[^,。;的]{0,8}$")
TOLD = (NO_DEMAND, STATUS_TOLD)
MANY_DIGITS, WHOLE = 3, 100
NO_COMPANY = ("", "批", "期", "级", *TIMES)  # 分3批, 5年: no figures of a state
Read = tuple[Group, Around, Fields | str]


def find_doubt(around: Around, after: str, made: Fields) -> str | None:
    """The first cue that a target of an amount may be none, as a reason for a person; `after` ends its sentence."""
    texts = {"left": around.left, "right": around.right, "before": around.before + around.left, "after": after}
    if found := next((one.why for one in DOUBTS if one.holds(texts)), None):
        return found
    bound = BOUND.search(around.left) or around.op or around.past is False
    if made["kind"] == "share" and made["target"] != WHOLE and not bound and TOLD_SHARE.search(around.left):
        return f"{PAST}，{OPEN}"
    if around.amount.unit in AREAS and not USED_BY_BUREAU.search(around.left):
        return f"{GATE}，{OPEN}"
    if not around.said and not around.months and NOUN_OF_VERB.search(around.left):
        return f"{HIGHER}，{OPEN}"
    if is_unbounded(around, made) and (
        around.left.endswith("约") or _is_odd(around) or not _is_asked_by_verb(around, made)
    ):
        return UNBOUND
    return None


def doubt_company(text: str, read: Sequence[Read]) -> Iterator[tuple[Group, Fields | str]]:
    """检查1.2万家次，责令整改860家，立案215件: what nothing bounds is in doubt beside what only tells."""
    for place, (group, around, made) in enumerate(read):
        if isinstance(made, str) or around.months or made["kind"] == "rate" or not is_unbounded(around, made):
            yield group, made
            continue
        beside = [*read[max(0, place - 1) : place], *read[place + 1 : place + 2]]
        tells = [
            other
            for other, _, told in beside
            if told in TOLD and other.around.amount.unit not in NO_COMPANY and _is_same_sentence(text, group, other)
        ]
        yield group, UNBOUND if tells and made["target"] != WHOLE else made


def _is_same_sentence(text: str, one: Group, other: Group) -> bool:
    return not re.search("[;。\n]", text[min(one.end, other.end) : max(one.start, other.start)])


def is_unbounded(around: Around, made: Fields) -> bool:
    """Whether no word about an amount says that it is the least or the most, and no day to come is named for it."""
    return made["kind"] in ("number", "share", "rate", "growth") and around.op is None and around.past is not False


def _is_odd(around: Around) -> bool:
    """412户, 99.2%: nobody sets a target like this."""
    amount = around.amount
    if not amount.arabic:  # 三分之二
        return False
    if amount.value != amount.value.to_integral_value():
        return amount.unit == "%"
    return len(str(int(amount.value)).rstrip("0")) >= MANY_DIGITS and amount.value % 5 != 0


def _is_asked_by_verb(around: Around, made: Fields) -> bool:
    """Whether the verb of its part of the sentence asks for a number; shares and rates name what they are of."""
    left = around.left
    if made["kind"] != "number" or around.amount.unit in (*ONCE, "百分点", "个百分点", "学时") or not left:
        return True
    for verb in VERB.finditer(left):
        behind = left[verb.end() :]
        if LEADING.search(left[: verb.start()]) and not NOUN_BEHIND.match(behind) and not TELLS.search(behind):
            return True
    if left.endswith("等") and AIMED.search(around.before + left):  # 到2025年，甲市、乙市等5个机构达到B级
        return True
    return bool(around.amount.unit in TIMES or EACH_PLACE.search(left) or URGED.search(left) or GROWN.search(left))
