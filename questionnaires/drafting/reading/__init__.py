"""The file of a notice read as blocks: what it is is told by its content, and what cannot be read is refused in words.

Knows one module per format and what they share: how bytes become text, and how printed lines become paragraphs.
"""

from questionnaires.drafting.reading.notice import read_notice

__all__ = ["read_notice"]
