"""The title by which people know a notice, in its lines or in the sentence that forwards it."""

import re
from collections.abc import Sequence

from questionnaires.drafting.outline.dates import DAY, squeeze
from questionnaires.drafting.outline.numbering import clean_line

KINDS = (
    r"(?:通知|意见|措施|方案|办法|细则|规划|计划|规定|决定|要点|清单|规则|制度|条例|通告|公告|批复|函|行动|举措|政策|指南"
    r"|纲要|任务)"
)
TITLE_END = re.compile(rf"{KINDS}(?:[（(](?:试行|暂行|修订|修订版|\d{{4}}.{{0,8}}|征求意见稿)[）)])?$")
ISSUER = re.compile(
    r"^.{2,60}?(?:人民政府|行政公署|管委会|管理委员会|委员会|办公厅|办公室|[^全]局|药监局|厅|党委|政府)+(?=关于|印发|转发|批转)"
)
CITED = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》")
CJK_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
MOST_LINES = 5
NOT_TITLE = re.compile(
    r"[。；！？\t]|^各.{0,40}[：:]$|^[（(〔]"
    r"|^(?:现|经|标\s*题|名\s*称|附件|索引|发布|来源|发文|主题|成文|字体|信息|文号|日期|时间)"
)
HEAD_LINE = re.compile(r"[〔\[［【(（]\s*(?:19|20)\d\d\s*[〕\]］】)）]\s*第?\s*\d+\s*号$|文件$")


def join_lines(lines: Sequence[str]) -> str:
    """Lines of one title as one, without the white space that only print needs."""
    return CJK_GAP.sub("", " ".join(clean_line(line) for line in lines)).strip()


def strip_issuer(title: str) -> str:
    """A title from 关于 on, where an issuer stands before it; others as they are."""
    found = ISSUER.match(title)
    return title[found.end() :] if found and "关于" in title else title


def find_issuer(title: str) -> str | None:
    """Who stands before 关于 or 印发 in a title."""
    found = ISSUER.match(title)
    return found[0] if found else None


def find_title(lines: Sequence[str]) -> tuple[str, int] | None:
    """The first title of some lines and the place of the line after it: one line or several that end as titles do."""
    for start, line in enumerate(lines):
        if not _may_begin(line):
            continue
        for end in range(start + 1, min(start + MOST_LINES, len(lines)) + 1):
            part = [clean_line(one) for one in lines[start:end]]
            if (
                any(NOT_TITLE.search(one) for one in part)
                or DAY.search(part[-1])
                or HEAD_LINE.search(squeeze(part[-1]))
            ):
                break
            joined = join_lines(part)
            if TITLE_END.search(joined) and not _goes_on(joined, lines[end:]) and 5 < len(joined) < 120:
                return joined, end
    return None


def _may_begin(line: str) -> bool:
    text = clean_line(line)
    return bool(text) and not NOT_TITLE.search(text) and not HEAD_LINE.search(squeeze(text))


def _goes_on(joined: str, after: Sequence[str]) -> bool:
    """Whether a title that could end here ends with the next line: …工作措施 / 的通知, …实施意见 / 若干措施的通知."""
    nearest = [clean_line(one) for one in after[:2]]
    for size in (1, 2):
        following = join_lines(nearest[:size])
        if len(nearest) >= size and not any(NOT_TITLE.search(one) for one in nearest[:size]):
            ends = re.fullmatch(rf".{{0,40}}的?(?:{KINDS})", following) and re.search(r"关于|印发|转发", joined)
            if ends and not joined.endswith(("的通知", "的意见", "的决定")):
                return True
    return False


def find_forwarded(covering: str) -> str | None:
    """The title between 《 》 that a covering notice forwards, in its sentence or in its own title."""
    flat = "".join(covering.split())
    for found in CITED.finditer(flat):
        if re.match(r"(?:[（(].{0,10}[）)])?(?:已|经|业经|现|印发|的通知|转发)", flat[found.end() :][:12]):
            return found[1]
    named = re.search(r"(?:印发|转发)《?([^《》。]{4,60}?)》?的通知", flat)
    return named[1] if named else None
