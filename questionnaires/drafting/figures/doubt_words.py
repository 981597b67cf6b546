"""Why a figure that reads like a target may be none: nine reasons, each with the words that tell of it.

What stands here was met: each word decides about a figure of a sentence that tests/ or a real plan has.
"""

import re
from dataclasses import dataclass, field

BY = r"(?:及?以[上下])?"  # between an amount and what stands behind it
OTHERS = r"全国|我国|(?<!真实)世界|全球|美国|欧盟|日本|国外|发达国家|外省"
HIGHER_UP = r"国家|国务院|上级|省级|省局|省里|省委|自治区|总局|部委"
NAMED = r"被[^,。;]{0,12}(?:命名|认定|评为|授予|列为)"


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


# A law or another paper is quoted: what it says binds by that paper, and not by this notice.
QUOTED = DoubtReason(
    "引用法规、文件的规定",
    left=(r"(?:要求|规定)的$",),
    before=(r"《[^《》]+》[^,。;]{0,16}规定(?!的?任务)", r"第[一二三四五六七八九十百\d]+条"),
)
# The figure is the state's, a higher office's or another place's.
HIGHER = DoubtReason(
    "国家、上级或者外地的数字",
    left=(rf"(?<![入进创获办在])(?:{OTHERS})(?!性|百|前|药品安全|通用|统一)[^,。;]{{2,}}",),
    before=(
        rf"(?:{HIGHER_UP})[^,。;]{{0,12}}(?:规划(?!建设|布局)|提出|要求(?!,)|下达|分配|分解|部署的|确定的|批准的|授予的|核定)",
        r"美国|欧盟|日本|国内(?!生产总值|外|领先|首)|发达地区|某[省市县区州]|[东中西]部[^,。;]{0,4}省",
    ),
)
# It may be done so and need not, or it is only an example.
CHOICE = DoubtReason(
    "可以选择的做法或者举例",
    left=(r"(?<![许认])可(?![办追控靠视及持查用行溯信读复推满])",),
    before=("鼓励|提倡|建议", r"(?:^|[(,、:])(?:例如|比如|如(?![期果遇下实数何]))[^()]*$"),
)
# Who may apply, from where on something has to be done, what follows for those who do not.
GATE = DoubtReason(
    "许可、申请或者适用的条件",
    before=(
        "只能|限报|是指|所称|给付|举报查实",
        r"(?:开办|申请|申领|申报|报考|参评|参选|竞聘)[^。;]*(?:应|须|需|具备|具有|符合)",
        r"(?:未|不|逾期|拒不|违反)[^,。;]{2,24}的,[^。;]*$",
    ),
    right=(
        rf"^{BY}[^,。;、]{{0,10}}(?:时|情况下|情形)(?:[,。;]|$)",
        rf"^{BY}(?:须|应当?(?!急)|必须|不得|则|即可)",
    ),
    after=("方可|方能|视为|视同|否则",),
)
# It tells what is, was or is expected: counted, reached, ranked, named, compared with last year.
PAST = DoubtReason(
    "已有或者预计情况的说明",
    left=(
        r"拥有(?!.*达到)|设有|首批$|^比去年",
        r"(?<!为)了(?!解)|(?:同比|环比)[^,。;不]*$|连续[一二两三四五六七八九十\d]+年(?!每年)",
    ),
    before=(
        r"[年月]来,|期间,?(?:共|累计)|预计|有望",
        r"试[用行](?!点)|上一?[轮个届期]",
        r"均已|都已|已持续|已连续|检查结果(?:如下|显示|表明)|经[^,。;]{2,20}检测",
        r"(?<![数依证根票单])据[^,。;]{0,20}(?:统计|数据|介绍|了解)",
    ),
    after=(
        r"(?:位居|位列|名列|排名|居全[国省市区])[^,。;]{0,4}(?:第|首位)",
        rf"{NAMED}|^,均(?:超过|高于)",
        r"^[^,。;]{0,4},比(?:去年|上年)",
    ),
)
# A meeting, a course or a contest is arranged, and how many take part or get a prize.
EVENT = DoubtReason(
    "活动安排、评奖名额的说明",
    left=(
        r"参会|到会|名额|(?<!索)票(?![证据]|率)|(?:班|课|期)分$|[一二三特]等奖|先进(?:集体|个人|单位|典型|[省市县区])",
    ),
    right=(rf"^{BY}(?:参加|出席|列席|参会|到会)",),
)
# What is charged, and what a building project costs or takes up.
MONEY = DoubtReason(
    "收费、投资等的说明",
    left=("收费|优惠|减免",),
    before=("总投资|概算|用地|占地",),
    after=(r"^[^。;]*(?:总投资|概算|获批复|已批复)",),
)
# It binds a person, a company or a paper, and is no state of a bureau's work.
ACTOR = DoubtReason(
    "对个人、单据等的规定",
    left=("保存|留存|一式", "(?:申请人|当事人|举报人|患者|消费者|学员|居民)(?!.*[率度])"),
)
# A measured quantity: how warm, how far, how often it is written down.
MEASURED = DoubtReason(
    "技术参数的规定",
    left=(r"间隔[^,。;]*$|(?:温度|湿度|浓度|含量|间距|距离|压差|高度|厚度)[^,。;率监报响]{0,8}$",),
)
DOUBTS = (QUOTED, HIGHER, CHOICE, GATE, PAST, EVENT, MONEY, ACTOR, MEASURED)
