"""What files prove: a question of a response, or a bonus item that its bureau claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaires.scheme import BonusItem
from questionnaires.totals import Claim
from survey.evidence.listing import Filed
from survey.responses.claims import Claims, find_scheme, name_claim
from survey.rounds.issued import applying_questionnaire
from survey.storage.tables import Response


@dataclass(frozen=True)
class Proved:
    """A question or a bonus item, as the pages of files show it; `evidence` is what it asks for.

    `id` is where its files stand. An item has no `domain_id`.
    """

    id: str
    number: str
    title: str
    text: str
    evidence: tuple[str, ...]
    domain_id: str = ""


@dataclass(frozen=True)
class ClaimedLine:
    """A bonus item with its files, and what is claimed for it (None: nothing)."""

    item: Proved
    claim: Claim | None
    files: Sequence[Filed]
    removed: Sequence[Filed] = ()

    @property
    def is_missing(self) -> bool:
        """Whether it is claimed without what it asks for."""
        return self.claim is not None and bool(self.item.evidence) and not self.files

    @property
    def is_expired(self) -> bool:
        return any(one.expired for one in self.files)


def find_proved(response: Response, id: str) -> Proved | None:
    """What files with this id would prove; None where the bureau is asked nothing of the kind."""
    return next((one for one in (*list_questions(response), *list_items(response)) if one.id == id), None)


def list_questions(response: Response) -> list[Proved]:
    """The questions that apply, in the order of the questionnaire."""
    asked = applying_questionnaire(response)
    return [
        Proved(one.id, asked.numbers[one.id], one.title, one.text, one.evidence, section.id)
        for section in asked.domains
        for one in section.questions
    ]


def list_items(response: Response) -> list[Proved]:
    """What may be claimed, in the order of the scheme."""
    scheme = find_scheme(response)
    return [_show_item(one) for one in (scheme.bonus if scheme else ())]


def list_claimed(response: Response, claims: Claims, files: Mapping[str, Sequence[Filed]]) -> list[ClaimedLine]:
    """The bonus items that are claimed, or that files stand at; `files` as `list_evidence` gives them."""
    lines = []
    for item in list_items(response):
        claim, filed = claims.get(item.id.partition(".")[2]), files.get(item.id, ())
        standing = [one for one in filed if one.removed_at is None]
        if claim is not None or filed:
            lines.append(ClaimedLine(item, claim, standing, [one for one in filed if one.removed_at is not None]))
    return lines


def _show_item(item: BonusItem) -> Proved:
    return Proved(name_claim(item.id), "", item.title, "", item.evidence)
