"""What stands on the first page of a round: figures, cities, gaps, the best and the last, as plain values. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.gap.groups import is_enough
from reports.leading.duty_lines import DomainMean, average_domains
from reports.leading.gathering import SeenRound
from reports.rounds.content import RoundReport
from reports.rounds.plan_totals import RoundPlans
from reports.rounds.ranked import BureauRank, CityRank, DutyGap, LevelRanking, NoticeMean, TileRow
from reports.rounds.ranking import pick_extremes

MOST_GAPS, NAMED, MOST_TILES = 11, 3, 150


@dataclass(frozen=True)
class FirstPage:
    """One level of a round at a place. `lead` and `rear` are the cities to name, first and last; `best` and `last`
    bureaus by the one order that compares all of them, `plans` what they promised."""

    ranking: LevelRanking
    tiles: Sequence[TileRow]
    is_cut: bool
    lead: Sequence[CityRank]
    rear: Sequence[CityRank]
    gaps: Sequence[DutyGap]
    best: Sequence[BureauRank]
    last: Sequence[BureauRank]
    domains: Sequence[DomainMean]
    plans: RoundPlans

    @property
    def means(self) -> list[NoticeMean]:
        return [one for one in self.ranking.totals.means if one.mean is not None]

    @property
    def is_few(self) -> bool:
        """Whether so few are verified that there are no statistics over them."""
        return not is_enough(self.ranking.totals.verified)

    @property
    def has_change(self) -> bool:
        return any(one.change is not None for one in self.ranking.cities)


def make_first_page(seen: SeenRound, ranking: LevelRanking) -> FirstPage:
    ordered = ranking.by_common if ranking.has_common and ranking.basis.count else ranking.bureaus
    best, last = pick_extremes(ordered)
    ranked = [one for one in ranking.cities if one.rank is not None]
    count = sum(len(one.tiles) for one in ranking.tiles)
    return FirstPage(
        ranking=ranking,
        tiles=ranking.tiles,
        is_cut=count > MOST_TILES,
        lead=ranked[:NAMED] if len(ranked) > NAMED else (),
        rear=ranked[max(NAMED, len(ranked) - 2) :],
        gaps=ranking.gaps[:MOST_GAPS],
        best=best,
        last=last,
        domains=average_domains(seen.report, ranking.level),
        plans=pick_plans(seen.report, ranking.level),
    )


def pick_plans(report: RoundReport, level: str) -> RoundPlans:
    """The plans of the bureaus of a level that are accepted: a reader sees no other."""
    accepted = {one.code for one in report.members if one.key[1] == level and one.is_accepted}
    return RoundPlans([one for one in report.plans.bureaus if one.code in accepted])
