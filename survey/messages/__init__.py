"""What administrators tell bureaus: a message with a file, to chosen bureaus, and who has read it. It knows bureaus,
where their responses stand, and how mails are owed.
"""
