"""What a request lacks yet, and a sender too slow to wait for, without a server."""

import socket

import pytest

from survey.arriving import PacedUnreader, count_missing

MORE = 3


def post(rest: bytes) -> bytes:
    return b"POST / HTTP/1.1\r\nHost: x\r\n" + rest


@pytest.mark.parametrize(
    ("read", "missing"),
    [
        (b"", 1),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", 1),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0),
        (post(b"Content-Length: 5\r\n\r\nab"), MORE),
        (post(b"content-length:\t5 \r\nA: b\r\n\r\nabcdefgh"), 0),
        (post(b"X-Content-Length: 5\r\n\r\n"), 0),
        (post(b"Content-Length: 131073\r\n\r\n"), None),
        (post(b"Transfer-Encoding: chunked\r\n\r\n"), None),
        (post(b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"), None),
    ],
)
def test_what_is_missing_of_a_request_is_known_before_anybody_waits_for_it(read: bytes, missing: int | None) -> None:
    assert count_missing(read) == missing


def test_a_sender_below_the_pace_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.arriving.GRACE", 0.2)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reader = PacedUnreader(ours)
        theirs.sendall(b"a" * 10)
        assert reader.chunk() == b"a" * 10
        with pytest.raises(TimeoutError):
            reader.chunk()
        assert ours.gettimeout() is None
