"""The files that a gap report carries in itself: all that it says, as JSON, from which it can be made again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from questionnaires.answer_files import BESIDE, parse_json
from questionnaires.answers import Answer, AnswersRefused, read_answers, reread_answer
from questionnaires.catalogue import Fact
from questionnaires.criteria.criterion import is_absent
from questionnaires.entry_reading import read_entries
from questionnaires.messages import Refused
from questionnaires.publishing import publish_answers, publish_entries, publish_scorecard, write_json
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import KNOWN_RULES, Scorecard, find_oldest_rules, score
from reports.gap.content import (
    Annex,
    FiledEvidence,
    GapReport,
    ImportedRound,
    LastRound,
    LikeBureaus,
    OtherNotice,
    RoundOrigin,
    Signatories,
)
from reports.gap.ledger_annex import Ledger
from reports.printing.pdf import PdfFile
from survey.signing.serials import make_serial

QUESTIONNAIRE, ANSWERS, SCORECARD = "questionnaire.json", "answers.json", "scorecard.json"
REVIEW, RULES, CONTEXT, ORIGIN = "review.json", "rules.json", "context.json", "origin.json"
SIGNATORIES, OTHERS = "signatories.json", "year.json"
TITLES = {
    QUESTIONNAIRE: "问卷（适用于本单位的题目）",
    ANSWERS: "填报单位的答案",
    SCORECARD: "自评得分表",
    REVIEW: "审核认定的答案、理由和得分表",
    RULES: "评分规则版本和填报基准日",
    CONTEXT: "报告的其他内容（上轮、同级单位、佐证材料、附件）",
    SIGNATORIES: "签批人和提交人",
    OTHERS: "同年度其他文件的自评结果",
    ORIGIN: "报告编号及所属轮次",
}
Shaped = TypeVar("Shaped")
NEEDED = frozenset({QUESTIONNAIRE, ANSWERS, SCORECARD, RULES, CONTEXT})


class UnreadableReport(Refused):
    """A report whose attachments cannot be read: which one, and why."""

    def __init__(self, name: str, message: str, **details: object) -> None:
        super().__init__(message, **details)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name}: {super().__str__()}"


class NoReport(UnreadableReport):
    """Something else than a gap report."""


@dataclass(frozen=True)
class Context:
    """What a gap report says beyond the answers, as it is kept in JSON."""

    parent: str
    note: str
    demo: bool
    facts: tuple[Fact, ...]
    reasons: Mapping[str, str]
    last: ImportedRound | LastRound | None
    likes: LikeBureaus | None
    annexes: tuple[Annex, ...]
    evidence: tuple[FiledEvidence, ...]
    ledgers: tuple[Ledger, ...]
    issued: Annotated[date | None, Field(exclude_if=is_absent)] = None


@dataclass(frozen=True)
class OfYear:
    """What the bureau came to by other notices in the same year, as it is kept in JSON."""

    others: tuple[OtherNotice, ...]


CONTEXTS, ORIGINS, SIGNED = TypeAdapter(Context), TypeAdapter(RoundOrigin), TypeAdapter(Signatories)
OF_YEAR = TypeAdapter(OfYear)


def attach(report: GapReport) -> tuple[PdfFile, ...]:
    """The attachments of a report, in the order in which they are listed on its last page."""
    asked, own = report.questionnaire, report.scorecard
    contents: dict[str, bytes] = {
        QUESTIONNAIRE: asked.model_dump_json().encode(),
        ANSWERS: write_json(
            {
                "bureau": {"name": report.bureau, "code": report.code},
                "profile": {fact.id: False for fact in report.facts},
                "answers": publish_answers(asked, list_given(own)),
                **_publish_entries(own),
            }
        ),
        SCORECARD: write_json(publish_scorecard(asked, own, report.rules)),
        **({} if report.verified is None else {REVIEW: write_json(_publish_review(report, report.verified))}),
        RULES: write_json({"rules": report.rules, "as_of": own.as_of.isoformat()}),
        CONTEXT: CONTEXTS.dump_json(_frame(report), indent=1) + b"\n",
        **({} if report.signatories is None else {SIGNATORIES: SIGNED.dump_json(report.signatories, indent=1) + b"\n"}),
        **({OTHERS: OF_YEAR.dump_json(OfYear(report.others), indent=1) + b"\n"} if report.others else {}),
    }
    files = tuple(PdfFile(name, TITLES[name], content, _relate(name)) for name, content in contents.items())
    return files if report.origin is None else (*files, _attach_origin(report.origin, files))


def _attach_origin(origin: RoundOrigin, files: tuple[PdfFile, ...]) -> PdfFile:
    """Where the report comes from, under the serial number that this and all other attachments make."""
    digests = sorted(f"{one.name} {one.digest}" for one in files)
    serial = make_serial(f"{ORIGINS.dump_json(origin).decode()}", *digests)
    content = write_json({"serial": serial, **ORIGINS.dump_python(origin)})
    return PdfFile(ORIGIN, TITLES[ORIGIN], content, _relate(ORIGIN))


def find_serial(files: tuple[PdfFile, ...]) -> str:
    """The serial number among the attachments of a report; empty where it has none."""
    return next((str(parse_json(one.content)["serial"]) for one in files if one.name == ORIGIN), "")


def _relate(name: str) -> str:
    return "Data" if name == SCORECARD else "Source"


def list_given(card: Scorecard) -> dict[str, Answer]:
    """The answers that a scorecard was made from."""
    return {one.question.id: one.answer for one in card.results if one.answer is not None}


def _publish_review(report: GapReport, verified: Scorecard) -> dict[str, Any]:
    """The answers that differ from the bureau's own, null where one was set aside without another."""
    asked, before, after = report.questionnaire, list_given(report.scorecard), list_given(verified)
    changed = {id: answer for id, answer in after.items() if answer != before.get(id)}
    removed: dict[str, None] = {id: None for id in before if id not in after}
    return {
        "answers": publish_answers(asked, changed) | removed,
        **_publish_entries(verified),
        "scorecard": publish_scorecard(asked, verified, report.rules),
    }


