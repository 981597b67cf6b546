"""The catalogues of notices as they are published: stored version by version, taken from the newest on, shown. It knows
nothing of rounds.
"""
