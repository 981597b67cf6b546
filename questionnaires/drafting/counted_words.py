"""What a figure counts, and of what, from the words of a notice before and behind it."""

import re

from questionnaires.drafting.duty_words import VERBS
from questionnaires.drafting.figures.figure_words import find_counted as find_counted_unit
from questionnaires.drafting.saying import SUM_UP

# Between what is counted and its figure: 达到, 不少于, 总数不低于, 由60个工作日压缩至.
CHANGED_TO = r"(?:扩项|扩展|扩充|扩大|增加|提高|提升|增|压减|压缩|缩短|缩减|降低|降|下降|减少)(?:到|至|为)"
COMPARED = re.compile(
    rf"(?:，?[由从][^，,至到为]{{0,16}}?(?={CHANGED_TO}))?"
    r"的?(?:总数|总量|数量|人数|个数|总人数)?(?:原则上|力争|分别|平均|(?<!人)均|都|要|应当?|须|各)*(?:达到|达|不少于|不低于|不得少于|不得低于|不小于|"
    rf"不超过|不高于|不得超过|不大于|超过|保持在?|稳定在|维持在|控制在|至少|大于|{CHANGED_TO}|为|在|到|至)*$"
)
SHARED = re.compile(
    r"(?:确保)?(?P<part>[^，,]+?)(?:人数|数量)?占(?P<whole>(?!比)[^，,]+?)(?:总数|总人数|总量)?的?(?:比例|比重|百分比)?$"
)
AMONG = re.compile(r"(?:确保)?(?P<whole>[^，,]+?)(?:总数)?中，?(?P<part>[^，,]+?)的?(?:比例|占比|比重)$")
RATE_PART, OUGHT, BASE_TIME = "已经", "应当", "基期"
DONE = (
    "持证上岗|在岗|到岗|回访|合格|覆盖|核查处置|处置|达标|办结|检出|完成|满意|知晓|报告|参训|配备|建档|网上可办|可办|网办|公开|整改|抽检|检查|持证|追溯|使用|普及|"
    "到位|响应|通过|办理|录入|上传|备案|监测|培训|结案|回复|上报|发放|扫码|移送|考核|答复|反馈|赋码|对接|公示|归档"
)
RATED = re.compile(
    rf"(?:其中)?(?!全程|及时|按时|按期|当场)(?P<of>[^，,]{{2,}}?)(?:按时|及时|按期|依法)?(?P<done>{DONE})率$"
)
# 对零售药店的检查覆盖率: how many of them were checked.
REACHED = re.compile(
    r"对(?P<of>[^，,]{2,}?)的?(?P<done>(?:监督|日常|飞行|专项|现场)?(?:检查|抽检|巡查|培训|评估|审计|随访))覆盖率$"
)
QUALITY = re.compile(
    r"(?P<of>[^，,、]{2,}?)(?P<how>(?<=能力验证)满意|(?<=[报上推]送|采集|录入|归集|上报)(?:及时|准确|完整|规范))率$"
)
BOTH_RATED = re.compile(
    rf"(?P<of>[^，,、]{{2,}}?)(?P<one>{DONE}|核查)率?[、和及](?P<other>{DONE})率(?:均|都)?$"
)  # 线索核查率、处置率
ALONE = re.compile(rf"(?:其中)?(?P<done>(?:及时|全程|按时|依法|当场)?(?:{DONE}|[\u4e00-\u9fff]{{2}}))率$")
# Rates of which the whole is what stands before them; of 发放率 and 配备率 it is what should be.
OF_ALL = re.compile(
    rf"其中{RATE_PART}(?:核查处置|处置|办结|结案|整改|完成|建档|公示|公开|录入|上传|备案|检查|抽检|培训|参训|答复|回复|上报|反馈|归档|办理)的数量"
)
# 高级检查员占比, 其中新的和严重的报告占比: a kind of what its last noun counts.
SOME = re.compile(r"(?:确保)?(?:其中)?(?P<part>[^，,]+?)的?(?:占比|比例|比重)$")
HEAD_NOUN = re.compile(
    r"的(?P<noun>[^的，,]{2,8})$|(?P<last>检查员|审评员|监管人员|专业技术人员|检验人员|执法人员|工作人员|人员|企业|机构|单位|品种|药店|医院|案件|案卷|报告)$"
)
# 二级以上医疗机构设立监测哨点的比例: those that do it.
DOERS = (
    r"[^，,]{0,16}?(?:企业总部|连锁总部|门店|企业|机构|单位|药店|药房|医院|市场监管所|监管所|品种|人员|队伍|持有人"
    r"|县区|区县|县市区)"
)
DOING = re.compile(rf"(?P<whole>{DOERS}|)(?P<part>(?:{VERBS}|接入|入驻|安装)[^，,]{{2,}}?)的?(?:占比|比例|比重)$")
COVERED = re.compile(r"(?P<who>[^，,]*?)覆盖(?P<whole>[^，,]{2,}?)的?$")
# 90%以上的县区达标: those that do it stand behind the figure.
BEHIND = re.compile(
    r"(?:及?以上)?的(?P<whole>[^，,。；]{2,12}?)(?P<part>(?:实现|达到|完成|通过|取得|建成|建立|配备|纳入|接入|开展|设立|具备)[^，,。；]+|达标|合格)$"
)
PER_HEAD = re.compile(
    r"每[一二两三四五六七八九十百千万亿\d]*(?P<base>人口|人|名[^，,达不]{0,6}|家[^，,达不]{0,6}|批次?)(?:的)?(?P<after>[^，,]*)$"
)
PER_BEHIND = re.compile(r"\d(?P<unit>批次|批|份|件|名|人)/每?[百千万]+人(?:口)?")  # 1.2批次/千人
# 按照每百家企业不少于12人的标准配备检查员: what is kept by a rate stands behind it.
BY_RATE, KEPT = (
    re.compile(r"按照?|依照|根据|以"),
    re.compile(r"的?(?:标准|比例|要求)(?:足额)?(?:配备|配置|配足|配齐|安排|设置|核定)(?P<what>[^，,。；]{2,})"),
)
BY_PEOPLE = re.compile(r"(?:按照?|依照|根据)(?:常住|户籍|辖区|服务|本地|实有)*(?:人口)?数?$")
FUNDS, UNIT = re.compile(r"经费|资金"), re.compile(r"(?:批次|批|份|件|家)$")  # 抽检经费按每千人3批次安排
RATIO = re.compile(r"(?P<count>[^，,]{2,12}?)[与和同](?P<base>[^，,]{2,16}?)(?:之比|(?:配备|数量|人数)?的?比例?)$")
COUNT = r"[一二两三四五六七八九十\d]+"
PERIOD = re.compile(
    rf"(?:每个?(?:半年|季度|月|周|年度?|{COUNT}(?:年|个月))|(?<!安)(?<!健)全年|年度内|年均)(?:都|均|要|应当|至少)*"
)
TIME_LEAD = re.compile(
    r"^(?:力争|争取)?[到至在于]?(?:截至)?[^，,]{0,12}?(?:年底前?|月底前?|年前|末期?|期间|年内|月前|日前|以前|之前|(?<![岗以任])前|20\d\d年(?![底前末]))(?=\D)"
)
DATE_WITHIN = re.compile(
    r"(?:力争)?[到至在于]?(?:20\d\d年?[—–-]+)?20\d\d年(?!版|修订)年?(?:底|末|上半年|\d{1,2}月底?)?(?:以前|之前|前)?"
)
NUMBERS = re.compile(r"(?:数量|总数|总量|数)$")
ASKED_OF = ("知晓", "满意")  # of people who are asked
# 数据归集率, 编制配齐率: what the verb says is counted against what ought to be.
ANY_RATE = re.compile(
    r"(?:其中)?(?P<of>[^，,]{2,}?)(?P<how>按时|按期|及时)?(?P<done>出具|归集|实施|建设|配齐|评定|接入|安装|签订|评估|评价|发布|入库|核销|复核|更新|复查|开展|应用|标识|关联|采集|共享|对账|核对)率$"
)
SATISFIED = re.compile(
    r"(?P<who>人民群众|社会公众|群众|公众|企业|[^，,]{2,12}?)(?:对?(?P<of>[^，,]+?)的?)?(?:综合|总体)?满意[度率]$"
)
WEIGHT = re.compile(r"(?P<part>[^，,]{2,}?)(?:在|占)(?P<whole>[^，,]{2,}?)中?(?:所占)?的?(?:权重|分值)$")
THIS_WORK, WEIGHT_ALONE = "该项工作", re.compile(r"(?:年度)?(?:考核|评价)?(?:所占)?(?:权重|分值)(?:占比)?$")
HAVING = re.compile(r"(?P<part>具[有备][^，,]{2,}?(?:背景|学历|学位|资格|职称|经验|经历))的?(?:人员)?(?:占比|比例)?$")
PEOPLE = re.compile(r"群众|公众|人民|企业|社会|办事人|服务对象|患者|消费者")
JUDGED = "参加评定的"
STATE = re.compile(r"合格|达标|满意|知晓|网上可办|可办|持证")
CHANGED = re.compile(r"(?:平均)?(?:压缩|缩短|压减|减少|下降|降低|增长|增加|提高|提升|扩大|翻一?番)了?$")
AGAINST = re.compile(r"[较比](?P<base>法定|规定|上一?年|去年|20\d\d年)[^，,]*$")
STAFF = re.compile(r"人员|[查评]员|人才|队伍")
KNOWN_BASES = {"人": "人口"}
Named = dict[str, str]


