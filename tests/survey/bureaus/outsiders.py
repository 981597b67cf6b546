"""A reviewer from outside for the bureau that has nobody above it."""

import sqlalchemy as sa

from survey.accounts.accounts import add_person
from survey.bureaus.outside import name_reviewer
from survey.bureaus.places import find_bureau
from survey.storage.database import writing
from survey.storage.states import Role
from survey.storage.tables import Bureau
from tests.survey.bureaus.linking import find


def add_outsider(engine: sa.Engine, named: bool = True) -> int:
    """A provincial reviewer of an expert group, who is named to review the province's bureau; their id."""
    with writing(engine) as session:
        group = Bureau(code="15ZJ", name="审评专家组", level="province")
        session.add(group)
        session.flush()
        outsider = add_person(session, "outsider", "专家", Role.PROVINCIAL_REVIEWER, group)
        top = find_bureau(session, "150000")
        assert top is not None
        if named:
            name_reviewer(session, find(engine, "admin").id, top.id, "outsider")
        return outsider.id
