"""Which level of government a name speaks for: 山西省, 晋城市, 高平市, 锡林郭勒盟, 重庆市."""

import re

from questionnaires.catalogue import Level

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
UNDIVIDED = ("东莞市", "中山市", "儋州市", "嘉峪关市", "三沙市")  # cities of a prefecture without counties
BODY = re.compile(
    r"(?:人民)?(?:政府|行政公署).*|(?:药品|食品药品|市场|医药).{0,4}监督?管理?.*|(?:卫生健康|财政|发展(?:和)?改革).*"
    r"|食品药品安全.*|药品安全.*|党委.*|办公[厅室].*|委员会.*|开发区.*|关于.*"
)
COUNTY_BELOW = re.compile(r"各?(?:乡镇?|镇|街道|苏木)[^，。]{0,8}(?:人民政府|办事处)")
CITY_BELOW = re.compile(r"各?(?:县|区|旗)[（(、市区旗自治县]*[）)]?(?:人民)?政府")
NATIONAL = re.compile(r"^(?:中共中央|中办|国务院|国家|全国|国办|国发|国药监|国市监|中华人民共和国|市场监管总局)")
KINDS: tuple[tuple[str, Level], ...] = (
    (r"(?:省|自治区|生产建设兵团|特别行政区)$", Level.PROVINCE),
    (r"(?:自治州|地区|[^自]州|盟)$", Level.CITY),
    (r"(?:县|旗|区)$", Level.COUNTY),
)

RANKS = {Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3}


def find_level(name: str, addressed: str = "", implements: Level | None = None) -> Level | None:
    """The level of the government that a name speaks for (an issuer, or a title that begins with a place).

    A 市 is one of the four municipalities, or a city, or a county where its notice is addressed to townships and not to
    counties, or carries out a city's.
    """
    place = BODY.sub("", "".join(name.split()))
    if not place or NATIONAL.match(place):
        return None
    for pattern, level in KINDS:
        if re.search(pattern, place):
            return level
    if not place.endswith("市"):
        return _find_within(place)
    if place.endswith(MUNICIPALITIES):
        return Level.PROVINCE
    return Level.COUNTY if _is_county_city(place, addressed, implements) else Level.CITY


def _is_county_city(place: str, addressed: str, implements: Level | None) -> bool:
    if re.search(r"(?:[^省区]{2,}市|自治?州|盟|地区)[^省]{2,4}市$", place) or implements is Level.CITY:
        return True
    below = "".join(addressed.split())
    return bool(COUNTY_BELOW.search(below)) and not CITY_BELOW.search(below) and not place.endswith(UNDIVIDED)


def _find_within(text: str) -> Level | None:
    """The level of the place that a title without an issuer begins with: 晋城市全面加强…."""
    found = re.match(
        r"(?:[^省市县区旗州盟，。]{1,6}(?:省|自治区))?[^省市县区旗州盟，。关于]{0,7}(?:自治[区州县]|[省市县区旗州盟])",
        text,
    )
    return find_level(found[0]) if found and found[0] != text else None


def rank_of(name: str, number: str = "") -> int | None:
    """How far down a cited document comes from: 0 the state, 1 a province, 2 a city, 3 a county; None if untold."""
    if NATIONAL.match(name) or NATIONAL.match(number):
        return 0
    level = find_level(name.partition("关于")[0] or name)
    return RANKS[level] if level else None
