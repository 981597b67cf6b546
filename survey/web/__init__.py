"""The frame of every page: who is signed in, words, fields, limits, errors, headers. It knows storage, and nothing of
rounds and responses.
"""
