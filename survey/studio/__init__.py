"""The studio: a notice comes in as a file, its draft is decided on clause by clause, and it leaves as a published one.

Knows the published notices below it and the drafting of the domain; rounds know it not.
"""
