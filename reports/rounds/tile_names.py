"""Names on tiles and maps: a place without what kind of place it is, short enough for a tile, no two of a city alike.

The one place that shortens them, for page, paper and Word file, and whole points beside them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from reports.rounds.ranked import MapTile, TileRow
from reports.rounds.rows import shorten

LONGEST = 4  # characters beside a score
PEOPLES = (  # whose name stands in that of a place
    *("蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克"),
    *("傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬"),
    *("羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克"),
    *("德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺", "各"),
)
PEOPLE = "|".join(sorted(PEOPLES, key=len, reverse=True))
OF_PEOPLES = re.compile(rf"(.{{2,}}?)(?:(?:{PEOPLE})族)*(?:{PEOPLE})(?:族)?(?:自治[县旗州]|[区乡])")
WING = re.compile(r"(.).*([左右])翼([前中后])旗")  # 察哈尔右翼前旗
BANNER = re.compile(r"(.).{2,}([左右前中后])旗")  # 乌拉特前旗
ZONES = (("经济技术开发区", "经开区"), ("经济开发区", "经开区"), ("高新技术产业开发区", "高新区"))
KEPT = ("矿区", "园区", "开发区", *(f"{side}旗" for side in "左右前中后"))  # with less they would be no name
ENDINGS = ("自治县", "自治旗", "联合旗", "新区", "特区", "街道", "市", "县", "区", "旗", "镇", "乡")
USUAL = {  # as the places themselves are called where four characters are too few
    "前郭尔罗斯": "前郭",
    "塔什库尔干": "塔县",
    "和布克赛尔": "和布克",
    "达尔罕茂明安": "达茂",
    "莫力达瓦": "莫旗",
    "阿鲁科尔沁": "阿旗",
    "东乌珠穆沁": "东乌",
    "西乌珠穆沁": "西乌",
    "神农架林": "神农架",
    "白云鄂博矿区": "白云矿区",
}


def write_whole(points: Fraction) -> str:
    """Whole points, cut off, never rounded up into a grade: 89.99 is 89 and good."""
    return str(floor(points))


def name_row(row: TileRow) -> list[tuple[MapTile, str]]:
    """The tiles of one place, each with its name."""
    names = name_tiles([tile.member.name for tile in row.tiles])
    return list(zip(row.tiles, names, strict=True))


def name_map(rows: Sequence[TileRow]) -> list[tuple[MapTile, str]]:
    """The same on one map of several places, where those of one name have their city in front."""
    named = [(row, tile, name) for row in rows for tile, name in name_row(row)]
    counts = Counter(name for _, _, name in named)
    return [(tile, name if counts[name] == 1 else _cut(shorten(row.place[1])) + name) for row, tile, name in named]


def name_place(name: str) -> str:
    """What stands above bureaus, beside their tiles: 阳泉市, 延边州."""
    short = shorten(name)
    return f"{_cut(short)}州" if short.endswith("自治州") else short


def name_tiles(names: Iterable[str]) -> list[str]:
    """The bureaus of one place by names that tell them apart; what would read alike keeps more of its own."""
    whole = [shorten(one) for one in names]
    brief = [_clip(_cut(one)) for one in whole]
    longer = [_clip(one) for one in whole]
    found, again = Counter(brief), Counter(longer)
    return [
        short if found[short] == 1 else long if again[long] == 1 else full
        for short, long, full in zip(brief, longer, whole, strict=True)
    ]


def _cut(name: str) -> str:
    """A place without what kind of place it is, as far as two characters are left."""
    if zone := next((short for long, short in ZONES if name.endswith(long)), ""):
        return zone
    if found := WING.fullmatch(name):
        return f"{found[1]}{found[2]}{found[3]}旗"
    if (found := BANNER.fullmatch(name)) and len(name) > LONGEST:
        return f"{found[1]}{found[2]}旗"
    if found := OF_PEOPLES.fullmatch(name):
        return _call(_leave_wing(found[1]))
    if name.endswith(KEPT):
        return _call(name)
    ending = next((one for one in ENDINGS if name.endswith(one) and len(name) > len(one) + 1), "")
    left = name.removesuffix(ending)
    return _call(left.removesuffix("族") if ending.startswith("自治") else left)


def _leave_wing(name: str) -> str:
    """喀喇沁左翼, which is a county of a people: 喀左."""
    return f"{name[0]}{name[-2]}" if name.endswith(("左翼", "右翼")) else name


def _call(name: str) -> str:
    return USUAL.get(name, name)


def _clip(name: str) -> str:
    """As much of a name as a tile has room for; its end tells places apart, as its beginning does."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 2]}…{name[-1]}"