def find_before(act: str, printed: str) -> str:
    """What stands before a figure, without date and period."""
    before = act.partition(printed)[0] if printed and printed in act else act
    return TIME_LEAD.sub("", DATE_WITHIN.sub("", PERIOD.sub("", before))).strip(SUM_UP)


def find_counted(act: str, printed: str) -> str:
    """What stands before a figure, without date, period, and the words that compare."""
    return COMPARED.sub("", find_before(act, printed)).strip(SUM_UP)


def find_behind(act: str, printed: str) -> str:
    """What stands behind a figure in its own part of the sentence."""
    return re.split(r"[，,。；;]", act.partition(printed)[2])[0] if printed else ""


def name_parts(kind: str, act: str, printed: str) -> Named:
    """What a share is of, and what a rate counts, as far as the notice's words tell."""
    counted = find_counted(act, printed)
    if kind == "share":
        return _name_share(counted) or _name_behind(find_behind(act, printed))
    if kind == "rate":
        return _name_rate(act, counted, printed)
    if kind == "growth" and counted:
        return _name_growth(counted)
    return {}


def _name_rate(act: str, counted: str, printed: str) -> Named:
    if found := PER_HEAD.search(counted):
        count = NUMBERS.sub("", (act[: act.find(found[0])] or found["after"]).strip(SUM_UP))
        count = COMPARED.sub("", PERIOD.sub("", count))
        if BY_RATE.fullmatch(count) and (kept := KEPT.search(act)):
            count = kept["what"]
        count = BY_PEOPLE.sub("", count)
        if FUNDS.search(count) and (unit := UNIT.search(printed)):
            count = f"{count}保障的{unit[0]}数"
        base = found["base"].removeprefix("名").removeprefix("家")
        count = count if count.endswith(("量", "数")) else f"{count}数"
        return {"count": count, "base": KNOWN_BASES.get(base, base)} if len(count) > 1 else {}
    if counted and (found := PER_BEHIND.search(act)):
        return {"count": f"{counted.removesuffix('量')}{found['unit']}数", "base": "人口"}
    if ratio := RATIO.search(counted):
        units = {"unit": find_counted_unit(ratio["count"]), "base_unit": find_counted_unit(ratio["base"])}
        return {"count": f"{ratio['count']}数", "base": f"{ratio['base']}数", **units}
    return {}


