"""What was worked out of some bureaus of a round, kept as long as these are the same."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Part = TypeVar("Part")
MOST_PARTS = 2000


@dataclass
class RoundParts:
    """By name, with what each was worked out of. Bureaus that nobody touched are the very same objects, so that
    comparing thousands of them takes no time. Whoever sees as many bureaus of a round sees the same ones, as a rule:
    their number in a name lets all of these readers share what is worked out."""

    _known: dict[Hashable, tuple[tuple[object, ...], Any]] = field(default_factory=dict)

    def recall(self, name: Hashable, given: Sequence[object], make: Callable[[], Part]) -> Part:
        """What `make` makes of what is given, and of nothing else that `name` does not say."""
        known, these = self._known.get(name), tuple(given)
        if known is not None and known[0] == these:
            found: Part = known[1]
            return found
        made = make()
        self._keep(name, (these, made))
        return made

    def carry_on(self, name: Hashable, make: Callable[[Part | None], Part]) -> Part:
        """What `make` makes of what it made before under the same name, which it must leave as it is."""
        known = self._known.get(name)
        made = make(known[1] if known else None)
        self._keep(name, ((), made))
        return made

    def _keep(self, name: Hashable, known: tuple[tuple[object, ...], Any]) -> None:
        if len(self._known) >= MOST_PARTS:
            self._known.clear()
        self._known[name] = known
