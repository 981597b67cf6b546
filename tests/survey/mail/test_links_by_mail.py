"""One-time links go to the mailbox of the bureau: the link stands in the mail alone, and counts as handed out then."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from survey.installing.settings import Settings
from survey.jobs.doing import do_next
from survey.mail.sending import KINDS
from survey.storage.database import writing
from survey.storage.records import Invitation, Job
from survey.storage.states import JobState
from survey.storage.tables import Bureau
from tests.people import sign_in
from tests.sites import open_site
from tests.survey.bureaus.linking import find, see_links
from tests.survey.bureaus.test_keeping import read_acts
from tests.survey.mail.post_office import PostOffice, open_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    controller = open_office(office)
    yield office
    controller.stop()


def test_a_link_goes_to_the_office_once_and_counts_as_handed_out(office: PostOffice, settings: Settings) -> None:
    server = f"smtp://localhost:{office.port}"
    there = replace(settings, site_url="http://localhost", mail_url=server, mail_from="survey@gov.test")
    with open_site(there) as site:
        engine, client = site.extensions["survey_engine"], sign_in(site, "admin")
        with writing(engine) as session:
            session.exec(select(Bureau).where(Bureau.code == "150121")).one().mailbox = "office@gov.test"
        for login in ("bureau", "sibling"):  # the sibling's bureau has no mailbox
            client.post(f"/people/{find(engine, login).id}/invite")
        shown = re.search(r'name="shown" value="([\d ]+)"', client.get("/people/links").text)
        assert shown and "将1个链接发送到所在单位邮箱" in client.get("/people/links").text
        for _time in range(2):
            client.post("/people/links/mail", data={"shown": shown[1]})
        assert do_next(engine, there, KINDS) is JobState.DONE
        assert do_next(engine, there, KINDS) is None
        [letter] = office.messages
        address = re.search(r"http://localhost(/invitations/[\w-]+)", letter.get_content())
        assert address and "bureau" in letter.get_content()
        assert client.get(address[1]).status_code == 200
        assert len(see_links(client)) == 1  # the sibling's, which is still to be handed out
        theirs = select(Invitation).where(Invitation.person_id == find(engine, "bureau").id)
        with Session(engine) as session:
            job, token = session.exec(select(Job)).one(), address[1].rpartition("/")[2]
            assert token not in str(job.payload)
            assert [one.salt for one in session.exec(theirs)] == [None]
        assert [one[0] for one in read_acts(engine, "account.hand-out")] == ["admin"]
