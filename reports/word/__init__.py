"""Reports and letters of an office as Word files, from the same HTML that is printed; a province's own letterhead may
lie under them. It knows the content of the reports, their stylesheets and the letterhead that is stored.
"""
