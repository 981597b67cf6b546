"""A notice in, the draft of its catalogue out: every part of every clause with question, levels and domain."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from questionnaires.catalogue import Library
from questionnaires.drafting.annexed import draft_tasks, find_due, find_rows, list_units
from questionnaires.drafting.draft import Draft, DraftClause, DraftMeasure, NoTargetFound
from questionnaires.drafting.figures.finding import find_figures, is_review
from questionnaires.drafting.level_names import LocalLevels, fill_words, find_local_levels
from questionnaires.drafting.levels import bind
from questionnaires.drafting.matching import DOMAINS_SHOWN, Found, Matcher
from questionnaires.drafting.open_points import list_open
from questionnaires.drafting.outline.outlining import outline_notice
from questionnaires.drafting.parts import Block, FoundFigure, Outline, OutlineClause
from questionnaires.drafting.phrases import choose_phrase
from questionnaires.drafting.pieces import carry_base, carry_words, count_graded, cut_pieces
from questionnaires.drafting.segments import Segment, cut_segments
from questionnaires.drafting.shaping import ALIKE, LONGEST_READ, Shaped, shape

LONGEST_PART = 300  # letters of parts that are merged
NO_FIGURE = re.compile(r"\d{16,}")  # more digits in a row than any figure or number has
EACH_ACT = re.compile(
    r"分别[^，。；、]{0,12}?(?:\d+|[一二两三四五六七八九十]+)(?:次|轮|场|遍)的?(?P<acts>[^，。；、\d]{1,20}(?:、[^，。；、\d]{1,20}){1,9})(?=[，。；]|$)"
)
SHORTEST_ACT = 3
HALF_SURE = 0.1  # from which on two parts of a sentence that are most like the same duty are one
UNSURE = 0.07  # a domain that is ahead of the next by less of its score


def draft_notice(
    notice: Outline | Sequence[Block], library: Library, parent: str | None = None, leave_out: Collection[str] = ()
) -> Draft:
    """Draft the catalogue of a notice; `parent` is the document that it carries out, `leave_out` are not looked at."""
    outline = notice if isinstance(notice, Outline) else outline_notice(notice)
    place = find_local_levels(outline.head, "\n".join(f"{one.heading} {one.body}" for one in outline.clauses))
    work = _Work(outline, place, Matcher(library, leave_out), parent, set())
    clauses = tuple(_draft_clause(work, number, clause) for number, clause in enumerate(outline.clauses, 1))
    draft = Draft(outline.head, place, parent, clauses, draft_tasks(outline.annex, place), (), outline.unasked)
    return replace(draft, open=tuple(list_open(draft)))


@dataclass(frozen=True, slots=True)
class _Work:
    """What every clause of a notice is drafted with; `ids` are those given so far."""

    outline: Outline
    place: LocalLevels
    matcher: Matcher
    parent: str | None
    ids: set[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment of a clause, the segments before it in its sentence, what it is like, and its figures."""

    segment: Segment
    before: tuple[str, ...]
    found: Found
    figures: tuple[FoundFigure, ...]


def _draft_clause(work: _Work, number: int, clause: OutlineClause) -> DraftClause:
    head = work.outline.head
    legible = NO_FIGURE.sub(lambda run: "＊" * len(run[0]), clause.body)
    looks_back = is_review(clause.heading, clause.chapter)
    figures = find_figures(legible, head.issued, head.effective, looks_back)
    heading = clause.heading or clause.chapter
    domains = work.matcher.rank_clause(heading, clause.body)

    known: dict[str, Found] = {}

    def look_up(segment: Segment, before: tuple[str, ...]) -> _Part:
        within = tuple(one for one in figures if segment.start <= one.start < segment.end)
        if segment.text not in known:
            known[segment.text] = work.matcher.look_up(segment.text, heading, domains, clause.body)
        return _Part(segment, before, known[segment.text], within)

    parts: list[_Part] = []
    for segment in cut_segments(clause.body, _find_aims(clause.body, figures)):
        parts = _add_part(parts, segment, look_up)
    parts = [
        one
        for last, part in zip([None, *parts][: len(parts)], parts, strict=True)
        for act in _part_acts(part, look_up)
        for one in _part_figures(clause.body, act, last, look_up)
    ]
    spread = [(part, chosen) for part in parts for chosen in _spread_figures(part.figures)]
    measures = [
        _draft_measure(work, f"c{number}-{at}", clause, part, chosen) for at, (part, chosen) in enumerate(spread, 1)
    ]
    return DraftClause(
        path=clause.path,
        heading=clause.heading,
        body=clause.body,
        responsible=clause.responsible,
        measures=tuple(measures),
        not_targets=tuple(NoTargetFound(one.text, one.reason) for one in figures if one.reason),
        looks_back=looks_back,
    )


