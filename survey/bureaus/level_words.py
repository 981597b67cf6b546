"""How people write the level of a place. A city of sub-provincial rank is a city; a development zone stands below one.

Whoever means another level sees in the preview how a word was understood, before anything is written.
"""

from survey.bureaus.places import LEVELS

LEVEL_WORDS = {
    "province": ("省", "省级", "自治区", "直辖市", "自治区级"),
    "city": (
        "市",
        "市级",
        "地市",
        "地市级",
        "设区的市",
        "设区市",
        "地级",
        "地级市",
        "盟",
        "盟市",
        "盟市级",
        "州",
        "自治州",
        "地区",
        "市（州）",
        "市（州、盟）",
        "副省级",
        "副省级市",
        "副省级城市",
        "计划单列市",
    ),
    "county": (
        "县",
        "县级",
        "区",
        "区县",
        "县区",
        "区县级",
        "县区级",
        "县（市、区）",
        "县级市",
        "自治县",
        "市辖区",
        "区（县）",
        "县（区）",
        "县（市）",
        "旗",
        "自治旗",
        "旗县",
        "旗县级",
        "旗县（市、区）",
        "开发区",
        "经开区",
        "高新区",
        "新区",
        "园区",
        "功能区",
    ),
    "township": (
        "乡",
        "乡级",
        "镇",
        "乡镇",
        "乡镇级",
        "街道",
        "乡镇（街道）",
        "街道办事处",
        "民族乡",
        "苏木",
        "苏木乡镇",
    ),
}
NARROW = {0xFF08: "(", 0xFF09: ")"}
WORDS = {level: level for level in LEVELS} | {
    word.translate(NARROW): level for level, words in LEVEL_WORDS.items() for word in words
}
