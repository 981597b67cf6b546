"""The addresses of the site as a table: a path for each, and who finds a page there; `{id}` is the response."""

from dataclasses import dataclass, replace

# Every role: of the bureau itself, of a sibling, of the city's office above, of foreign places, of the installation.
LOGINS = [
    *("bureau", "head", "sibling", "sibling-head", "city-clerk", "city-head", "foreigner", "foreign-head"),
    *("city", "foreign-city", "province", "admin", "auditor"),
]
# One who is let in to each address once all is submitted, and three who are not: for a database of the other kind.
KEEPER = "keeper"  # a city's reviewer who is administrator of the city, too
SAMPLE = ["bureau", "head", "city", "admin", "auditor"]
AT_THE_CITY = {"bureau": "city-clerk", "head": "city-head"}


@dataclass(frozen=True)
class Audience:
    """Who finds a page there while the response is a draft, and who once it is submitted; to others it is not there.

    `from_above`: nobody does it to their own bureau, so that the city's reviewer is left out where it is the city's.
    """

    draft: frozenset[str]
    submitted: frozenset[str]
    from_above: bool = False

    def lets_in(self, login: str, submitted: bool = False, owner: str = "bureau") -> bool:
        """Whether a login is let in to what belongs to the response of `owner`."""
        logins = self.submitted if submitted else self.draft
        if owner == "bureau":
            return login in logins
        from_the_city = {"city", KEEPER} if self.from_above else set()
        return login in {AT_THE_CITY.get(one, one) for one in logins if one not in from_the_city}


def let_in(*logins: str, submitted: tuple[str, ...] = ()) -> Audience:
    """These, and those of `submitted` once it is submitted; where the city's reviewer is let in, the other one is, too.
    Strangers are sent to sign in, always."""
    draft = {*logins, *([KEEPER] if "city" in logins else [])}
    return Audience(frozenset(draft), frozenset((*draft, *submitted, *([KEEPER] if "city" in submitted else []))))


CLERKS = let_in("bureau")
HEADS = let_in("head")
OWN_ONLY = let_in("bureau", "head")
READERS = let_in("bureau", "head", submitted=("city", "province", "admin"))
BOTH_SIDES = replace(let_in("bureau", "head", submitted=("city", "province")), from_above=True)
UNDER_REVIEW = let_in(submitted=("city", "province"))
REVIEWERS = let_in("city", "foreign-city", "province", "admin")
READERS_OF_SUMS = let_in(*sorted(REVIEWERS.draft), "auditor")
ADMINISTRATORS, KEEPERS = let_in("admin"), let_in("admin", KEEPER)
MESSAGE = let_in("bureau", "head", "admin")  # told to the county by the administrator
ASKED = frozenset({"city"})
AUTHORS, CLAUSE_READERS = let_in("admin", "province"), Audience(ASKED, ASKED)  # of the draft in the studio
ABOVE = replace(let_in("city", "province", "admin"), from_above=True)
CLERKS_OF_BUREAUS = let_in("bureau", "sibling", "city-clerk", "foreigner")
OF_BUREAUS = let_in(*sorted(CLERKS_OF_BUREAUS.draft), "head", "sibling-head", "city-head", "foreign-head")
ALL = let_in(*LOGINS, KEEPER)
ALL_BUT_AUDITORS = let_in(*(one for one in LOGINS if one != "auditor"))
PUBLIC = {
    *("static", "health.show", "worker.show", "signing_in.sign_in", "code.enter"),
    *("signing_in.accept_invitation", "signing_in.choose_language"),
    *("lookup.show", "lookup.find", "lookup.result", "lookup.signature", "lookup.check", "lookup.keys"),
}

