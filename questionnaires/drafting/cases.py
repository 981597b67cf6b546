"""A condition as a subject: 有中药材专业市场的县（市、区）每半年… asks a county with such a market, and no other."""

import re

from questionnaires.drafting.level_lists import EACH, LIST, NO_LEVEL, one_of

# Whom something is done to or where is no condition: 鼓励有条件的县, 在任务较重的市.
NO_CASE = (
    "对|向|给|为|在|由|从|按|将|把|以|与|和|支持|鼓励|引导|督促|指导|推动|推进|帮助|组织|允许|选择|选取|确定|加强|加快|开展|建立|完善|"
    "健全|提升|提高|强化|落实|制定|其中|每年|每半年|每季度|到20|力争|至少|(?:达到|取得|通过|具备)[^的]{0,4}[A-C]|全部|半数|[一二三四五六七八九十百千\\d]"
)
CASE = re.compile(
    rf"^(?:{one_of(EACH)}|其余|其他|凡|凡是)?(?!{NO_CASE})(?P<case>[^，,。；;、的]{{1,12}}(?:[、的][^，,。；;、的]{{1,12}}){{0,3}})的(?=(?P<levels>{LIST}){NO_LEVEL})"
)
MODAL = re.compile(rf"^(?P<level>{LIST})(?:要(?![求素点])|应当?|须|必须|需要?)")
BEGINS = re.compile(
    r"(?:辖区内?|区域内|境内|所辖区域)?(?:有|无|没有|未|尚未|不|已|已经|具[有备]|拥有|设[有立]|建[有成]|承担|担负|列入|纳入|入选|获批|取得|位于|属于|存在|靠近|临近|条件)"
    r"|.*(?:[超多大高低少小]于?|超过|达到?|不足|以上|以下|集中|集聚|较[多大重强高]|薄弱|成熟|具备|突出|落后|密集|发达|繁重)"
)


def split_case(text: str) -> tuple[str, str]:
    """The condition that stands where a subject does, and the text from the level that it is said of on."""
    found = CASE.match(text)
    if found is None or not BEGINS.match(found["case"]):
        return "", text
    return found["case"], MODAL.sub(r"\g<level>", text[found.end() :])


def find_case(before: tuple[str, ...]) -> str:
    """The condition that the last part before states, or takes from the one before it."""
    for text in reversed(before):
        if case := split_case(text)[0]:
            return case
        if re.match(rf"(?:{one_of(EACH)})?{LIST}", text):
            return ""
    return ""
