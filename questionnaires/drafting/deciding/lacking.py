"""What a measure, a clause and a whole notice still lack before they can be published."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from questionnaires.catalogue import Duty, Level, Library, Measure, PolicyDocument
from questionnaires.checking import check_wording, list_texts
from questionnaires.criteria.criterion import DatedModel
from questionnaires.documents import flatten
from questionnaires.drafting.deciding.acts import find_askers
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, DecidedNotice, NoticeFacts
from questionnaires.drafting.deciding.raw_measures import ask, find_home, write_measure
from questionnaires.drafting.deciding.scales import load_scales
from questionnaires.drafting.deciding.seen import find_denied
from questionnaires.drafting.draft import NAMED_PARTS
from questionnaires.drafting.plain_questions import PARTS
from questionnaires.merging import merge_measure
from questionnaires.messages import Refused, say_why
from questionnaires.reading import explain

STANDS_IN = str(PARTS["share"]["part"])  # the only ones of these words that are nobody's own


@dataclass(frozen=True, slots=True)
class Lack:
    """What is open, in words: of the head (no path), of a clause, or of one of its measures or figures."""

    why: Refused
    path: str | None = None
    measure: str | None = None
    figure: int | None = None


def list_lacks(one: DecidedMeasure, body: str, facts: NoticeFacts, library: Library) -> list[Refused]:
    """What a measure lacks before it can be accepted; nothing where it can be."""
    if one.criterion is None:
        return [Refused("It has no kind of question yet: word it, or ask nothing of it.")]
    duty = library.duties.get(one.library or "")
    lacks = [*_check_words(one, duty, facts), *_check_parts(one, duty)]
    if flatten(one.phrase) not in flatten(body) or not one.phrase:
        lacks.append(Refused("Its anchor does not stand in the clause; copy a few words of the notice."))
    return lacks or list(_try_out(one, duty, facts, library))


def _check_words(one: DecidedMeasure, duty: Duty | None, facts: NoticeFacts) -> Iterator[Refused]:
    for level in one.levels:
        words = ask(one, duty, level)
        if level not in facts.levels:
            yield Refused("The head has no words for this level: %(level)s.", level=level.value)
        elif not words:
            yield Refused("It has no question for this level: %(level)s.", level=facts.levels[level].name)
        elif not words.endswith("？"):
            yield Refused("Its question must end with a full-width question mark ？.")


def _check_parts(one: DecidedMeasure, duty: Duty | None) -> Iterator[Refused]:
    """What stands beside the question, and words that only stand in for what is counted."""
    told = one.criterion or {}
    if duty is None and one.unsure:
        yield Refused("Choose its domain: the draft is not sure of it.")
    if duty is None and not one.evidence:
        yield Refused("Say what shows it: the evidence is empty.")
    if duty is None and not one.advice:
        yield Refused("Say what to do about a gap: the advice is empty.")
    if duty is not None and told["kind"] != duty.criterion["kind"] and not one.help:
        yield Refused("It is asked as another kind than the library's duty: write its help.")
    parts = PARTS.get(str(told.get("kind")), {})
    own = one.asks if isinstance(one.asks, str) else "".join(one.asks.values())
    if any(told.get(key) == words for key, words in parts.items() if key in NAMED_PARTS) or STANDS_IN in own:
        yield Refused("Name what is counted, and of what.")


def _try_out(one: DecidedMeasure, duty: Duty | None, facts: NoticeFacts, library: Library) -> Iterator[Refused]:
    """What the loader would say of it."""
    raw = write_measure(one, facts, library)
    if duty is not None:
        shared = duty.model_dump(exclude_unset=True)
        raw, messages = merge_measure(raw, {**shared, "domain": find_home(duty, library)})
        yield from messages
    try:
        measure = Measure.model_validate(raw, context={"scales": load_scales(), "issued": facts.issued})
    except ValidationError as error:
        for fault in explain("", raw, error):
            why = say_why(fault.why)
            yield Refused("The catalogue would not load: %(field)s: %(why)s", field=fault.field or "measure", why=why)
        return
    if facts.issued is None and any("{since}" in words for _, words in list_texts(measure)):
        yield Refused("It speaks of the date of issue, which the head does not give; word it otherwise.")
    dated = isinstance(measure.criterion, DatedModel) and measure.criterion.is_of_year
    yield from check_wording(measure, dated)


def accept(clause: DecidedClause, id: str, facts: NoticeFacts, library: Library) -> DecidedClause:
    """Take a measure as it is. Raises Refused with the first thing that it lacks."""
    if lacks := list_lacks(clause.find(id), clause.body, facts, library):
        raise lacks[0]
    return clause.put(id, state="accepted", reason="")


def list_open(notice: DecidedNotice, library: Library) -> list[Lack]:
    """All that is to be settled before a notice can be published; nothing where it can be."""
    lacks = [Lack(why) for why in _check_facts(notice.facts, library)]
    if not notice.clauses:
        lacks.append(Lack(Refused("No clause was found in the text.")))
    for clause in notice.clauses:
        lacks += list_clause_open(clause, notice.facts, library)
    if not lacks and not any(one.state == "accepted" for clause in notice.clauses for one in clause.measures):
        why = Refused("Nothing is asked yet; a catalogue without a question is not published.")
        lacks.append(Lack(why, notice.clauses[0].path))
    return lacks


def list_clause_open(clause: DecidedClause, facts: NoticeFacts, library: Library) -> list[Lack]:
    """What is open in one clause."""
    lacks = [
        Lack(why, clause.path, one.id)
        for one in clause.measures
        for why in _list_measure_open(one, clause, facts, library)
    ]
    for number, figure in enumerate(clause.figures):
        if not figure.settled:
            why = Refused("The figure is not confirmed: %(figure)s", figure=figure.text)
            lacks.append(Lack(why, clause.path, figure=number))
        elif figure.reading != "none" and not find_askers(clause, figure):
            why = Refused("No question asks for this figure: %(figure)s", figure=figure.text)
            lacks.append(Lack(why, clause.path, figure=number))
    if not any(one.is_asked for one in clause.measures) and not tell_reason(clause):
        lacks.append(Lack(Refused("Nothing of this clause is asked; say why."), clause.path))
    return lacks


def _list_measure_open(
    one: DecidedMeasure, clause: DecidedClause, facts: NoticeFacts, library: Library
) -> Iterator[Refused]:
    """What is open of a measure; of one that is accepted, too, since head and figures may have changed."""
    if one.state == "undecided":
        yield Refused("Not decided: %(title)s", title=one.title)
    elif one.state == "accepted":
        yield from list_lacks(one, clause.body, facts, library)
        if denied := find_denied(clause, one):
            yield Refused("It asks for a figure that is said to be no target: %(figure)s", figure=denied.text)


def tell_reason(clause: DecidedClause) -> str:
    """Why nothing of a clause is asked: what was said of it, or of its parts; empty where nothing was."""
    parts = dict.fromkeys(one.reason for one in clause.measures if one.reason)
    return clause.reason or "；".join(parts)


def _check_facts(facts: NoticeFacts, library: Library) -> Iterator[Refused]:
    if not facts.settled:
        yield Refused("The head of the notice is not confirmed.")
    yield from _check_told(facts)
    if (there := library.documents.get(facts.id)) is not None and not _is_same(there, facts):
        yield Refused("The short name %(id)s belongs to another notice; choose another.", id=facts.id)
    if facts.parent is not None and facts.parent not in library.documents:
        yield Refused("The notice above, %(parent)s, is not published.", parent=facts.parent)
    if facts.parent == facts.id:
        yield Refused("A notice does not carry out itself.")


def _check_told(facts: NoticeFacts) -> Iterator[Refused]:
    """What the head does not say."""
    if not facts.title:
        yield Refused("The notice has no title.")
    if not facts.issuer:
        yield Refused("The notice has no issuer.")
    if not facts.implements:
        yield Refused("Say which document the notice carries out.")
    if len(facts.division) != 6 or not facts.division.isdecimal():
        yield Refused("Give the six digits of the division code.")


def _is_same(there: PolicyDocument, facts: NoticeFacts) -> bool:
    """Whether a published catalogue is an earlier version of this notice."""
    known = there.title == facts.title or (there.number is not None and there.number == facts.number)
    return known and there.division == facts.division


def find_used_levels(notice: DecidedNotice) -> tuple[Level, ...]:
    """The levels of which something is asked, highest first."""
    used = {
        level for clause in notice.clauses for one in clause.measures if one.state == "accepted" for level in one.levels
    }
    return tuple(level for level in Level if level in used)
