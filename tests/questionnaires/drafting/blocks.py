"""A text as blocks."""

from questionnaires.drafting.parts import Block, TextBlock


def make_blocks(text: str) -> tuple[Block, ...]:
    """One block per line that is not blank."""
    return tuple(TextBlock(line) for line in text.splitlines() if line.strip())
