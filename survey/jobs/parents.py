"""Processes that end with their parent, however that ended: what outlives it would keep its port and its files."""

import os
import threading
import time

LOOK_EVERY = 0.5  # seconds


def end_with_parent(parent: int, grace: float = 0.0) -> None:
    """From now on end this process when its parent has ended, `grace` seconds later: for what it has in hand.

    A thread looks, as no signal tells of a parent that was killed. Nothing is tidied up: what must not be half done is
    done in a transaction, or aside.
    """
    threading.Thread(target=_watch, args=(parent, grace), daemon=True).start()


def _watch(parent: int, grace: float) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    time.sleep(grace)
    os._exit(1)
