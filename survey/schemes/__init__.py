"""Schemes of a province's own: written on a page, tried on a round that was, kept until a round is opened under them.
It knows rounds and responses; a round has a copy of its scheme, so that nothing here changes what runs.
"""
