"""The ledger of clauses and the crosswalk of notices in plain text."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from questionnaires.coverage import ClauseCoverage, DocumentCoverage
from questionnaires.crosswalk import CrosswalkRow
from questionnaires.messages import say


def write_ledger(document: DocumentCoverage) -> str:
    """The ledger of a notice in plain text; a star marks what binds its levels by assumption."""
    lines = [f"{document.id}  {document.number or ''}  {document.title}"]
    for clause in document.clauses:
        counts = "  ".join(f"{level} {len(ids)}" for level, ids in clause.questions.items())
        lines.append(f"  {clause.path} {clause.heading}: {clause.reason or counts}")
        for level, ids in clause.questions.items():
            marked = [_mark(id, clause) for id in ids]
            lines += [f"      {level}: {', '.join(marked)}"] if marked else []
        lines += [f"      “{phrase}”: {', '.join(ids)}" for phrase, ids in clause.carried.items()]
    for level, count in document.levels.items():
        lines.append(
            say(
                "  %(level)s, with what it carries out: %(questions)s questions, %(assumed)s of them of assumed levels,"
                " %(quantities)s quantities, about %(minutes)s minutes",
                level=level, **asdict(count))
        )  # fmt: skip
    lines.append(say("  * the text names no level here; the levels are assumed"))
    lines.append(say("  [ ] the duty of the library that is asked"))
    lines.append(say("  “ ” words without a question of their own, with the questions that carry them"))
    return "\n".join(lines)


def _mark(id: str, clause: ClauseCoverage) -> str:
    duty = clause.library[id]
    return id + ("*" if id in clause.assumed else "") + (f" [{duty}]" if duty else "")


def write_crosswalk(rows: Iterable[CrosswalkRow]) -> str:
    """The crosswalk of all notices in plain text."""
    return "\n".join(line for row in rows for line in _write_row(row))


def _write_row(row: CrosswalkRow) -> Iterator[str]:
    """One domain in plain text: each duty, and how each notice asks it; a star marks assumed levels."""
    yield f"{row.domain.id} {row.domain.title}"
    for one in row.duties:
        yield f"  {one.duty.id} {one.duty.title}" if one.duty else "  " + say("what each notice alone asks")
        for document, share in one.shares.items():
            for measure in share.measures:
                star = "*" if measure.levels_basis == "assumed" else ""
                levels = " ".join(measure.levels)
                criterion = f"{measure.criterion.kind} {measure.criterion.write_target()}"
                yield f"      {document}: {measure.id} ({levels}{star}): {criterion}"
