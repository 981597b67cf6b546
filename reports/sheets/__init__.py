"""The questionnaire on paper, blank or filled in, to be printed and written on.

It may know the survey, whose answers it prints, and the printing room; the gap report knows nothing of it.
"""
