"""The plan of a bureau (整改台账) on paper and as tables: plain data first, of which PDF, Word, XLSX and CSV are
made. It knows the plan as the site reads it, and the words of the gap report.
"""
