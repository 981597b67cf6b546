"""Bureaus and their people: the tree of places, who works where, tables by which they come. It knows accounts, which
it invites people to, and no round.
"""
