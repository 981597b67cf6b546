"""What tests of the reports share."""

import pytest

from reports.gap import groups


@pytest.fixture
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statistics over any number of bureaus, so that a mean of two can be worked by hand."""
    monkeypatch.setattr(groups, "FEWEST_LIKE", 1)
