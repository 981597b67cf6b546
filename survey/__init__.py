"""The web application: accounts, rounds, answering, reviewing. Set-up lives here too, on the standard library alone."""
