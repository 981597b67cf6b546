"""The report on a round, a province's or a city's: many bureaus summed up, the same content for page and paper. It
knows printing and stored outcomes.
"""
