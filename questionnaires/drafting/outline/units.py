"""The units that a clause is given to: its 责任单位 line, or the bracket at its end."""

import re

OPENING, CLOSING = "（(〔[【［﹝", "）)〕]】］﹞"
LABEL = re.compile(
    r"(?:主要|具体)?(?:责任|牵头|配合|参与|主办|协办|承办|实施|主责|落实|负责|协同|支持)"
    r"(?:和(?:配合|责任|参与))?(?:单位|部门|处室|科室|主体|机构|地区)(?:[及和](?:\w{2}单位|\w{2}部门))?[：:]"
)
DUTY_WORDS = re.compile(
    r"(?:按照?|根据)(?:各自)?(?:职责|职能)(?:分工|分别)?(?:负责|落实|配合|参与)?"
    r"|(?:共同|分别|分工|具体|联合|负责)?(?:牵头|配合|负责|参与|落实|协助|协同|实施|承办|主办)(?:落实|负责|配合|实施|推进)?$"
    r"|^(?:由|会同|以及|及|和|与|并)"
)
UNIT = re.compile(
    r"(?:局|委|厅|办|政府|部门|院|中心|公司|委员会|海关|总队|支队|大队|管委会|协会|学会|集团|所|站|署|公署|银行|大学|学院"
    r"|单位|机构|地区|部|县区|[市县区旗盟州]|街道|乡镇|基地|联合会|联社|团委|工会|妇联|法院|检察院|组|室)$"
)
ACTS = re.compile(r"牵头|配合|负责|责任单位|责任部门|按职责|参与|落实")
TOLD = re.compile(rf"(?:^|(?<=。)){LABEL.pattern}")
UNITS_ALONE = re.compile(rf"^[★●■◆—·-]*(?:{LABEL.pattern}|[（(〔【\[].*[）)〕】\]]。?$)")
SPLIT = "、，；,;。"


def find_units(body: str) -> tuple[str, ...]:
    """The units of a clause's 责任单位 lines and brackets in their order, each once, as printed."""
    flat = "".join(body.split())
    spans = [flat[start + 1 : end] for start, end in find_brackets(flat)]
    lines = [_join_labelled(line) for line in _labelled(body)]
    units = [unit for text in (*lines, *spans) for unit in split_units(text)]
    return tuple(dict.fromkeys(units))


def find_brackets(flat: str) -> list[tuple[int, int]]:
    """Where brackets of units open and close; those inside another, and those of other things, are left out."""
    found, opened, depth = list[tuple[int, int]](), 0, 0
    for at, sign in enumerate(flat):
        if sign in OPENING:
            opened = at if depth == 0 else opened
            depth += 1
        elif sign in CLOSING and depth:
            depth -= 1
            if depth == 0 and _tells_units(flat[opened + 1 : at], flat[at + 1 : at + 2]):
                found.append((opened, at))
    return found


def _tells_units(inside: str, after: str) -> bool:
    if LABEL.match(inside):
        return True
    if after and after not in "。；\n" and not ACTS.search(inside):
        return False  # in the middle of a sentence: 省（区、市）, 市场监管部门（所）
    parts = split_units(inside)
    known = sum(bool(UNIT.search(_without_brackets(part))) for part in parts)
    if len(inside) < 4 or not parts or known < len(parts) * 0.6:
        return False
    return ACTS.search(inside) is not None or len(parts) > 1 or inside[0] in "省市县区各自"


def split_units(text: str) -> list[str]:
    """Cut a list of units at its commas outside brackets, without labels and words such as 牵头 and 分工负责."""
    parts, depth, word = list[str](), 0, ""
    for sign in LABEL.sub("、", "".join(text.split())):
        depth += (sign in OPENING) - (sign in CLOSING and depth > 0)
        if sign in SPLIT and depth == 0:
            parts.append(word)
            word = ""
        else:
            word += sign
    cut = [
        piece
        for part in (*parts, word)
        for piece in re.split(r"(?<=[局委厅办院部府关心])[及和与](?=[各省市县区有相自])", part)
    ]
    named = [_strip_words(part) for part in cut]
    return [name for name in named if len(name) > 1]


def _strip_words(part: str) -> str:
    before, name = "", part
    while before != name:
        before, name = name, DUTY_WORDS.sub("", name)
    return re.sub(r"等$", "", name).strip("：: ")


def _without_brackets(text: str) -> str:
    return re.sub(r"[（(〔\[].*?[）)〕\]]", "", text)


def _labelled(body: str) -> list[str]:
    lines = body.split("\n")
    found = []
    for at, line in enumerate(lines):
        flat = "".join(line.split()).lstrip("★●■◆-—·")
        if label := TOLD.search(flat):
            flat = flat[label.start() :]
            tail = lines[at + 1] if at + 1 < len(lines) and flat.endswith(("、", "，")) else ""
            found.append(flat + "".join(tail.split()))
    return found


def _join_labelled(line: str) -> str:
    return re.sub(r"(?:完成|办理|责任)?(?:时限|时间|期限)[：:].*$", "", line)
