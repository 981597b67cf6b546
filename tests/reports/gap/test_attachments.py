"""What a report carries makes the same report again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.gap.attachments import TITLES, UnreadableReport, attach, read_attached
from reports.gap.content import Annex, GapReport, find_false_facts
from reports.gap.report import build_gap_report
from tests.reports.samples import ALL_MET, MIXED, REASON, make_questionnaire, make_report, make_rich_report


def pack(report: GapReport) -> dict[str, bytes]:
    return {one.name: one.content for one in attach(report)}


@pytest.mark.parametrize(
    "report",
    [
        make_report(MIXED, REASON, {"drill": "“引号”\\ 换行\n与\u2028"}, parent="某某市", note="注", demo=True),
        make_rich_report(annexes=frozenset(Annex)),
        make_report({}),
        make_report({}, dict.fromkeys(ALL_MET, "本县不涉及。"), bureau=""),
        make_report(ALL_MET, facts=find_false_facts(make_questionnaire(), {"has_laboratory": False})),
    ],
    ids=["remarked", "rich", "empty", "nothing applies", "facts"],
)
def test_a_report_is_made_again_from_what_it_carries(report: GapReport) -> None:
    again = read_attached(pack(report))
    assert build_gap_report(again) == build_gap_report(report)
    assert pack(again) == pack(report)


def test_a_report_of_before_without_signatories_is_made_again_without_them() -> None:
    files = pack(replace(make_rich_report(), signatories=None))
    assert "signatories.json" not in files and "signatories" not in files["context.json"].decode()
    again = read_attached(files)
    assert pack(again) == files and "签批人" not in build_gap_report(again)


def test_the_answers_are_an_answer_file() -> None:
    answers = json.loads(pack(make_rich_report())["answers.json"])
    assert answers["bureau"] == {"name": "某某县市场监督管理局", "code": "140421"}
    assert answers["answers"]["training"] == {"value": 35}
    assert answers["answers"]["reactions"] == {"not_applicable": REASON["reactions"]}


def test_a_review_holds_only_what_differs() -> None:
    review = json.loads(pack(make_rich_report())["review.json"])
    assert review["answers"] == {"plan": {"value": "none"}, "training": {"value": 40}, "drill": {"value": None}}
    assert review["scorecard"]["score"] == "59.26"


def test_a_review_may_set_an_answer_aside_without_another() -> None:
    report = make_report(MIXED, REASON)
    verified = replace(report, verified=make_report({id: MIXED[id] for id in MIXED if id != "drill"}, REASON).scorecard)
    again = read_attached(pack(verified))
    assert again.verified is not None and again.verified.answered == 9


def test_the_digest_of_the_questionnaire_is_its_content_hash() -> None:
    report = make_report(ALL_MET)
    assert attach(report)[0].digest.replace(" ", "") == report.questionnaire.content_hash()


@pytest.mark.parametrize("name", ["answers.json", "context.json", "questionnaire.json", "rules.json", "scorecard.json"])
def test_an_attachment_that_is_missing_is_named(name: str) -> None:
    files = pack(make_report(ALL_MET))
    del files[name]
    with pytest.raises(UnreadableReport, match=f"{name}: This attachment is missing"):
        read_attached(files)


@pytest.mark.parametrize("name", [name for name in TITLES if name != "scorecard.json"])
@pytest.mark.parametrize("content", [b"[]", b"{}", b"\xff", b"null", b'{"answers": 5}'])
def test_an_attachment_of_another_shape_is_named(name: str, content: bytes) -> None:
    with pytest.raises(UnreadableReport) as caught:
        read_attached(pack(make_rich_report()) | {name: content})
    assert caught.value.name.startswith(name)


def test_other_rules_are_named() -> None:
    rules: dict[str, Any] = {"rules": "0", "as_of": "2026-06-30"}
    with pytest.raises(UnreadableReport, match="The report was made by other rules"):
        read_attached(pack(make_report(ALL_MET)) | {"rules.json": json.dumps(rules).encode()})


def test_a_report_of_version_one_is_made_again_by_its_rules() -> None:
    files = {file.name: file.read_bytes() for file in (Path(__file__).parent / "version-1").iterdir()}
    again = read_attached(files)
    assert again.rules == "1" and pack(again) == files
    assert "评分规则第1版" in build_gap_report(again, attached=attach(again))


def test_what_the_named_rules_do_not_know_is_refused() -> None:
    files = pack(make_report(ALL_MET))
    asked = json.loads(files["questionnaire.json"])
    [listed] = [one for one in asked["domains"][1]["questions"] if one["criterion"]["kind"] == "checklist"]
    listed["criterion"]["items"][0]["may_not_apply"] = True
    old = {"questionnaire.json": json.dumps(asked).encode(), "rules.json": b'{"rules": "1", "as_of": "2026-06-30"}'}
    with pytest.raises(UnreadableReport, match="the rules that the report names do not know"):
        read_attached(files | old)
