"""One bureau's answers under two schemes, on paper: a trial, not a result. It knows the page that shows the same, and
the words of the gap report.
"""
