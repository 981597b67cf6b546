"""Where everything is kept: the tables, sessions and migrations, the trail, the work that is owed. It knows the
settings, and no page, no form and no word on screen.
"""
