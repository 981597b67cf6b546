"""Where everything is kept: the tables, sessions and migrations, the writing of the trail. It knows the
settings, and no page, no form and no word on screen.
"""
