"""The tables of a round, as CSV and XLSX: columns that say what they mean, and rows from stored outcomes. It knows how
a gap report words a gap, so that both say the same.
"""
