"""Which due date holds for which target: the one before it, the one behind it, or one that is said of all."""

import re
from collections.abc import Iterator, Sequence

from questionnaires.drafting.figures.limits import LOOK_BACK, Due

COMPLETED = re.compile(
    r"(?:要|应|须|全部|基本|全面|率先|如期|一律|予以|组织|逐项)*(?:完成|到位|落实|实现|达到|达标|配齐)?(?:[,。;)]|$)"
)
OWN_DUTY = re.compile(
    r"[^,。;]{0,30}(?:出台|印发|制定|建成|完成|建立|启动|实现|覆盖|上线|投入使用|完工|竣工|组建|设立|修订)"
)
OBLIGED = re.compile(r"(?:应当|必须|不得)[^,;。]*$")  # 省级应当在2028年底前达到A级，市级应当达到B级
OF_ALL = re.compile(r"(?:上述|以上|上列|前述|各项)(?:各项)?(?:任务|工作|目标|措施|指标|事项|要求)[^,。;]{0,12}$")
OPENING = re.compile(r"(?:^|\n)[^,。;\n]{0,4}$")  # a date there begins its paragraph
ONLY_GOAL = re.compile(
    r"[^\d。;]{0,60}(?:(?:明显|显著|大幅|全面|进一步|持续|不断|整体|基本|有效)(?:提升|提高|增强|改善|健全|完善|加强|形成|优化)|(?:提升|提高|增强)(?:到|至)?新)[^\d。;]{0,30}"
)
OF_LIST = re.compile(r"[^。;]{0,40}:")
SENTENCE_END = "。!?\n"
# 2023年底前，所有批发企业接入系统: the date alone measures it; 各区不少于10名: what each must have at any time.
WHOLE_DUTY, NEW_SUBJECT = re.compile(r"(?:所有|全部)[^\dA-C]{4,40}"), re.compile(r"(?:各|每(?!年|半|季|月)|对)")
NEW_DUTY = re.compile(r"(?:健全|完善|加强|强化|推进|推动|建立|深化|落实|规范|优化|扩大)[^\d]{4,}")
DATE_LEADS = re.compile(r"(?:力争|争取|确保|要|应当?|须|将|并|拟|计划|到|至|在|于|从)+$")
WHOLE_PLACE = re.compile(r"(?!各|每)[\u4e00-\u9fff]{1,6}(?:省|自治区|市)")
DATES_MARK = re.compile(r"[、和及与,]{1,2}(?:到|至)?")


def find_due(text: str, dues: Sequence[Due], start: int, end: int, periodic: bool) -> Due | None:
    """The due date of a target that stands from `start` to `end`; `periodic`: it has a period of its own."""
    runs = list(_list_runs(text, dues))
    for due in reversed([one for one in dues if one.end <= start]):
        if _is_parted(text, due.end, start, SENTENCE_END):
            break
        if ";" in text[due.end : start] and any(due in run for run in runs):
            continue
        if not _has_own_duty(text, due, start, periodic):
            return due
    behind = [due for due in dues if end <= due.start and not _is_parted(text, end, due.start, SENTENCE_END + ";")]
    behind = behind if not behind or not _introduces(text, behind[0]) else []
    if behind and COMPLETED.match(text, behind[0].end) and not _is_parted(text, end, behind[0].start, "任务"):
        return behind[0]
    lists = [
        due for due in dues if due.end <= start and (colon := OF_LIST.match(text, due.end)) and colon.end() <= start
    ]
    if lists:
        return lists[-1]
    earlier = [due for due in dues if due.end <= start and not periodic and _reaches_over(text, due, start)]
    if earlier:
        return earlier[-1]
    return next(
        (due for due in dues if due.start >= end and OF_ALL.search(text, max(0, due.start - LOOK_BACK), due.start)),
        None,
    )


