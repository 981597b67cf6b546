"""Who made a report: the keys of this installation, the signatures that they make, and the register of what was signed.
It knows storage and the data folder; what a report says it is told.
"""
