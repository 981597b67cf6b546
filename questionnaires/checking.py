"""What must hold inside a catalogue and between catalogues, beyond the shape of each field."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from string import Formatter

from questionnaires.catalogue import Band, Clause, Domain, Duty, Fact, Library, Measure, PolicyDocument
from questionnaires.criteria.criterion import DatedModel
from questionnaires.faults import CatalogueFault
from questionnaires.messages import Refused

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
        why = Refused("id %(id)s must be the file's name, %(name)s", id=repr(document.id), name=repr(path.stem))
        yield CatalogueFault(path.name, "document", why)
    if not _fall_to_nothing(document.bands):
        why = Refused("must go from excellent down to below_standard, with scores that fall to 0")
        yield CatalogueFault(path.name, "bands", why)
    for place, why in _check_clauses(document, left_out):
        yield CatalogueFault(path.name, place, why)
    by_id = {one.id: one for one in document.measures}
    for measure in document.measures:
        for why in (
            *_check_measure(measure, document, domains, facts),
            *_check_links(measure, by_id, left_out),
        ):
            yield CatalogueFault(path.name, f"measure {measure.id}", why)


def _check_clauses(document: PolicyDocument, left_out: Collection[str]) -> Iterator[tuple[str, Refused]]:
    for twin in find_twins([clause.path for clause in document.clauses]):
        yield f"clause {twin}", Refused("stands twice; a clause is listed once, with all its measures")
    for twin in find_twins([measure.id for measure in document.measures]):
        yield f"measure {twin}", Refused("stands twice; an id belongs to one measure and is never reused")
    for clause in document.clauses:
        if bool(clause.measures) == (clause.reason is not None):
            yield f"clause {clause.path}", Refused("needs measures or a reason why there are none, not both")
        for why in _check_carried(clause, left_out):
            yield f"clause {clause.path}", why


def _check_carried(clause: Clause, left_out: Collection[str]) -> Iterator[Refused]:
    """Find words that are carried twice or have a question of their own, and carriers that are not in the clause."""
    taken = {measure.phrase for measure in clause.measures}
    known = {*left_out, *(measure.id for measure in clause.measures)}
    for one in clause.carried:
        if one.phrase in taken:
            yield Refused(
                "carried %(phrase)s stands twice, or is the phrase of a measure; leave it out", phrase=repr(one.phrase)
            )
        taken.add(one.phrase)
        for id in one.by:
            if id not in known:
                yield Refused(
                    "carried %(phrase)s: %(id)s is no measure of this clause", phrase=repr(one.phrase), id=repr(id)
                )


def _fall_to_nothing(bands: tuple[Band, ...]) -> bool:
    scores = [band.from_ for band in bands]
    falls = scores == sorted(set(scores), reverse=True) and scores[-1] == 0
    return falls and [band.grade for band in bands] == ["excellent", "good", "basic", "below_standard"]


def _check_measure(
    measure: Measure, document: PolicyDocument, domains: Mapping[str, Domain], facts: Mapping[str, Fact]
) -> Iterator[Refused]:
    if measure.domain not in domains:
        yield Refused(
            "domain %(id)s is unknown; domains.yaml has %(known)s", id=repr(measure.domain), known=", ".join(domains)
        )
    if measure.applies_if is not None and measure.applies_if not in facts:
        yield refuse_fact(measure.applies_if, facts)
    for level in measure.levels:
        if level not in document.levels:
            yield Refused(
                "level %(level)s is not among the document's levels: %(known)s",
                level=level,
                known=", ".join(document.levels),
            )
    if measure.carries_out and document.parent is None:
        yield Refused("carries_out needs a document with a parent")
    yield from check_wording(measure, isinstance(measure.criterion, DatedModel) and measure.criterion.is_of_year)
    if document.issued is None:
        yield from _check_since(measure)


def refuse_fact(id: str, facts: Collection[str]) -> Refused:
    """What to say of a fact that there is not."""
    return Refused("applies_if %(id)s is unknown; facts.yaml has %(known)s", id=repr(id), known=", ".join(facts))


def _check_since(measure: Measure) -> Iterator[Refused]:
    """Find the day of issue asked for in a document that has none."""
    for field, words in list_texts(measure):
        if "{since}" in words:
            yield Refused(
                "%(field)s: {since} is the date of issue, which this document does not give; word it otherwise",
                field=field,
            )


def _check_links(measure: Measure, by_id: Mapping[str, Measure], left_out: Collection[str]) -> Iterator[Refused]:
    if measure.id in measure.replaces:
        yield Refused("replaces %(id)s is the measure itself; leave it out", id=repr(measure.id))
    for id in measure.presumes:
        if id in left_out:
            continue
        if id == measure.id or id not in by_id:
            yield Refused("presumes %(id)s is no other measure of this document", id=repr(id))
        elif not set(measure.levels) & set(by_id[id].levels):
            yield Refused("presumes %(id)s, which binds none of the same levels", id=repr(id))
    if measure.beside is not None and measure.beside not in left_out:
        yield from _check_beside(measure.beside, measure, by_id)


def _check_beside(beside: str, measure: Measure, by_id: Mapping[str, Measure]) -> Iterator[Refused]:
    if beside == measure.id or beside not in by_id or not by_id[beside].criterion.scored:
        yield Refused("beside %(id)s is no scored measure of this document", id=repr(beside))
    elif not set(measure.levels) <= set(by_id[beside].levels):
        yield Refused("beside %(id)s, which does not bind all of the same levels", id=repr(beside))


def list_texts(worded: Measure | Duty) -> list[tuple[str, str]]:
    """Every text of a measure or a duty in which placeholders are filled, with the name of its field."""
    asks = [worded.asks] if isinstance(worded.asks, str) else list(worded.asks.values())
    texts = [("duty", worded.duty), ("advice", worded.advice), ("help", worded.help or "")]
    return [*texts, *(("asks", ask) for ask in asks)]


def check_wording(worded: Measure | Duty, is_of_year: bool) -> Iterator[Refused]:
    """Find wrong placeholders, questions that do not end as one, and what is of the year and does not say which."""
    texts = list_texts(worded)
    for field, words in texts:
        yield from check_placeholders(field, words)
    if not all(words.endswith("？") for field, words in texts if field == "asks"):
        yield Refused("asks must end with a full-width question mark ？")
    if is_of_year:
        asks = [words for field, words in texts if field == "asks"]
        yield from (Refused("asks must print the assessment year: write {year}") for ask in asks if "{year}" not in ask)


def check_placeholders(field: str, words: str) -> Iterator[Refused]:
    """Find placeholders that nothing fills."""
    try:
        places = [place for place in Formatter().parse(words) if place[1] is not None]
    except ValueError as error:
        places = []
        yield Refused("%(field)s: a brace is wrong (%(why)s)", field=field, why=error)
    for _, name, spec, conversion in places:
        if name not in PLACEHOLDERS:
            yield Refused(
                "%(field)s: the place {%(name)s} is unknown; use %(known)s",
                field=field,
                name=name,
                known=", ".join(sorted(PLACEHOLDERS)),
            )
        elif spec or conversion:
            yield Refused("%(field)s: the place {%(name)s} takes nothing after its name", field=field, name=name)


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
                CatalogueFault(file, f"measure {measure.id}", why)
                for measure in document.measures
                for why in _check_chain(measure, above)
            )
        elif stop in library.documents:
            yield CatalogueFault(file, "document", Refused("is its own ancestor; mend `parent`"))
        elif stop == document.parent and stop not in broken:
            known = ", ".join(library.documents)
            why = Refused("parent %(id)s is not at hand; there are %(known)s", id=repr(stop), known=known)
            yield CatalogueFault(file, "document", why)


def _climb(document: PolicyDocument, library: Library) -> tuple[list[PolicyDocument], str | None]:
    """The documents above, nearest first, and the id that ends the climb: not at hand, or met before."""
    met = [document]
    while (parent := met[-1].parent) is not None:
        if parent not in library.documents or library.documents[parent] in met:
            return met[1:], parent
        met.append(library.documents[parent])
    return met[1:], None


def _check_chain(measure: Measure, above: Mapping[str, Measure]) -> Iterator[Refused]:
    if measure.id in above:
        yield Refused("is also the id of a measure of the parent document; choose another")
    for parent_id in measure.carries_out:
        if parent_id not in above:
            yield Refused("carries_out %(id)s is no measure of the parent document", id=repr(parent_id))
        elif not set(measure.levels) & set(above[parent_id].levels):
            yield Refused("carries_out %(id)s, which binds none of the same levels", id=repr(parent_id))


def find_twins(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
