"""A report of a bureau that has submitted, as it was downloaded, with its signature."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from tests.databases import World
from tests.people import Respondent
from tests.sites import pass_time, submit_all


@dataclass(frozen=True)
class Issued:
    """A report and the text of its side file."""

    pdf: bytes
    signature: bytes

    @property
    def serial(self) -> str:
        return self.signature.decode().partition("serial: ")[2].partition("\n")[0]


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_all("bureau")) as later:
        yield later


@pytest.fixture
def issued(bureau: Respondent) -> Issued:
    return download(bureau.client, bureau)


def download(client: FlaskClient, bureau: Respondent) -> Issued:
    path = f"/responses/{bureau.response_id}/report.pdf"
    return Issued(client.get(path).data, client.get(f"{path}.sig").data)


Download = Callable[[FlaskClient, Respondent], Issued]
