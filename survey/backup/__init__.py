"""Backups of an installation on SQLite: made while the site runs, proved, and put back where nothing is. It knows
storage and the store of evidence, and nothing of what the answers say.
"""
