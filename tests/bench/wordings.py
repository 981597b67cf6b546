"""How often the right duty of the library is found for sentences that no notice has, and how often one taken is right.

The sentences lie in `wordings/`: 近 are near to how the library says it, 远 are deliberately far, and 无 speak of what
no duty says. Those of `first.txt` were written before the library had other wordings, those of `fresh.txt` after, and
no wording was changed for them. All are by whoever worded the library, so that a stranger's notice will do worse.

    .venv/bin/python -m tests.bench.wordings
"""

from collections import Counter
from pathlib import Path

from questionnaires.drafting.matching import NEAR, TAKEN, Matcher
from questionnaires.loading import load_library

FOLDER = Path(__file__).with_name("wordings")
KINDS = {"近": "near", "远": "far", "无": "none"}
ROWS = ("right first", "right among five", "shown", "shown and right", "taken", "taken and right")


def main() -> None:
    """Print for each file and kind of sentence how many of them have the right duty first, shown and taken."""
    matcher = Matcher(load_library())
    for path in sorted(FOLDER.glob("*.txt")):
        counts = count(matcher, path)
        print(path.stem)
        for kind, name in KINDS.items():
            cells = "  ".join(f"{row} {counts[kind, row]}" for row in ROWS)
            print(f"  {name:5}{counts[kind, 'all']:4}: {cells}")


def count(matcher: Matcher, path: Path) -> Counter[tuple[str, str]]:
    """What became of the sentences of a file, by kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, right, text = line.split("|")
        found = matcher.look_up(text, "", matcher.rank_clause("", text), text)
        duties = [one for one in found.matches if one.neighbour.duty]
        first = duties[0]
        is_right = first.neighbour.key == right
        told = {
            "all": True,
            "right first": is_right,
            "right among five": right in [one.neighbour.key for one in duties],
            "shown": first.certainty >= NEAR,
            "shown and right": first.certainty >= NEAR and is_right,
            "taken": first.certainty >= TAKEN,
            "taken and right": first.certainty >= TAKEN and is_right,
        }
        counts.update((kind, row) for row, holds in told.items() if holds)
    return counts


if __name__ == "__main__":
    main()
