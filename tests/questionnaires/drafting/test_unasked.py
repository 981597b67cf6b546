"""Every paragraph of a notice is in a clause, or is named as not asked with its reason."""

import pytest

from questionnaires.drafting.open_points import list_open
from questionnaires.drafting.outline.outlining import outline_notice
from questionnaires.drafting.publishing import say_open
from tests.questionnaires.drafting.blocks import make_blocks
from tests.questionnaires.drafting.drafts import draft_text

HEAD = """江南省人民政府办公厅关于加强药品监管能力建设的通知
江政办发〔2022〕9号
各市人民政府：
为贯彻国家有关要求，现就有关事项通知如下。
"""
CHAPTERS = """一、健全监管体系
各级政府要加强领导，形成合力。
（一）完善制度。推动药品管理条例修订，三年内出台配套制度5项以上。
（二）强化协同。建立会商机制，每季度会商1次。
二、提升能力
本部分突出补齐能力短板，分步实施。
（三）提高检验能力。省级机构检验参数达到1200项。
"""
OPENING = "总体要求\n坚持人民至上，到2025年抽检合格率达到98%。\n强化系统观念，统筹发展和安全，守住底线。\n"
CLOSING = "保障措施\n各级人民政府要加强组织领导，每年听取1次汇报。\n有关部门要按照职责分工抓好落实。\n"
FOOT = """本通知自2022年5月1日起施行，有效期三年。
江南省人民政府办公厅
2022年4月7日
附件：考核细则
考核采取自评与抽查相结合的方式，每年组织一次考核，结果予以通报。
抄送：省委各部门，省人大常委会办公厅。
省政协办公厅，各民主党派省委，各人民团体。
"""
WHOLE = HEAD + OPENING + CHAPTERS + CLOSING + FOOT


def test_chapters_without_a_number_around_numbered_ones_are_clauses() -> None:
    outline = outline_notice(make_blocks(WHOLE))
    assert [one.path for one in outline.clauses] == [
        *("总体要求", "一", "一（一）", "一（二）", "二（三）", "保障措施")
    ]
    assert (
        outline.clauses[0].body == "坚持人民至上，到2025年抽检合格率达到98%。\n强化系统观念，统筹发展和安全，守住底线。"
    )
    assert outline.clauses[-1].body.endswith("抓好落实。")


def test_what_is_in_no_clause_is_named_with_its_reason() -> None:
    told = [(one.reason, one.text[:4], one.chapter) for one in outline_notice(make_blocks(WHOLE)).unasked]
    assert told == [
        ("introduction", "为贯彻国", ""),
        ("lead", "本部分突", "提升能力"),
        ("itself", "本通知自", ""),
        ("annex", "考核采取", ""),
    ]


@pytest.mark.parametrize("text", [WHOLE, HEAD + CHAPTERS, HEAD + OPENING + CHAPTERS, HEAD + CHAPTERS + CLOSING + FOOT])
def test_no_paragraph_is_lost(text: str) -> None:
    outline = outline_notice(make_blocks(text))
    told = "".join(f"{one.heading}。{one.body}" for one in outline.clauses) + "".join(
        one.text for one in outline.unasked
    )
    sentences = [line for line in text.splitlines() if line.endswith("。") and "省委" not in line]
    lost = [line for line in sentences if line.replace("，", ",").split("）")[-1][-12:] not in told.replace("，", ",")]
    assert lost == []


def test_general_aims_are_named_and_not_asked() -> None:
    aims = "一、指导思想\n坚持人民至上、生命至上，全面贯彻新发展理念，守牢药品安全底线。\n"
    draft = draft_text(HEAD + aims + CHAPTERS.replace("二、", "三、").replace("一、", "二、"))
    told = [say_open(one) for one in list_open(draft) if "指导思想" in str(one.details)]
    assert told == [
        "不列为条款（“指导思想”只有总的要求，没有指标，也没有对具体单位提出要求）：坚持人民至上、生命至上，全面贯彻新发展理念，守牢药品安全底线。"
    ]


def test_a_duty_before_the_first_number_is_a_clause() -> None:
    duty = "各市县人民政府要落实属地责任，每年听取1次药品安全工作汇报。\n"
    outline = outline_notice(make_blocks(HEAD + duty + CHAPTERS))
    assert (outline.clauses[0].path, outline.clauses[0].body) == ("引言", duty.strip())