def _name_growth(counted: str) -> Named:
    measured = CHANGED.sub("", counted)
    against = AGAINST.search(measured)
    measured, base = (measured[: against.start()], against["base"]) if against else (measured, BASE_TIME)
    return {"baseline": f"{base}的{measured}", "current": f"现在的{measured}", **_unit_of(measured)} if measured else {}


def _unit_of(counted: str) -> Named:
    unit = find_counted_unit(counted)
    return {"unit": unit} if unit != "个" else {}


def _name_share(counted: str) -> Named:
    bare = counted.removeprefix("且")
    return next((named for read in (_name_special, _name_rated, _name_some) if (named := read(bare))), {})


def _name_special(counted: str) -> Named:
    """Weights, whom people are content with, and what staff have: the words name the whole only in part."""
    if WEIGHT_ALONE.fullmatch(counted):
        return {"whole": "考核的总分", "part": f"其中{THIS_WORK}的分值", "unit": "分"}
    if found := WEIGHT.fullmatch(counted):
        return {"whole": f"{found['whole']}的总分", "part": f"其中{found['part']}的分值", "unit": "分"}
    if (found := SATISFIED.fullmatch(counted)) and PEOPLE.search(found["who"]):
        of = f"对{found['of']}" if found["of"] else ""
        return {"whole": f"接受调查的{found['who']}总人数", "part": f"其中{of}表示满意的人数", "unit": "人"}
    if found := HAVING.fullmatch(counted):
        return {"whole": "相关人员总数", "part": f"其中{found['part']}的人数", "unit": "人"}
    return {}


