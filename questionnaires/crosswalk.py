"""The notices side by side: what each asks, duty by duty. For reading only; no notice is scored against another."""

from collections.abc import Callable
from dataclasses import dataclass

from questionnaires.catalogue import Domain, Duty, Library, Measure, PolicyDocument


@dataclass(frozen=True)
class NoticeShare:
    """What one notice asks: in which clauses, by which measures."""

    clauses: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class DutyRow:
    """One duty of the library across the notices; without a duty, what each notice has alone.

    A notice that is silent has no share.
    """

    duty: Duty | None
    shares: dict[str, NoticeShare]


@dataclass(frozen=True)
class CrosswalkRow:
    """One domain across the notices: its shares, and the same duty by duty."""

    domain: Domain
    shares: dict[str, NoticeShare]
    duties: tuple[DutyRow, ...]


def compare_notices(library: Library) -> list[CrosswalkRow]:
    """One row per domain in the order of domains.yaml, duties in the order of the library, then each notice's own."""
    return [_compare_domain(library, domain) for domain in library.domains.values()]


def _compare_domain(library: Library, domain: Domain) -> CrosswalkRow:
    shares = _share(library, lambda measure: measure.domain == domain.id)
    shared = [duty for file in library.duty_files if file.domain == domain.id for duty in file.duties]
    rows = [DutyRow(duty, _share(library, _carries(duty.id))) for duty in shared]
    own = DutyRow(None, _share(library, lambda measure: measure.domain == domain.id and measure.library is None))
    return CrosswalkRow(domain, shares, (*rows, own) if own.shares else tuple(rows))


def _carries(duty_id: str) -> Callable[[Measure], bool]:
    return lambda measure: measure.library == duty_id


def _share(library: Library, chosen: Callable[[Measure], bool]) -> dict[str, NoticeShare]:
    """What each notice asks by the chosen measures, by its id."""
    shares = {id: _take(document, chosen) for id, document in library.documents.items()}
    return {id: share for id, share in shares.items() if share.measures}


def _take(document: PolicyDocument, chosen: Callable[[Measure], bool]) -> NoticeShare:
    touching = [(clause.path, [one for one in clause.measures if chosen(one)]) for clause in document.clauses]
    return NoticeShare(
        clauses=tuple(path for path, measures in touching if measures),
        measures=tuple(measure for _, measures in touching for measure in measures),
    )
