"""The five notices as blocks, and what their catalogues and the older cut say of them."""

from questionnaires.drafting.parts import Block, TextBlock


def make_blocks(text: str) -> tuple[Block, ...]:
    """One block per line that is not blank."""
    return tuple(TextBlock(line) for line in text.splitlines() if line.strip())