GET = {
    "home.start": ("/", ALL),
    "help.guide": ("/help", ALL),
    "studio.drafts": ("/studio", ADMINISTRATORS),
    "studio.draft": ("/studio/1", AUTHORS),
    "studio.sent": ("/studio/sent/1", ADMINISTRATORS),
    "studio_head.facts": ("/studio/1/head", AUTHORS),
    "studio_beside.choose": ("/studio/1/text", AUTHORS),
    "studio_clause.clause": ("/studio/1/clauses/1", AUTHORS),
    "studio_publishing.preview": ("/studio/1/preview", AUTHORS),
    "studio_publishing.workbook": ("/studio/1/preview/county.xlsx", AUTHORS),
    "studio_publishing.publish": ("/studio/1/publish", AUTHORS),
    "studio_publishing.catalogue": ("/studio/1/catalogue.yaml", AUTHORS),
    "studio_people.show": ("/studio/1/people", AUTHORS),
    "studio_reading.clauses": ("/studio/1/reading", CLAUSE_READERS),
    "studio_reading.clause": ("/studio/1/reading/1", CLAUSE_READERS),
    "moving.look": ("/rounds/2026/version", ADMINISTRATORS),
    "own_account.show": ("/account", ALL),
    "changing_password.change": ("/account/password", ALL),
    "second_factor.set_up": ("/account/second-factor", ALL),
    "second_factor.remove": ("/account/second-factor/remove", ALL),
    "trail.show": ("/trail", let_in("admin", "auditor")),
    "trail.export": ("/trail/export.csv", let_in("auditor")),
    "notices.notices": ("/notices", ALL),
    "notices.crosswalk": ("/crosswalk", ALL),
    "notices.notice": ("/notices/jilin-2021-44", ALL),
    "catalogues.list_all": ("/catalogues", ADMINISTRATORS),
    "catalogues.versions": ("/catalogues/jilin-2021-44", ADMINISTRATORS),
    "catalogues.download": ("/catalogues/jilin-2021-44/0.yaml", ADMINISTRATORS),
    "catalogues.choose": ("/publish-catalogue", ADMINISTRATORS),
    "claims.show": ("/responses/{id}/claims", OWN_ONLY),
    "profile.edit": ("/responses/{id}/profile", OWN_ONLY),
    "answering.start": ("/responses/{id}/", OWN_ONLY),
    "answering.domain": ("/responses/{id}/domains/N12", OWN_ONLY),
    "version.show": ("/responses/{id}/version", OWN_ONLY),
    "carrying.show": ("/responses/{id}/domains/N12/last-year", CLERKS),
    "answering.choose": ("/responses/{id}/questions?only=unanswered", OWN_ONLY),
    "answering.go_on": ("/responses/{id}/next", OWN_ONLY),
    "heads.show": ("/responses/{id}/head", HEADS),
    "doubts.show": ("/responses/{id}/doubts", OWN_ONLY),
    "attaching.show": ("/responses/{id}/questions/emergency-plan/evidence", OWN_ONLY),
    "evidence.show": ("/responses/{id}/evidence", READERS),
    "evidence.download": ("/responses/{id}/evidence/1", READERS),
    "evidence.preview": ("/responses/{id}/evidence/1/preview", READERS),
    "evidence.pack": ("/responses/{id}/evidence.zip", READERS),
    "shelf.show": ("/shelf", OF_BUREAUS),
    "shelf.file": ("/shelf/{id}", OWN_ONLY),
    "shelf.download": ("/shelf/{id}/file", OWN_ONLY),
    "shelf.preview": ("/shelf/{id}/preview", OWN_ONLY),
    "ticking.questions": ("/responses/{id}/shelf/{id}", OWN_ONLY),
    "ticking.files": ("/responses/{id}/questions/emergency-plan/shelf", OWN_ONLY),
    "ticking.last_year": ("/responses/{id}/shelf/last-year", CLERKS),
    "colleagues.list_changes": ("/responses/{id}/changes", OWN_ONLY),
    "history.show": ("/responses/{id}/answers/emergency-plan/history", READERS),
    "sharing.show": ("/responses/{id}/sharing", OWN_ONLY),
    "offices.show": ("/responses/{id}/requests/1", OWN_ONLY),
    "sheets.print_request": ("/responses/{id}/requests/1/sheet.pdf", OWN_ONLY),
    "notes.overview": ("/responses/{id}/notes", READERS),
    "notes.inside": ("/responses/{id}/questions/emergency-plan/notes", OWN_ONLY),
    "notes.thread": ("/responses/{id}/questions/emergency-plan/thread", READERS),
    "workbooks.show": ("/responses/{id}/workbook", OWN_ONLY),
    "workbooks.download": ("/responses/{id}/workbook.xlsx", OWN_ONLY),
    "workbooks.download_marked": ("/responses/{id}/workbook/marked.xlsx", CLERKS),
    "check.check": ("/responses/{id}/check", OWN_ONLY),
    "results.show": ("/responses/{id}/result", READERS),
    "reports.gap_report": ("/responses/{id}/report.pdf", READERS),
    "reports.gap_report_with_ledger": ("/responses/{id}/report-with-ledger.pdf", READERS),
    "reports.signature": ("/responses/{id}/report.pdf.sig", READERS),
    "sheets.print_filled": ("/responses/{id}/questionnaire.pdf?domain=N12", OWN_ONLY),
    "sheets.print_blank": ("/responses/{id}/questionnaire-blank.pdf?domain=N12", OWN_ONLY),
    "sheets.print_level": ("/notices/jilin-2021-44/county.pdf", ALL),
    "reviewing.review": ("/responses/{id}/review", UNDER_REVIEW),
    "round_table.bureaus": ("/rounds/2026", REVIEWERS),
    "batch_steps.choose": ("/rounds/2026/accept", let_in("city", "foreign-city", "province")),
    "rounds.show": ("/rounds/2026/administration", ADMINISTRATORS),
    "opening.choose": ("/rounds/new", ADMINISTRATORS),
    "opening.begin": ("/rounds/new/form?notice=inner-mongolia-2022-26", ADMINISTRATORS),
    "mail.show": ("/mails", ADMINISTRATORS),
    "schemes.show": ("/schemes", ADMINISTRATORS),
    "schemes.begin": ("/schemes/new", ADMINISTRATORS),
    "schemes.edit": ("/schemes/1", ADMINISTRATORS),
    "schemes.download": ("/schemes/plain/scheme.yaml", ADMINISTRATORS),
    "schemes.try_out": ("/schemes/plain/trial", ADMINISTRATORS),
    "two_schemes.download": ("/responses/{id}/schemes.pdf", let_in(submitted=("city", "province", "admin"))),
    "side_by_side.show": ("/responses/{id}/schemes", let_in(submitted=("city", "province", "admin"))),
    "closing.show": ("/rounds/2026/levels", REVIEWERS),
    "excusing.show": ("/responses/{id}/excuse", ABOVE),
    "stragglers.choose": ("/rounds/2026/levels/2/stragglers", let_in("city", "province", "admin")),
    "extending.choose": ("/rounds/2026/extensions", REVIEWERS),
    "ending.ask_title": ("/rounds/2026/title", ADMINISTRATORS),
    "ending.ask_withdrawal": ("/rounds/2026/withdrawal", ADMINISTRATORS),
    "ending.list_past": ("/archived-rounds", REVIEWERS),
    "changing_round.choose": ("/rounds/2026/bureaus", ADMINISTRATORS),
    "changing_round.dates": ("/rounds/2026/dates", ADMINISTRATORS),
    "round_report.show": ("/rounds/2026/report", REVIEWERS),
    "external.choose": ("/rounds/2026/last-year", ADMINISTRATORS),
    "external.blank": ("/rounds/2026/last-year/blank.xlsx", ADMINISTRATORS),
    "external.show": ("/results/2025", ADMINISTRATORS),
    "year.show": ("/years/2025", ALL_BUT_AUDITORS),
    "year.download": ("/years/2025/results.csv", ALL_BUT_AUDITORS),
    "quantities.show": ("/rounds/2026/quantities", READERS_OF_SUMS),
    "quantities.download": ("/rounds/2026/quantities.csv", READERS_OF_SUMS),
    "outputs.show": ("/rounds/2026/outputs/pdf", REVIEWERS),
    "outputs.download": ("/rounds/2026/outputs/pdf/file", REVIEWERS),
    "batches.show": ("/rounds/2026/reports", ADMINISTRATORS),
    "batches.download": ("/rounds/2026/reports.zip", ADMINISTRATORS),
    "bureaus.tree": ("/bureaus", KEEPERS),
    "bureaus.bureau": ("/bureaus/150121", KEEPERS),
    "messages.show": ("/messages", let_in(*sorted(OF_BUREAUS.draft), "admin", KEEPER)),
    "messages.begin": ("/messages/new", KEEPERS),
    "messages.message": ("/messages/1", MESSAGE),
    "messages.file": ("/messages/1/file", MESSAGE),
    "bureau_changes.add": ("/bureaus/new", KEEPERS),
    "bureau_changes.end": ("/bureaus/150121/end", ADMINISTRATORS),
    "bureau_changes.merge": ("/bureaus/150121/merge", ADMINISTRATORS),
    "people.everyone": ("/people", KEEPERS),
    "people.add": ("/bureaus/150121/people/new", KEEPERS),
    "people.person": ("/people/1", KEEPERS),
    "links.show": ("/people/links", KEEPERS),
    "links.slips": ("/people/links/slips", KEEPERS),
    "people.print_list": ("/people/list", KEEPERS),
    "imports.choose": ("/imports/people", ADMINISTRATORS),
    "imports.blank": ("/imports/people/blank.xlsx", ADMINISTRATORS),
}
POST = {
    "studio.send": ("/studio", ADMINISTRATORS),
    "studio.open_published": ("/studio/from/jilin-2021-44", ADMINISTRATORS),
    "studio_head.save": ("/studio/1/head", AUTHORS),
    "studio_beside.send": ("/studio/1/text", AUTHORS),
    "studio_beside.confirm": (f"/studio/1/text/{'0' * 64}", AUTHORS),
    "studio_clause.act": ("/studio/1/clauses/1", AUTHORS),
    "studio_clause.change": ("/studio/1/clauses/1/measure", AUTHORS),
    "studio_clause.undo": ("/studio/1/clauses/1/undo", AUTHORS),
    "studio_publishing.confirm": ("/studio/1/publish", ADMINISTRATORS),
    "studio_people.name": ("/studio/1/authors", ADMINISTRATORS),
    "studio_people.ask": ("/studio/1/readings", AUTHORS),
    "studio_people.withdraw": ("/studio/1/readings/1/end", AUTHORS),
    "studio_people.answer": ("/studio/1/remarks/1", AUTHORS),
    "studio_people.end": ("/studio/1/authors/1/end", ADMINISTRATORS),
    "studio_reading.keep": ("/studio/1/reading/1", CLAUSE_READERS),
    "moving.move": ("/rounds/2026/version", ADMINISTRATORS),
    "studio.discard": ("/studio/1/put-away", ADMINISTRATORS),
    "claims.save": ("/responses/{id}/claims", CLERKS),
    "profile.save": ("/responses/{id}/profile", CLERKS),
    "answering.save_page": ("/responses/{id}/domains/N12", CLERKS),
    "carrying.keep": ("/responses/{id}/domains/N12/last-year", CLERKS),
    "answering.save_chosen": ("/responses/{id}/questions", CLERKS),
    "answering.settle_answer": ("/responses/{id}/answers/emergency-plan/settle", CLERKS),
    "heads.act": ("/responses/{id}/head", HEADS),
    "doubts.say": ("/responses/{id}/questions/emergency-plan/doubts", CLERKS),
    "external.preview": ("/rounds/2026/last-year", ADMINISTRATORS),
    "external.confirm": (f"/rounds/2026/last-year/{'0' * 64}", ADMINISTRATORS),
    "external.compare": ("/rounds/2026/last-year/compare", ADMINISTRATORS),
    "external.delete": ("/results/2025/delete", ADMINISTRATORS),
    "closing.close": ("/rounds/2026/levels/2", let_in("city", "province")),
    "excusing.save": ("/responses/{id}/excuse", ABOVE),
    "stragglers.settle": ("/rounds/2026/levels/2/stragglers", let_in("city", "province", "admin")),
    "extending.save": ("/rounds/2026/extensions", REVIEWERS),
    "ending.rename": ("/rounds/2026/title", ADMINISTRATORS),
    "ending.withdraw": ("/rounds/2026/withdrawal", ADMINISTRATORS),
    "ending.archive": ("/rounds/2026/archive", ADMINISTRATORS),
    "changing_round.add": ("/rounds/2026/bureaus", ADMINISTRATORS),
    "changing_round.dates": ("/rounds/2026/dates", ADMINISTRATORS),
    "opening.fill": ("/rounds/new/form", ADMINISTRATORS),
    "opening.open_round": ("/rounds/new", ADMINISTRATORS),
    "attaching.attach": ("/responses/{id}/questions/emergency-plan/evidence", CLERKS),
    "attaching.set_dates": ("/responses/{id}/evidence/1/dates", CLERKS),
    "attaching.remove": ("/responses/{id}/evidence/1/remove", CLERKS),
    "shelf.put": ("/shelf", CLERKS_OF_BUREAUS),
    "shelf.change": ("/shelf/{id}", CLERKS),
    "ticking.tick_questions": ("/responses/{id}/shelf/{id}", CLERKS),
    "ticking.tick_files": ("/responses/{id}/questions/emergency-plan/shelf", CLERKS),
    "ticking.keep_last_year": ("/responses/{id}/shelf/last-year", CLERKS),
    "shelf.delete": ("/shelf/{id}/delete", CLERKS),  # after what needs the file
    "sharing.act": ("/responses/{id}/sharing", OWN_ONLY),
    "offices.tick": ("/responses/{id}/requests/1", OWN_ONLY),
    "offices.withdraw": ("/responses/{id}/requests/1/withdraw", OWN_ONLY),
    "notes.say_inside": ("/responses/{id}/questions/emergency-plan/notes", OWN_ONLY),
    "notes.say": ("/responses/{id}/questions/emergency-plan/thread", BOTH_SIDES),
    "workbooks.upload": ("/responses/{id}/workbook", CLERKS),
    "workbooks.take": ("/responses/{id}/workbook/take", CLERKS),
    "steps.act": ("/responses/{id}/actions/withdraw", READERS),
    "reviewing.decide_one": ("/responses/{id}/review/emergency-plan", UNDER_REVIEW),
    "entries.grant": ("/responses/{id}/review/claims/model", UNDER_REVIEW),
    "entries.add": ("/responses/{id}/review/entries", UNDER_REVIEW),
    "entries.withdraw": ("/responses/{id}/review/entries/1/withdraw", UNDER_REVIEW),
    "reviewing.confirm_domain": ("/responses/{id}/review/domains/N12", UNDER_REVIEW),
    "batch_steps.take": ("/rounds/2026/accept", let_in("city", "foreign-city", "province")),
    "reviewing.undo": ("/responses/{id}/review/take-back", UNDER_REVIEW),
    "changing_password.change": ("/account/password", ALL),
    "second_factor.set_up": ("/account/second-factor", ALL),
    "second_factor.remove": ("/account/second-factor/remove", ALL),
    "outputs.make": ("/rounds/2026/outputs/pdf", REVIEWERS),
    "batches.start": ("/rounds/2026/reports", ADMINISTRATORS),
    "batches.cancel": ("/rounds/2026/reports/cancel", ADMINISTRATORS),
    "mail.test": ("/mails/test", ADMINISTRATORS),
    "schemes.read": ("/schemes/read", ADMINISTRATORS),
    "schemes.save": ("/schemes/1", ADMINISTRATORS),
    "schemes.delete": ("/schemes/1/delete", ADMINISTRATORS),
    "mail.send_links": ("/people/links/mail", KEEPERS),
    "mail.send_again": ("/mails/1/again", ADMINISTRATORS),
    "mail.send_all_again": ("/mails/again", ADMINISTRATORS),
    "bureaus.bureau": ("/bureaus/150121", KEEPERS),
    "bureaus.delete": ("/bureaus/150121/delete", ADMINISTRATORS),
    "messages.send": ("/messages/new", KEEPERS),
    "messages.read": ("/messages/1/read", OWN_ONLY),
    "bureau_changes.add": ("/bureaus/new", KEEPERS),
    "bureau_changes.end": ("/bureaus/150121/end", ADMINISTRATORS),
    "bureau_changes.name": ("/bureaus/150000/reviewer", ADMINISTRATORS),
    "bureau_changes.restore": ("/bureaus/150121/restore", ADMINISTRATORS),
    "bureau_changes.merge": ("/bureaus/150121/merge", ADMINISTRATORS),
    "people.move": ("/people/1/move", KEEPERS),
    "people.add": ("/bureaus/150121/people/new", KEEPERS),
    "people.person": ("/people/1", KEEPERS),
    "links.hand_out": ("/people/links/handed-out", KEEPERS),
    "people.invite_all": ("/people/invitations", KEEPERS),
    "people.invite_again": ("/people/1/invite", KEEPERS),
    "people.end": ("/people/1/deactivate", KEEPERS),
    "people.let_in_again": ("/people/1/reactivate", KEEPERS),
    "people.take_off_factor": ("/people/1/second-factor/remove", KEEPERS),
    "people.name_city_keeper": ("/people/8/city-administrator", ADMINISTRATORS),
    "people.end_city_keeper": ("/people/8/city-administrator/end", ADMINISTRATORS),
    "imports.preview": ("/imports/bureaus", ADMINISTRATORS),
    "imports.confirm": (f"/imports/bureaus/{'0' * 64}", ADMINISTRATORS),
    "catalogues.preview": ("/publish-catalogue", ADMINISTRATORS),
    "catalogues.publish": (f"/publish-catalogue/{'0' * 64}", ADMINISTRATORS),
    "signing_in.sign_out": ("/sign-out", ALL),
}
PUT = {
    "answering.save": ("/responses/{id}/answers/emergency-plan", CLERKS),
    "attaching.receive": ("/responses/{id}/questions/emergency-plan/evidence", CLERKS),
    "shelf.receive": ("/shelf", CLERKS_OF_BUREAUS),
}
DOWNLOADS = {
    *("imports.blank", "catalogues.download", "batches.download", "outputs.download", "colleagues.list_changes"),
    *("workbooks.download", "workbooks.download_marked", "schemes.download", "quantities.download"),
    "two_schemes.download",
    *("evidence.pack", "evidence.preview", "shelf.download", "shelf.preview", "messages.file"),
    *("studio_publishing.workbook", "studio_publishing.catalogue"),
} | {endpoint for endpoint in GET if endpoint.startswith(("reports.", "sheets."))}
TABLES = {"GET": GET, "POST": POST, "PUT": PUT}
ENDS_SESSION = ("signing_in.sign_out",)  # tried last
ROWS = [(method, endpoint) for method, table in TABLES.items() for endpoint in table]
