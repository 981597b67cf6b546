"""The figures of a clause: every digit is a target with its due date and period, one of these alone, or says why not.

Knows only the parts that drafting hands on and how numbers and dates are written.
"""
