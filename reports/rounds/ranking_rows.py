"""The ranking of a round as rows of plain words, for the page, the paper and the tables alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from questionnaires.wording import round_half_up, shorten_advice
from reports.gap.groups import FEWEST_LIKE
from reports.gap.rows import write_points, write_signed
from reports.gap.words import REVIEWED_BY_ITS_OWN
from reports.rounds.content import Key, Member
from reports.rounds.ranked import BureauRank, CityRank, DutyGap, LevelRanking
from reports.rounds.ranking import FEW, NONE_VERIFIED, NOT_COMMON, NOT_HALF
from reports.rounds.rows import MOST_NAMED, MOST_PLACES, join_names, shorten, write_mean_credit, write_share
from survey.responses.steps_taken import BY_ITS_OWN

NOT_RANKED = {
    NOT_HALF: "认定未过半，不排名",
    NONE_VERIFIED: "尚无认定，不排名",
    FEW: f"认定不足{FEWEST_LIKE}个，不排名",
    NOT_COMMON: "没有共同事项，不排名",
}
ELSEWHERE = re.compile(
    r"(?:会同|商请|提请|联合|协调|征求|商|与|向|(?<!申)请|提交)"
    r"((?:[一-鿿（）]{2,9}、)*[一-鿿（）]{0,9}?(?:部门|党委|政府(?!督查)|机关)(?:、(?:政府|[一-鿿]{2,6}(?:部门|机关)))*)"
)
NO_OFFICE = re.compile("的|汇总|各部门|相关|有关")
LETTERS = (*"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",)


@dataclass(frozen=True, slots=True)
class BureauRankRow:
    """One verified bureau; `common` and `notice` are empty where one notice asks all."""

    rank: str
    name: str
    city: str
    notice: str
    score: str
    own_rank: str
    common: str
    grade: str
    is_below: bool
    critical: str
    missed: str  # why a grade is the lowest, in brief
    change: str
    total: str
    mark: str  # where reviewers of its own accepted it


@dataclass(frozen=True, slots=True)
class CityRankRow:
    """One city; `note` says why it has no rank."""

    rank: str
    name: str
    note: str
    verified: str
    mean: str
    common: str
    change: str
    below: str


@dataclass(frozen=True, slots=True)
class SharedDutyRow:
    """One shared gap over all notices, with what the library advises."""

    number: int
    title: str
    critical: bool
    clauses: str
    count: str
    share: str
    verdicts: str
    mean: str
    where: str
    advice: str
    offices: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One bureau that has not handed in."""

    place: str
    name: str
    level: str
    state: str
    late: str


def list_rank_rows(ranking: LevelRanking, ranked: Sequence[BureauRank]) -> list[BureauRankRow]:
    letters = list_letters(ranking)
    return [
        BureauRankRow(
            rank=str(one.common_rank if ranking.is_by_common else one.rank),
            name=shorten(one.member.name),
            city=shorten(one.member.place[1]),
            notice=letters.get(one.member.key[0], ""),
            score=write_points(one.score),
            own_rank=str(one.rank) if ranking.is_by_common else "",
            common=write_points(one.common) if ranking.is_by_common else "",
            grade=one.grade,
            is_below=one.is_below,
            critical=_write_critical(one),
            missed=f"关键项{len(one.unmet)}项" if one.is_below and one.unmet else "",
            change=write_signed(one.score, one.member.verified_last),
            total=write_points(one.total) if one.total is not None else "",
            mark=write_mark(one.member),
        )
        for one in ranked
    ]


def write_mark(member: Member) -> str:
    """That reviewers of its own accepted a bureau; empty of others."""
    return REVIEWED_BY_ITS_OWN if member.mark == BY_ITS_OWN else ""


def _write_critical(one: BureauRank) -> str:
    parts = (("为零", one.unmet), ("部分达标", one.partial))
    return "，".join(f"{len(found)}项{word}" for word, found in parts if found)


def write_difference(change: Fraction | None) -> str:
    """A mean change in points with its sign; a dash where there is none."""
    return write_signed(change, None if change is None else Fraction(0))


def say_change(change: Fraction | None) -> str:
    """A mean change as a sentence says it."""
    moved = round_half_up(change or Fraction(0))
    return f"{'提高' if moved > 0 else '下降'}{abs(moved):.2f}分" if moved else "持平"


