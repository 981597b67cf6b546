"""A part of a clause becomes a question: the library's, or a plain one."""

import pytest

from questionnaires.catalogue import Duty
from questionnaires.drafting.listing import find_items, stands_in
from questionnaires.drafting.matching import Match, Matcher, Neighbour
from questionnaires.drafting.parts import FoundFigure
from questionnaires.drafting.plain_questions import make_criterion
from questionnaires.drafting.shaping import Shaped, choose_items, is_vague, names_elsewhere, shape
from questionnaires.loading import load_library
from tests.questionnaires.shelf import draft_duty

MATCHER = Matcher(load_library())


def find_match(text: str, heading: str) -> Match:
    return MATCHER.look_up(text, heading, MATCHER.rank_clause(heading, text)).matches[0]


def shape_text(text: str, heading: str, *figures: FoundFigure) -> Shaped:
    return shape(text, find_match(text, heading), figures)


def make_figure(**criterion: object) -> FoundFigure:
    return FoundFigure(0, 1, "x", dict(criterion), None)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("加强药品、医疗器械、化妆品监管", ("药品", "医疗器械", "化妆品监管")),
        ("配齐快检设备、执法记录仪和冷链测温设备等", ("快检设备", "执法记录仪", "冷链测温设备")),
        ("鼓励企业、社会团体、高校参与药品、医疗器械标准制修订", ("企业", "社会团体", "高校")),
        ("对疫苗企业、血液制品单位和特殊药品企业实行全覆盖检查", ("疫苗企业", "血液制品单位", "特殊药品企业")),
        ("开展网络销售、中药饮片、医美产品四个专项整治", ("网络销售", "中药饮片", "医美产品")),
        ("对聚集性事件、死亡病例及时开展调查", ()),
        ("建立检查制度", ()),
        ("规范抽检和检查", ()),
    ],
)
def test_it_finds_what_a_sentence_lists(text: str, items: tuple[str, ...]) -> None:
    assert find_items(text) == items


def test_an_item_stands_in_a_text_whatever_its_brackets_say() -> None:
    assert stands_in("飞行检查（不预先告知）", "常态化开展飞行检查")
    assert not stands_in("延伸检查", "常态化开展飞行检查")


def test_of_a_list_only_what_the_notice_names_is_taken() -> None:
    shared = [
        {"value": str(at), "label": one} for at, one in enumerate(("日常检查", "专项检查", "飞行检查", "延伸检查"))
    ]
    items, sure = choose_items("综合运用日常检查、飞行检查等方式", shared)
    assert ([one["label"] for one in items], sure) == (["日常检查", "飞行检查"], True)


def test_an_item_is_named_in_short_where_the_notice_lists_it() -> None:
    shared = [
        {"value": str(at), "label": one} for at, one in enumerate(("行政许可", "监督检查", "检验检测", "技术审评"))
    ]
    items, sure = choose_items("归集许可、检查、检验等监管数据", shared)
    assert ([one["label"] for one in items], sure) == (["行政许可", "监督检查", "检验检测"], True)
    whole, sure = choose_items("归集审评数据，加强检查", shared)
    assert (len(whole), sure) == (4, False)


def test_a_list_that_a_notice_lengthens_is_looked_over() -> None:
    shared = [{"value": str(at), "label": one} for at, one in enumerate(("日常检查", "专项检查"))]
    items, sure = choose_items("运用日常检查、专项检查、联合督查、驻厂监督、远程核验等方式", shared)
    assert [one["label"] for one in items] == ["日常检查", "专项检查", "联合督查", "驻厂监督", "远程核验"]
    assert not sure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("建立部门会商制度，", "yes_no"),
        ("推进实验室迁建，", "stage"),
        ("对疫苗、血液制品、特殊药品开展巡查", "checklist"),
    ],
)
def test_what_the_library_has_not_is_asked_plainly(text: str, kind: str) -> None:
    assert make_criterion(text)["kind"] == kind


