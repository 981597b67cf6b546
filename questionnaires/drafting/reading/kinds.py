"""Kinds of files that are not read, told by their first bytes, and what to do instead."""

from questionnaires.messages import Refused

OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .doc, .wps, .xls, .et; and a .docx with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
OTHERS = (b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"%!PS")
WORD_XML = (b"Word.Document", b"schemas.microsoft.com/office/word/2003")
SEARCHED = 2_000


def refuse_others(data: bytes, name: str) -> None:
    """Raise Refused for what is neither text nor a format that is read here."""
    head = data[:SEARCHED]
    if data.startswith(OLD_OFFICE):
        if LOCKED in data:
            raise Refused("The file has a password. Save it without one and send it again.")
        raise to_be_saved_anew()
    if data.startswith(PICTURES) and b"\0" in head:
        raise Refused("The file is a picture, in which no text can be read. Send the notice as .docx, .pdf or .txt.")
    if data.startswith(OTHERS) or any(mark in head for mark in WORD_XML):
        raise to_be_saved_anew()


def to_be_saved_anew() -> Refused:
    """What is said of a format that is not read."""
    return Refused("Files of this kind are not read. Open the file in WPS or Word, save it as .docx and send that.")
