"""What must hold before a response goes a step on. Of a case's assessment a guard reads what the bureau said, never the
decisions: those may be what one person sees.

A guard answers with what is in the way, a key of `web.words.OBSTACLES`; None: nothing; "elsewhere": another row is
meant.
"""

from collections.abc import Callable

from questionnaires.scoring import list_missing_quantities
from survey.bureaus.outside import find_named
from survey.bureaus.places import find_city_above
from survey.responses.assessing import Case
from survey.responses.entries import list_undecided
from survey.responses.mending import list_mendings, list_unmended
from survey.responses.profiles import lacks_profile
from survey.responses.reviews import list_reviews
from survey.responses.saving import list_waiting
from survey.responses.steps_taken import find_last_change
from survey.rounds.issued import applying_questionnaire
from survey.storage.states import Action, Decision, State

Guard = Callable[[Case], str | None]


def is_complete(case: Case) -> str | None:
    """Complete is not submitted: every question is answered, and no two answers wait for a choice."""
    judged = case.assessment
    if not judged.card.finished or list_missing_quantities(judged.questionnaire, judged.answers):
        return "unanswered"
    return "two-answers" if list_waiting(case.session, case.response) else None


def is_begun_and_complete(case: Case) -> str | None:
    """The facts of the bureau are given, too: they decide which questions there are."""
    return is_complete(case) or ("no-profile" if lacks_profile(case.response) else None)


def is_mended(case: Case) -> str | None:
    """Something was done about every returned question, be it only a remark that says why the answer stays."""
    mendings = list_mendings(case.session, case.response.id, case.assessment.saved)
    return "unmended" if list_unmended(mendings) else is_complete(case)


def is_decided(case: Case) -> str | None:
    """Every scored question that applies is confirmed or set aside, and every claim is granted or refused."""
    reviews = list_reviews(case.session, case.response.id)
    decided = {id for id, one in reviews.items() if one.decision is not Decision.RETURNED}
    asked = {one.id for one in applying_questionnaire(case.response).questions if one.is_scored}
    if not asked <= decided:
        return "undecided"
    return "undecided-claims" if list_undecided(case.session, case.response) else None


def has_returns(case: Case) -> str | None:
    """At least one question goes back, and what came back from an earlier return was looked at again."""
    reviews = list_reviews(case.session, case.response.id)
    returns = [one for one in reviews.values() if one.decision is Decision.RETURNED]
    if any(one.sent_at for one in returns):
        return "unlooked"
    return None if returns else "nothing-returned"


def under_a_city(case: Case) -> str | None:
    return None if find_city_above(case.response.bureau) else "elsewhere"


def under_no_city(case: Case) -> str | None:
    return None if find_city_above(case.response.bureau) is None else "elsewhere"


def lacks_reviewer(case: Case) -> str | None:
    """Nobody is above the bureau, and nobody is named to review it from outside."""
    bureau = case.response.bureau
    return None if bureau.parent_id is None and find_named(case.session, bureau) is None else "elsewhere"


def came_from(state: State, action: Action) -> Guard:
    """What is taken back goes to where the last step of a kind took the response from."""
    return lambda case: (
        None if find_last_change(case.session, case.response, action).from_state is state else "elsewhere"
    )
