"""What killed writers left in the folder of reports: files and folders aside."""

import sqlalchemy as sa

from questionnaires.aside import ASIDE, drop_stale
from reports.printing.paper import find_reports
from survey.installing.settings import Settings

STALE = 24 * 3600  # seconds since it was last written to; nothing takes that long


def sweep_reports(engine: sa.Engine, settings: Settings) -> None:
    """Delete what nobody will finish. A worker does this with its other chores."""
    drop_stale(find_reports(settings.data_folder).glob(ASIDE), STALE)
