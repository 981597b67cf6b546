"""What the place of a notice calls its levels of government, and by which words a sentence names them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from questionnaires.catalogue import Level
from questionnaires.drafting.parts import NoticeHead
from questionnaires.wording import write_date, write_year

MUNICIPALITIES = "北京|天津|上海|重庆"
REGIONS = "内蒙古|广西|西藏|宁夏|新疆"
PROVINCES = (
    f"{MUNICIPALITIES}|{REGIONS}|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|"
    "甘肃|青海|台湾|香港|澳门"
)
OFFICE = "(?:局|厅|委|办|院|所|中心|政府|部门|机构|队伍)"
COUNTY_NAMES = (
    "旗县（市、区）",
    "旗县市区",
    "区县",
    "县（市、区）",
    "县（市）区",
    "县（市）",
    "县区",
    "市区县",
    "各区",
)
CITY_NAMES = ("盟市", "市（州）", "州（市）", "地（州、市）", "市州", "州市", "设区市", "设区的市", "地市")
# 全省检查员达到300人, 统筹调派全省检查员: of the whole place, and what only its own level can do for it.
WHOLE = (
    r"全{0}[^，。；]{{0,20}}\d+(?![\d.%％])"
    r"|全{0}[^，。；\d]{{2,20}}(?:完善|提升|提高|加强|增强|健全|优化)，[^，。；]{{0,20}}\d+(?![\d.%％])"
    r"|(?:统筹|调派|调配|指挥|统一|搭建|建设|建成|构建|纳入|汇集|归集)[^，。；、]{{0,8}}全{0}(?![市县区])"
)
TOWNSHIP_WORDS = "苏木|乡镇|[区街]镇|各镇|镇街|街道|基层所|监管所(?![需属在涉有用要])|乡级|[、县]乡(?=各级|[三两]级|、)"


@dataclass(frozen=True, slots=True)
class LevelWords:
    """What one level is called, as the placeholders of a question want it."""

    name: str
    place: str
    government: str
    regulator: str
    below: str


@dataclass(frozen=True, slots=True)
class LocalLevels:
    """The level of a notice, what its levels are called, by which words each is named, and by which a number is that of
    the `whole` place (全省检查员达到300人)."""

    level: Level
    levels: dict[Level, LevelWords]
    named: dict[Level, re.Pattern[str]]
    whole: re.Pattern[str]

    @property
    def lower(self) -> tuple[Level, ...]:
        """The levels under the notice's own that have regulators, without townships."""
        return tuple(level for level in self.levels if level not in (self.level, Level.TOWNSHIP))


def find_local_levels(head: NoticeHead, text: str) -> LocalLevels:
    """The place that a head and the words of the whole text speak of; a province where nothing says."""
    told = f"{head.issuer or ''} {head.title}"
    level = head.level or Level.PROVINCE
    names = _find_names(level, told, text)
    levels = {one: _word_level(one, level, names) for one in Level if one in names}
    named = {one: re.compile(_list_words(one, level, names)) for one in names}
    return LocalLevels(level, levels, named, re.compile(WHOLE.format(names[level][-1])))


def fill_words(
    asks: str | Mapping[Level, str], levels: Sequence[Level], place: LocalLevels, issued: date | None
) -> str:
    """A question as the highest of its levels reads it; one that is worded by level counts for the nearest level."""
    level = levels[0]
    if not isinstance(asks, str):
        order = [level, *reversed([one for one in Level if one != level])]
        asks = next(asks[one] for one in order if one in asks)
    words = asdict(place.levels[level]) | {
        "year": write_year(None),
        "since": write_date(issued) if issued else "文件印发之日",
    }
    return asks.format_map(words)


