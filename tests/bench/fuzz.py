"""Hostile inputs for everything that reads what people send: each must be taken or refused in words, and soon.

Real inputs of each kind are spoilt in many ways, from a seed: answers as JSON, answer files, fields of the form,
tables, workbooks, evidence, reports to be verified, catalogues, schemes and notices. Whatever else comes out, or takes
longer than SLOWEST, is printed with how to have it again, and the run fails.

    .venv/bin/python -m tests.bench.fuzz [INPUTS] [SEED]
"""

import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from questionnaires.answers import AnswersRefused
from questionnaires.applying import SchemeRefused
from questionnaires.criteria import InvalidAnswer
from questionnaires.loading import CatalogueError
from questionnaires.messages import Refused
from survey.installing.settings import Settings
from tests.bench.hostile import list_targets
from tests.sites import open_site

SLOWEST = 20.0  # seconds that one input may take, on a busy machine
EXPECTED = (Refused, InvalidAnswer, AnswersRefused, CatalogueError, SchemeRefused)


def main(inputs: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), f"sqlite:///{folder}/survey.sqlite3", "for tests")
        with open_site(settings) as site:
            return _strain(site, inputs, seed)


def _strain(site: Flask, inputs: int, seed: int) -> int:
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    faults = 0
    with site.test_request_context():
        for name, share, target in list_targets():
            for number in range(round(inputs * share)):
                begun = time.perf_counter()
                verdict = _try(target, f"{seed}:{name}:{number}")
                took = time.perf_counter() - begun
                slowest[name] = max(took, slowest.get(name, 0))
                counts[name, verdict if verdict in ("taken", "refused") else "FAULT"] += 1
                if verdict not in ("taken", "refused") or took > SLOWEST:
                    faults += 1
                    print(f"{seed}:{name}:{number} took {took:.1f} s\n{verdict}", flush=True)
            done = {verdict: count for (of, verdict), count in counts.items() if of == name}
            print(f"{name}: {json.dumps(done)}, slowest {slowest[name]:.2f} s", flush=True)
    print(f"{sum(counts.values())} inputs, {faults} faults")
    return 1 if faults else 0


def _try(target: Callable[[random.Random], object], seed: str) -> str:
    """What comes of one input: taken, refused, or the trace of whatever else."""
    try:
        target(random.Random(seed))
    except EXPECTED as why:
        if not str(why).strip():
            return "refused without a word"
        return "refused"
    except Exception:
        return traceback.format_exc()
    return "taken"


if __name__ == "__main__":
    arguments = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(arguments + [200_000, 1][len(arguments) :])))
