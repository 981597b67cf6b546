"""The studio: a notice comes in as a file, its draft is decided on clause by clause, and it leaves as a published one.

Knows the published notices below it, the drafting of the domain, and responses, which it moves to a newer version;
rounds know it not.
"""
