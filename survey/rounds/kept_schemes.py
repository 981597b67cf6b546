"""Schemes that are kept on the site: chosen when a round is opened, which then has a copy of its own."""

from sqlmodel import Session, col, select

from questionnaires.scheme import Scheme
from survey.storage.columns import now
from survey.storage.records import KeptScheme
from survey.storage.trail import record, take_turn


class SchemeChanged(Exception):
    """Somebody saved or deleted the scheme meanwhile."""


def list_kept(session: Session) -> list[KeptScheme]:
    """All that are kept, the newest change first."""
    return list(session.exec(select(KeptScheme).order_by(col(KeptScheme.saved_at).desc(), col(KeptScheme.id).desc())))


def find_kept(session: Session, kept_id: int) -> KeptScheme | None:
    """One of them."""
    return session.get(KeptScheme, kept_id)


def read_kept(kept: KeptScheme) -> Scheme:
    """The scheme itself."""
    return Scheme.model_validate_json(kept.content)


def keep_scheme(session: Session, scheme: Scheme, person_id: int, kept_id: int | None = None, version: int = 0) -> int:
    """Keep a new scheme, or what became of one that was seen as `version`; its id. Raises SchemeChanged."""
    take_turn(session)
    before = None
    if kept_id is None:
        kept = KeptScheme(title=scheme.title or "", content="", version=0, saved_by_id=person_id)
    else:
        kept = _lock(session, kept_id, version)
        before = {"title": kept.title, "content": kept.content}
    kept.title, kept.content = scheme.title or "", scheme.model_dump_json(exclude_defaults=True)
    kept.version, kept.saved_at, kept.saved_by_id = kept.version + 1, now(), person_id
    session.add(kept)
    session.flush()
    after = {"title": kept.title, "content": kept.content}  # as text: its keys are ids of questions, not fields of ours
    if before != after:
        record(session, person_id, "scheme.save", f"scheme {kept.id}", before, after)
    return kept.id


def drop_scheme(session: Session, kept_id: int, version: int, person_id: int) -> None:
    """Delete a scheme that was seen as `version`; rounds under it keep their copy. Raises SchemeChanged."""
    take_turn(session)
    kept = _lock(session, kept_id, version)
    before = {"title": kept.title, "content": kept.content}
    session.delete(kept)
    record(session, person_id, "scheme.delete", f"scheme {kept_id}", before)


def _lock(session: Session, kept_id: int, version: int) -> KeptScheme:
    kept = session.exec(select(KeptScheme).where(KeptScheme.id == kept_id).with_for_update()).one_or_none()
    if kept is None or kept.version != version:
        raise SchemeChanged
    return kept
