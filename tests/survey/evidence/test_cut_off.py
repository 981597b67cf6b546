"""Uploads over a real socket: broken off, refused, or sent to somebody who is signed out."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session
from werkzeug.serving import make_server

from survey.evidence.listing import list_evidence
from tests.machine import LOOK_EVERY, WAIT, wait_for
from tests.people import Respondent
from tests.survey.evidence.sample_files import PDF

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Line:
    """A way to a live site: raw requests of a person, as no browser library would send them."""

    bureau: Respondent
    folder: Path
    address: tuple[str, int]

    def begin(self, size: int, cookie: str | None = None) -> socket.socket:
        """Send the head of an upload of so many bytes."""
        path = f"/responses/{self.bureau.response_id}/questions/emergency-plan/evidence?name=a.pdf"
        found = self.bureau.client.get_cookie("survey")
        assert found is not None
        head = (
            f"PUT {path} HTTP/1.1\r\nHost: {self.address[0]}\r\nCookie: survey={cookie or found.value}\r\n"
            "Connection: close\r\nAccept: application/json\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {size}\r\n\r\n"
        )
        line = socket.create_connection(self.address, timeout=WAIT)
        line.sendall(head.encode())
        return line

    def finish(self, line: socket.socket) -> tuple[int, dict[str, str]]:
        """The answer: its code and its JSON."""
        received = b""
        while chunk := line.recv(65536):
            received += chunk
        line.close()
        head, body = received.split(b"\r\n\r\n", 1)
        return int(head.split()[1]), json.loads(body)

    def list_stored(self) -> list[Path]:
        return [file for file in self.folder.rglob("*") if file.is_file()]

    def wait_for(self, count: int) -> None:
        wait_for(lambda: len(self.list_stored()) == count, explain=self.list_stored)


@pytest.fixture
def line(site: Flask, bureau: Respondent) -> Iterator[Line]:
    server = make_server("127.0.0.1", 0, site, threaded=True)
    threading.Thread(target=server.serve_forever, args=(LOOK_EVERY,), daemon=True).start()
    yield Line(bureau, site.extensions["evidence_store"].folder, ("127.0.0.1", server.server_port))
    server.shutdown()
    server.server_close()


def test_an_upload_that_breaks_off_leaves_nothing(line: Line) -> None:
    upload = line.begin(5 * MEGABYTE)
    upload.sendall(PDF + bytes(MEGABYTE))
    line.wait_for(1)  # it is being written
    upload.close()
    line.wait_for(0)
    with Session(line.bureau.engine) as session:
        assert list_evidence(session, line.bureau.response_id, removed=True) == {}


def test_while_one_upload_hangs_the_same_file_comes_in_by_another(line: Line) -> None:
    hanging = line.begin(len(PDF))
    hanging.sendall(PDF[:-1])
    line.wait_for(1)
    other = line.begin(len(PDF))
    other.sendall(PDF)
    assert line.finish(other)[0] == 201
    hanging.sendall(PDF[-1:])
    assert line.finish(hanging)[0] == 201
    with Session(line.bureau.engine) as session:
        assert len(list_evidence(session, line.bureau.response_id)["emergency-plan"]) == 1


def test_whoever_sends_too_much_hears_why(line: Line) -> None:
    upload = line.begin(30 * MEGABYTE)
    for _ in range(30):
        upload.sendall(bytes(MEGABYTE))
    code, answer = line.finish(upload)
    assert (code, "超过20 MB" in answer["error"], line.list_stored()) == (422, True, [])


def test_whoever_was_signed_out_hears_it_after_a_long_upload(line: Line) -> None:
    upload = line.begin(15 * MEGABYTE, cookie="old")
    for _ in range(15):
        upload.sendall(bytes(MEGABYTE))
    assert (line.finish(upload)[0], line.list_stored()) == (401, [])
