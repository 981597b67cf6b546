"""The acts that the trail knows, in words; every act that is recorded has its words here."""

from flask import Flask
from flask_babel import lazy_gettext as _l

ACTS = {
    "session.open": _l("signed in"),
    "session.refuse": _l("sign-in refused"),
    "session.lock": _l("sign-in locked"),
    "session.close": _l("signed out"),
    "session.expire": _l("signed out for idling"),
    "invitation.use": _l("invitation used"),
    "account.password": _l("password changed"),
    "account.add": _l("account added"),
    "account.invite": _l("one-time link made"),
    "account.hand-out": _l("one-time link handed out"),
    "account.change": _l("account changed"),
    "account.deactivate": _l("account deactivated"),
    "account.reactivate": _l("account reactivated"),
    "bureau.import": _l("bureaus imported"),
    "bureau.change": _l("bureau changed"),
    "bureau.delete": _l("bureau deleted"),
    "factor.add": _l("second factor set up"),
    "factor.remove": _l("second factor taken off"),
    "profile.save": _l("facts of the bureau saved"),
    "claims.save": _l("bonus claims saved"),
    "answer.save": _l("answer saved"),
    "answer.wait": _l("second answer kept beside the first"),
    "answer.choose": _l("second answer chosen"),
    "answer.keep": _l("original answer kept"),
    "evidence.add": _l("evidence attached"),
    "evidence.date": _l("date of evidence changed"),
    "evidence.remove": _l("evidence removed"),
    "evidence.set-aside": _l("files that nobody refers to set aside"),
    "evidence.download": _l("evidence downloaded"),
    "review.decide": _l("question reviewed"),
    "entry.add": _l("bonus, deduction or veto entered"),
    "entry.end": _l("bonus, deduction or veto withdrawn"),
    "response.sign_off": _l("response signed off"),
    "response.withdraw": _l("sign-off taken back"),
    "response.submit": _l("response submitted"),
    "response.take_up": _l("review begun"),
    "response.pass_on": _l("forwarded to the province"),
    "response.return": _l("returned to the bureau"),
    "response.accept": _l("response accepted"),
    "response.reopen": _l("response reopened"),
    "catalogue.publish": _l("catalogue published"),
    "draft.begin": _l("notice drafted"),
    "draft.change": _l("draft of a notice changed"),
    "draft.end": _l("draft of a notice put away"),
    "round.open": _l("round opened"),
    "scheme.save": _l("scheme saved"),
    "scheme.delete": _l("scheme deleted"),
    "round.add": _l("bureaus added to the round"),
    "round.change": _l("dates of the round changed"),
    "round.close": _l("level closed"),
    "round.lift": _l("closing lifted"),
    "round.excuse": _l("bureau excused"),
    "round.ask-again": _l("excused bureau asked again"),
    "report.download": _l("report downloaded"),
    "report.signature": _l("signature of a report downloaded"),
    "report.batch": _l("all reports of the round asked for"),
    "report.cancel": _l("the making of reports cancelled"),
    "report.download-all": _l("all reports of the round downloaded"),
    "workbook.download": _l("workbook downloaded"),
    "questionnaire.print": _l("questionnaire printed"),
    "workbook.take": _l("workbook imported"),
    "round.export": _l("aggregate exported"),
    "round.report": _l("report on the round downloaded"),
    "mail.test": _l("test message sent"),
    "mail.again": _l("mail sent again"),
    "keys.rotate": _l("signing key replaced"),
    "backup.make": _l("backup made"),
    "trail.export": _l("audit log exported"),
}


def say_act(act: str) -> str:
    """An act in words; one that an earlier version wrote and nobody knows any more stays as it is."""
    return str(ACTS.get(act, act))


def init_acts(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.globals["act_word"] = say_act