def _name_rated(counted: str) -> Named:
    if found := SHARED.search(counted) or AMONG.search(counted):
        return _count_among(found["whole"], found["part"].removesuffix("的人员"))
    if found := QUALITY.fullmatch(counted):
        return {
            "whole": f"{found['of']}总数",
            "part": f"其中{'结果满意' if found['how'] == '满意' else found['how']}的数量",
        }
    if found := BOTH_RATED.fullmatch(counted):
        both = f"{RATE_PART}{found['one']}并{found['other']}"
        return {"whole": f"{found['of']}总数", "part": f"其中{both}的数量"}
    if found := REACHED.fullmatch(counted):
        return {"whole": f"{found['of']}总数", "part": f"其中{RATE_PART}{found['done']}的数量"}
    if found := RATED.search(counted):
        if found["done"] in ASKED_OF:
            asked = f"其中对{found['of']}表示{found['done']}的人数"
            return {"whole": "接受调查的总人数", "part": asked, "unit": "人"}
        state = "" if STATE.fullmatch(found["done"]) else RATE_PART
        return {"whole": f"{found['of'].removesuffix('总')}总数", "part": f"其中{state}{found['done']}的数量"}
    if found := ANY_RATE.fullmatch(counted):
        done = f"{RATE_PART}{found['how'] or ''}{found['done']}"
        return {"whole": f"{OUGHT}{found['done']}的{found['of']}总数", "part": f"其中{done}的数量"}
    return {}


def _name_some(counted: str) -> Named:
    if found := DOING.fullmatch(counted):
        return _count_among(found["whole"], found["part"])
    if (found := SOME.fullmatch(counted)) and (noun := HEAD_NOUN.search(found["part"])):
        whole = noun["noun"] or noun["last"]
        return _count_among(whole, found["part"].removesuffix("的人员")) if found["part"] != whole else {}
    if (found := COVERED.fullmatch(counted)) and len(found["whole"]) > 1:
        return {"whole": f"{found['whole']}总数", "part": f"其中{found['who']}已经覆盖的数量"}
    if (found := ALONE.fullmatch(counted)) and STATE.fullmatch(found["done"]):
        return {"whole": f"{JUDGED}总数", "part": f"其中{found['done']}的数量"}
    if found := ALONE.fullmatch(counted):
        return {"whole": f"{OUGHT}{found['done']}的总数", "part": f"其中{RATE_PART}{found['done']}的数量"}
    return {}


def _name_behind(behind: str) -> Named:
    found = BEHIND.match(behind)
    return _count_among(found["whole"], found["part"]) if found else {}


def _count_among(whole: str, part: str) -> Named:
    number = "人数" if STAFF.search(whole) else "数量"
    return {"whole": f"{whole}总数", "part": f"其中{part}的{number}"}
