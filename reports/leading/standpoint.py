"""Where a reader stands: the round, the place and the level of an address, and how they are carried on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort

from reports.leading.gathering import Place, SeenRound, list_shown_rounds, read_seen
from reports.rounds.content import OtherRound
from reports.rounds.ranked import LevelRanking
from reports.rounds.ranking import name_level
from survey.rounds.reach import find_round
from survey.storage.states import READING_ONLY, REVIEWERS, Role
from survey.storage.tables import Round
from survey.web.paging import read_words

READERS = (*READING_ONLY, *REVIEWERS, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Standpoint:
    """A round seen from a place, at a level. `here` is what every link below carries on."""

    round: Round
    seen: SeenRound
    ranking: LevelRanking
    rounds: Sequence[Round]

    @property
    def level(self) -> str:
        return self.ranking.level

    @property
    def here(self) -> dict[str, Any]:
        return {"slug": self.round.slug, "place": self.seen.place or None, "level": self.level}

    @property
    def scope(self) -> str:
        return self.seen.report.scope

    @property
    def crumbs(self) -> Sequence[Place]:
        """The places above the one that is shown."""
        return self.seen.path[:-1]

    @property
    def beside(self) -> list[tuple[Round, OtherRound]]:
        """The other rounds of the same year in which some of the bureaus are asked; of the whole only."""
        others = {} if self.seen.place else {one.title: one for one in self.seen.report.others}
        return [(one, others[one.title]) for one in self.rounds if one.title in others]

    @property
    def levels(self) -> list[tuple[str, str]]:
        return [(one, name_level(self.seen.report, one)) for one in self.seen.levels]


def find_standpoint(slug: str) -> Standpoint:
    """Where the address stands; 404 where the reader may see nothing of the round."""
    round = find_round(slug)
    seen = read_seen(round, read_words("place"))
    if seen.is_empty:
        abort(404)
    return Standpoint(round, seen, seen.pick(read_words("level")), list_shown_rounds())