def _find_names(level: Level, told: str, text: str) -> dict[Level, str]:
    """The names of the levels that a notice has under it, its own first."""
    county = _most_frequent(COUNTY_NAMES, text) or "县（市、区）"
    city = _most_frequent(CITY_NAMES, text) or "市"
    mongolian = "旗县" in text or "苏木" in text
    township = "苏木乡镇（街道）" if mongolian else "乡镇（街道）"
    if level is Level.PROVINCE and re.search(MUNICIPALITIES, told):
        return {
            Level.PROVINCE: "市",
            Level.COUNTY: "区县" if county == "县（市、区）" else county.removeprefix("各"),
            Level.TOWNSHIP: township,
        }
    if level is Level.PROVINCE:
        own = "自治区" if re.search(rf"自治区|{REGIONS}", told) else "省"
        return {Level.PROVINCE: own, Level.CITY: city, Level.COUNTY: county, Level.TOWNSHIP: township}
    if level is Level.CITY:
        own = next((one for one in ("盟", "州") if re.search(rf"{one}(?:人民政府|行政公署|市场|药品|$)", told)), "市")
        return {Level.CITY: own, Level.COUNTY: county, Level.TOWNSHIP: township}
    own = next((one for one in ("县", "旗", "区", "市") if one in told), "县")
    return {Level.COUNTY: own, Level.TOWNSHIP: township}


def _most_frequent(names: tuple[str, ...], text: str) -> str | None:
    longer = {name: sum(text.count(one) for one in names if one != name and name in one) for name in names}
    counts = {name: text.count(name) - longer[name] for name in names}
    best = max(names, key=lambda name: counts[name])
    return best if counts[best] else None


def _word_level(level: Level, own: Level, names: dict[Level, str]) -> LevelWords:
    """The words of a level; those of the notice's own go without 本."""
    name = names[level]
    order = [one for one in Level if one in names]
    under = order.index(level) + 1
    below = names[order[under]] if under < len(order) else "村（社区）"
    if level is Level.TOWNSHIP:
        return LevelWords(
            name, f"本{name}", f"本{name.replace('（街道）', '人民政府（街道办事处）')}", f"本{name}市场监管所", below
        )
    prefix = "" if level is own else "本"
    office = "药品监督管理局" if level is Level.PROVINCE else "市场监督管理局"
    return LevelWords(name, f"本{name}", f"{prefix}{name}人民政府", f"{prefix}{name}{office}", below)


def _list_words(level: Level, own: Level, names: dict[Level, str]) -> str:
    """A pattern of the words that name a level in a notice of `own` level."""
    if level is Level.TOWNSHIP:
        return TOWNSHIP_WORDS
    if level is Level.COUNTY and own is not Level.COUNTY:
        return (
            r"自治[县旗]|\d个?[县旗](?!级|域)|、区(?=[两三级、])|新区(?:政府|市场监)|各?[县旗](?:级|区|（|\(|乡|市|财政)|每个?[县区旗](?!域)|区县|[市盟]县|[市盟]、旗?县|旗县|各[县区旗]|、县[、三两级]|县、乡|(?<!治)区级|、区县|"
            r"县级以上|[县旗](?:人民)?政府|^区(?:人民)?政府"
        )
    if level is Level.CITY and own is Level.PROVINCE:
        return (
            r"各市|[\d二两三四五六七八九十]个?市(?!场)|地（[州市盟]|地州市|地级以上市|每个?市(?!场)|市级|盟市|市（州）|市\(州\)|设区的?市|地级|市、县|市县|市州|州市|地市|[、市]市[、和及]县|中心城市|"
            r"其他市|盟行政公署|、市(?:人民)?政府|^市(?:人民)?政府|(?:有关|相关)[市州盟]|[省区]、市(?!场)"
        )
    name = names[level]
    letters = {"自治区": "自治区(?!内|外)|区市县|区、市、县", "省": "省(?:级|局|药监|财政|市县|、市)"}.get(
        name, rf"{name}(?:级|局|药监|财政|县|、[区旗]?县|、区[两级、]|本级|市场监)"
    )
    return rf"{letters}|(?<![各全县]){name}(?!场监|）区)[^，,、。和及{name}]{{0,10}}{OFFICE}"
