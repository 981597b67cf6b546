"""Reminders and news by mail: which are due, what they say, how they are handed over, what became of them. It knows
where responses stand, never an answer or a score.
"""
