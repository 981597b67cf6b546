"""Who made a report: what is signed as it is made, and what a file that somebody holds turns out to be. It knows the
gap report and the report on a round, and the keys and the register of the survey.
"""
