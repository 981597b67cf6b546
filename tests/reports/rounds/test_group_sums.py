"""What a group comes to, carried on bureau by bureau, is what it comes to counted anew."""

import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest

from questionnaires.questionnaire import Questionnaire
from reports.rounds import group_sums
from reports.rounds.content import ComparableGroup, Member
from reports.rounds.group_sums import GroupSums, add_group
from reports.rounds.parts import RoundParts
from reports.rounds.summary import sum_group, sum_groups
from survey.responses.totals import StandingTotals
from tests.reports.rounds.test_summary import ASKED, NORTH, SOUTH, member

MANY, STEPS = 24, 60


def draw(chance: random.Random, code: str) -> Member:
    """A bureau that is in with some score, or is not."""
    if chance.random() < 0.2:
        return member(code)
    credits = {id: Fraction(chance.randrange(4), 3) for id in ASKED.by_id if chance.random() < 0.8}
    score = Fraction(chance.randrange(300), 3)
    totals = StandingTotals(own=score + 1, verified=score if chance.random() < 0.5 else None)
    return member(
        code,
        place=chance.choice((NORTH, SOUTH)),
        score=chance.randrange(100),
        credits=credits,
        totals=totals,
        verified=score,
    )


def change(chance: random.Random, members: list[Member]) -> list[Member]:
    """One bureau is another, leaves or comes."""
    at, kind = chance.randrange(len(members)), chance.choice(("other", "other", "leave", "come"))
    if kind == "come":
        return [*members, draw(chance, str(chance.random()))]
    others = [*members[:at], *members[at + 1 :]]
    return others if kind == "leave" and len(others) > MANY // 2 else [*others, draw(chance, members[at].code)]


def tell(group: ComparableGroup) -> list[object]:
    gaps = [
        (one.question.id, one.applies, one.count, one.nil, one.mean, one.below, one.partial, one.unmet)
        for one in group.gaps
    ]
    figures = (group.figures, group.totals, group.verified_totals, group.verified)
    return [figures, group.domains, group.domain_counts, gaps]


@pytest.mark.usefixtures("small_groups")
def test_what_is_carried_on_is_what_is_counted_anew() -> None:
    chance = random.Random(7)
    members = [draw(chance, f"{number:02}") for number in range(MANY)]
    sums = add_group(ASKED, members)
    for _ in range(STEPS):
        members = change(chance, members)
        sums = add_group(ASKED, members, sums)
        assert tell(sum_group(ASKED, members, sums)) == tell(sum_group(ASKED, members))


def test_who_is_below_is_as_many_as_are_told() -> None:
    chance = random.Random(7)
    group = sum_group(ASKED, [draw(chance, str(number)) for number in range(MANY)])
    assert group.gaps and [one.count for one in group.gaps] == [len(one.members) for one in group.gaps]
    assert [one.nil for one in group.gaps] == [len(one.unmet) for one in group.gaps]
    assert [one.below for one in group.gaps] == [Counter(each.place for each in one.members) for one in group.gaps]


def test_all_is_counted_anew_only_where_most_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    made, anew = [], group_sums._add_anew

    def count(asked: Questionnaire, members: Sequence[Member]) -> GroupSums:
        made.append(members)
        return anew(asked, members)

    monkeypatch.setattr(group_sums, "_add_anew", count)
    parts, members = RoundParts(), [member(str(number), 80) for number in range(9)]
    for shown in (members, [*members[1:], member("0", 60)], [member(str(number), 60) for number in range(9)]):
        [group] = sum_groups([ASKED], shown, parts, "all")
        assert tell(group) == tell(sum_group(ASKED, shown))
        made.pop()  # that one is the other's
    assert len(made) == 2
