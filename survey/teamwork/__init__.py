"""A response between people: who of the bureau answers what, which offices outside were asked, what is said about a
question. It knows responses, and locks nothing in them.
"""
