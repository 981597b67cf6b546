"""What a version says otherwise, in the words that people read."""

from flask import Flask

from questionnaires.comparing import FieldChange
from survey.catalogues.words import say_changes

OLD, NEW = "{place}是否开展检查？", "{regulator}是否开展检查？"


def test_questions_of_levels_that_change_alike_are_told_once_and_without_placeholders(site: Flask) -> None:
    city, county = FieldChange("asks.city", OLD, NEW), FieldChange("asks.county", OLD, NEW)
    told = ("本地是否开展检查？", "本级监管部门是否开展检查？")
    with site.test_request_context():
        assert say_changes([city, county]) == [("题目（市级、县级）", *told)]
        other = FieldChange("asks.county", OLD, "{place}是否检查？")
        assert [name for name, _, _ in say_changes([city, other])] == ["题目（市级）", "题目（县级）"]
        assert say_changes([FieldChange("asks", OLD, NEW)]) == [("题目", *told)]
        assert say_changes([FieldChange("criterion.target", 80, "{x}")])[0][1:] == ("80", "{x}")


def test_kinds_and_what_is_counted_are_told_in_words(site: Flask) -> None:
    kind, part = FieldChange("criterion.kind", "yes_no", "checklist"), FieldChange("criterion.part", None, "已检查数")
    with site.test_request_context():
        assert say_changes([kind, part]) == [("题型", "是否", "多选"), ("统计的是什么", "–", "已检查数")]
