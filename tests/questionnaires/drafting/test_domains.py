"""Which domain a part of a notice speaks of, in words that no notice at hand has."""

import pytest

from questionnaires.drafting.domain_words import DOMAIN_WORDS
from questionnaires.drafting.domains import DomainRanker
from questionnaires.loading import load_library

LIBRARY = load_library()
RANKER = DomainRanker(LIBRARY, LIBRARY.documents.values())


@pytest.mark.parametrize(
    ("text", "heading", "domain"),
    [
        ("每年安排专项资金不少于800万元", "加大投入", "N21"),
        ("检验参数比2022年翻一番", "强化技术支撑", "N08"),
        ("事发地人民政府应当在1小时内报告", "妥善处置突发事件", "N12"),
        ("每年检查不少于4次", "做实日常检查", "N05"),
        ("监管人员每年学习不少于60学时", "培养专业人才", "N17"),
        ("每个乡镇至少配备2名协管员", "夯实基层基础", "L02"),
        ("配齐药品快检设备", "做强基层", "N08"),
        ("建成药品快检室12个", "能力提升", "N08"),
        ("开展化妆品快检", "能力提升", "N11"),
        ("单体药店上传率达到95%", "健全追溯体系", "N13"),
        ("力争培育年产值10亿元以上企业3家", "服务产业发展", "L04"),
    ],
)
def test_the_words_and_the_heading_tell_the_domain(text: str, heading: str, domain: str) -> None:
    ranked = RANKER.rank(text, heading, text)
    assert ranked[0][0] == domain
    assert sum(share for _, share in ranked) == pytest.approx(1)


def test_who_is_responsible_tells_nothing_of_the_domain() -> None:
    units = "（责任单位：省药监局、省财政厅、省人力资源社会保障厅）"
    assert RANKER.rank("健全追溯体系", "追溯", f"健全追溯体系{units}") == RANKER.rank(
        "健全追溯体系", "追溯", "健全追溯体系"
    )


def test_every_domain_has_words_of_its_own() -> None:
    assert DOMAIN_WORDS.keys() == LIBRARY.domains.keys()
