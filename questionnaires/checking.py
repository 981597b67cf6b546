"""What must hold inside a catalogue and between catalogues, beyond the shape of each field."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from string import Formatter

from questionnaires.catalogue import Band, Domain, Duty, Fact, Library, Measure, PolicyDocument
from questionnaires.criteria.criterion import DatedModel
from questionnaires.faults import CatalogueFault

PLACEHOLDERS = {"name", "place", "government", "regulator", "below", "year", "since"}


def check_document(
    document: PolicyDocument,
    path: Path,
    domains: Mapping[str, Domain],
    facts: Mapping[str, Fact],
    left_out: Collection[str] = (),
) -> Iterator[CatalogueFault]:
    """Find what is wrong inside one document.

    `left_out` are its measures that are not looked at because they have faults already.
    """
    if document.id != path.stem:
        yield CatalogueFault(path.name, "document", f"id {document.id!r} must be the file's name, {path.stem!r}")
    if not _fall_to_nothing(document.bands):
        yield CatalogueFault(
            path.name, "bands", "must go from excellent down to below_standard, with scores that fall to 0"
        )
    for place, message in _check_clauses(document):
        yield CatalogueFault(path.name, place, message)
    for measure in document.measures:
        for message in (
            *_check_measure(measure, document, domains, facts),
            *_check_links(measure, document, left_out),
        ):
            yield CatalogueFault(path.name, f"measure {measure.id}", message)


def _check_clauses(document: PolicyDocument) -> Iterator[tuple[str, str]]:
    for twin in find_twins([clause.path for clause in document.clauses]):
        yield f"clause {twin}", "stands twice; a clause is listed once, with all its measures"
    for twin in find_twins([measure.id for measure in document.measures]):
        yield f"measure {twin}", "stands twice; an id belongs to one measure and is never reused"
    for clause in document.clauses:
        if bool(clause.measures) == (clause.reason is not None):
            yield f"clause {clause.path}", "needs measures or a reason why there are none, not both"


def _fall_to_nothing(bands: tuple[Band, ...]) -> bool:
    scores = [band.from_ for band in bands]
    falls = scores == sorted(set(scores), reverse=True) and scores[-1] == 0
    return falls and [band.grade for band in bands] == ["excellent", "good", "basic", "below_standard"]


def _check_measure(
    measure: Measure, document: PolicyDocument, domains: Mapping[str, Domain], facts: Mapping[str, Fact]
) -> Iterator[str]:
    if measure.domain not in domains:
        yield f"domain {measure.domain!r} is unknown; domains.yaml has {', '.join(domains)}"
    if measure.applies_if is not None and measure.applies_if not in facts:
        yield f"applies_if {measure.applies_if!r} is unknown; facts.yaml has {', '.join(facts)}"
    for level in measure.levels:
        if level not in document.levels:
            yield f"level {level} is not among the document's levels: {', '.join(document.levels)}"
    if measure.carries_out and document.parent is None:
        yield "carries_out needs a document with a parent"
    yield from check_wording(measure, isinstance(measure.criterion, DatedModel) and measure.criterion.is_of_year)
    if document.issued is None:
        yield from _check_since(measure)


def _check_since(measure: Measure) -> Iterator[str]:
    """Find the day of issue asked for in a document that has none."""
    for field, words in list_texts(measure):
        if "{since}" in words:
            yield f"{field}: {{since}} is the date of issue, which this document does not give; word it otherwise"


def _check_links(measure: Measure, document: PolicyDocument, left_out: Collection[str]) -> Iterator[str]:
    others = {one.id: one for one in document.measures if one.id != measure.id}
    for id in measure.presumes:
        if id in left_out:
            continue
        if id not in others:
            yield f"presumes {id!r} is no other measure of this document"
        elif not set(measure.levels) & set(others[id].levels):
            yield f"presumes {id!r}, which binds none of the same levels"
    if measure.beside is not None and measure.beside not in left_out:
        yield from _check_beside(measure.beside, measure, others)


def _check_beside(beside: str, measure: Measure, others: Mapping[str, Measure]) -> Iterator[str]:
    if beside not in others or not others[beside].criterion.scored:
        yield f"beside {beside!r} is no scored measure of this document"
    elif not set(measure.levels) <= set(others[beside].levels):
        yield f"beside {beside!r}, which does not bind all of the same levels"


def list_texts(worded: Measure | Duty) -> list[tuple[str, str]]:
    """Every text of a measure or a duty in which placeholders are filled, with the name of its field."""
    asks = [worded.asks] if isinstance(worded.asks, str) else list(worded.asks.values())
    texts = [("duty", worded.duty), ("advice", worded.advice), ("help", worded.help or "")]
    return [*texts, *(("asks", ask) for ask in asks)]


def check_wording(worded: Measure | Duty, is_of_year: bool) -> Iterator[str]:
    """Find wrong placeholders, questions that do not end as one, and what is of the year and does not say which."""
    texts = list_texts(worded)
    for field, words in texts:
        yield from check_placeholders(field, words)
    if not all(words.endswith("？") for field, words in texts if field == "asks"):
        yield "asks must end with a full-width question mark ？"
    if is_of_year:
        asks = [words for field, words in texts if field == "asks"]
        yield from ("asks must print the assessment year: write {year}" for ask in asks if "{year}" not in ask)


def check_placeholders(field: str, words: str) -> Iterator[str]:
    """Find placeholders that nothing fills."""
    try:
        places = [place for place in Formatter().parse(words) if place[1] is not None]
    except ValueError as error:
        places = []
        yield f"{field}: a brace is wrong ({error})"
    for _, name, spec, conversion in places:
        if name not in PLACEHOLDERS:
            yield f"{field}: the place {{{name}}} is unknown; use {', '.join(sorted(PLACEHOLDERS))}"
        elif spec or conversion:
            yield f"{field}: the place {{{name}}} takes nothing after its name"


def check_library(library: Library, broken: Collection[str] = ()) -> Iterator[CatalogueFault]:
    """Find what is wrong between documents: parents, and what is carried out.

    `broken` are documents whose own file has faults: what hangs on them is not judged yet.
    """
    for document in library.documents.values():
        if document.parent is None:
            continue
        file = f"{document.id}.yaml"
        ancestors, stop = _climb(document, library)
        if stop is None:
            above = {measure.id: measure for one in ancestors for measure in one.measures}
            yield from (
                CatalogueFault(file, f"measure {measure.id}", message)
                for measure in document.measures
                for message in _check_chain(measure, above)
            )
        elif stop in library.documents:
            yield CatalogueFault(file, "document", "is its own ancestor; mend `parent`")
        elif stop == document.parent and stop not in broken:
            yield CatalogueFault(
                file, "document", f"parent {stop!r} is not at hand; there are {', '.join(library.documents)}"
            )


def _climb(document: PolicyDocument, library: Library) -> tuple[list[PolicyDocument], str | None]:
    """The documents above, nearest first, and the id that ends the climb: not at hand, or met before."""
    met = [document]
    while (parent := met[-1].parent) is not None:
        if parent not in library.documents or library.documents[parent] in met:
            return met[1:], parent
        met.append(library.documents[parent])
    return met[1:], None


def _check_chain(measure: Measure, above: Mapping[str, Measure]) -> Iterator[str]:
    if measure.id in above:
        yield "is also the id of a measure of the parent document; choose another"
    for parent_id in measure.carries_out:
        if parent_id not in above:
            yield f"carries_out {parent_id!r} is no measure of the parent document"
        elif not set(measure.levels) & set(above[parent_id].levels):
            yield f"carries_out {parent_id!r}, which binds none of the same levels"


def find_twins(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]
