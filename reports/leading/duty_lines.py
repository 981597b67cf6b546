"""A duty of the library, or a domain, over many bureaus: who meets it, whose answers say so. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.outcomes import ALL, NONE, Outcome
from questionnaires.questionnaire import Question, Questionnaire
from reports.gap.exact_sums import sort_exactly
from reports.gap.groups import average, is_enough, tell
from reports.rounds.common_duties import average_words, name_duty, name_key
from reports.rounds.content import Member, RoundReport
from reports.rounds.summary import list_columns

MET, PARTIAL, UNMET, OUT = "met", "partial", "unmet", "not_applicable"
VERDICTS = (UNMET, PARTIAL, MET, OUT)


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """What one bureau came to under one question: its credit, None where the question does not apply to it."""

    member: Member
    question: Question
    credit: Fraction | None

    @property
    def verdict(self) -> str:
        if self.credit is None:
            return OUT
        return MET if self.credit == 1 else UNMET if self.credit == 0 else PARTIAL


@dataclass(frozen=True)
class AskedDuty:
    """A duty with the questions that ask it at a level, and what the verified bureaus came to under each."""

    id: str
    questions: Sequence[tuple[Questionnaire, Question]]
    answers: Sequence[DutyAnswer]

    @property
    def question(self) -> Question:
        return self.questions[0][1]

    @property
    def counts(self) -> Mapping[str, int]:
        counted = Counter(one.verdict for one in self.answers)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    @property
    def mean(self) -> Fraction | None:
        """The mean credit of all to whom it applies; None where these are too few, however often each is asked."""
        applying = [(one.member.code, one.credit) for one in self.answers if one.credit is not None]
        bureaus = {code for code, _ in applying}
        return average(credit for _, credit in applying) if is_enough(len(bureaus)) else None

    def choose(self, verdict: str) -> list[DutyAnswer]:
        """The bureaus of one verdict ("": all), the lowest credit first."""
        found = [one for one in self.answers if verdict in ("", one.verdict)]
        return sorted(found, key=lambda one: (one.credit is None, one.credit or 0, one.member.code))


@dataclass(frozen=True, slots=True)
class DutyMean:
    """How far a duty is met by the verified bureaus of a level: how many are below full credit, and the mean credit,
    None where it applies to too few."""

    id: str
    question: Question
    domain: str
    applies: int
    below: int
    mean: Fraction | None


def find_duty(report: RoundReport, level: str, id: str) -> AskedDuty | None:
    """A duty by its id, as `name_duty` names it; None where the level is not asked it."""
    asked = _list_asked(report, level)
    found = [(one, each) for one in asked for each in one.questions if name_duty(one, each) == id and each.is_scored]
    answers = [
        DutyAnswer(member, question, outcome.credits.get(question.id))
        for one, question in found
        for member, outcome in list_verified(report, one)
    ]
    return AskedDuty(id, found, answers) if found else None


def _list_asked(report: RoundReport, level: str) -> list[Questionnaire]:
    keys = {one.key for one in report.members}
    return [one for one in report.questionnaires if one.level == level and name_key(one) in keys]


def list_verified(report: RoundReport, asked: Questionnaire) -> list[tuple[Member, Outcome]]:
    """The bureaus under one questionnaire whose scores are verified, with what they came to."""
    key = name_key(asked)
    return [(one, one.verified_outcome) for one in report.members if one.key == key and one.verified_outcome]


def list_counted(reports: Iterable[RoundReport], level: str) -> frozenset[str]:
    """The codes of the bureaus of a level whose scores are verified in some rounds: those that means are of."""
    return frozenset(
        member.code for one in reports for asked in _list_asked(one, level) for member, _ in list_verified(one, asked)
    )


def average_duties(reports: Iterable[RoundReport], level: str) -> dict[str, DutyMean]:
    """Every duty that is asked at a level, by its id, over all verified bureaus of some rounds."""
    words: dict[str, Counter[str]] = {}
    first: dict[str, tuple[Question, str]] = {}
    bureaus: dict[str, set[str]] = {}
    for report in reports:
        for asked in _list_asked(report, level):
            verified = list_verified(report, asked)
            columns = list_columns(asked.places, [outcome.credits for _, outcome in verified])
            domains = {one.id: section.id for section in asked.domains for one in section.questions}
            for question, column in zip(asked.questions, columns, strict=True):
                if question.is_scored:
                    id = name_duty(asked, question)
                    first.setdefault(id, (question, domains[question.id]))
                    words.setdefault(id, Counter()).update(column)
                    _add_some(bureaus.setdefault(id, set()), verified, column)
    applying = {id: found - Counter({NONE: found[NONE]}) for id, found in words.items()}
    return {id: _average(id, *first[id], found, len(bureaus[id])) for id, found in applying.items() if found}


def _add_some(codes: set[str], verified: Sequence[tuple[Member, Outcome]], column: Sequence[str]) -> None:
    """The bureaus to whom something applies, until they are enough for statistics: a duty may be asked by two
    questions, and who is asked twice is one bureau."""
    for (member, _), word in zip(verified, column, strict=True):
        if is_enough(len(codes)):
            return
        if word != NONE:
            codes.add(member.code)


def _average(id: str, question: Question, domain: str, counts: Counter[str], bureaus: int) -> DutyMean:
    applies = counts.total()
    return DutyMean(id, question, domain, applies, applies - counts[ALL], tell(average_words(counts), bureaus))


@dataclass(frozen=True, slots=True)
class DomainMean:
    """A domain over the verified bureaus of a level: each with its score there, the lowest first, and their mean;
    None where they are too few, or under several questionnaires, which put different questions into it."""

    id: str
    title: str
    scores: Sequence[tuple[Member, Fraction]]
    mean: Fraction | None

    @property
    def is_few(self) -> bool:
        return not is_enough(len(self.scores))


def average_domains(report: RoundReport, level: str) -> list[DomainMean]:
    """Every domain that the level is asked, in the order of the questionnaires."""
    titles: dict[str, str] = {}
    scores: dict[str, list[tuple[Member, Fraction]]] = {}
    for asked in _list_asked(report, level):
        titles |= {one.id: one.title for one in asked.domains if one.id not in titles}
        for member, outcome in list_verified(report, asked):
            for id, score in outcome.domains.items():
                scores.setdefault(id, []).append((member, score))
    return [_join_domain(id, title, scores.get(id, ())) for id, title in titles.items()]


def _join_domain(id: str, title: str, scores: Sequence[tuple[Member, Fraction]]) -> DomainMean:
    ordered = sort_exactly(sorted(scores, key=lambda one: one[0].code), lambda one: one[1])
    is_one = len({member.key for member, _ in scores}) == 1
    return DomainMean(id, title, ordered, average(score for _, score in scores) if is_one else None)
