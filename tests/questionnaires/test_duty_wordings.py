"""What a duty of the library rests on, and the words by which a draft finds it; and how both may be wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from questionnaires.catalogue import Library
from questionnaires.loading import CatalogueError
from tests.questionnaires.shelf import draft_duty, draft_thin, write_shelf

Complain = Callable[..., list[str]]


@pytest.fixture
def complain(library: Callable[..., Library], tmp_path: Path, notice: Callable[..., dict[str, Any]]) -> Complain:
    """The faults of a library of these duties, of which a notice carries the first."""

    def load(*duties: dict[str, Any]) -> list[str]:
        write_shelf(tmp_path, N01=list(duties))
        with pytest.raises(CatalogueError) as broken:
            library(notice("n", draft_thin("m", "d"), issuer="安澜省人民政府办公厅"))
        return [str(fault) for fault in broken.value.faults]

    return load


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"source": []}, "source: Value should have at least 1 item"),
        (
            {"source": "国办发〔2021〕16号（二十四）"},
            "source: '国办发〔2021〕16号（二十四）' is no clause; write one as",
        ),
        ({"source": "m 一"}, "source: 'm 一' names no document at hand; there are 国办发〔2021〕16号, n"),
        (
            {"source": ["n 一（一）", "n 一（二）"]},
            "source: 'n 一（二）' names no clause of that document; near it: 一（一）",
        ),
        ({"said": ["检查员达到200名"]}, "said: '检查员达到200名' has the figure '200'; figures are the notice's"),
        ({"said": ["每年至少三次"]}, "said: '每年至少三次' has the figure '三次'; figures are the notice's"),
        ({"said": ["{place}的检查"]}, "said: '{place}的检查' has a placeholder; say it as a notice does"),
        ({"said": ["安澜的检查"]}, "said: '安澜' is one place's own name"),
        ({"said": ["共同的职责"]}, "said: '共同的职责' stands under the duty 'd' already"),
        ({"forms": ["yes_no", "checklist"]}, "forms: checklist is the kind of the duty itself; leave it out"),
        ({"forms": ["date"]}, "forms.0: Input should be 'yes_no'"),
        ({"own_words": ["疫苗"]}, "own_words: '疫苗' stands nowhere in the duty, its items or `said`"),
    ],
)
def test_it_names_what_is_wrong_with_the_clause_or_the_words_of_a_duty(
    complain: Complain, fields: dict[str, Any], message: str
) -> None:
    [fault] = complain(draft_duty("d", **fields))
    assert fault.startswith(f"N01.yaml: duty d: {message}")


def test_what_is_meant_twice_is_named(complain: Complain) -> None:
    duties = [draft_duty("d", said="共同办理"), draft_duty("e", duty="另一职责", said=["另办", "共同办理"])]
    [fault] = complain(*duties)
    assert fault == "N01.yaml: duty e: said: '共同办理' stands under the duty 'd' already"


def test_a_duty_may_rest_on_a_clause_before_any_notice_carries_it(
    library: Callable[..., Library], tmp_path: Path, notice: Callable[..., dict[str, Any]]
) -> None:
    words = {"said": ["另办一项", "疫苗的事"], "forms": "yes_no", "own_words": "疫苗"}
    write_shelf(tmp_path, N01=[draft_duty("d", source="n 一（一）"), draft_duty("e", duty="另一职责", **words)])
    loaded = library(notice("n", draft_thin("m", "d"))).duties["e"]
    assert (loaded.source, loaded.forms, loaded.own_words) == (
        ("国办发〔2021〕16号（一）",),
        ("yes_no",),
        ("疫苗",),
    )
