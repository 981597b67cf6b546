"""The notices side by side: what each asks in each domain. For reading only; no notice is scored against another."""

from dataclasses import dataclass

from questionnaires.catalogue import Domain, Library, Measure, PolicyDocument


@dataclass(frozen=True)
class NoticeShare:
    """What one notice asks in one domain: in which clauses, by which measures."""

    clauses: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class CrosswalkRow:
    """One domain across the notices; a notice that is silent there has no share."""

    domain: Domain
    shares: dict[str, NoticeShare]


def compare_notices(library: Library) -> list[CrosswalkRow]:
    """One row per domain in the order of domains.yaml, with the share of each document by id."""
    return [
        CrosswalkRow(
            domain, {one.id: share for one in library.documents.values() if (share := _take(one, domain.id)).measures}
        )
        for domain in library.domains.values()
    ]


def _take(document: PolicyDocument, domain_id: str) -> NoticeShare:
    touching = [
        (clause.path, tuple(measure for measure in clause.measures if measure.domain == domain_id))
        for clause in document.clauses
    ]
    return NoticeShare(
        clauses=tuple(path for path, measures in touching if measures),
        measures=tuple(measure for _, measures in touching for measure in measures),
    )
