"""What stands beside the answers under a scheme, as the pages show it: claims with what was granted, and what was
entered against the bureau."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.scheme import BonusItem, DeductionItem, Scheme, VetoItem
from questionnaires.totals import Claim
from survey.evidence.listing import Filed
from survey.responses.assessing import Assessment
from survey.responses.claims import find_scheme, name_claim
from survey.storage.beside import ReviewEntry
from survey.storage.states import EntryKind

FilesByPlace = Mapping[str, Sequence[Filed]]


@dataclass(frozen=True)
class ClaimLine:
    """A claim with its files, and what was granted of it; None: nobody has decided, or it is not shown yet."""

    item: BonusItem
    claim: Claim
    grant: ReviewEntry | None
    files: Sequence[Filed]

    @property
    def granted(self) -> Fraction | None:
        return None if self.grant is None or self.grant.points is None else Fraction(self.grant.points)

    @property
    def lacks_files(self) -> bool:
        """Whether nothing is there of the evidence that the item asks for."""
        return bool(self.item.evidence) and not self.files

    @property
    def is_expired(self) -> bool:
        return any(one.expired for one in self.files)


@dataclass(frozen=True)
class EntryLine:
    """A deduction or a veto with its item of the scheme."""

    item: DeductionItem | VetoItem
    entry: ReviewEntry


@dataclass(frozen=True)
class BesideLines:
    """Everything beside the answers of a response; `scheme` is that of its round."""

    scheme: Scheme
    claims: Sequence[ClaimLine]
    deductions: Sequence[EntryLine]
    vetoes: Sequence[EntryLine]

    @property
    def is_empty(self) -> bool:
        return not (self.claims or self.deductions or self.vetoes)

    @property
    def undecided(self) -> list[ClaimLine]:
        return [one for one in self.claims if one.grant is None]


def list_beside(assessment: Assessment, files: FilesByPlace) -> BesideLines | None:
    """What stands beside the answers, with the files of the claims; None where the scheme has nothing of the kind."""
    scheme = find_scheme(assessment.response)
    if scheme is None:
        return None
    claims, grants = assessment.claims.claims, {one.item_id: one for one in assessment.grants}
    deductions, vetoes = {one.id: one for one in scheme.deductions}, {one.id: one for one in scheme.vetoes}
    return BesideLines(
        scheme,
        [
            ClaimLine(one, claims[one.id], grants.get(one.id), _list_standing(files, one))
            for one in scheme.bonus
            if one.id in claims
        ],
        [EntryLine(deductions[one.item_id], one) for one in _of(assessment, EntryKind.DEDUCTION)],
        [EntryLine(vetoes[one.item_id], one) for one in _of(assessment, EntryKind.VETO)],
    )


def _list_standing(files: FilesByPlace, item: BonusItem) -> list[Filed]:
    return [one for one in files.get(name_claim(item.id), ()) if one.removed_at is None]


def _of(assessment: Assessment, kind: EntryKind) -> list[ReviewEntry]:
    return [one for one in assessment.entries if one.kind is kind]
