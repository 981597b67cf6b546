"""Turn a notice, with those it carries out, into the questionnaire of one level."""

from collections.abc import Mapping
from decimal import Decimal

from questionnaires.catalogue import Clause, DutyQuantity, Level, Library, Measure, PolicyDocument
from questionnaires.criteria import Quantity
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question, Questionnaire, Section, SourceDocument
from questionnaires.wording import write_date, write_year


class UnknownDocument(Refused):
    """No catalogue has this id."""


def list_levels(library: Library, document_id: str) -> list[Level]:
    """The levels for which a document makes a questionnaire, highest first."""
    document = find_document(library, document_id)
    return [level for level in Level if level in document.levels and _collect(library.chain(document_id), level)]


def find_document(library: Library, document_id: str) -> PolicyDocument:
    if document_id not in library.documents:
        raise UnknownDocument(
            "There is no notice %(id)s; there are: %(known)s.",
            id=repr(document_id),
            known=", ".join(library.documents),
        )
    return library.documents[document_id]


def build_questionnaire(library: Library, document_id: str, level: str, year: int | None = None) -> Questionnaire:
    """Make the questions of a notice for a level, each duty once, worded for an assessment year (None: any).

    A measure of a parent document is left out where a nearer document's measure of the same level carries
    it out. The quantities of a duty stand under the first question that carries it. Domains stand in the order in
    which the notice first touches them. Raises UnknownDocument, Refused.
    """
    levels = list_levels(library, document_id)
    if level not in levels:
        raise Refused(
            "%(document)s has no questionnaire for the level %(level)s; it has: %(known)s.",
            document=document_id,
            level=repr(level),
            known=", ".join(levels),
        )
    chain = library.chain(document_id)
    names = chain[0].levels[Level(level)]
    words = names.model_dump() | {"year": write_year(year)}
    questions: dict[str, list[Question]] = {}
    duties = dict(library.duties)
    for document, clause, measure in _collect(chain, Level(level)):
        question = _word(document, clause, measure, Level(level), words)
        duty = duties.pop(measure.library, None) if measure.library else None
        numbers = [one for one in (duty.quantities if duty else ()) if one.levels is None or level in one.levels]
        beside = [_word_quantity(one, question, words) for one in numbers]
        questions.setdefault(measure.domain, []).extend([question, *beside])
    facts = {question.applies_if for section in questions.values() for question in section}
    questionnaire = Questionnaire(
        document=document_id,
        version="+".join(document.version for document in chain),
        level=Level(level),
        level_name=names.name,
        sources=tuple(
            SourceDocument(id=one.id, name=one.name, title=one.title, issuer=one.issuer, issued=one.issued)
            for one in chain
        ),
        bands=chain[0].bands,
        facts=tuple(fact for fact in library.facts.values() if fact.id in facts),
        domains=tuple(
            Section(id=id, title=library.domains[id].title, aspect=library.domains[id].aspect, questions=tuple(asked))
            for id, asked in questions.items()
        ),
    )
    return questionnaire if year is None else questionnaire.for_year(year)


def _collect(chain: list[PolicyDocument], level: Level) -> list[tuple[PolicyDocument, Clause, Measure]]:
    carried_out: set[str] = set()
    found = []
    for document in chain:
        here = [
            (document, clause, measure)
            for clause in document.clauses
            for measure in clause.measures
            if level in measure.levels
        ]
        found += [entry for entry in here if entry[2].id not in carried_out]
        carried_out |= {parent for _, _, measure in here for parent in measure.carries_out}
    return found


def _word(
    document: PolicyDocument, clause: Clause, measure: Measure, level: Level, words: Mapping[str, str]
) -> Question:
    words = {**words, "since": write_date(document.issued) if document.issued else ""}
    return Question(
        id=measure.id,
        document=document.id,
        clause=clause.path,
        heading=clause.heading,
        title=measure.title,
        duty=measure.duty.format(**words),
        text=measure.word_for(level).format(**words),
        help=measure.help.format(**words) if measure.help else None,
        criterion=measure.criterion,
        weight=measure.weight,
        critical=measure.critical,
        applies_if=measure.applies_if,
        allow_not_applicable=measure.may_not_apply,
        evidence=measure.evidence,
        advice=measure.advice.format(**words),
        presumes=measure.presumes,
        library=measure.library,
        levels_basis=measure.levels_basis,
        beside=measure.beside,
        replaces=measure.replaces,
    )


def _word_quantity(quantity: DutyQuantity, question: Question, words: Mapping[str, str]) -> Question:
    """The question for a number that stands beside the first question of its duty; it is no duty of the notice."""
    when = "{year}，" if quantity.measure == "flow" else "截至填报基准日，"
    counted = f"{when}{quantity.title}共有多少{quantity.unit}？"
    return question.model_copy(
        update={
            "id": quantity.id,
            "beside": question.id,
            "title": quantity.title.format(**words),
            "text": counted.format(**words),
            "help": quantity.help.format(**words) if quantity.help else None,
            "criterion": Quantity(
                kind="quantity",
                unit=quantity.unit,
                measure=quantity.measure,
                required=quantity.required,
                range=quantity.range,
            ),
            "weight": Decimal(1),
            "critical": False,
            "allow_not_applicable": False,
            "evidence": (),
            "advice": "",
            "presumes": (),
            "levels_basis": None,
            "replaces": (),
        }
    )
