"""The reasons to look, in words."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.catalogue import Fact
from survey.responses.flags import Flag, FlagKind

NAMES = {
    FlagKind.CRITICAL_UNMET: _l("critical item not met"),
    FlagKind.CRITICAL_EXEMPT: _l("critical item said not to apply"),
    FlagKind.CRITICAL_BARE: _l("critical item met without evidence"),
    FlagKind.WITHOUT_GROUND: _l("at odds with another answer"),
    FlagKind.TWO_FIGURES: _l("two figures for the same thing"),
    FlagKind.DENIED_FACT: _l("at odds with the profile"),
    FlagKind.DOUBTFUL_REMARK: _l("remark at odds with the answer"),
    FlagKind.DONE_REMARK: _l("nothing claimed, though the remark says it is done"),
    FlagKind.SAME_FILE: _l("same file as another bureau"),
    FlagKind.SAME_REMARK: _l("same remark as another bureau"),
    FlagKind.JUMP: _l("credit far from last year's"),
    FlagKind.FIGURE_JUMP: _l("figure far from last year's"),
    FlagKind.EXPIRED: _l("evidence expired"),
    FlagKind.BARE: _l("full credit without evidence"),
    FlagKind.STRAIGHT_LINE: _l("full marks throughout"),
}
REASONS = {
    FlagKind.CRITICAL_UNMET: _l("A critical item that is not fully met holds the grade down; make sure that it is so."),
    FlagKind.CRITICAL_EXEMPT: _l("A critical item is said not to apply; look at the reason."),
    FlagKind.CRITICAL_BARE: _l("A critical item is claimed as met, and no evidence is attached."),
    FlagKind.WITHOUT_GROUND: _l("This presumes “%(title)s”, which is answered as not met."),
    FlagKind.TWO_FIGURES: _l("“%(label)s” is %(here)s %(unit)s here, and %(there)s %(unit)s in “%(title)s”."),
    FlagKind.DENIED_FACT: _l("The profile answers yes to “%(fact)s”, yet the question is said not to apply."),
    FlagKind.DOUBTFUL_REMARK: _l("Full credit is claimed, yet the remark says “%(word)s”."),
    FlagKind.DONE_REMARK: _l("Nothing is claimed, yet the remark says “%(word)s”."),
    FlagKind.SAME_FILE: _l("The same file was attached by: %(others)s."),
    FlagKind.SAME_REMARK: _l("The same remark was given here by: %(others)s."),
    FlagKind.JUMP: _l("Credit of %(before)s %% last year, %(now)s %% now."),
    FlagKind.FIGURE_JUMP: _l(
        "%(label)s: %(before)s %(unit)s last year, %(now)s %(unit)s now, about %(times)s times apart."
    ),
    FlagKind.EXPIRED: _l("All evidence attached here was out of date on the reference date."),
    FlagKind.BARE: _l("Full credit is claimed, and no evidence is attached."),
    FlagKind.STRAIGHT_LINE: _l("All %(count)s questions that apply are answered with full credit."),
}
MOST_NAMED = 3


def say_flag(flag: Flag, names: Mapping[int, str], facts: Sequence[Fact] = ()) -> str:
    """A reason in words; `names` has the bureaus, by response, that the reader may know of."""
    details = dict(flag.details)
    if flag.kind is FlagKind.DENIED_FACT:
        details["fact"] = next((fact.question for fact in facts if fact.id == details["fact"]), details["fact"])
    if flag.kind is FlagKind.FIGURE_JUMP:
        details["label"] = details["label"] or str(_("The figure"))
    if flag.others:
        details["others"] = _list_names(flag.others, names)
    return str(REASONS[flag.kind]) % details


def _list_names(others: Sequence[int], names: Mapping[int, str]) -> str:
    """Up to three bureaus by name; those of other places, which the reader has no business with, are only counted."""
    known = [names[other] for other in others if other in names]
    named, rest = known[:MOST_NAMED], len(others) - len(known[:MOST_NAMED])
    words = str(_(", ")).join(named)
    if not rest:
        return words
    if not named:
        return str(_("%(count)s bureaus elsewhere", count=rest))
    return str(_("%(some)s and %(count)s other bureaus", some=words, count=rest))
