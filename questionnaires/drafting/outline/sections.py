"""Where the clauses of a file begin and end: behind a notice that only forwards them, before signature and annex."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from questionnaires.drafting.outline.dates import DAY, squeeze
from questionnaires.drafting.outline.numbering import Style, clean_line, read_mark
from questionnaires.drafting.parts import Block, TextBlock

FORWARDED = re.compile(
    r"(?:印发|转发|下发)(?:给|与)?你们|现(?:予以?|将其)?(?:印发|转发|公布|发布)(?:施行|执行|[，,。])|现予公布|遵照执行|认真贯彻(?:落实|执行)"
)
OPEN_TO_ALL = re.compile(r"^[（(〔\[]?(?:此件|本件)?.{0,6}(?:公开|不予公开|发布)[^，。]{0,4}[）)〕\]]?$")
COPIES = re.compile(r"^(?:抄送|抄报|主送|分送|发送|主题词)[：:]?")
PRINTED_ON = re.compile(r"年\d+月\d+日(?:印发|印制)$|^(?:校对|打字|承办)[：:]")
ANNEX = re.compile(r"^附[件表](?:[一二三四五六七八九十\d]{1,2})?[：:.．、]?(?:.{0,60})$")
ANNEX_ALONE = re.compile(r"^附[件表][一二三四五六七八九十\d]{0,2}[：:]?$")
SIGNER = re.compile(r"^[^，。；：、]{2,40}(?:政府|办公厅|办公室|局|委员会|委|厅|公署|管委会|部|院|公司|党组|中心)$")
SITE = re.compile(r"^(?:扫一扫|分享到?|【?打印|【?关闭|上一篇|下一篇|相关(?:链接|文件|解读)|责任编辑|附件下载)")
STARTS = re.compile(r"^本.{1,12}自.{1,16}起(?:.{1,6}后)?(?:施行|实施|执行|生效)|^本.{1,12}由.{2,30}负责解释")
PAGE_NUMBER = re.compile(r"^[-—－–·\s]*(?:第?\d{1,3}页?(?:共\d+页)?)[-—－–·\s]*$")
STRUCTURE = (Style.CHAPTER, Style.ARTICLE, Style.COMMA, Style.BRACKET, Style.DIGIT)


@dataclass(frozen=True, slots=True)
class Sections:
    """A file in three: what stands before the clauses (`cover`: the notice that forwards them), they, and the rest."""

    cover: tuple[Block, ...]
    main: tuple[Block, ...]
    back: tuple[Block, ...]


def text_of(block: Block) -> str:
    """A block's text for reading: no white space, widths normalised; a table has none."""
    return squeeze(block.text) if isinstance(block, TextBlock) else ""


def is_signature_date(flat: str) -> bool:
    """Whether a line is a date alone, or a signer with a date, as at the foot of a notice."""
    found = DAY.search(flat.strip("()（）"))
    if found is None or len(flat) > 60 or "印发" in flat or "日期" in flat or "时间" in flat:
        return False
    before, after = flat[: found.start()].strip("(（"), flat[found.end() :].strip(")）")
    return not after and (not before or bool(SIGNER.match(before)))


def cut_sections(blocks: Sequence[Block]) -> Sections:
    """Cut a file into cover, main part and back, without page numbers standing alone.

    The cover goes up to the date under a notice that says 现印发给你们 if clauses follow it; it is empty where the
    notice speaks for itself.
    """
    kept = [one for one in blocks if not _is_noise(one)]
    start = _find_start(kept)
    end = _find_end(kept, start)
    return Sections(tuple(kept[:start]), tuple(kept[start:end]), tuple(kept[end:]))


def _is_noise(block: Block) -> bool:
    return isinstance(block, TextBlock) and (
        not clean_line(block.text) or (PAGE_NUMBER.match(squeeze(block.text)) is not None and block.heading is None)
    )


def begins_structure(block: Block) -> bool:
    """Whether a block is the first of a numbering: 一、, 第一章, 第一条, （一）, 1."""
    mark = read_mark(block.text) if isinstance(block, TextBlock) else None
    return mark is not None and mark.value == 1 and mark.style in STRUCTURE


def _find_start(blocks: Sequence[Block]) -> int:
    flats = [text_of(one) for one in blocks]
    first = next((at for at, one in enumerate(blocks) if begins_structure(one)), len(blocks))
    forwarded = next((at for at in range(len(blocks)) if FORWARDED.search("".join(flats[at : at + 2]))), len(blocks))
    if forwarded >= len(blocks) or forwarded > first:
        return 0
    for at in range(forwarded + 1, len(blocks)):
        if is_signature_date(flats[at]) and any(begins_structure(one) for one in blocks[at + 1 :]):
            between = (OPEN_TO_ALL.match(flat) or ANNEX_ALONE.match(flat) for flat in flats[at + 1 :])
            return at + 1 + sum(1 for _ in takewhile(bool, between))
        if begins_structure(blocks[at]) and not _signed_later(blocks, flats, at):
            break
    return _after_annex_list(flats, forwarded, first)


def _signed_later(blocks: Sequence[Block], flats: Sequence[str], start: int) -> bool:
    """Whether a date stands further down and 一、 begins again behind it: the cover itself had numbered paragraphs."""
    dated = next((at for at in range(start, len(blocks)) if is_signature_date(flats[at])), len(blocks))
    later = [at for at in range(dated + 1, len(blocks)) if begins_structure(blocks[at])]
    return len(later) > 1


def _after_annex_list(flats: Sequence[str], forwarded: int, first: int) -> int:
    at = forwarded + 1
    while at < first and (len(flats[at]) > 60 or ANNEX.match(flats[at]) or flats[at].endswith("。")):
        at += 1
        if ANNEX_ALONE.match(flats[at - 1]):
            break
    return at if at < first else forwarded + 1


def _find_end(blocks: Sequence[Block], start: int) -> int:
    flats = [text_of(one) for one in blocks]
    first = next((at for at in range(start, len(blocks)) if begins_structure(blocks[at])), start)
    end = next((at for at in range(first + 1, len(blocks)) if _closes(flats[at])), len(blocks))
    while end - 1 > first and _belongs_to_foot(flats[end - 1]):
        end -= 1
    return end


def _closes(flat: str) -> bool:
    ends = (
        OPEN_TO_ALL.match(flat)
        or COPIES.match(flat)
        or PRINTED_ON.search(flat)
        or is_signature_date(flat)
        or SITE.match(flat)
    )
    return bool(flat and (ends or (ANNEX.match(flat) and not flat.endswith("。"))))


def _belongs_to_foot(flat: str) -> bool:
    return bool(STARTS.match(flat)) or (SIGNER.match(flat) is not None and read_mark(flat) is None)
