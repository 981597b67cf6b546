"""A duty is found by any of its wordings, and by none that is another's."""

import pytest

from questionnaires.catalogue import Duty
from questionnaires.drafting.duty_index import DutyIndex, compare_wordings, has_own_word, word_duty
from questionnaires.drafting.matching import NEAR, TAKEN, Match, Matcher
from questionnaires.loading import load_library
from tests.questionnaires.shelf import draft_duty

MATCHER = Matcher(load_library())


def make_duty(id: str, duty: str, *said: str, own_words: tuple[str, ...] = ()) -> Duty:
    fields = {"said": said, "own_words": own_words, "criterion": {"kind": "yes_no"}, "title": duty[:8]}
    return Duty.model_validate(draft_duty(id, duty=duty, **fields))


def find(text: str, heading: str = "") -> Match:
    return MATCHER.look_up(text, heading, MATCHER.rank_clause(heading, text), text).matches[0]


DRILLS = make_duty("drills", "组织药品安全应急演练", "以练代战，检验预案", "开展桌面推演", own_words=("演练", "推演"))
SUPPLIES = make_duty("supplies", "储备药品安全应急物资", "备足防护用品", own_words=("物资", "用品"))


def test_any_wording_of_a_duty_finds_it() -> None:
    index = DutyIndex([word_duty(one, ()) for one in (DRILLS, SUPPLIES)])
    for text in ("应急演练", "定期桌面推演", "以练代战"):
        drills, supplies = index.compare(text).tolist()
        assert 1 >= drills > supplies
    assert index.compare("备足用品").argmax() == 1
    assert index.compare("").tolist() == [0, 0]


def test_the_words_of_a_measure_that_carries_it_find_a_duty_too() -> None:
    alone, carried = DutyIndex([word_duty(DRILLS, ())]), DutyIndex([word_duty(DRILLS, ["联合拉动"])])
    assert alone.compare("拉动").tolist() == [0]
    assert carried.compare("拉动")[0] > 0


def test_the_best_of_the_wordings_is_what_counts() -> None:
    assert compare_wordings(DRILLS, "每年以练代战，检验预案") == 1
    assert compare_wordings(make_duty("bare", "组织药品安全应急演练"), "每年以练代战，检验预案") == 0


def test_a_text_without_a_word_of_its_own_is_hardly_the_duty() -> None:
    assert has_own_word(DRILLS, "组织推演") and not has_own_word(DRILLS, "备足物资")


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("把办案实绩列为考评下级的一项内容", "case-assessment"),
        ("压实医疗机构和持有人的报告义务", "holder-vigilance-duty"),
        ("完善药品安全风险清单，消除一项、销号一项", "risk-register"),
        ("落实举报人奖励并保护其信息", "report-rewards"),
    ],
)
def test_the_library_knows_a_duty_in_other_words(text: str, duty: str) -> None:
    found = find(text).neighbour.duty
    assert found is not None and found.id == duty


def test_what_is_certain_is_taken_and_what_the_library_has_not_is_not_even_shown() -> None:
    assert find("开展行政处罚案卷评查，提升办案质量", "严格规范执法").certainty >= TAKEN
    assert find("加强农村公路养护和客运安全管理").certainty < NEAR
