"""What a catalogue that ships asks and how it scores is what its version says: who changes it raises the version."""

import hashlib
from pathlib import Path

import pytest

from questionnaires.catalogue import Library
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.loading import load_library

CONTENTS = Path(__file__).with_name("contents.txt")  # a line for each version that was: catalogue, version, digest
LIBRARY = load_library()


def digest(library: Library, document_id: str) -> tuple[str, str]:
    """The version of a notice with those it carries out, and the digest of all its questionnaires without that."""
    asked = [build_questionnaire(library, document_id, level) for level in list_levels(library, document_id)]
    whole = "\n".join(one.model_dump_json(exclude={"version"}) for one in asked)
    return asked[0].version, hashlib.sha256(whole.encode()).hexdigest()


def find_fault(library: Library, id: str) -> str:
    """What to do where contents and version do not belong together; empty where they do."""
    lines = [line.split() for line in CONTENTS.read_text(encoding="utf-8").splitlines()]
    version, found = digest(library, id)
    told = {(document, of): known for document, of, known in lines}.get((id, version))
    if told is None:
        return f"put this line into {CONTENTS.name}: {id} {version} {found}"
    return "" if told == found else f"{id} is not what its version {version} was: raise version"


@pytest.mark.parametrize("id", sorted(LIBRARY.documents))
def test_a_catalogue_is_what_its_version_says(id: str) -> None:
    assert find_fault(LIBRARY, id) == ""


@pytest.mark.parametrize("change", [{"title": "别的题目"}, {"weight": 7}, {"critical": False}])
def test_a_word_a_weight_or_a_mark_that_changes_asks_for_a_version(change: dict[str, object]) -> None:
    document = LIBRARY.documents["chongqing-2022"]
    clauses = list(document.clauses)
    place = next(number for number, one in enumerate(clauses) if any(each.critical for each in one.measures))
    first, *others = clauses[place].measures
    clauses[place] = clauses[place].model_copy(update={"measures": (first.model_copy(update=change), *others)})
    for version, words in ((document.version, "raise version"), ("99", "put this line into")):
        changed = document.model_copy(update={"clauses": tuple(clauses), "version": version})
        assert words in find_fault(LIBRARY.model_copy(update={"documents": {document.id: changed}}), document.id)
