"""Who is let in: the logins of the tests, and the groups of them that the addresses of the site are for."""

from dataclasses import dataclass, replace

# Every role: of the bureau itself, of a sibling, of the city's office above, of foreign places, of the installation.
LOGINS = [
    *("bureau", "head", "sibling", "sibling-head", "city-clerk", "city-head", "foreigner", "foreign-head"),
    *("city", "foreign-city", "province", "admin", "auditor", "leader", "city-leader"),
]
# One who is let in to each address once all is submitted, and three who are not: for a database of the other kind.
KEEPER = "keeper"  # a city's reviewer who is administrator of the city, too
SAMPLE = ["bureau", "head", "city", "admin", "auditor"]
READ_ONLY = ["leader", "city-leader", "auditor"]  # these are let in to a response once it is accepted, not before
AT_THE_CITY = {"bureau": "city-clerk", "head": "city-head"}


@dataclass(frozen=True)
class Audience:
    """Who finds a page there while the response is a draft, and who once it is submitted; to others it is not there.

    `accepted`: those who find it there once it is accepted, and not before. `from_above`: nobody does it to their own
    bureau, so that the city's reviewer is left out where it is the city's.
    """

    draft: frozenset[str]
    submitted: frozenset[str]
    from_above: bool = False
    accepted: frozenset[str] = frozenset()

    def lets_in(self, login: str, submitted: bool = False, owner: str = "bureau") -> bool:
        """Whether a login is let in to what belongs to the response of `owner`."""
        logins = self.submitted if submitted else self.draft
        if owner == "bureau":
            return login in logins
        from_the_city = {"city", KEEPER} if self.from_above else set()
        return login in {AT_THE_CITY.get(one, one) for one in logins if one not in from_the_city}


def let_in(*logins: str, submitted: tuple[str, ...] = ()) -> Audience:
    """These, and those of `submitted` once it is submitted; where the city's reviewer is let in, the other one is, too.
    Strangers are sent to sign in, always."""
    draft = {*logins, *([KEEPER] if "city" in logins else [])}
    return Audience(frozenset(draft), frozenset((*draft, *submitted, *([KEEPER] if "city" in submitted else []))))


CLERKS = let_in("bureau")
HEADS = let_in("head")
OWN_ONLY = let_in("bureau", "head")
READERS = replace(let_in("bureau", "head", submitted=("city", "province", "admin")), accepted=frozenset(READ_ONLY))
BOTH_SIDES = replace(let_in("bureau", "head", submitted=("city", "province")), from_above=True)
FROM_ABOVE = replace(let_in(submitted=("city", "province")), from_above=True)
UNDER_REVIEW = let_in(submitted=("city", "province"))
REVIEWERS = let_in("city", "foreign-city", "province", "admin")
READERS_OF_SUMS = let_in(*sorted(REVIEWERS.draft), "auditor")
ON_HIGH = let_in(*sorted(REVIEWERS.draft), *READ_ONLY)  # what a round comes to
ABOVE_COUNTY = let_in("city", "province", "admin", *READ_ONLY)  # where one county stands
OF_ACCEPTED = Audience(frozenset(), frozenset(), accepted=frozenset(("city", "province", "admin", KEEPER, *READ_ONLY)))
ADMINISTRATORS, KEEPERS = let_in("admin"), let_in("admin", KEEPER)
MESSAGE = let_in("bureau", "head", "admin")  # told to the county by the administrator
ASKED = frozenset({"city"})
AUTHORS, CLAUSE_READERS = let_in("admin", "province"), Audience(ASKED, ASKED)  # of the draft in the studio
ABOVE = replace(let_in("city", "province", "admin"), from_above=True)
CLERKS_OF_BUREAUS = let_in("bureau", "sibling", "city-clerk", "foreigner")
OF_BUREAUS = let_in(*sorted(CLERKS_OF_BUREAUS.draft), "head", "sibling-head", "city-head", "foreign-head")
ALL = let_in(*LOGINS, KEEPER)
ALL_BUT_READERS = let_in(*(one for one in LOGINS if one not in READ_ONLY))
