"""Small libraries of duties, made on the spot beside the folders of catalogues."""

from pathlib import Path
from typing import Any

import yaml

from tests.questionnaires.conftest import PlainDumper


def draft_duty(id: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id,
        "title": "职责名",
        "source": "国办发〔2021〕16号（一）",
        "duty": "共同的职责",
        "criterion": {"kind": "checklist", "items": [{"value": one, "label": f"{one}项"} for one in "abc"]},
        "asks": f"{{place}}{id}做了哪些？",
        "help": f"{id}的说明",
        "evidence": ["材料"],
        "advice": f"由{{regulator}}补上{id}",
        **fields,
    }


def draft_thin(id: str, library: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id,
        "library": library,
        "levels": ["county"],
        "levels_basis": "named",
        "phrase": "锚",
        **fields,
    }


def write_shelf(folder: Path, **files: list[dict[str, Any]] | str) -> None:
    """Write files of the library: `N01=[duty, …]`, or the text of one."""
    place = folder / "library"
    place.mkdir(exist_ok=True)
    for domain, duties in files.items():
        told = {"domain": domain, "duties": duties}
        text = duties if isinstance(duties, str) else yaml.dump(told, Dumper=PlainDumper, allow_unicode=True)
        (place / f"{domain}.yaml").write_text(text, encoding="utf-8")
