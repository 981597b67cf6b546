"""What bureaus under different notices have in common: duties of the library, scored alike, and gaps by duty."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from questionnaires.outcomes import ALL, NIL, NONE, Outcome, list_words, read_ratio
from questionnaires.questionnaire import Question, Questionnaire
from reports.gap.exact_sums import join_sums
from reports.rounds.content import Key, Member
from reports.rounds.ranked import Below, CommonBasis, DutyGap
from reports.rounds.summary import list_columns


def name_key(asked: Questionnaire) -> Key:
    return (asked.document, asked.level.value)


def find_common(questionnaires: Mapping[Hashable, Questionnaire]) -> CommonBasis:
    """The common duties of the questionnaires of one level, of a round or of all rounds of a year, and their shares.

    Common is a duty that each of them scores. In each questionnaire a duty has the weight of the questions that carry
    it, as frozen with the round (the catalogue's, or its scheme's), divided by that of all common duties; its share is
    the mean of these over the questionnaires. So all bureaus are measured with one set of weights that add up to 1,
    and under a single questionnaire with its own.
    """
    carried = {key: _list_carriers(one) for key, one in questionnaires.items()}
    common = set.intersection(*(set(one) for one in carried.values())) if carried else set()
    ordered = [id for id in next(iter(carried.values()), {}) if id in common]
    shares = dict.fromkeys(ordered, Fraction(0))
    for own in carried.values():
        weights = {id: sum((Fraction(one.weight) for one in own[id]), Fraction(0)) for id in ordered}
        whole = sum(weights.values(), Fraction(0))
        for id in ordered:
            shares[id] += weights[id] / whole / len(carried)
    return CommonBasis(
        shares=shares,
        titles={id: own[id][0].title for own in list(carried.values())[:1] for id in ordered},
        questions={
            key: {id: tuple(one.id for one in own[id]) for id in ordered} for key, own in carried.items()
        },
    )  # fmt: skip


def _list_carriers(asked: Questionnaire) -> dict[str, list[Question]]:
    """The scored questions by the duty of the library that they carry."""
    found: dict[str, list[Question]] = {}
    for one in asked.questions:
        if one.library and one.is_scored:
            found.setdefault(one.library, []).append(one)
    return found


def score_common(
    key: Hashable, asked: Questionnaire, basis: CommonBasis, outcomes: Sequence[Outcome]
) -> list[Fraction | None]:
    """The score over the common duties, 0..100, of bureaus under one questionnaire, that of this key, exactly.

    100 · Σ share · credit / Σ share over the common duties that apply; where several questions carry a duty, those
    that apply share its share by their weights. None where none applies.
    """
    parts = [
        (asked.places[id], share * Fraction(asked.by_id[id].weight) / _weigh(asked, ids))
        for duty, share in basis.shares.items()
        for ids in (basis.questions[key][duty],)
        for id in ids
    ]
    return [_score(parts, list_words(asked.places, one.credits)) for one in outcomes]


def _weigh(asked: Questionnaire, ids: Iterable[str]) -> Fraction:
    return sum((Fraction(asked.by_id[id].weight) for id in ids), Fraction(0))


def _score(parts: Sequence[tuple[int, Fraction]], words: Sequence[str]) -> Fraction | None:
    earned: Counter[int] = Counter()  # numerators by denominator
    whole: Counter[int] = Counter()
    for place, weight in parts:
        if (word := words[place]) != NONE:
            top, bottom = read_ratio(word)
            earned[bottom * weight.denominator] += top * weight.numerator
            whole[weight.denominator] += weight.numerator
    return 100 * join_sums(earned) / join_sums(whole) if whole else None


def find_duty_gaps(groups: Sequence[tuple[Questionnaire, Sequence[tuple[Member, Outcome]]]]) -> list[DutyGap]:
    """What is a gap at some bureau, duty by duty over all questionnaires: first what most share, then what has the
    lower mean credit, then by the id. A question that carries no duty of the library stands alone."""
    asking: dict[str, list[tuple[Questionnaire, Question]]] = {}
    columns: dict[str, list[tuple[Sequence[Member], Sequence[str]]]] = {}
    for asked, own in groups:
        members = [member for member, _ in own]
        found = list_columns(asked.places, [outcome.credits for _, outcome in own])
        for question, words in zip(asked.questions, found, strict=True):
            id = name_duty(asked, question)
            asking.setdefault(id, []).append((asked, question))
            columns.setdefault(id, []).append((members, words))
    counted = {id: _count_words(words for _, words in parts) for id, parts in columns.items()}
    gaps = [_join(id, asking[id], columns[id], counts) for id, counts in counted.items() if counts.keys() - {ALL}]
    return sorted(gaps, key=lambda one: (-one.count, one.mean, one.id))


def name_duty(asked: Questionnaire, question: Question) -> str:
    """What a gap is added up under: the duty of the library, or the question of its own document."""
    return question.library or f"{question.document}/{question.id}"


def _count_words(columns: Iterable[Sequence[str]]) -> Counter[str]:
    """How often each credit is there; whom a question does not apply to has none."""
    counts = Counter[str]()
    for words in columns:
        counts.update(words)
    del counts[NONE]
    return counts


def _join(
    id: str,
    asking: Sequence[tuple[Questionnaire, Question]],
    parts: Sequence[tuple[Sequence[Member], Sequence[str]]],
    counts: Counter[str],
) -> DutyGap:
    """A bureau that is asked a duty twice counts once, by the worse of its two answers; the mean is of both."""
    is_once = len(parts) == 1
    return DutyGap(
        id=id,
        is_shared=any(one.library for _, one in asking),
        questions=asking,
        applies=counts.total() if is_once else len(_list_applying(parts)),
        count=counts.total() - counts[ALL] if is_once else sum(map(len, _find_below(parts))),
        mean=average_words(counts),
        find=partial(_find_below, parts),
    )


def _find_below(parts: Sequence[tuple[Sequence[Member], Sequence[str]]]) -> Below:
    below = [
        (member, word)
        for members, words in parts
        for member, word in zip(members, words, strict=True)
        if word not in (ALL, NONE)
    ]
    unmet = {one.code: one for one, word in below if word == NIL}
    in_part = {one.code: one for one, word in below if word != NIL and one.code not in unmet}
    return tuple(in_part.values()), tuple(unmet.values())


def _list_applying(parts: Sequence[tuple[Sequence[Member], Sequence[str]]]) -> set[str]:
    return {one.code for members, words in parts for one, word in zip(members, words, strict=True) if word != NONE}


def average_words(counts: Mapping[str, int]) -> Fraction:
    """The mean of credits as they are written, each word with how often it is there."""
    earned: Counter[int] = Counter()  # numerators by denominator
    for word, count in counts.items():
        top, bottom = read_ratio(word)
        earned[bottom] += top * count
    return join_sums(earned) / sum(counts.values())
