"""Requests that arrive slowly: none has a thread of its own before it is there.

gunicorn's threads read a request themselves, so that a dozen connections with half a head stop a site. Here the loop
that accepts connections reads the heads and small bodies of all of them together, and only so long; what is there goes
to a thread. Large bodies, such as files, are read by a few threads that do nothing else, and not slower than a pace.
"""

import re
import selectors
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_SECONDS, BODY_SECONDS = 10.0, 30.0
LARGEST_HEAD, LARGEST_BODY = 1 << 16, 1 << 17  # bytes that are read before there is a thread
PIECE = 1 << 16
UPLOADS = 3  # threads for what is larger
GRACE, PACE = 20.0, 8000.0  # seconds, and bytes in each second after them: a larger body may not be slower
END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
OPEN_END = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)


def count_missing(read: bytes) -> int | None:
    """How many bytes a request lacks at least; None where a thread has to read its body."""
    end = read.find(END)
    if end < 0:
        return 1
    head = read[: end + len(END)]
    length = int(found[1]) if (found := LENGTH.search(head)) else 0
    if length > LARGEST_BODY or OPEN_END.search(head):
        return None
    return max(0, len(head) + length - len(read))


@dataclass
class AwaitedRequest:
    """A request of which there is not enough yet."""

    connection: Any
    read: bytes
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether it has taken too long, or its head is too large."""
        has_head = END in self.read
        longest = BODY_SECONDS if has_head else HEAD_SECONDS
        return time.monotonic() - self.began > longest or (not has_head and len(self.read) > LARGEST_HEAD)


class PacedUnreader(SocketUnreader):  # type: ignore[misc]  # gunicorn has no types
    """Reads a socket for a thread. Raises TimeoutError for a sender that is too slow: Flask calls it gone."""

    def __init__(self, socket: Any) -> None:
        super().__init__(socket)
        self.begin()

    def begin(self) -> None:
        """A request begins here."""
        self.began, self.got = time.monotonic(), 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        before, left = self.sock.gettimeout(), self.began + GRACE + self.got / PACE - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left if before is None else min(left, before))
        try:
            piece: bytes = super().chunk(size_hint)
        finally:
            self.sock.settimeout(before)
        self.got += len(piece)
        return piece


class ArrivalWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, which get a request when it is there."""

    def init_process(self) -> None:
        self.arrivals: dict[TConn, AwaitedRequest] = {}
        self.uploads = ThreadPoolExecutor(UPLOADS)
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """What gunicorn calls for a connection that is new, or on which the next request begins."""
        if not conn.initialized:
            conn.init()
            conn.parser.unreader = PacedUnreader(conn.sock)
        conn.sock.setblocking(False)
        arrival = self.arrivals[conn] = AwaitedRequest(conn, conn.parser.unreader.take_buffered())
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read, arrival))
        self._read(arrival)

    def _read(self, arrival: AwaitedRequest, _socket: object = None) -> None:
        """Take what has come, and give the request to a thread where it is there."""
        try:
            piece = arrival.connection.sock.recv(PIECE)
        except BlockingIOError:
            piece = None
        except OSError:
            piece = b""
        arrival.read += piece or b""
        missing = count_missing(arrival.read)
        if missing is None or missing == 0:
            self._hand_over(arrival, self.tpool if missing == 0 else self.uploads)
        elif piece == b"" or arrival.is_over:
            self._drop(arrival)

    def _hand_over(self, arrival: AwaitedRequest, threads: ThreadPoolExecutor) -> None:
        conn = self._forget(arrival)
        conn.sock.setblocking(True)
        conn.parser.unreader.unread(arrival.read)
        conn.parser.unreader.begin()
        done = threads.submit(self.handle, conn)
        done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def _drop(self, arrival: AwaitedRequest) -> None:
        conn = self._forget(arrival)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, arrival: AwaitedRequest) -> TConn:
        self.poller.unregister(arrival.connection.sock)
        del self.arrivals[arrival.connection]
        return arrival.connection

    def murder_pending(self) -> None:
        """What gunicorn calls every second: whoever took too long is dropped, and who has sent nothing at the end."""
        super().murder_pending()
        for arrival in list(self.arrivals.values()):
            if arrival.is_over or not (self.alive or arrival.read):
                self._drop(arrival)
