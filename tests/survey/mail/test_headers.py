"""Names that people typed stand in a mail's subject as they are, and bring no header lines of their own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from questionnaires.messages import DEFAULT_LANGUAGE, speak
from survey.installing.mail_server import is_address, read_mail_url
from survey.installing.settings import Settings
from survey.mail.letters import Letter, Occasion, write_letter, write_link_letter, write_message_letter, write_test
from survey.mail.reminders import Event
from survey.mail.sending import write_message
from survey.mail.smtp import hand_over
from survey.storage.columns import now
from tests.survey.mail.post_office import PostOffice, open_office

NAMES = (
    "=?utf-8?q?a=0d=0aBcc:x=40gov.test?=",
    "县局 =?utf-8?q?a=0d=0aBcc:_x=40gov.test=0d=0a=0d=0abody?= 一科",
    "=?utf-8?b?YQ0KQmNjOiB4QGdvdi50ZXN0?=",
    "=?iso-8859-1?q?=0aBcc:?=\u2028=?utf-8?q?x?=",
    "一个很长的名称" * 12 + "=?utf-8?q?=0d=0aReply-To:x?=",
)
HEADERS = [
    *("From", "To", "Date", "Message-ID", "Auto-Submitted", "Subject"),
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    controller = open_office(office)
    yield office
    controller.stop()


@pytest.fixture(params=[DEFAULT_LANGUAGE, "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak(DEFAULT_LANGUAGE)


def write_all(name: str, language: str) -> list[Letter]:
    """Every mail that the product sends, with a name wherever a mail has one."""
    day = date(2026, 11, 30)
    occasion = Occasion(name, name, day, day, questions=2, unmended=1, colleague=name, left=1)
    every = [replace(occasion, is_mending=is_mending) for is_mending in (False, True)]
    letters = [write_letter(event, one, "https://gov.test", language) for event in Event for one in every]
    told = write_message_letter(name, name, "", True, "")
    return [*letters, write_test(""), write_link_letter(name, name, "clerk", ""), told]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_brings_no_header_into_a_mail(name: str, language: str, office: PostOffice, settings: Settings) -> None:
    there = replace(settings, mail_from="survey@gov.test")
    server = read_mail_url(f"smtp://localhost:{office.port}")
    letters = write_all(name, language)
    for letter in letters:
        message = write_message(there, "office@gov.test", "0123", letter, now())
        hand_over(server, there.sender, "office@gov.test", message, lambda: None)
    assert [sorted(one.keys()) for one in office.messages] == [sorted(HEADERS)] * len(letters)
    assert [one["Subject"] for one in office.messages] == [one.subject.replace("\u2028", " ") for one in letters]
    assert sum(name.replace("\u2028", " ") in one["Subject"] for one in office.messages) == len(letters) - 1
    assert {one["To"] for one in office.messages} == {"office@gov.test"}


@pytest.mark.parametrize("address", ["=?utf-8?q?a=0d=0abcc=3ax?=@gov.test", "=?utf-8?q?a=40b.c=2cx?=@gov.test"])
def test_an_address_has_no_encoded_word(address: str) -> None:
    assert not is_address(address)
    assert is_address("a=b?c@gov.test")
