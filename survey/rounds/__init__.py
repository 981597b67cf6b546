"""Rounds: planned, opened, changed, watched and closed, each with its questionnaires as they were issued. It knows
bureaus, and of a response that there is one and where it stands.
"""
