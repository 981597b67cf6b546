"""The outlines of the counties, from a file that an administrator sends in: read, kept, tied to bureaus by their codes.

It may know bureaus, the frame of the pages and what is kept; it knows no round and no score.
"""