def _reaches_over(text: str, due: Due, start: int) -> bool:
    """到2025年，能力明显提升。检查员达到120名: a goal's date; 2025年底前建成。其中，参数1500项: the whole's."""
    head, *between = re.split("[。\n]", text[due.end : start])
    if len(between) == 1 and between[0].lstrip().startswith("其中"):
        return True
    opens = OPENING.search(text, 0, due.start) is not None
    return opens and len(between) > 0 and "\n" not in text[due.end : start] and bool(ONLY_GOAL.fullmatch(head))


def pair_dues(text: str, dues: Sequence[Due], places: Sequence[tuple[int, int]]) -> dict[int, Due]:
    """到2023年和2025年分别达到80%和90%: the dates of a list, each for the target in its place behind them."""
    paired = dict[int, Due]()
    for run in _list_runs(text, dues):
        later = [due.start for due in dues if due.start > run[-1].end]
        behind = [
            (start, end)
            for start, end in places
            if run[-1].end <= start < min(later, default=len(text))
            and not _is_parted(text, run[-1].end, start, SENTENCE_END + ";")
        ]
        for part in _cut_parts(text, behind):
            if len(part) == len(run):
                paired |= {start: due for (start, _), due in zip(part, run, strict=True)}
    return paired


def _list_runs(text: str, dues: Sequence[Due]) -> Iterator[list[Due]]:
    """Dates with nothing but a list mark between them, two or more."""
    run = list[Due]()
    for due in dues:
        if run and not DATES_MARK.fullmatch(text, run[-1].end, due.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(due)
    if len(run) > 1:
        yield run


def _cut_parts(text: str, places: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Places of a sentence, those of one comma part together; as one where each has a part of its own."""
    parts = list[list[tuple[int, int]]]()
    for start, end in places:
        if parts and "," not in text[parts[-1][-1][1] : start]:
            parts[-1].append((start, end))
        else:
            parts.append([(start, end)])
    yield from parts if any(len(part) > 1 for part in parts) else [list(places)]


def _is_parted(text: str, start: int, end: int, borders: str) -> bool:
    return any(border in text[start:end] for border in borders)


def _has_own_duty(text: str, due: Due, start: int, periodic: bool) -> bool:
    """Whether a date belongs to another duty that its part of the sentence names: 2025年底前出台方案，每年检查2次."""
    between = text[due.end : start]
    part, heads = re.split(r"[,;]", between), between.startswith((",", ":"))
    if ";" in between and (periodic or not heads):
        return True
    if heads and len(part) > 2 and WHOLE_DUTY.fullmatch(part[1]) and not part[-1].startswith("其中"):
        return True
    if len(part) == 1 or heads:
        return False
    if text.startswith("的", due.end):  # 增至2024年底的90名: of that figure alone
        return True
    if _is_told_of(text, due) and (periodic or len(part) > 2 or NEW_SUBJECT.match(part[-1])):
        return True
    if re.search(r"\d", part[0]) and any(NEW_DUTY.fullmatch(one) for one in part[1:-1]):
        return True
    if OBLIGED.search(text[max(0, due.start - LOOK_BACK) : due.start]) and OBLIGED.search(part[-1]):
        return True
    finished = re.match(r"[^,。;]{0,20}(?:完成|到位|完工|竣工|投用|投入使用|上线(?:运行)?|启用|开通)$", part[0])
    return bool(finished or (periodic and OWN_DUTY.match(part[0])))


def _introduces(text: str, due: Due) -> bool:
    """…不低于3亿元，到2023年，14个市州…: a date with a comma on both sides belongs to what follows."""
    return (
        text.startswith(",", due.end) and not _is_told_of(text, due) and bool(text[due.end + 1 : due.end + 2].strip())
    )


def _is_told_of(text: str, due: Due) -> bool:
    """Whether a date stands behind what it is told of: 市级检查员2025年达到150名."""
    near = max(0, due.start - LOOK_BACK)
    first = max([near, *(text.rfind(border, near, due.start) + 1 for border in ",;:" + SENTENCE_END)])
    told = DATE_LEADS.sub("", text[first : due.start])
    return len(told) > 1 and not WHOLE_PLACE.fullmatch(told)