def _find_aims(body: str, figures: Sequence[FoundFigure]) -> list[int]:
    """Where the targets of a body begin, and the dates that hold for none beside a target of their sentence."""
    aims: list[int] = []
    sentences: dict[int, list[FoundFigure]] = {}
    for one in figures:
        sentences.setdefault(body.count("。", 0, one.start), []).append(one)
    for told in sentences.values():
        targets = [one for one in told if one.criterion and "kind" in one.criterion]
        aims += [one.start for one in (*targets, *(_find_lone_dates(told) if targets else ()))]
    return aims


def _add_part(
    parts: list[_Part], segment: Segment, look_up: Callable[[Segment, tuple[str, ...]], _Part]
) -> list[_Part]:
    """The parts with one more segment, merged with the last where both are the same duty in one sentence."""
    before = tuple(one.segment.text for one in parts if one.segment.sentence == segment.sentence)
    part = look_up(segment, before)
    if not before or not _are_one(parts[-1], part):
        return [*parts, part]
    last = parts[-1].segment
    joined = replace(last, end=segment.end, text=last.text + segment.text)
    return [*parts[:-1], look_up(joined, parts[-1].before)]


def _part_acts(part: _Part, look_up: Callable[[Segment, tuple[str, ...]], _Part]) -> list[_Part]:
    """每年分别开展至少1次互检、评查和分析: a part for each act, which has the figure and the words before it."""
    found = EACH_ACT.search(part.segment.text)
    acts = [one for one in re.split(r"、|以及|和|及|与", found["acts"]) if one] if found else []
    if found is None or len(acts) < 2 or any(len(one) < SHORTEST_ACT for one in acts):
        return [part]
    lead = part.segment.text[: found.start("acts")].replace("分别", "")
    return [look_up(replace(part.segment, text=f"{lead}{one}。"), part.before) for one in acts]


def _part_figures(
    body: str, part: _Part, last: _Part | None, look_up: Callable[[Segment, tuple[str, ...]], _Part]
) -> list[_Part]:
    """A part for each of several targets, with its own words; the part itself where they cannot be told apart."""
    targets = [one for one in part.figures if one.criterion and "kind" in one.criterion]
    start = part.segment.start
    told = _find_told(part, last)
    if len(targets) == 2 and (words := count_graded(body[start : part.segment.end], told)):
        return [replace(look_up(replace(part.segment, text=words), part.before), figures=(targets[0],))]
    if len(targets) == 1 and told:
        at = targets[0].start - start, targets[0].end - start
        words = carry_words(body[start : part.segment.end], at, told)
        if (targets[0].criterion or {})["kind"] == "rate":
            words = carry_base(words, told)
        return [replace(look_up(replace(part.segment, text="".join(words.split())), part.before), figures=part.figures)]
    if len(targets) < 2 or _find_lone_dates(part.figures):
        return [part]
    pieces = cut_pieces(body[start : part.segment.end], [(one.start - start, one.end - start) for one in targets])
    cut = [look_up(replace(part.segment, text="".join(piece.split())), part.before) for piece in pieces]
    return [replace(one, figures=(target,)) for one, target in zip(cut, targets, strict=True)] if cut else [part]


def _find_told(part: _Part, last: _Part | None) -> str:
    """What was told before a part, in its sentence or with ； between: 2023年底检查员达到150人；2025年底达到220人."""
    if part.before:
        return part.before[-1]
    return last.segment.text if last and last.segment.text.endswith(("；", ";")) else ""


def _are_one(last: _Part, part: _Part) -> bool:
    """Whether two parts of a sentence are the same duty of the library."""
    short = len(last.segment.text) + len(part.segment.text) <= LONGEST_PART
    if any("kind" in (one.criterion or {}) for one in part.figures):
        return False
    return short and _find_duty(part) is not None and _find_duty(part) == _find_duty(last)


