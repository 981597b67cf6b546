"""The words for levels as notices list them: 各市（州）、县（市、区）, 各盟市旗县, 省、市、县三级.

Whoever meets a new word for a place writes it into the table; how the words are put together needs no change.
"""

import re
from collections.abc import Iterable

from questionnaires.catalogue import Level

WORDS: dict[Level, tuple[str, ...]] = {
    Level.PROVINCE: ("省", "自治区", "直辖市"),
    Level.CITY: ("市", "州", "盟", "地级市", "地级以上市", "设区市", "设区的市", "自治州", "地区"),
    Level.COUNTY: ("县", "区", "旗", "县级市", "市辖区", "自治县", "自治旗", "林区", "特区", "新区"),
    Level.TOWNSHIP: ("乡", "镇", "街道", "苏木", "民族乡", "民族苏木"),
}
ONE_OF_THEM = ("各", "各有关", "各相关", "每", "每个", "每一个")
EACH, OTHERS = (*ONE_OF_THEM, "所有", "全", "本"), ("其余", "其他", "其余各", "其他各")
AND = "(?:、|和|及|与|以及|或)"
LEVEL = "(?:本?级|[两三四]级)"
# 市场, 区域, 县域, 全民, 市容, 市属: the letter is no level there; 市政府 is one.
NO_LEVEL = "(?![场域民容情长界属直外])(?!政(?!府))"
# Whom something is done to is named in the question: 对各市、县开展督导, 组织各市互查.
DONE_TO = ("对", "向", "给", "指导", "督促", "支持", "帮助", "推动", "组织", "督导", "考核", "帮扶", "在", "覆盖", "到")
# 市级检验机构, 市、县两级每年: the level of whose place it is asked; 省级标准 and 县级以上 are something else.
OFFICES = "检验|药品|财政|专职|兼职|监管|检查|审评|监测|技术|从事|装备|药物警戒|医疗器械"
ACTS = r"每|至少|开展|组织|定期|建设|建立|配备|达到"


def one_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def _write_list() -> str:
    """A list of levels as a pattern: words joined or not, with brackets behind them."""
    word = f"(?:{one_of(one for words in WORDS.values() for one in words)}|地(?=[（(市州盟]))"
    name = f"(?:{word}+(?:[（(]{word}+(?:[、，,]{word}+)*[）)])?)+"
    return f"{name}(?:{AND}{one_of((*ONE_OF_THEM, *OTHERS))}?{name})*"


LIST = _write_list()
OBJECT = "".join(f"(?<!{one})" for one in DONE_TO)
# 各市（州）、县（市、区）, 每个县, 全省: everyone who is asked is one of them.
EVERYONE = re.compile(f"(?:在(?=[全本])|{OBJECT}){one_of(EACH)}{LIST}{LEVEL}?{NO_LEVEL}")
LEVELS_ONLY = re.compile(f"{one_of((*EACH, *OTHERS))}?{LIST}{LEVEL}?{NO_LEVEL}")
OWN_LEVEL = re.compile(
    rf"(?:^|(?<=，))(?:{LIST}{LEVEL}(?=(?:{OFFICES}|{ACTS})(?!标准|规范))|{LIST}(?=每[年季月半两三\d]|至少))"
    f"|{OBJECT}{LIST}(?=财政[^局厅部])"
)
TERM_ONLY = re.compile(rf"{LEVELS_ONLY.pattern}每[^，,]{{0,3}}[年月周度]")  # 县级每2年，市级每3年开展…
OF_LEVEL = re.compile(
    f"^(?:各级|{EVERYONE.pattern}|{LIST}{LEVEL}?{NO_LEVEL}|各地(?!方)|直属|所属|辖区内?|基层|以上|{AND}|[（(][^）)]*[）)])+"
)


def strip_own(act: str) -> str:
    """An act without the levels that its question names as the place that is asked."""
    return OWN_LEVEL.sub("", EVERYONE.sub("", act))


def strip_subject(subject: str) -> str:
    """Who acts, without the level of his place: 各市、县（区）财政部门 are 财政部门."""
    return OF_LEVEL.sub("", subject)


def names_level(text: str) -> bool:
    """Whether a text begins with a level."""
    return LEVELS_ONLY.match(text) is not None


def strip_level(text: str) -> str:
    """A text without the level that it begins with."""
    found = LEVELS_ONLY.match(text)
    return text[found.end() :] if found else text
