"""The form on the web, from the first answer to the result. It knows responses, which keeps what is typed, and
evidence, which stands beside it.
"""
