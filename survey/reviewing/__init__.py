"""The reviewer's work: the table of a round, the review of one response, the reasons to look. It knows responses and
evidence, and draws answers as the form does.
"""
