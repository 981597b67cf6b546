"""The head of a notice: its title, number, issuer, days, what it carries out, and its level."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from questionnaires.catalogue import Level
from questionnaires.drafting.numerals import read_numeral
from questionnaires.drafting.outline.dates import DAY, DIGIT_DAY, read_date, squeeze
from questionnaires.drafting.outline.numbering import clean_line
from questionnaires.drafting.outline.places import RANKS, find_level, rank_of
from questionnaires.drafting.outline.sections import SIGNER, Sections, is_signature_date
from questionnaires.drafting.outline.titles import (
    CITED,
    find_forwarded,
    find_issuer,
    find_title,
    join_lines,
    strip_issuer,
)
from questionnaires.drafting.parts import Block, NoticeHead, TableBlock, TextBlock

NUMBER = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,12})[〔\[［【(（﹝<〈](?P<year>(?:19|20)\d\d)[〕\]］】)）﹞>〉](?P<count>第?\d{1,4}号)"
)
NUMBER_LINE = re.compile(rf"^(?:.{{0,40}}?(?:文件|文号|字号|编号)[：:]?)?(?P<number>{NUMBER.pattern})$")
FACTS = {
    "number": ("发文字号", "发文文号", "文件编号", "文号", "文件字号"),
    "issuer": ("发文机关", "发文单位", "发布机构", "发布机关", "制发机关", "印发机关", "制定机关"),
    "signed": ("成文日期", "成文时间", "发文日期", "发文时间", "签发日期", "制发日期", "生成日期"),
    "published": ("发布日期", "发布时间", "公布日期", "公开日期", "印发日期", "更新时间"),
    "effective": ("施行日期", "生效日期", "实施日期", "执行日期", "生效时间"),
    "title": ("标题", "文件名称", "信息名称", "名称"),
}
KEY = re.compile("|".join(rf"(?P<{name}>{'|'.join(words)})" for name, words in FACTS.items()))
ANY_KEY = re.compile(
    r"(?:索引号|主题分类|主题词|体裁分类|组配分类|服务对象|有效性|来源|浏览次数|字体|分类|关键词|语种|信息来源)[：:]?"
)
TAKES_EFFECT = re.compile(
    r"(?:^|[。；，,;\n])[^。；，,;》\n]{0,14}?自(?P<when>[^。；》]{2,24}?起(?:满?\w{1,6}[日天]后)?)(?:正式)?(?:施行|实施|执行|生效)"
)
AFTER_DAYS = re.compile(r"(?P<count>\d+|[一二三四五六七八九十百]+)(?:个工作)?[日天]后")
CARRIED_OUT = re.compile(r"(?:落实|贯彻|执行|根据|按照|依据)+(?P<told>[^，。；《》]{0,30})")
LAW = re.compile(r"^(?:中华人民共和国)?[^关]{2,20}(?:法|条例)$")


def read_head(sections: Sections, preamble: Sequence[str]) -> NoticeHead:
    """Read what stands around the clauses.

    Title and clauses are the forwarded document's where a notice only forwards one; number, issuer and day are the
    forwarding notice's. `preamble` are the lines of the main part before its first clause.
    """
    cover, back = _lines(sections.cover), _lines(sections.back)
    facts = _read_facts([*sections.cover, *sections.main[:12], *sections.back])
    title, heading = _find_titles(sections, cover, preamble)
    around = [*cover, *preamble]
    signed = _find_signature([*cover, *back]) or (_find_signature(preamble) if not cover else None)
    issuer = find_issuer(heading) or _find_letterhead(around) or facts.get("issuer") or (signed[0] if signed else None)
    day = (
        (signed[1] if signed else None)
        or _first_date(facts, "signed")
        or _find_printed(back)
        or _first_date(facts, "published")
    )
    own = find_level(issuer or title or heading, "\n".join(around[:20]))
    citing, rank = _find_parent(preamble, cover, sections, own)
    level = find_level(issuer or title or heading, "\n".join(around[:20]), Level.CITY if rank == 2 else None)
    return NoticeHead(
        title=title or facts.get("title") or "",
        number=_find_number(around, facts),
        issuer=issuer,
        issued=day,
        effective=_find_effective([*cover, *_lines(sections.main), *back], facts, day),
        implements=citing,
        level=level,
    )


def _lines(blocks: Sequence[Block]) -> list[str]:
    return [clean_line(one.text) for one in blocks if isinstance(one, TextBlock)]


def _find_titles(sections: Sections, cover: Sequence[str], preamble: Sequence[str]) -> tuple[str, str]:
    """The title that is cited, and the full title of the notice that bears number and issuer."""
    said = [one.text for one in (*sections.cover, *sections.main) if isinstance(one, TextBlock) and one.heading == 0]
    found = find_title(preamble)
    if not cover:
        title = join_lines(said) if said and not found else (found[0] if found else "")
        forwarded = None if found else find_forwarded(title)
        return (forwarded or strip_issuer(title)), title
    above = find_title(cover)
    heading = above[0] if above else ""
    if found:
        return strip_issuer(found[0]), heading
    return find_forwarded("\n".join(cover)) or strip_issuer(heading), heading


def _read_facts(blocks: Sequence[Block]) -> dict[str, str]:
    """What a government site prints about a document in a table or in lines: 成文日期：2021年12月30日."""
    facts = dict[str, str]()
    for block in blocks:
        if isinstance(block, TableBlock):
            cells = [cell for row in block.rows for cell in row]
            pairs = [cell for cell in cells if len(cell) < 400]
            pairs += [f"{one.rstrip('：: ')}：{other}" for one, other in pairwise(cells)]
        else:
            pairs = [clean_line(block.text)] if len(block.text) < 400 else []
        for text in pairs:
            for name, value in _split_facts(re.sub(r"(?<=[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff])", "", text)):
                facts.setdefault(name, value)
    return facts


def _split_facts(text: str) -> list[tuple[str, str]]:
    found = [one for one in KEY.finditer(text) if re.match(r"\s*[】\]]?\s*[：:]", text[one.end() :])]
    told = []
    for at, key in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        value = ANY_KEY.split(re.sub(r"^\s*[】\]]?\s*[：:]\s*", "", text[key.end() : end]))[0].strip(" 【[|\u3000\t\n")
        if value and key.lastgroup:
            told.append((key.lastgroup, value))
    return told


def _first_date(facts: dict[str, str], name: str) -> date | None:
    return read_date(facts[name]) if name in facts else None


def _find_number(lines: Sequence[str], facts: dict[str, str]) -> str | None:
    """The notice's own number, never one that it cites: a line of its own, or what the site prints about it."""
    for text in (*([facts["number"]] if "number" in facts else []), *lines):
        flat = "".join(clean_line(text).split()).translate({ord("０") + at: ord("0") + at for at in range(10)})
        if found := NUMBER_LINE.match(flat.strip("（()）")):
            office = re.split(r"文件|[：:]|关于", found["office"])[-1]
            return f"{office}〔{found['year']}〕{found['count']}"
    return None


