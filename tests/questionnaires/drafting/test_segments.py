"""A clause's body is cut into what it asks."""

import pytest

from questionnaires.drafting.segments import cut_segments

SENTENCES = {
    "each part with a verb of duty of its own": (
        "完善检查制度，充实检查力量，组织交叉检查。",
        ["完善检查制度，", "充实检查力量，", "组织交叉检查。"],
    ),
    "numbered with 一是": (
        "一是健全责任体系，二是完善执法流程，三是配强执法力量。",
        ["一是健全责任体系，", "二是完善执法流程，", "三是配强执法力量。"],
    ),
    "what introduces belongs to what follows": (
        "按照国家统一部署，依托现有平台，为企业减负，推行网上办理。",
        ["按照国家统一部署，依托现有平台，为企业减负，推行网上办理。"],
    ),
    "a purpose belongs to what it is the purpose of": (
        "建立会商制度，形成监管合力，提升处置效率；公开结果。",
        ["建立会商制度，形成监管合力，提升处置效率；", "公开结果。"],
    ),
    "a goal alone is kept": ("全面提升药品检验能力。", ["全面提升药品检验能力。"]),
    "a due date introduces": ("到2026年底前，建成区域检验中心。", ["到2026年底前，建成区域检验中心。"]),
    "the subject may come late": (
        "落实属地责任，县级市场监管部门要建立台账。",
        ["落实属地责任，", "县级市场监管部门要建立台账。"],
    ),
    "自治区 is no 自 that introduces": (
        "自治区检验机构通过资质认定，各盟市检验机构通过能力验证。",
        ["自治区检验机构通过资质认定，", "各盟市检验机构通过能力验证。"],
    ),
    "what is done may stand behind what it is done to": (
        "加强考核，将结果纳入年度评价，对先进单位给予奖励。",
        ["加强考核，", "将结果纳入年度评价，", "对先进单位给予奖励。"],
    ),
    "each thing that is done to something": (
        "对有突出贡献的单位给予表扬，对工作实绩突出的优先考虑，对失职渎职的严肃追究责任。",
        ["对有突出贡献的单位给予表扬，", "对工作实绩突出的优先考虑，", "对失职渎职的严肃追究责任。"],
    ),
    "what only introduces may end inside a part": (
        "按照国家部署分步实施唯一标识，推进一网通办。",
        ["按照国家部署分步实施唯一标识，", "推进一网通办。"],
    ),
    "no cut in brackets and quotes": (
        "推广“一企一码，一品一档”做法（含批发，零售）。",
        ["推广“一企一码，一品一档”做法（含批发，零售）。"],
    ),
    "responsible units are no duty": (
        "加强药品检验（省药监局牵头，省财政厅配合）。\n责任单位：市局、县局",
        ["加强药品检验"],
    ),
    "half-width marks and broken lines": (
        "加强抽检,公布结果;\n查处违法行为.",
        ["加强抽检,", "公布结果;", "查处违法行为."],
    ),
}


@pytest.mark.parametrize("why", SENTENCES)
def test_it_cuts(why: str) -> None:
    body, expected = SENTENCES[why]
    assert [one.text for one in cut_segments(body)] == expected


def test_whom_to_ask_is_no_duty() -> None:
    body = "加强检查。联系电话：0951-5678901。"
    assert [one.text for one in cut_segments(body)] == ["加强检查。"]


def test_segments_know_their_place_and_their_sentence() -> None:
    body = "完善制度， 充实力量。公开结果。"
    segments = cut_segments(body)
    assert [body[one.start : one.end] for one in segments] == ["完善制度，", " 充实力量。", "公开结果。"]
    assert [one.sentence for one in segments] == [0, 0, 1]


def test_a_part_with_a_target_stands_for_itself() -> None:
    body = "完善标准体系，地方标准达到20项以上。"
    assert len(cut_segments(body)) == 1
    assert [one.text for one in cut_segments(body, [body.index("20项")])] == [
        "完善标准体系，",
        "地方标准达到20项以上。",
    ]
