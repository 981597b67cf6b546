"""The file of answers of one bureau: its JSON, its name and profile, and its answers against the questionnaire."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from questionnaires.answers import Answer, AnswersRefused, Refusal, read_answers
from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.words import read_words
from questionnaires.messages import Refused
from questionnaires.questionnaire import Questionnaire

LARGEST_FILE = 64_000_000
BESIDE = ("bonus", "granted", "deductions", "vetoes")  # what a file may say that is no answer


@dataclass(frozen=True)
class AnswerFile:
    """A bureau's answers with its name, code and profile; `questionnaire` is what applies to that profile.

    `beside` is what the file says beside the answers, as it stands there: `entry_reading` reads it.
    """

    bureau: str
    code: str
    profile: Mapping[str, bool]
    questionnaire: Questionnaire
    answers: Mapping[str, Answer]
    beside: Mapping[str, object]


def read_answer_file(path: Path, questionnaire: Questionnaire, as_of: date, facts: Collection[str] = ()) -> AnswerFile:
    """Read the answer file of one bureau (the design's ANSWERS.json); raise AnswersRefused.

    `facts` are those that a profile may state beside the ones on which the questionnaire depends.
    """
    raw = _read_json(path)
    if not isinstance(raw, dict) or not isinstance(raw.get("answers"), dict):
        raise AnswersRefused(
            [Refusal("answers", Refused('The file must be {"bureau": …, "profile": …, "answers": {…}}.'))]
        )
    if unknown := sorted(set(raw) - {"bureau", "profile", "answers", *BESIDE}):
        read = ", ".join(("bureau", "profile", "answers", *BESIDE))
        raise AnswersRefused([Refusal(unknown[0][:80], Refused("Nothing else is read than %(read)s.", read=read))])
    bureau = _read_bureau(raw.get("bureau", {}))
    known = dict.fromkeys([*(fact.id for fact in questionnaire.facts), *facts])
    profile = _read_profile(known, raw.get("profile", {}))
    applying = questionnaire.for_profile(profile)
    return AnswerFile(
        bureau=bureau.get("name", ""),
        code=bureau.get("code", ""),
        profile=profile,
        questionnaire=applying,
        answers=read_answers(applying, raw["answers"], as_of),
        beside={key: raw[key] for key in BESIDE if raw.get(key) is not None},
    )


def _read_bureau(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or set(raw) - {"name", "code"}:
        raise AnswersRefused([Refusal("bureau", Refused('Give {"name": …, "code": …}.'))])
    words = {}
    for key, value in raw.items():
        try:
            words[key] = read_words(value, 100)
        except InvalidAnswer as error:
            raise AnswersRefused([Refusal(f"bureau.{key}", error)]) from None
    return words


def _read_profile(known: Collection[str], raw: object) -> dict[str, bool]:
    if not isinstance(raw, dict):
        raise AnswersRefused([Refusal("profile", Refused("The profile must map facts to true or false."))])
    listed = ", ".join(known) or "–"
    refusals = [
        Refusal(f"profile.{fact[:60]}", Refused("There is no such fact; there are: %(known)s.", known=listed))
        for fact in raw
        if fact not in known
    ] + [
        Refusal(f"profile.{fact[:60]}", Refused("Say true or false."))
        for fact, holds in raw.items()
        if not isinstance(holds, bool)
    ]
    if refusals:
        raise AnswersRefused(refusals)
    return raw


def _read_json(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise AnswersRefused(
                [Refusal("file", Refused("The file is larger than %(most)s bytes.", most=LARGEST_FILE))]
            )
        return parse_json(path.read_bytes())
    except OSError as error:
        refusal = Refusal("file", Refused("The file cannot be read: %(why)s.", why=error.strerror or error))
    raise AnswersRefused([refusal])


def parse_json(content: bytes) -> Any:
    """Parse JSON with its numbers exact and no key twice; raise AnswersRefused with the place."""
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=_read_figure,
            parse_int=Decimal,
            parse_constant=Decimal,
            object_pairs_hook=_refuse_twins,
        )
    except UnicodeDecodeError as error:
        refusal = Refusal(f"byte {error.start}", Refused("The file is not UTF-8; save it as UTF-8."))
    except json.JSONDecodeError as error:
        refusal = Refusal(
            f"line {error.lineno}, column {error.colno}", Refused("The file is not JSON: %(why)s.", why=error.msg)
        )
    except RecursionError:
        refusal = Refusal("file", Refused("The file nests too deep."))
    raise AnswersRefused([refusal])


def _read_figure(text: str) -> Decimal:
    """Read a JSON number exactly; an exponent beyond all bounds becomes what every criterion refuses."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _refuse_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in keys if keys.count(key) > 1)
        raise AnswersRefused([Refusal(twin[:80], Refused("This key stands twice in the file; keep one."))])
    return read
