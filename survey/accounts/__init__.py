"""Signing in: invitations, passwords, the second factor, sessions, one's own account. It knows people, and not what
they may do once they are in.
"""
