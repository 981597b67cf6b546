"""What is wrong in a file of ours, for the person who wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueFault:
    """Something wrong in a catalogue: in which file, at which place, and what would be right."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}"
