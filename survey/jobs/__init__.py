"""Owed work: owing it, and the processes that take it from the table Job, do it and write down how it went. It knows
storage and what a kind of work is, and nothing of what the work is about.
"""