def _find_duty(part: _Part) -> str | None:
    """The duty of the library that a part is most like: of half a duty it is less certain than of a whole one."""
    best = next((one for one in part.found.matches if one.neighbour.duty), None)
    return best.neighbour.key if best and best.certainty >= HALF_SURE else None


def _spread_figures(figures: Sequence[FoundFigure]) -> list[tuple[FoundFigure, ...]]:
    """The figures of a part, shared out so that each target, or where there is none each date, has a question."""
    dated = [one for one in figures if one.criterion and ("kind" in one.criterion or "due" in one.criterion)]
    lone = _find_lone_dates(figures)
    own = [one for one in dated if "kind" in (one.criterion or {}) or one in lone]
    if len(own) < 2:
        return [tuple(figures)]
    known = {id(one) for one in dated}
    others = tuple(one for one in figures if id(one) not in known)
    return [(*others, one) for one in own]


def _find_lone_dates(figures: Sequence[FoundFigure]) -> list[FoundFigure]:
    """The due dates that hold for no target."""
    told = [one.criterion for one in figures if one.criterion]
    held = {one.get("due") for one in told if "kind" in one}
    return [
        one
        for one in figures
        if one.criterion and "kind" not in one.criterion and "due" in one.criterion and one.criterion["due"] not in held
    ]


def _draft_measure(
    work: _Work, spare_id: str, clause: OutlineClause, part: _Part, figures: tuple[FoundFigure, ...]
) -> DraftMeasure:
    segment, found, place = part.segment, part.found, work.place
    text = segment.text[:LONGEST_READ]
    shaped = shape(text, found.best, figures, part.before)
    rows = find_rows(work.outline.annex, clause.path, text)
    bound = bind(text, part.before, clause.responsible, list_units(rows), found, place)
    domains, unsure = _rank_domains(shaped, found)
    criterion = shaped.criterion
    if criterion is not None and "due" not in criterion and (due := find_due(rows, text, clause.heading)):
        criterion = criterion | {"due": due}
    target = next((one for one in figures if one.criterion and "kind" in one.criterion), None)
    return DraftMeasure(
        id=_take_id(work.ids, shaped.library or spare_id),
        start=segment.start,
        end=segment.end,
        source=segment.text,
        phrase=choose_phrase(clause.body, segment, (target.start, target.end) if target else None),
        title=shaped.title,
        asks=shaped.asks,
        text=fill_words(shaped.asks, bound.levels, place, work.outline.head.issued),
        levels=bound.levels,
        levels_basis=bound.basis,
        domain=domains[0],
        domains=domains,
        unsure=unsure,
        library=shaped.library,
        likeness=round(shaped.likeness, 2),
        criterion=criterion,
        status=shaped.status,
        carries_out=_find_parents(work, found, shaped),
        may_not_apply=shaped.may_not_apply,
    )


def _rank_domains(shaped: Shaped, found: Found) -> tuple[tuple[str, ...], bool]:
    """Three domains, that of a certain duty first, and whether the first is hardly ahead."""
    ranked = [domain for domain, _ in found.domains]
    first, second = found.domains[0][1], found.domains[1][1]
    best = found.best
    certain = best.neighbour.domain if best and shaped.library and shaped.status == "usable" else None
    if certain is not None:
        return (certain, *[one for one in ranked if one != certain][: DOMAINS_SHOWN - 1]), False
    return tuple(ranked), first - second < UNSURE * first


def _take_id(ids: set[str], wanted: str) -> str:
    """An id that no measure has yet."""
    id, number = wanted, 2
    while id in ids:
        id, number = f"{wanted}-{number}", number + 1
    ids.add(id)
    return id


def _find_parents(work: _Work, found: Found, shaped: Shaped) -> tuple[str, ...]:
    """The parent's measures that a part carries out: those of the same duty, or else the one most like it."""
    own = [one for one in found.measures if one.document == work.parent]
    same = [one.measure.id for one in own if shaped.library and one.measure.library == shaped.library]
    nearest = [one.measure.id for one in own[:1] if one.likeness >= ALIKE]
    return tuple(dict.fromkeys(same or nearest)) if shaped.status != "vague" else ()
