"""The gap report of one bureau: plain data from a scorecard, rows and sentences from the data, paper from these, and
the proof that a paper says what was computed. It knows printing.
"""
