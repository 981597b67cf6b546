"""What people decide on a drafted notice: plain functions on frozen data, and the catalogue that comes of it.

Knows the drafting around it and the domain below; where a draft is kept and who decides is not its business.
"""