def _find_letterhead(lines: Sequence[str]) -> str | None:
    for line in lines[:8]:
        flat = "".join(line.split())
        if (found := re.match(r"^(.{4,40}?)文件(?:$|[\u4e00-\u9fff]{2,8}[〔\[（(])", flat)) and SIGNER.match(found[1]):
            return found[1]
    return None


def _find_signature(lines: Sequence[str]) -> tuple[str | None, date] | None:
    """The signer and the day at the foot of a notice: in one line, or the day alone under the signer's."""
    for at, line in enumerate(lines):
        flat = squeeze(line)
        if not is_signature_date(flat) or (day := read_date(flat)) is None:
            continue
        found = DAY.search(flat) or DIGIT_DAY.search(flat)
        before = flat[: found.start()].strip("()（）") if found else ""
        above = squeeze(lines[at - 1]) if at else ""
        signer = before or (above if SIGNER.match(above) and "关于" not in above else "")
        return (signer or None), day
    return None


def _find_printed(lines: Sequence[str]) -> date | None:
    return next((read_date(line) for line in lines if squeeze(line).endswith("印发") and read_date(line)), None)


def _find_effective(lines: Sequence[str], facts: dict[str, str], issued: date | None) -> date | None:
    for line in lines:
        for found in TAKES_EFFECT.finditer(squeeze(line)):
            when = found["when"]
            if re.search(r"(?:印发|发布|公布|下发|签发)之?日", when):
                days = AFTER_DAYS.search(when)
                return issued + timedelta(read_numeral(days["count"]) or 0) if issued and days else issued
            if day := read_date(when):
                return day
    return _first_date(facts, "effective")


def _find_bare_numbers(text: str) -> Iterator[tuple[int, str]]:
    """The documents that a text carries out by number alone (为落实国办发〔2021〕16号), each with its rank."""
    for found in CARRIED_OUT.finditer(text):
        if number := NUMBER.search(found["told"]):
            office = re.split(r"[和及、与了]|关于|文件", number["office"])[-1]
            told = f"{office}〔{number['year']}〕{number['count']}"
            rank = rank_of(office, told)
            yield (-1 if rank is None else rank), told


def _find_parent(
    preamble: Sequence[str], cover: Sequence[str], sections: Sections, own: Level | None
) -> tuple[str | None, int | None]:
    """The nearest higher document that a notice says it carries out, by number or else title, and its rank."""
    for lines in (preamble, cover, _lines(sections.main)[:12]):
        text = "".join("".join(line.split()) for line in lines)
        named = list[tuple[int, str]]()
        for found in CITED.finditer(text):
            number = NUMBER.match(text[found.end() :].lstrip("（(〔["))
            if number and number["office"].startswith("的"):  # 关于印发《…》的通知, and its own number in the next line
                continue
            if not number and (
                LAW.match(found[1]) or not re.search(r"意见|通知|方案|措施|规划|办法|计划|要点|纲要", found[1])
            ):
                continue
            told = f"{number['office']}〔{number['year']}〕{number['count']}" if number else found[1]
            rank = rank_of(found[1], told)
            named.append((-1 if rank is None else rank, told))
        named += _find_bare_numbers(text)
        limit = RANKS[own] if own else 4
        higher = [one for one in named if one[0] < limit]
        if higher:
            best = max(rank for rank, _ in higher)
            ties = [told for rank, told in higher if rank == best]
            return next((one for one in ties if NUMBER.match(one)), ties[0]), best
    return None, None
