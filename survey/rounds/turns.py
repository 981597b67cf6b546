"""Whose turn it is with a response: one table over its states, read by start pages, tables and reminders alike."""

from collections.abc import Collection

from survey.storage.states import Role, State

# Who does the next step, the first of them for whom somebody is there: the province stands in for a city without
# a reviewer, the head submits where there is no clerk.
NEXT: dict[State, tuple[Role, ...]] = {
    State.DRAFTING: (Role.CLERK,),
    State.RETURNED: (Role.CLERK,),
    State.REOPENED: (Role.CLERK,),
    State.PRESENTED: (Role.HEAD,),
    State.SIGNED_OFF: (Role.CLERK, Role.HEAD),
    State.SUBMITTED: (Role.CITY_REVIEWER, Role.PROVINCIAL_REVIEWER),
    State.CITY_REVIEW: (Role.CITY_REVIEWER, Role.PROVINCIAL_REVIEWER),
    State.PROVINCIAL_REVIEW: (Role.PROVINCIAL_REVIEWER,),
    State.ACCEPTED: (),
}


def whose_turn(state: State, roles: Collection[Role], is_excused: bool = False) -> Role | None:
    """Whose turn it is; None: nobody's, as it is accepted or the bureau excused.

    `roles` are those that somebody has for this response; where nobody has the one that is needed, it is the
    administrator's turn to invite somebody.
    """
    if is_excused or not NEXT[state]:
        return None
    return next((role for role in NEXT[state] if role in roles), Role.ADMINISTRATOR)
