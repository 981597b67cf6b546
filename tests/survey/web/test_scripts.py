"""A page names all modules behind its scripts, so that they are fetched at once."""

import re
from pathlib import Path

from survey.web.scripts import list_modules
from tests.people import Respondent

STATIC = Path("survey/static")


def test_modules_of_modules_are_found_once_each(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.js").write_text('import { one } from "./one.js";\nimport { two } from "../two.js";\n')
    (tmp_path / "a" / "one.js").write_text('import { two } from "../two.js";\nimport { page } from "./page.js";\n')
    (tmp_path / "two.js").write_text('export const two = "./not.js";\n')
    assert list_modules(tmp_path, ("a/page.js",)) == ["a/one.js", "two.js"]


def test_the_form_names_every_module_that_it_loads(bureau: Respondent) -> None:
    page = bureau.client.get(f"/responses/{bureau.response_id}/domains/{bureau.questionnaire.domains[0].id}").text
    entries = re.findall(r'<script type="module" src="/static/[0-9a-f]{12}/([^"]+)"', page)
    preloaded = re.findall(r'<link rel="modulepreload" href="/static/[0-9a-f]{12}/([^"]+)"', page)
    assert {"answering/form.js", "evidence/evidence.js"} <= set(entries)
    assert {"answering/sending.js", "answering/figures.js"} <= set(preloaded)
    assert not set(preloaded) & set(entries) and all((STATIC / name).exists() for name in preloaded)
