"""Whom to be first in the sample, and what that person sees: from the leaders down to a clerk."""

from questionnaires.messages import say


def list_guide() -> list[tuple[str, str]]:
    """Sign-in names, each with what there is to see, in the language of the command."""
    return [
        (
            "leader-220000",
            say("A leader of the province: cities ranked, who is late, what is missing most, plans"),
        ),
        (
            "reviewer-220000",
            say("The province's reviewer: the table of the round, circular, letters to late bureaus"),
        ),
        ("reviewer-220600", say("A city's reviewer: one response to review, one returned, one late")),
        ("reviewer-220500", say("Another city's reviewer: a plan that waits for agreement, items to be checked")),
        (
            "clerk-222424",
            say("A clerk half way, with more time and a colleague; last year's plan beside it"),
        ),
        ("head-222424", say("The head of the same bureau: who does what by when")),
        ("head-220623", say("A head with a form to sign")),
        ("clerk-220602", say("A clerk whose form came back with two questions to mend")),
        ("clerk-220502", say("A bureau that is accepted, with a plan that has an item in every state")),
        ("clerk-220523", say("A bureau that has mended half of its gaps: the running score beside the accepted one")),
        ("clerk-220524", say("A bureau that is late and has not begun")),
        ("admin", say("The administrator: rounds, bureaus and people, late bureaus, mails, the trail")),
        ("auditor", say("The auditor: the trail and the results, changes nothing")),
        ("leader", say("A leader over all provinces")),
    ]
