"""What bureaus claim and reviewers enter in the tests, under a scheme that has something of everything."""

from fractions import Fraction
from json import dumps

from questionnaires.scheme import Scheme
from questionnaires.totals import Claim
from survey.responses.claims import SavedClaims, save_claims
from survey.responses.entries import enter_against, grant_points
from survey.responses.reviews import confirm_all
from survey.storage.beside import ReviewEntry
from survey.storage.states import Action, EntryKind, Role
from tests.people import Respondent
from tests.survey.answering.sample_questions import give_questions, make_question

ASKED = ("q-one", "q-two", "q-three", "q-four")
SCHEME = {
    "id": "sample",
    "title": "示例方案",
    "bonus": [
        {"id": "model", "title": "获评示范单位", "points": 3, "evidence": ["表彰文件"]},
        {"id": "token", "title": "首创经验推广", "points": 2},
    ],
    "deductions": [{"id": "late", "title": "迟报数据", "points": 4}, {"id": "case", "title": "错案", "points": 10}],
    "vetoes": [{"id": "incident", "title": "重大药品安全事件", "grade": "basic"}],
}


def ask_under_scheme(bureau: Respondent, critical: bool = False, **fields: object) -> None:
    """Four questions of equal weight under the scheme; `fields` are others of the scheme, `critical` is the first."""
    document = bureau.questionnaire.document
    questions = [make_question("yes_no", id, document=document, title=id) for id in ASKED]
    questions[0] = questions[0].model_copy(update={"critical": critical})
    give_questions(bureau, tuple(questions), scheme=Scheme.model_validate_json(write_scheme(**fields)))


def write_scheme(**fields: object) -> str:
    return dumps(SCHEME | fields)


def claim(bureau: Respondent, was: dict[str, Claim] | None = None, **points: str) -> SavedClaims:
    """Claim points where `was` stood before; each for the same reason."""
    claims = {id: Claim(Fraction(one), "见省局通报") for id, one in points.items()}
    return save_claims(bureau.engine, bureau.response_id, claims, was or {}, bureau.id)


def hand_in(bureau: Respondent) -> None:
    """All four answered yes and submitted; the city has taken it up and confirmed them."""
    bureau.answer_all()
    bureau.submit()
    city = bureau.find(Role.CITY_REVIEWER)
    bureau.act(Action.TAKE_UP, city)
    confirm_all(bureau.engine, bureau.response_id, city, dict.fromkeys(ASKED, 1))


def grant(
    bureau: Respondent,
    item: str,
    points: str,
    reason: str = "",
    role: Role = Role.CITY_REVIEWER,
    seen: str | None = None,
) -> ReviewEntry:
    return grant_points(bureau.engine, bureau.response_id, item, Fraction(points), bureau.find(role), reason, seen=seen)


def enter(bureau: Respondent, kind: EntryKind, item: str, reason: str = "通报批评") -> ReviewEntry:
    city = bureau.find(Role.CITY_REVIEWER)
    return enter_against(bureau.engine, bureau.response_id, kind, item, reason, city)
