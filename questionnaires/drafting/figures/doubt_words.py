"""Why a figure that reads like a target may be none: each reason with the words that tell of it, by where they are."""

import re
from dataclasses import dataclass, field

BY = r"(?:及?以[上下])?"  # between an amount and what stands behind it


@dataclass(frozen=True, slots=True)
class DoubtReason:
    """A reason in Chinese, and patterns: `left` and `right` in the part of the amount, `before` and `after` in its
    sentence."""

    why: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    patterns: tuple[tuple[str, re.Pattern[str]], ...] = field(init=False, default=(), compare=False)

    def __post_init__(self) -> None:
        places = (("left", self.left), ("right", self.right), ("before", self.before), ("after", self.after))
        compiled = tuple((place, re.compile("|".join(words))) for place, words in places if words)
        object.__setattr__(self, "patterns", compiled)

    def holds(self, texts: dict[str, str]) -> bool:
        return any(pattern.search(texts[place]) for place, pattern in self.patterns)


PAST = "已有情况的说明"
GATE = "许可、申请或者办理的条件"
HIGHER = "国家、上级或者全国的数字"
DOUBTS = (
    # A law or another paper is quoted: what it says binds by that paper, and not by this notice.
    DoubtReason(
        "引用法规、文件的规定",
        before=(
            r"《[^《》]+》[^,。;]{0,16}规定(?!的?任务)",
            r"第[一二三四五六七八九十百\d]+条",
            r"(?:法律|法规|法定|条例|规章|办法|药典)[^,。;《》]{0,6}规定(?!的?(?:任务|条件|权限|范围))",
            r"依法应当在",
        ),
    ),
    # The figure is the state's, a higher office's or that of other countries, of which this one does a part.
    DoubtReason(
        HIGHER,
        left=(
            r"(?<![入进创获办在])(?:全国|我国|(?<!真实)世界|全球|美国|欧盟|欧洲|日本|国外|境外|发达国家|外省|兄弟省)(?!性|百|前|药品安全|通用|统一)[^,。;]{2,}",
        ),
        before=(
            r"(?:国家|国务院|上级|省级|省局|省里|省委|自治区|总局|部委)[^,。;]{0,12}(?:规划(?!建设|布局)|提出|要求(?!,)|下达|分配|分解|部署的|确定的|批准的|授予的|核定)",
            r"国家(?:药品|医疗器械|化妆品)?(?:监督)?抽[检样]",
            r"美国|欧盟|日本|国内(?!生产总值|外|领先|首)|发达地区|先进地区|某[省市县区州]|[东中西]部[^,。;]{0,4}省",
        ),
    ),
    # It may be done so, and need not.
    DoubtReason(
        "可以选择的做法",
        left=(r"(?<![许认])可(?![办追控靠视及持查用行溯信读复推满])",),
        before=(r"有条件的", r"可以?采[取用]", r"鼓励|倡导|提倡|建议", r"条件(?:成熟|允许|具备)"),
    ),
    # An example, or what a bracket counts in.
    DoubtReason(
        "举例", before=(r"(?:^|[(,、:])(?:例如|比如|譬如|诸如|如(?![期果遇下实数何]))[^()]*$", r"[(](?:含|不含)[^()]*$")
    ),
    # Who may apply or open, from where on something has to be done, and what follows for those who do not.
    DoubtReason(
        GATE,
        before=(
            r"只能|限报|只可",
            r"(?:开办|申请|申领|申报|报考|参评|参选|竞聘)[^。;]*(?:应|须|需|具备|具有|符合)",
            r"是指|系指|指的是|所称|适用于|适用范围",
            r"(?:未|不|逾期|拒不|违反)[^,。;]{2,24}的,[^。;]*$",
            r"责令|逾期|举报(?:查实|属实)|给付",
        ),
        right=(
            rf"^{BY}[^,。;、]{{0,10}}(?:时|情况下|情形)(?:[,。;]|$)",
            rf"^{BY}(?:须|应当?(?!急)|必须|不得|则|即可)",
        ),
        after=(r"方可|方能|[,的]才[可能会]", r"[,的]可(?:以)?(?:申请|申报|免|按|给予|认定|享受)", r"视为|视同|否则"),
    ),
    # It tells what is or was: what has been reached, counted, named, ranked or found.
    DoubtReason(
        PAST,
        left=(
            r"拥有(?!.*达到)|共设|设有|现行|首批$",
            r"(?<!为)了(?!解)|(?:同比|环比)[^,。;不]*$|共(?:计|查处|检查|抽检|受理|发现|收到|完成|有|投入)",
            r"(?:是|为|相当于)(?:我|本|全)?[国省市区县][^,。;]{0,6}的$",
            r"连续[一二两三四五六七八九十\d]+年(?!每年)|^比去年",
        ),
        before=(
            r"[年月]来,|期间,?(?:共|累计)",
            r"试[用行](?!点)|上一[轮个届期]|上轮|上期|此前|往年|历年|曾经?(?!任)|原[定有计](?!则)",
            r"(?<![数依证根票单])据[^,。;]{0,20}(?:统计|数据|介绍|了解)|据悉|显示",
            r"均已|都已|已经(?!.*的)|已持续|已连续|已全部",
            r"被[^,。;]{0,12}(?:命名|认定|评为|授予|誉为|列为)",
        ),
        after=(
            r"(?:已经?|均已|提前|早已|业已)[^,。;]{0,8}(?:实现|完成|达到|达成|建成|通过|超额)",
            r"^[^。;]*,[^,。;]{0,6}(?:仅(?!限)|只有|尚不足|不到)",
            r"(?:位居|位列|名列|排名|居全[国省市区])[^,。;]{0,4}(?:第|首位)",
            r"被[^,。;]{0,12}(?:命名|认定|评为|授予|誉为|列为)",
            r"^[^,。;]{0,4},比(?:去年|上年)(?:同期)?",
        ),
    ),
    # A meeting, a course, a jury or an examination is arranged.
    DoubtReason(
        "会议、培训、评审等活动的安排",
        left=(
            r"会期|参会|与会|到会|名额|(?<!索)票(?![证据]|率)|食宿|住宿|用餐|每[期班](?!开展)|(?:班|课|期)分$|限\d|人选|每组",
        ),
        right=(rf"^{BY}(?:参加|出席|列席|参会|到会)",),
        before=(r"评委|评审组由|委员会由|竞赛|比赛|大赛|答辩|笔试|面试|考试",),
    ),
    # How many get a prize.
    DoubtReason(
        "表彰、评奖的名额",
        left=(r"[一二三特]等奖|奖项|表彰|表扬|嘉奖|优秀奖|先进(?:集体|个人|单位|典型|[省市县区])|授予",),
        after=(r"^[^,。;]{0,8},各?(?:奖励|给予|奖)",),
    ),
    # What is charged, or let off.
    DoubtReason(
        "收费、优惠等政策的说明",
        left=(r"收费|工本费|保证金|滞纳金|违约金|押金|门票|费率|税率|利率|优惠|减免|减半|价格",),
        right=(r"的[^,。;]{0,8}(?:政策|优惠|惯例|做法|前提|限制|情况)",),
    ),
    # Where one class ends and the next begins.
    DoubtReason(
        "计分、分类的界线",
        left=(r"(?:满分|得分|扣分|计分|分值|赋分|加分)[^,。;不保达]*$",),
        right=(rf"^{BY}的?(?:为|评为|定为|列为|划为|属于?|计|得)[优良合不一二三四A-D甲乙丙高中低重较特]",),
    ),
    # It binds a person, a company or a paper, and is no state of a bureau's work.
    DoubtReason(
        "对个人、单据等的规定",
        left=(
            r"一式|保存|保管|留存|存档|(?:报告书|处方|票据|发票|合同|证书|标签|说明书)(?:应|须|一|有|不)",
            r"申请人|报名|考生|当事人|举报人|应聘|投标|供应商|中标|患者|消费者|购药人|顾客|学员|选手|居民|群众每",
            r"每(?:名|位)执业药师|每人(?:每次|限)|单次购|每张|每盒",
        ),
    ),
    # A measured quantity: how warm, how far, how often it is written down.
    DoubtReason(
        "技术参数的规定",
        left=(r"间隔[^,。;]*$|(?:温度|湿度|浓度|含量|间距|距离|压差|高度|厚度)[^,。;率监报响]{0,8}$|每篇",),
    ),
    # A building project, and who pays which part.
    DoubtReason(
        "项目投资、资金分担的说明",
        left=(r"(?:分担|承担|负担|出资|自筹|分成)[^,。;课项题务任\d]{0,4}$",),
        right=(r"^(?:的比例)?(?:由[^,。;\d]{1,8})?(?:分担|承担|负担|出资|自筹)(?!单位)",),
        before=(r"概算|总投资|可研|用地|占地|批复|招标|采购限额",),
        after=(r"^[^。;]*(?:概算|总投资|获批复|已批复|已开工|已立项)",),
    ),
    # It ends, or is only tried out.
    DoubtReason(
        "不再执行或者试点的内容",
        right=(r"^[^,。;]{0,10}试点(?!.*完成)",),
        before=(r"不再(?:执行|要求|实行|保留)|取消[^,。;]{0,12}$|废止|停止执行",),
        after=(r"^[^,。;]{0,16}(?:的[^,。;]{0,6})?(?:予以取消|不再|停止执行|废止|延续)",),
    ),
)
