"""The heart: what a response is and how it moves, from the first answer to the verified score. No page, no form and no
framework; it knows rounds, bureaus and storage, and whoever shows it knows it.
"""
