"""The notices side by side."""

from questionnaires.catalogue import Library
from questionnaires.crosswalk import compare_notices


def test_every_domain_has_a_row_and_every_measure_stands_once(shipped: Library) -> None:
    rows = compare_notices(shipped)
    assert [row.domain.id for row in rows] == list(shipped.domains)
    for id, document in shipped.documents.items():
        stands = [measure.id for row in rows if id in row.shares for measure in row.shares[id].measures]
        assert sorted(stands) == sorted(measure.id for measure in document.measures)


def test_a_share_names_the_clauses_that_touch_the_domain(shipped: Library) -> None:
    [row] = [row for row in compare_notices(shipped) if row.domain.id == "N12"]
    assert row.shares["inner-mongolia-2022-26"].clauses == ("二（十）",)
    assert row.shares["jilin-2021-44"].clauses == ("七（十七）", "七（十八）")


def test_a_notice_that_is_silent_has_no_share(shipped: Library) -> None:
    [row] = [row for row in compare_notices(shipped) if row.domain.id == "N02"]
    assert "jincheng-2022-42" not in row.shares
