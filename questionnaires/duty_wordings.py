"""What must hold of the clauses that a duty rests on, and of the words by which a draft finds it."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from questionnaires.catalogue import Duty, PolicyDocument
from questionnaires.messages import Refused

NATIONAL = "国办发〔2021〕16号"
NUMERALS = "一二三四五六七八九"
CLAUSES = (*NUMERALS, "十", *(f"十{one}" for one in NUMERALS), "二十", "二十一", "二十二", "二十三")
# A figure in another wording would be that of one notice, and must not come with the duty.
FIGURE = re.compile(
    r"\d[\d.]*|百分之|[两三四五六七八九十百千万]+次|[一二两三四五六七八九十百千万]+(?:名|批次|家|年内|个月|学时)"
)


def check_wordings(duty: Duty) -> Iterator[Refused]:
    """Find what is wrong in the words by which a duty is found."""
    for words in duty.said:
        if found := FIGURE.search(words):
            yield Refused("said: %(words)s has the figure %(figure)s; figures are the notice's", **_quote(words, found))
        if "{" in words:
            yield Refused("said: %(words)s has a placeholder; say it as a notice does", words=repr(words))
    if duty.criterion.get("kind") in duty.forms:
        yield Refused("forms: %(kind)s is the kind of the duty itself; leave it out", kind=duty.criterion["kind"])
    told = " ".join([duty.title, duty.duty, *duty.said, *_list_labels(duty)])
    for word in duty.own_words:
        if word not in told:
            yield Refused("own_words: %(word)s stands nowhere in the duty, its items or `said`", word=repr(word))


def _quote(words: str, figure: re.Match[str]) -> dict[str, str]:
    return {"words": repr(words), "figure": repr(figure[0])}


def _list_labels(duty: Duty) -> list[str]:
    items = duty.criterion.get("items")
    return [str(one.get("label")) for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def check_sources(duty: Duty, documents: Mapping[str, PolicyDocument]) -> Iterator[Refused]:
    """Find sources that are no clause of the State Council's notice or of a document at hand."""
    for source in duty.source:
        if source.startswith(NATIONAL):
            if source.removeprefix(NATIONAL) not in {f"（{one}）" for one in CLAUSES}:
                yield Refused(
                    "source: %(source)s is no clause; write one as 国办发〔2021〕16号（五）", source=repr(source)
                )
            continue
        id, _, path = source.partition(" ")
        if id not in documents:
            known = ", ".join([NATIONAL, *documents])
            yield Refused(
                "source: %(source)s names no document at hand; there are %(known)s", source=repr(source), known=known
            )
        elif path not in (paths := [clause.path for clause in documents[id].clauses]):
            near = ", ".join(get_close_matches(path, paths, cutoff=0.3))
            yield Refused(
                "source: %(source)s names no clause of that document; near it: %(near)s",
                source=repr(source),
                near=near or paths[0],
            )
