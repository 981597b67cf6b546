"""What is wrong in a file of ours, for the person who wrote it."""

from dataclasses import dataclass

from questionnaires.messages import Refused


@dataclass(frozen=True)
class CatalogueFault:
    """Something wrong in a catalogue: in which file, at which place, and what would be right.

    `field` is the path of the field below the place, where the fault is in one.
    """

    file: str
    place: str
    why: Refused
    field: str = ""

    @property
    def message(self) -> str:
        return f"{self.field}: {self.why}" if self.field else str(self.why)

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}"