def _publish_entries(card: Scorecard) -> dict[str, Any]:
    return {} if card.total is None else publish_entries(card.total.entries)


def _frame(report: GapReport) -> Context:
    return Context(
        parent=report.parent,
        note=report.note,
        demo=report.demo,
        facts=report.facts,
        reasons=report.reasons,
        last=report.last,
        likes=report.likes,
        annexes=tuple(sorted(report.annexes)),
        evidence=report.evidence,
        ledgers=report.ledgers,
        issued=report.issued,
    )


def read_attached(files: Mapping[str, bytes]) -> GapReport:
    """Make the report again from its attachments: the scorecards are computed, not believed.

    Raises UnreadableReport.
    """
    if missing := sorted(NEEDED - set(files)):
        raise UnreadableReport(missing[0], "This attachment is missing.")
    rules, as_of = _read_rules(files)
    asked, context = _read_questionnaire(files), _read_shaped(files, CONTEXT, CONTEXTS)
    if find_oldest_rules(asked) not in KNOWN_RULES[: KNOWN_RULES.index(rules) + 1]:
        raise UnreadableReport(QUESTIONNAIRE, "It asks what the rules that the report names do not know.")
    raw = parse_attached(files, ANSWERS)
    bureau = raw.get("bureau") if isinstance(raw, dict) else None
    if not isinstance(bureau, dict) or not isinstance(raw.get("answers"), dict):
        raise UnreadableReport(ANSWERS, "It does not have the shape of such a file.")
    own = _score(ANSWERS, asked, raw, as_of)
    verified = None
    if REVIEW in files:
        review = _read_review(files)
        verified = _score(REVIEW, asked, review | {"answers": raw["answers"] | review["answers"]}, as_of)
    return GapReport(
        bureau=str(bureau.get("name", "")),
        code=str(bureau.get("code", "")),
        questionnaire=asked,
        scorecard=own,
        verified=verified,
        parent=context.parent,
        note=context.note,
        demo=context.demo,
        facts=context.facts,
        reasons=context.reasons,
        last=context.last,
        likes=context.likes,
        annexes=frozenset(context.annexes),
        evidence=context.evidence,
        ledgers=context.ledgers,
        issued=context.issued,
        origin=_read_origin(files) if ORIGIN in files else None,
        signatories=_read_shaped(files, SIGNATORIES, SIGNED) if SIGNATORIES in files else None,
        others=_read_shaped(files, OTHERS, OF_YEAR).others if OTHERS in files else (),
        rules=rules,
    )


def parse_attached(files: Mapping[str, bytes], name: str) -> Any:
    """One attachment as JSON; raise UnreadableReport where it is none."""
    try:
        return parse_json(files[name])
    except AnswersRefused as error:
        raise _explain(name, error) from None


def _explain(name: str, error: AnswersRefused) -> UnreadableReport:
    first = error.refusals[0]
    return UnreadableReport(f"{name}: {first.place}", first.why.message, **first.why.details)


def _score(name: str, asked: Questionnaire, raw: Mapping[str, Any], as_of: date) -> Scorecard:
    given = {id: one for id, one in raw["answers"].items() if one is not None}
    try:
        entries = read_entries(asked.scheme, {key: raw[key] for key in BESIDE if key in raw})
        return score(asked, read_answers(asked, given, as_of, reread_answer), as_of, entries)
    except AnswersRefused as error:
        raise _explain(name, error) from None


def _read_review(files: Mapping[str, bytes]) -> dict[str, Any]:
    review = parse_attached(files, REVIEW)
    if not isinstance(review, dict) or not isinstance(review.get("answers"), dict):
        raise UnreadableReport(REVIEW, "It does not have the shape of such a file.")
    return review


def _read_rules(files: Mapping[str, bytes]) -> tuple[str, date]:
    """The version of the rules, which is one of those known, and the reference date."""
    raw = parse_attached(files, RULES)
    rules = raw.get("rules") if isinstance(raw, dict) else None
    if rules not in KNOWN_RULES:
        raise UnreadableReport(
            RULES,
            "The report was made by other rules; this program has version %(version)s of them.",
            version=" / ".join(KNOWN_RULES),
        )
    return str(rules), _read_day(raw.get("as_of"))


def _read_day(words: object) -> date:
    try:
        return date.fromisoformat(str(words))
    except ValueError:
        raise UnreadableReport(RULES, "It does not have the shape of such a file.") from None


def _read_questionnaire(files: Mapping[str, bytes]) -> Questionnaire:
    try:
        return Questionnaire.model_validate_json(files[QUESTIONNAIRE])
    except ValidationError:
        raise UnreadableReport(QUESTIONNAIRE, "It does not have the shape of such a file.") from None


def _read_origin(files: Mapping[str, bytes]) -> RoundOrigin:
    raw = parse_attached(files, ORIGIN)
    try:
        return ORIGINS.validate_python({name: one for name, one in raw.items() if name != "serial"})
    except (AttributeError, ValidationError):
        raise UnreadableReport(ORIGIN, "It does not have the shape of such a file.") from None


def _read_shaped(files: Mapping[str, bytes], name: str, shape: TypeAdapter[Shaped]) -> Shaped:
    try:
        return shape.validate_json(files[name])
    except ValidationError:
        raise UnreadableReport(name, "It does not have the shape of such a file.") from None
