"""The notices side by side."""

import json
from collections.abc import Callable

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


def test_a_duty_stands_in_one_row_with_every_notice_that_carries_it(shipped: Library) -> None:
    [row] = [row for row in compare_notices(shipped) if row.domain.id == "N05"]
    carried = {one.duty.id: one.shares for one in row.duties if one.duty}
    corps = carried["inspector-corps"]
    assert list(corps) == list(shipped.documents)
    assert [one.id for one in corps["shanxi-2021-101"].measures] == ["inspector-corps", "inspector-corps-local"]
    assert corps["chongqing-2022"].clauses == ("三（八）",)  # which is about staff, and stood in another domain


def test_what_a_notice_has_alone_stands_last(shipped: Library) -> None:
    [row] = [row for row in compare_notices(shipped) if row.domain.id == "N05"]
    assert [place for place, one in enumerate(row.duties) if one.duty is None] == [len(row.duties) - 1]
    assert "mobile-terminals" in {one.id for one in row.duties[-1].shares["jilin-2021-44"].measures}


def test_the_command_tells_levels_kind_and_figure_of_each_notice(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("crosswalk")
    assert code == 0
    told = out.split("  inspector-numbers ")[1].split("\n  inspector-dispatch")[0]
    assert "inner-mongolia-2022-26: inspector-pool-size (province): number 不少于200名" in told
    assert "jilin-2021-44: inspector-growth (province city county): yes_no 是" in told
    [domain] = [one for one in json.loads(run("crosswalk", "--format", "json")[1])["domains"] if one["id"] == "N05"]
    [numbers] = [one for one in domain["duties"] if one["id"] == "inspector-numbers"]
    assert [one["kind"] for one in numbers["notices"]["inner-mongolia-2022-26"]] == ["number"]
