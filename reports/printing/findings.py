"""What was found in a PDF, as an English message that is said in the reader's language where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """What was found: an English message with `%(name)s` places, and what fills them."""

    message: str
    details: Mapping[str, object] = field(default_factory=dict)