def list_city_rows(cities: Sequence[CityRank], is_by_common: bool) -> list[CityRankRow]:
    return [
        CityRankRow(
            rank="—" if one.rank is None else str(one.rank),
            name=shorten(one.place[1]),
            note=NOT_RANKED[one.why_not] if one.why_not else "",
            verified=f"{one.verified}/{one.asked}",
            mean=write_points(one.mean),
            common=write_points(one.common) if is_by_common else "",
            change=write_difference(one.change),
            below=str(one.below),
        )
        for one in cities
    ]


def list_duty_rows(ranking: LevelRanking, most: int) -> list[SharedDutyRow]:
    return [_describe(ranking, gap, number) for number, gap in enumerate(ranking.gaps[:most], 1)]


def _describe(ranking: LevelRanking, gap: DutyGap, number: int) -> SharedDutyRow:
    advice = shorten_advice(gap.question.advice)
    parts = (("未达标", gap.unmet), ("部分达标", gap.partial))
    return SharedDutyRow(
        number=number,
        title=gap.question.title,
        critical=gap.is_critical,
        clauses=_cite(gap, list_letters(ranking)),
        count=f"{gap.count}/{gap.applies}",
        share=write_share(gap.count, gap.applies),
        verdicts="，".join(f"{word}{len(found)}个" for word, found in parts if found),
        mean=write_mean_credit(gap.mean, gap.applies),
        where=write_where(gap.members, len(ranking.tiles) == 1),
        advice=advice,
        offices=find_offices(advice),
    )


def _cite(gap: DutyGap, letters: Mapping[str, str]) -> str:
    """The clauses that ask a duty, each behind the letter of its notice where these are several."""
    return "；".join(dict.fromkeys(f"{letters.get(one.document, '')}{one.clause}" for _, one in gap.questions))


def name_notices(ranking: LevelRanking) -> dict[str, tuple[str, str]]:
    """A letter and the name of each notice that bureaus are asked by, and of those that these carry out, where several
    notices ask this level."""
    sources = {source.id: source.name for asked in ranking.asked for source in asked.sources[:1]}
    sources |= {source.id: source.name for asked in ranking.asked for source in asked.sources}
    named = zip(sources.items(), LETTERS, strict=False)
    return {id: (letter, name) for (id, name), letter in named} if ranking.has_common else {}


def list_letters(ranking: LevelRanking) -> dict[str, str]:
    return {id: letter for id, (letter, _) in name_notices(ranking).items()}


def write_notices(ranking: LevelRanking) -> str:
    """What the letters stand for."""
    named = "；".join(f"{letter}　{name}" for letter, name in name_notices(ranking).values())
    return f"文件代号：{named}。" if named else ""


def write_where(members: Sequence[Member], is_one_place: bool) -> str:
    """Names where they are few or of one place; otherwise how many at each place, the most first."""
    if len(members) <= MOST_NAMED or is_one_place:
        return join_names(members)
    counts: dict[str, int] = {}
    for one in members:
        counts[one.place[1]] = counts.get(one.place[1], 0) + 1
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    words = "、".join(f"{shorten(name)}{count}" for name, count in ordered[:MOST_PLACES])
    return words + (f"等{len(ordered)}地" if len(ordered) > MOST_PLACES else "")


def find_offices(advice: str) -> str:
    """Which offices beside the bureau's own an advice speaks of, in its words; 尚无协作的部门 is no office."""
    return "；".join(dict.fromkeys(one for one in ELSEWHERE.findall(advice) if not NO_OFFICE.search(one)))


def is_overdue(gap: DutyGap, as_of: date) -> bool:
    """Whether the day by which a duty was due has passed under every notice that asks it."""
    dues = [question.criterion.due for _, question in gap.questions]
    return all(due is not None and due < as_of for due in dues)


def list_waiting_rows(waiting: Sequence[Member], levels: Mapping[Key, str]) -> list[WaitingRow]:
    """Those that have not handed in, of any level; `levels` are the names of the levels by questionnaire."""
    return [
        WaitingRow(shorten(one.place[1]), shorten(one.name), levels[one.key], one.state, "逾期" if one.is_late else "—")
        for one in waiting
    ]
