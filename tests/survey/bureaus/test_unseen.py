"""Fields that no form class reads refuse characters that nobody sees, in words, whatever the database would do."""

import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.survey.bureaus.linking import find

REFUSED = "内容含有不可见字符，请重新输入。"


def test_a_nul_in_a_code_or_a_user_name_is_refused_in_words(administrator: FlaskClient, engine: sa.Engine) -> None:
    sent = {
        f"/people/{find(engine, 'bureau').id}/move": {"bureau_code": "1501\x0022", "role": "clerk"},
        "/bureaus/150000/reviewer": {"login": "prov\x00ince"},
    }
    for path, data in sent.items():
        page = administrator.post(path, data=data, follow_redirects=True)
        assert page.status_code == 200 and REFUSED in page.text
