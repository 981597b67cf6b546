"""What must hold between the library of duties and the notices: nothing twice, nothing of one place, and a
clause behind each."""

import re
from collections.abc import Iterator, Mapping, Sequence

from questionnaires.catalogue import Duty, DutyFile, Library, Measure, PolicyDocument
from questionnaires.checking import list_texts
from questionnaires.duty_wordings import check_sources
from questionnaires.faults import CatalogueFault
from questionnaires.messages import Refused

ISSUER = re.compile(r"^(.{2,}?)(?:省|市|自治区|自治州|地区|盟)?人民政府")
WHOLE = re.compile("健全|安全|完全|齐全")  # words that end in 全
# What a level is called in most places, and a text may say of any.
COMMON = {"省", "市", "县", "县（市、区）", "乡镇", "乡镇（街道）", "村（社区）"} | {
    *("地区", "街道", "镇（街道）", "乡镇、街道", "社区", "市场监管所"),
}


def check_duties(library: Library, complete: bool) -> Iterator[CatalogueFault]:
    """Find what is wrong between the duties and the documents; `complete` says that no document is missing."""
    names = find_own_names(library)
    ids = {measure.id for document in library.documents.values() for measure in document.measures}
    taken: dict[str, str] = {}
    for file, duty in _list_duties(library):
        found = [*_check_names(duty, names), *_check_quantities(duty, taken, ids)]
        if complete:
            found += check_sources(duty, library.documents)
        yield from (_fault(file, duty, why) for why in found)
    yield from _check_twice_said(library)
    yield from _check_twice_meant(library)


def _list_duties(library: Library) -> list[tuple[DutyFile, Duty]]:
    return [(file, duty) for file in library.duty_files for duty in file.duties]


def _fault(file: DutyFile, duty: Duty, why: Refused) -> CatalogueFault:
    return CatalogueFault(f"{file.domain}.yaml", f"duty {duty.id}", why)


def find_own_names(library: Library) -> set[str]:
    """What one place is called and others are not: the places that issued the documents, and their words for levels."""
    names = {
        word
        for document in library.documents.values()
        for level in document.levels.values()
        for word in (level.name, level.place, level.government, level.regulator, level.below)
    }
    issuers = {found[1] for one in library.documents.values() if (found := ISSUER.match(one.issuer))}
    return {name for name in names | issuers if len(name) > 1} - COMMON


def _check_names(duty: Duty, names: set[str]) -> Iterator[Refused]:
    for field, words in list_all_texts(duty):
        if found := sorted((name for name in names if _says(words, name)), key=len)[-1:]:
            yield Refused(
                "%(field)s: %(name)s is one place's own name; use a placeholder, or words for every place",
                field=field,
                name=repr(found[0]),
            )


def _says(words: str, name: str) -> bool:
    """Whether a text says a name; 健全省市县… does not say 全省."""
    return name in (WHOLE.sub("", words) if name.startswith("全") else words)


def list_all_texts(duty: Duty) -> list[tuple[str, str]]:
    """Every text of a duty that a bureau reads or a draft takes words from, with the name of its field."""
    labels = [str(item.get("label")) for item in duty.criterion.get("items", []) if isinstance(item, dict)]
    return [
        ("title", duty.title),
        *(("said", words) for words in duty.said),
        *list_texts(duty),
        *(("evidence", words) for words in duty.evidence),
        *(("items", label) for label in labels),
        *((f"quantity {one.id}", f"{one.title} {one.help or ''}") for one in duty.quantities),
    ]


def _check_quantities(duty: Duty, taken: dict[str, str], measures: set[str]) -> Iterator[Refused]:
    for quantity in duty.quantities:
        if quantity.id in measures:
            yield Refused("quantity %(id)s has the id of a measure; choose another", id=quantity.id)
        elif quantity.id in taken:
            yield Refused(
                "quantity %(id)s stands under the duty %(duty)s already; ask it once",
                id=quantity.id,
                duty=repr(taken[quantity.id]),
            )
        taken[quantity.id] = duty.id


def _check_twice_said(library: Library) -> Iterator[CatalogueFault]:
    """Find questions, helps and advice of the library that stand somewhere else word for word."""
    said: dict[str, list[str]] = {}
    for file, duty in _list_duties(library):
        for words in _list_whole_texts(duty):
            if words in said:
                told = {"words": repr(words), "duty": repr(said[words][0])}
                yield _fault(
                    file, duty, Refused("says %(words)s as the duty %(duty)s does; a duty is worded once", **told)
                )
            said.setdefault(words, []).append(duty.id)
    for document in library.documents.values():
        yield from _check_repeats(document, said)


def _check_repeats(document: PolicyDocument, said: Mapping[str, Sequence[str]]) -> Iterator[CatalogueFault]:
    for measure in document.measures:
        for words in _list_whole_texts(measure):
            if words in said and measure.library not in said[words]:
                why = Refused(
                    "says %(words)s as the library's duty %(duty)s does; name it under `library`",
                    words=repr(words),
                    duty=repr(said[words][0]),
                )
                yield CatalogueFault(f"{document.id}.yaml", f"measure {measure.id}", why)


def _check_twice_meant(library: Library) -> Iterator[CatalogueFault]:
    """Find wordings that stand under two duties, or twice under one: a draft could not tell which is meant."""
    meant: dict[str, str] = {}
    for file, duty in _list_duties(library):
        for words in (duty.duty, *duty.said):
            if words in meant:
                told = {"words": repr(words), "duty": repr(meant[words])}
                yield _fault(file, duty, Refused("said: %(words)s stands under the duty %(duty)s already", **told))
            meant.setdefault(words, duty.id)


def check_beside_duties(library: Library, document: PolicyDocument) -> Iterator[CatalogueFault]:
    """Find what is wrong between one more document and the duties, which stay as they are."""
    said: dict[str, list[str]] = {}
    for duty in library.duties.values():
        for words in _list_whole_texts(duty):
            said.setdefault(words, []).append(duty.id)
    yield from _check_repeats(document, said)
    asked = {quantity.id for duty in library.duties.values() for quantity in duty.quantities}
    for measure in document.measures:
        if measure.id in asked:
            why = Refused("is also the id of a quantity of the library; choose another")
            yield CatalogueFault(f"{document.id}.yaml", f"measure {measure.id}", why)


def _list_whole_texts(worded: Duty | Measure) -> set[str]:
    return {words for field, words in list_texts(worded) if field != "duty" and words}
