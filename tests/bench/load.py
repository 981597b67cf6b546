"""A client that keeps connections open and asks over all of them at once; light, so that the server has the machine."""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass
class Load:
    """How long answers took, in milliseconds, and over how many seconds they came."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def __str__(self) -> str:
        p95 = quantiles(self.times, n=20)[-1]
        return f"{self.per_second:.0f} a second, p50 {median(self.times):.2f} ms, p95 {p95:.2f} ms"


class Caller:
    """One connection, opened again where the server closes it; sends a request and knows when its answer is whole."""

    def __init__(self, port: int, selector: selectors.BaseSelector, requests: Iterator[bytes]) -> None:
        self.port, self.selector, self.requests, self.answer = port, selector, requests, b""
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(self.socket, selectors.EVENT_READ, self)

    def close(self) -> None:
        self.selector.unregister(self.socket)
        self.socket.close()

    def send_next(self) -> None:
        self.send(next(self.requests))

    def send(self, request: bytes) -> None:
        self.request, self.answer, self.sent_at = request, b"", time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole. Lost, it is asked for again: a server knows what it has."""
        came = self.socket.recv(65536)
        self.answer += came
        head, _, body = self.answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r")[0]
        is_whole = bool(length) and len(body) >= int(length)
        if not came or b"\r\nconnection: close" in head.lower():
            self.close()
            self.connect()
            if not is_whole:
                self.send(self.request)
        return is_whole


def load(port: int, seconds: float, requests: Sequence[Iterator[bytes]]) -> Load:
    """Send requests for some seconds: a connection for each of the iterators, which sends the next one of its own when
    its answer is there."""
    found, selector = Load(), selectors.DefaultSelector()
    callers = [Caller(port, selector, more) for more in requests]
    begun = time.perf_counter()
    for caller in callers:
        caller.send_next()
    waiting = len(callers)
    while waiting:
        for caller in _wait(selector):
            found.times.append(1000 * (time.perf_counter() - caller.sent_at))
            if time.perf_counter() - begun < seconds:
                caller.send_next()
            else:
                waiting -= 1
    found.seconds = time.perf_counter() - begun
    for caller in callers:
        caller.close()
    return found


def _wait(selector: selectors.BaseSelector) -> Iterator[Caller]:
    """Those whose answer has come. A refusal ends all: it would be quicker than an answer that is saved."""
    for key, _ in selector.select():
        caller: Caller = key.data
        if caller.receive():
            if not caller.answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(caller.answer.decode())
            yield caller