def test_a_certain_duty_brings_its_question_and_takes_this_notices_due_date() -> None:
    shaped = shape_text("制定药品安全突发事件应急预案，", "健全应急管理", make_figure(due="2026-06-30"))
    assert (shaped.library, shaped.status) == ("emergency-plan", "usable")
    assert shaped.criterion == {"kind": "yes_no", "due": "2026-06-30"}


def test_a_figure_of_another_kind_than_the_dutys_is_asked_as_what_it_is() -> None:
    figure = make_figure(kind="recency", period_months=24)
    shaped = shape_text("制定药品安全突发事件应急预案，", "健全应急管理", figure)
    assert shaped.criterion == {"kind": "recency", "period_months": 24}
    assert shaped.status == "usable"


@pytest.mark.parametrize(("forms", "library"), [((), None), (("number",), None), (("number", "share"), "d")])
def test_a_question_of_another_kind_is_the_dutys_where_the_duty_is_asked_so(
    forms: tuple[str, ...], library: str | None
) -> None:
    duty = Duty.model_validate(draft_duty("d", forms=forms, criterion={"kind": "stage"}))
    match = Match(Neighbour(duty, None, None, "N01"), 0.9, 0.9)
    shaped = shape("比例达到90%，", match, [make_figure(kind="share", target=90)])
    assert shaped.criterion is not None and (shaped.criterion["kind"], shaped.criterion["target"]) == ("share", 90)
    assert (shaped.library, shaped.status) == (library, "write")


def test_a_duty_that_counts_is_not_asked_without_a_figure() -> None:
    shaped = shape_text("充实药品检查员队伍，增加承担检查任务的药品检查员人数，", "检查员人数")
    assert shaped.criterion is not None
    assert "target" not in shaped.criterion
    assert shaped.criterion["kind"] in ("stage", "yes_no")


@pytest.mark.parametrize("text", ["坚持人民至上，", "深刻认识药品安全的重要意义。", "补短板，"])
def test_what_cannot_be_assessed_is_marked_and_not_asked(text: str) -> None:
    assert is_vague(text)
    shaped = shape(text, None, ())
    assert (shaped.status, shaped.criterion, shaped.asks) == ("vague", None, "")


def test_no_name_of_another_place_is_taken_over() -> None:
    assert names_elsewhere("依托吉林祥云大数据平台", "依托本省大数据平台")
    assert names_elsewhere("执行《某某管理办法》", "执行管理办法")
    assert not names_elsewhere("依托吉林祥云大数据平台", "依托吉林祥云平台")


def test_a_period_alone_asks_when_it_was_done_last() -> None:
    shaped = shape_text("每季度通报案件查办情况。", "完善稽查办案机制", make_figure(period_months=3))
    assert shaped.criterion is not None
    assert (shaped.criterion["kind"], shaped.criterion["period_months"]) == ("recency", 3)


def test_every_year_is_the_assessment_year() -> None:
    figure = make_figure(kind="recency", period_months=12)
    told = [shape(text, None, [figure]).criterion for text in ("每年至少会商1次", "至少每12个月会商1次")]
    assert [one and one.get("per_year") for one in told] == [True, None]


def test_a_thing_to_be_made_by_a_day_is_asked_with_its_day() -> None:
    shaped = shape("组建药品案件协查专班，", None, [make_figure(due="2026-06-30")])
    assert shaped.criterion == {"kind": "done_by", "due": "2026-06-30"}


def test_a_target_takes_no_date_of_another_duty_beside_it() -> None:
    figures = [make_figure(kind="number", op="at_least", target=3, unit="名"), make_figure(due="2026-06-30")]
    shaped = shape("聘请社会监督员3名", None, figures)
    assert shaped.criterion == {"kind": "number", "op": "at_least", "target": 3, "unit": "名"}


def test_a_part_of_those_that_a_duty_counts_is_asked_for_itself() -> None:
    figure = make_figure(kind="number", op="at_least", target=20, unit="名")
    duty = Duty.model_validate(draft_duty("d", criterion={"kind": "number", "unit": "名"}))
    match = Match(Neighbour(duty, None, None, "N01"), 0.9, 0.9)
    assert shape("药品检查员不少于20名，", match, [figure]).library == "d"
    assert shape("其中疫苗检查员不少于20名，", match, [figure]).library is None
