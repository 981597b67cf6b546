"""Where on a web page the notice is: in the smallest part that holds nearly all text that is no link."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

NEVER = {
    "script", "style", "noscript", "svg", "template", "iframe", "object", "head", "nav", "footer", "aside", "button",
    "select", "option", "input", "textarea", "canvas", "audio", "video", "map", "del", "label",
}  # fmt: skip
BESIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|crumbs?|breadcrumbs?|location|position|sidebar|side|share|bdshare\w*|print|foot|footer"
    r"|copyright|related?|recommend|toolbar|tools?|comments?|qrcode|ewm|login|search|pager|paging|hot|links?|top-?bar|banner|fontsize|pre|next)(?:$|[\s_-])",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MOST_BESIDE = 0.25  # of the text: what is called so and has more is not beside it
MOST_LINKED = 0.5  # of a part: with more of it in links it is a list of links
NEARLY_ALL = 0.8
FRAMES = {"div", "table", "tbody", "tr", "td", "section", "article", "main", "center", "form"}
PARTS = {
    "div",
    "ul",
    "ol",
    "table",
    "tbody",
    "tr",
    "td",
    "section",
    "dl",
    "p",
    "li",
    "article",
    "main",
    "center",
    "form",
}
SITE = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*(?:政府|网|局|委员会|门户|首页)[^-_|—–]*$")


# What a site prints about a document: labels with their values, in a table, a list or a line.
NUMBERS, DAYS = (
    "发文字号|发文文号|文号|文件编号",
    "成文日期|成文时间|发文日期|发布日期|发布时间|公开日期|施行日期|生效日期",
)
AFTER_LABEL = r"[】\]]?[：:]?"
LABELLED = re.compile(
    rf"(?:{NUMBERS}){AFTER_LABEL}[\u4e00-\u9fff]{{2,12}}[〔\[［【(（](?:19|20)\d\d[〕\]］】)）]第?\d{{1,4}}号"
    rf"|(?:{DAYS}){AFTER_LABEL}(?:19|20)\d\d[-年./]\d{{1,2}}[-月./]\d{{1,2}}"
)
LONGEST_FACTS = 600


@dataclass(frozen=True, slots=True)
class PageBody:
    """The part of a page that is read, the part that tells about the document, and the title that the page gives it."""

    body: Element
    facts: Element | None
    title: str


def find_body(root: Element) -> PageBody:
    """The part of a page that is read, with what is not of it taken out."""
    body = root.find("body")
    body = root if body is None else body
    title = _find_title(root, body)
    _prune(body, _measure(body)[body][0])
    facts = _take_facts(body)
    sizes = _measure(body)
    chosen = body
    while (inner := max(chosen, key=lambda child: sizes[child][0], default=None)) is not None:
        if inner.tag not in FRAMES or sizes[inner][0] < NEARLY_ALL * sizes[chosen][0]:
            break
        chosen = inner
    return PageBody(chosen, facts, title)


def _take_facts(body: Element) -> Element | None:
    """Take out the first part that tells about the document, as far out as it tells nothing else."""
    waiting = [body]
    while waiting:
        parent = waiting.pop()
        for child in parent:
            if tells_facts(child):
                _remove(parent, child)
                child.tail = None
                return child
        waiting += reversed(list(parent))
    return None


def tells_facts(element: Element) -> bool:
    """Whether a part is what a site prints about a document: a label with a number or a day, and no sentence."""
    if element.tag not in PARTS:
        return False
    text = ""
    for count, part in enumerate(element.itertext()):
        text += "".join(part[: 2 * LONGEST_FACTS].split())
        if len(text) > LONGEST_FACTS or count > LONGEST_FACTS:
            return False
    return "。" not in text and LABELLED.search(text) is not None


def _find_title(root: Element, body: Element) -> str:
    heads = [" ".join("".join(one.itertext()).split()) for one in body.iter("h1")]
    if len(heads) == 1 and len(heads[0]) > 6:
        return heads[0]
    written = root.find("head/title")
    text = " ".join("".join(written.itertext()).split()) if written is not None else ""
    return SITE.sub("", text) if "关于" in text or "通知" in text else ""


def _prune(body: Element, whole: int) -> None:
    """Take out what is never text, what is hidden, and what by its name or its links is beside the notice."""
    sizes = _measure(body)
    waiting = [body]
    while waiting:
        parent = waiting.pop()
        for child in list(parent):
            if _is_beside(child, sizes.get(child, (0, 0)), whole):
                _remove(parent, child)
            else:
                waiting.append(child)


def _is_beside(element: Element, size: tuple[int, int], whole: int) -> bool:
    if not isinstance(element.tag, str) or element.tag in NEVER:
        return True
    if "hidden" in element.attrib or UNSEEN.search(element.get("style", "")):
        return True
    if tells_facts(element):
        return False
    text, linked = size
    called = f"{element.get('class', '')} {element.get('id', '')}"
    if BESIDE.search(called) and element.tag != "body":
        return text < MOST_BESIDE * whole
    return element.tag in PARTS and linked > MOST_LINKED * (text + linked) and linked > 0 and not _names_annex(element)


def _names_annex(element: Element) -> bool:
    return "附件" in "".join(element.itertext())[:40]


def _remove(parent: Element, child: Element) -> None:
    """Take an element out; the words behind it stay."""
    tail = child.tail or ""
    at = list(parent).index(child)
    parent.remove(child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _measure(body: Element) -> Mapping[Element, tuple[int, int]]:
    """The characters outside and inside of links, by element; what is never text has none."""
    sizes: dict[Element, tuple[int, int]] = {}
    waiting = [(body, False)]
    while waiting:
        element, done = waiting.pop()
        if not done:
            waiting.append((element, True))
            waiting += [(child, False) for child in element]
            continue
        plain, linked = _count(element.text), 0
        if element.tag in NEVER or not isinstance(element.tag, str):
            plain = 0
        for child in element:
            inside = sizes[child] if child.tag not in NEVER else (0, 0)
            plain, linked = plain + inside[0] + _count(child.tail), linked + inside[1]
        sizes[element] = (0, plain + linked) if element.tag == "a" else (plain, linked)
    return sizes


def _count(text: str | None) -> int:
    return len("".join((text or "").split()))
