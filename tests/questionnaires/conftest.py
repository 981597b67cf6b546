"""What the tests of the domain share: questions, questionnaires and small libraries made on the spot."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from questionnaires.answers import read_answers
from questionnaires.catalogue import Band, Basis, Fact, Library
from questionnaires.commands import add_commands
from questionnaires.criteria import Criterion, Option
from questionnaires.loading import load_library
from questionnaires.messages import DEFAULT_LANGUAGE, speak
from questionnaires.questionnaire import Question, Questionnaire, Section, SourceDocument
from questionnaires.scoring import Scorecard, score
from tests.questionnaires.naive import Paper

AS_OF = date(2026, 6, 30)
STAGES = ("not_started", "planned", "under_way", "largely_done", "done")
LABORATORY = ("none", "C", "C+", "B", "B+", "A")
SCALES = {
    name: tuple(Option(value=value, label=f"{value}级") for value in steps)
    for name, steps in (("stage", STAGES), ("laboratory", LABORATORY))
}
BANDS = TypeAdapter(tuple[Band, ...]).validate_python(
    [
        {"grade": grade, "label": label, "from": lowest}
        for grade, label, lowest in (
            ("excellent", "优秀", 90),
            ("good", "良好", 75),
            ("basic", "基本达标", 60),
            ("below_standard", "未达标", 0),
        )
    ]
)
LEVEL = {"name": "县", "place": "本县", "government": "县人民政府", "regulator": "县局", "below": "乡镇"}
PARSED = TypeAdapter[Any](Criterion)


class PlainDumper(yaml.SafeDumper):
    """Writes everything out, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def parse_criterion(**fields: Any) -> Any:
    return PARSED.validate_python({"kind": "yes_no", **fields}, context={"scales": SCALES, "issued": date(2022, 4, 18)})


def ask(
    id: str,
    *,
    weight: Any = 1,
    critical: bool = False,
    applies_if: str | None = None,
    allow_not_applicable: bool = True,
    levels_basis: Basis | None = None,
    **criterion: Any,
) -> Question:
    return Question(
        id=id,
        document="notice",
        clause="一（一）",
        heading="标题",
        title=id,
        duty="职责",
        text=f"{id}？",
        help=None,
        criterion=parse_criterion(**criterion),
        weight=weight,
        critical=critical,
        applies_if=applies_if,
        allow_not_applicable=allow_not_applicable,
        evidence=("材料",),
        advice="建议",
        levels_basis=levels_basis,
    )


def gather(domains: Mapping[str, Iterable[Question]]) -> Questionnaire:
    sections = tuple(
        Section(id=id, title=f"领域{id}", aspect="方面", questions=tuple(asked)) for id, asked in domains.items()
    )
    facts = dict.fromkeys(one.applies_if for section in sections for one in section.questions if one.applies_if)
    return Questionnaire.model_validate(
        {
            "document": "notice",
            "version": "1",
            "level": "county",
            "level_name": "县",
            "bands": BANDS,
            "domains": sections,
            "facts": [Fact(id=fact, question="？") for fact in facts],
            "sources": [
                SourceDocument(id="notice", name="某办发〔2022〕1号", title="通知", issuer="机关", issued=None)
            ],
        }
    )


def judge_values(
    questionnaire: Questionnaire, values: Mapping[str, Any], not_applicable: Iterable[str] = (), as_of: date = AS_OF
) -> Scorecard:
    raw = {id: {"value": value} for id, value in values.items()} | {
        id: {"not_applicable": "无此业务"} for id in not_applicable
    }
    return score(questionnaire, read_answers(questionnaire, raw, as_of), as_of)


def draft_measure(id: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id,
        "title": "题名",
        "domain": "N01",
        "levels": ["county"],
        "levels_basis": "named",
        "duty": "职责",
        "phrase": "锚",
        "criterion": {"kind": "yes_no"},
        "asks": f"{{place}}{id}如何？",
        "evidence": ["材料"],
        "advice": "由{regulator}办理",
        **fields,
    }


def draft_notice(id: str, *measures: dict[str, Any], **fields: Any) -> dict[str, Any]:
    clause = {"path": "一（一）", "heading": "标题", "measures": list(measures)}
    return {
        "id": id,
        "version": "1",
        "title": "通知",
        "number": None,
        "issuer": "机关",
        "issued": date(2022, 4, 18),
        "division": "150000",
        "implements": "国办发〔2021〕16号",
        "levels": {"county": LEVEL},
        "clauses": [clause],
        **fields,
    }


def draft_shared() -> dict[str, Any]:
    return {
        "domains": [
            {"id": id, "title": f"领域{id}", "aspect": "方面", "source": "来源"} for id in ("N01", "N02", "N03")
        ],
        "facts": [
            {"id": "has_laboratory", "question": "有实验室吗？"},
            {"id": "makes_vaccines", "question": "产疫苗吗？"},
        ],
        "bands": [{"grade": one.grade, "label": one.label, "from": int(one.from_)} for one in BANDS],
        "scales": {name: [one.model_dump() for one in steps] for name, steps in SCALES.items()},
    }


@pytest.fixture(scope="session")
def as_of() -> date:
    return AS_OF


@pytest.fixture(scope="session")
def criterion() -> Callable[..., Any]:
    return parse_criterion


@pytest.fixture(scope="session")
def question() -> Callable[..., Question]:
    return ask


@pytest.fixture(scope="session")
def questionnaire() -> Callable[..., Questionnaire]:
    """Make a questionnaire of questions in one domain, or of several: `questionnaire(N01=[…], N02=[…])`."""
    return lambda *asked, **domains: gather({"N01": asked, **domains} if asked else domains)


@pytest.fixture(scope="session")
def ask_paper() -> Callable[[Paper], Questionnaire]:
    """Make the questionnaire of a random paper."""
    return lambda paper: gather(
        {
            "N01": [
                ask(
                    id,
                    weight=str(Decimal(paper.weights[id].numerator) / paper.weights[id].denominator),
                    critical=id in paper.critical,
                    **fields,
                )
                for id, fields in paper.questions.items()
            ]
        }
    )


@pytest.fixture(scope="session")
def judge() -> Callable[..., Scorecard]:
    return judge_values


@pytest.fixture(scope="session")
def measure() -> Callable[..., dict[str, Any]]:
    return draft_measure


@pytest.fixture(scope="session")
def notice() -> Callable[..., dict[str, Any]]:
    return draft_notice


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write shared lists and notices as YAML; `name=content` adds or replaces a file (data, text or bytes)."""

    def write(*notices: dict[str, Any], **files: Any) -> Path:
        place = tmp_path / f"catalogues-{len(list(tmp_path.iterdir()))}"
        place.mkdir()
        for name, content in {**draft_shared(), **{one["id"]: one for one in notices}, **files}.items():
            text = (
                content
                if isinstance(content, str | bytes)
                else yaml.dump(content, Dumper=PlainDumper, allow_unicode=True)
            )
            (place / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return place

    return write


@pytest.fixture
def library(folder: Callable[..., Path]) -> Callable[..., Library]:
    return lambda *notices, **files: load_library(folder(*notices, **files))


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The catalogues that we ship."""
    return load_library()


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run a command line in English; give back its exit code, standard output and standard error."""
    speak("en")
    parser = argparse.ArgumentParser(prog="run.py")
    add_commands(parser.add_subparsers(required=True))

    def run_command(*words: object) -> tuple[int, str, str]:
        args = parser.parse_args([str(word) for word in words])
        code = args.run(args)
        out, err = capfd.readouterr()
        return code, out, err

    yield run_command
    speak(DEFAULT_LANGUAGE)
