"""Why a file is not taken."""

from questionnaires.criteria import InvalidAnswer


class EvidenceRefused(InvalidAnswer):
    """A file or its dates that cannot be taken: an English message that says what would be right, with its details."""
