"""A notice taken apart: its head, its chapters and clauses in whatever numbering, their units, and its annex of tasks.

Knows only the parts that drafting hands on and how numbers and dates are written.
"""
