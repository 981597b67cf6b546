"""Clauses and heads of drafts as they are stored: what a newer edition of the site wrote is not guessed at."""

from typing import TypeVar

from pydantic import ValidationError

from questionnaires.drafting.deciding.decided import DecidedClause, DecidedModel, NoticeFacts

Stored = TypeVar("Stored", bound=DecidedModel)


class UnknownToThisEdition(Exception):
    """A stored draft that says what this edition of the site does not know: most likely a newer one wrote it."""


def read_clause(content: str) -> DecidedClause:
    """A clause as it was stored. Raises UnknownToThisEdition."""
    return _read(DecidedClause, content)


def read_facts(content: str) -> NoticeFacts:
    """A head as it was stored. Raises UnknownToThisEdition."""
    return _read(NoticeFacts, content)


def _read(kind: type[Stored], content: str) -> Stored:
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise UnknownToThisEdition(f"{kind.__name__}: {error}") from error
