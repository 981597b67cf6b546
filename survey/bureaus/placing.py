"""Where a bureau may stand: what its code says of its place, and no two of one name side by side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from survey.bureaus.places import LEVELS

LONGEST_ABOVE = 6  # digits of a code by GB/T 2260; only places of the lowest level have more
PROVINCE = 2
PARTS = PROVINCE, 4, 6  # digits that name a province, its city, its county


def has_too_many_digits(code: str, level: str | None) -> bool:
    """Whether it is a code of the statistics, with 9 or 12 digits, where a place of this level has six."""
    return code.isdecimal() and len(code) > LONGEST_ABOVE and level not in (None, LEVELS[-1])


def list_same_codes(code: str) -> Iterator[str]:
    """Other codes of the very place: the statistics write more zeros."""
    if code.isdecimal():
        yield from (code[:-more] for more in (3, 6) if len(code) - more >= LONGEST_ABOVE and code.endswith("0" * more))
        yield from (code + "0" * more for more in (3, 6) if len(code) + more <= 12)


def count_strange_digits(code: str, above: str) -> int:
    """How many first digits a code ought to share with that of the place above, where it does not: 0 where it does."""
    if not (code.isdecimal() and above.isdecimal()):
        return 0
    needed = next((part for part in PARTS if set(above[part:]) <= {"0"}), len(above))
    return next((part for part in (*PARTS, needed) if part <= needed and code[:part] != above[:part]), 0)


def find_twins(places: Iterable[tuple[str, str, str]]) -> Mapping[tuple[str, str], list[str]]:
    """The codes of each name below each place, from codes, names and the codes above them."""
    twins: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name, above in places:
        twins[above, name].append(code)
    return twins
