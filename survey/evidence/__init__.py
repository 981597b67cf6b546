"""Files that prove answers: checked by content, stored once each, listed, shown and kept when they are removed. It
knows responses.
"""
