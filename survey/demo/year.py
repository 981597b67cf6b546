"""One year of the sample: every bureau invited, its questions answered as its fate will have it."""

from dataclasses import dataclass
from datetime import date
from random import Random

from sqlmodel import Session

from questionnaires.answers import Answer
from questionnaires.catalogue import Level, Library
from questionnaires.questionnaire import Question
from survey.demo.answers import make_answer
from survey.demo.divisions import find_notice
from survey.demo.fates import HALF_WAY, NOT_FILLED, SampleFate
from survey.demo.people import SEED, Team
from survey.demo.quantities import SamplePlace
from survey.demo.teamwork import FilledSample
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import invite_bureaus, issue_questionnaire
from survey.storage.columns import now
from survey.storage.states import EditState
from survey.storage.tables import Edit, Person, Response, Round, StoredAnswer
from survey.storage.trail import record, record_all

AS_OF = date(2026, 6, 30)
QUALITY, BETTER_BY = (0.35, 0.97), 0.12  # how well a bureau does, of 1, and by how much better than the year before


@dataclass(frozen=True)
class SampleYear:
    """One round of the sample, whose bureaus do worse by a part than those of the round that is open."""

    session: Session
    round: Round
    library: Library
    worse_by: float = 0.0

    def answer(self, team: Team, fate: SampleFate) -> FilledSample:
        """Answer as many of a bureau's questions as it does by its fate: all, half of them, or none."""
        response = self._invite(team)
        filled = FilledSample(response.id, team.clerk.id, team.head.id, team.code, fate)
        if fate not in NOT_FILLED:
            self._fill_in(response, team, 2 if fate in HALF_WAY else 1)
        return filled

    def _fill_in(self, response: Response, team: Team, part: int) -> None:
        random = Random(f"{self.round.as_of.year}:{response.bureau.code}")
        questionnaire = open_questionnaire(response.questionnaire)
        response.profile = {fact.id: random.random() < 0.7 for fact in questionnaire.facts}
        response.profile_version = 1
        questions = questionnaire.for_profile(response.profile).questions
        quality = Random(f"{SEED}:{response.bureau.code}").uniform(*QUALITY) - self.worse_by
        record(self.session, team.clerk.id, "profile.save", f"response {response.id}", None, response.profile)
        place = SamplePlace(response.bureau.code, Level(response.bureau.level), AS_OF.year - self.round.as_of.year)
        given = [
            (question, make_answer(question, random, quality, self.round.as_of, place))
            for question in questions[: len(questions) // part]
        ]
        for question, answer in given:
            _store_answer(self.session, response, team.clerk, question, answer)
        lines = [(f"response {response.id} question {one.id}", None, answer.write(one)) for one, answer in given]
        record_all(self.session, team.clerk.id, "answer.save", lines)

    def _invite(self, team: Team) -> Response:
        bureau = team.clerk.bureau
        assert bureau is not None  # a clerk has one
        notice = find_notice(self.library, bureau.code)
        assert notice is not None  # places were chosen below notices
        issued = issue_questionnaire(self.session, self.round, self.library, notice.id, bureau.level)
        return invite_bureaus(self.session, issued, [bureau])[0]


def _store_answer(session: Session, response: Response, clerk: Person, question: Question, given: Answer) -> None:
    answer = StoredAnswer(
        response_id=response.id,
        question_id=question.id,
        version=1,
        content=given.write(question),
        saved_at=now(),
        saved_by_id=clerk.id,
    )
    edit = Edit(
        response_id=response.id,
        question_id=question.id,
        base_version=0,
        content=answer.content,
        state=EditState.KEPT,
        made_at=answer.saved_at,
        made_by_id=clerk.id,
    )
    session.add_all((answer, edit))
