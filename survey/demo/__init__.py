"""The sample round: real names of places, made-up people, answers, evidence and reviews. It knows all that people do on
the site and does it in their names.
"""
