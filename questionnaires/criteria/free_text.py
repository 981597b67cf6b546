"""Free words: asked, kept, never scored."""

from datetime import date
from typing import ClassVar, Literal

from questionnaires.criteria.criterion import CriterionModel, Judge
from questionnaires.criteria.words import read_words


class Text(CriterionModel):
    """Free words; not scored and never a gap."""

    scored: ClassVar[bool] = False

    kind: Literal["text"]

    def read(self, raw: object, as_of: date) -> str:
        return read_words(raw)

    def make_judge(self, as_of: date) -> Judge:
        raise TypeError("a text is not scored")

    def write_target(self, as_of: date | None = None) -> str:
        return "不计分"

    def write_value(self, value: str) -> str:
        return value

    def write_missing(self, value: str, as_of: date) -> str:
        return ""
