"""The command that drafts a catalogue from the file of a notice."""

import argparse
import json
from pathlib import Path
from typing import Any

from questionnaires.commands import DONE, guard, put_out
from questionnaires.drafting.deciding.scales import load_scales
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.publishing import publish_draft
from questionnaires.drafting.reading.notice import MOST_BYTES, read_notice
from questionnaires.drafting.yaml_writing import write_yaml
from questionnaires.generator import find_document
from questionnaires.loading import load_library


def add_commands(commands: Any) -> None:
    """Register the command with argparse's sub-parsers."""
    drafted = commands.add_parser("draft")
    drafted.add_argument("file", type=Path, metavar="FILE")
    drafted.add_argument("--parent", metavar="DOCUMENT")
    drafted.add_argument("--format", choices=["yaml", "json"], default="yaml")
    drafted.add_argument("-o", "--output", type=Path)
    drafted.set_defaults(run=print_draft)


@guard
def print_draft(args: argparse.Namespace) -> int:
    """Draft a notice and put the draft out as JSON or as the YAML of a catalogue."""
    library = load_library()
    if args.parent is not None:
        find_document(library, args.parent)
    with args.file.open("rb") as file:
        data = file.read(MOST_BYTES + 1)  # more is refused, and a file without an end is not waited for
    draft = draft_notice(read_notice(data, args.file.name), library, args.parent)
    if args.format == "json":
        text = json.dumps(publish_draft(draft, list_stages()), ensure_ascii=False, indent=2) + "\n"
    else:
        text = write_yaml(draft, (args.output or args.file).stem, library.duties)
    put_out(text.encode(), args.output)
    return DONE


def list_stages() -> list[dict[str, str]]:
    """The steps of a stage that has none of its own."""
    return [{"value": one.value, "label": one.label} for one in load_scales()["stage"]]
