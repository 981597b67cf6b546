"""The parts of a letterhead that are kept: what stands above and below a page, pictures, styles, colours."""

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from lxml import etree
from PIL import Image

from questionnaires.messages import Refused
from reports.word.package import OFFICE, OWN_STYLES, relate
from reports.word.styles import NAMESPACE

W, R = f"{{{NAMESPACE}}}", f"{{{OFFICE}}}"
MOST_ELEMENTS = 60_000  # of a part
MOST_DOTS, MOST_DRAWN = 25_000_000, 3_000_000  # of a picture, and bytes of it as it is drawn anew
PICTURES = ("PNG", "JPEG", "GIF", "BMP")
FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^\"]*", re.IGNORECASE)
LEADS_AWAY = {"src", "href", "althref"}  # attributes of old drawings


@dataclass(frozen=True)
class PartRelation:
    """Where a part leads to: the kind, and the path of the part there, empty where it is not in the file."""

    kind: str
    path: str


class LetterheadSource:
    """The file as it came, its parts read one by one."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive, self._names = archive, set(archive.namelist())

    def read(self, path: str) -> bytes:
        return self._archive.read(path) if path in self._names else b""

    def parse(self, path: str) -> etree._Element:
        """A part as XML, without entities of its own."""
        content = self.read(path)
        if b"<!DOCTYPE" in content.replace(b"\0", b""):
            raise damaged()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(content, parser)

    def list_relations(self, path: str) -> dict[str, PartRelation]:
        folder, _, name = path.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if rels not in self._names:
            return {}
        found = {}
        for one in self.parse(rels):
            target, inside = one.get("Target", ""), one.get("TargetMode") != "External"
            where = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            kind = one.get("Type", "").rpartition("/")[2]
            found[one.get("Id", "")] = PartRelation(kind, where if inside and where in self._names else "")
        return found


class KeptParts:
    """What is kept so far: the parts, what the document leads to, and what each part is."""

    def __init__(self, source: LetterheadSource) -> None:
        self._source = source
        self._names: dict[str, str] = {}  # paths there -> names here
        self.parts: list[tuple[str, str | bytes]] = []
        self.relations: list[tuple[str, str, str]] = []
        self.types: list[tuple[str, str]] = []

    def add(self, id: str, kind: str, name: str, content: str | bytes) -> None:
        """Keep a part of the document under a name of ours."""
        self.parts.append((f"word/{name}.xml", content))
        self.types.append((name, kind))
        self.relations.append((id, kind, f"{name}.xml"))

    def add_above(self, id: str, kind: str, path: str) -> None:
        """Keep a header or footer, with its pictures. Raises Refused where it holds anything else."""
        if path in self._names:
            self.relations.append((id, kind, f"{self._names[path]}.xml"))
            return
        root = self._read(path)
        if root.tag != W + {"header": "hdr", "footer": "ftr"}[kind]:
            raise damaged()
        _check_fields(root)
        pictures = self._keep_pictures(root, path)
        name = self._names[path] = f"{kind}{len(self._names) + 1}"
        self.add(id, kind, name, etree.tostring(root, encoding="unicode"))
        if pictures:
            self.parts.append((f"word/_rels/{name}.xml.rels", relate(pictures)))

    def add_styles(self, path: str) -> None:
        """Keep the styles, without the lists that they may number."""
        if not path:
            self.add("gwStyles", "styles", "styles", OWN_STYLES)
            return
        root = self._read(path)
        if root.tag != f"{W}styles" or _leads_away(root):
            raise damaged()
        for one in list(root.iter(f"{W}numPr")):
            one.getparent().remove(one)
        self.add("gwStyles", "styles", "styles", etree.tostring(root, encoding="unicode"))

    def add_theme(self, path: str) -> None:
        """Keep fonts and colours that styles may name, where they are all that is there."""
        if path and not _leads_away(root := self._read(path)):
            self.add("gwTheme", "theme", "theme", etree.tostring(root, encoding="unicode"))

    def _read(self, path: str) -> etree._Element:
        if not path:
            raise damaged()
        root = self._source.parse(path)
        if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
            raise too_large()
        return root

    def _keep_pictures(self, root: etree._Element, path: str) -> list[tuple[str, str, str]]:
        """The relations of a header to its pictures, each of which is kept."""
        relations, found = self._source.list_relations(path), {}
        for id in _list_ids(root):
            relation = relations.get(id)
            if relation is None or relation.kind != "image" or not relation.path:
                raise Refused(
                    "A header or footer of the Word file leads to something outside it, or holds an object. Put a "
                    "picture in its place (inserted, not linked)."
                )
            found[id] = self._keep_picture(relation.path)
        return [(id, "image", target) for id, target in found.items()]

    def _keep_picture(self, path: str) -> str:
        if path not in self._names:
            name = self._names[path] = f"media/image{len(self._names) + 1}.png"
            self.parts.append((f"word/{name}", draw_anew(self._source.read(path))))
        return self._names[path]


def draw_anew(content: bytes) -> bytes:
    """The dots of a picture as a PNG of our own, with nothing else of the file: what stood beside or behind them in it
    goes into no paper. Raises Refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a picture that would be very large
            with Image.open(BytesIO(content), formats=PICTURES) as image:
                if image.width * image.height <= MOST_DOTS:
                    drawn = BytesIO()
                    dots = image.convert("RGBA" if image.has_transparency_data else "RGB")
                    Image.frombytes(dots.mode, dots.size, dots.tobytes()).save(drawn, "PNG", optimize=True)
                    if drawn.tell() <= MOST_DRAWN:
                        return drawn.getvalue()
    except Exception:  # whatever Pillow says of what it cannot read
        pass
    raise Refused("A picture of the letterhead is not PNG, JPEG, GIF or BMP, or is too large. Save it as PNG.")


def _list_ids(root: etree._Element) -> set[str]:
    """What a part refers to by its relations. Raises Refused where something leads elsewhere without one."""
    ids = set()
    for one in root.iter(etree.Element):
        for name, value in one.attrib.items():
            if name.startswith(R):
                ids.add(value)
            elif name.rpartition("}")[2] in LEADS_AWAY:
                raise Refused("A picture in a header or footer of the Word file is linked. Insert it instead.")
    return ids


def _leads_away(root: etree._Element) -> bool:
    return bool(_list_ids(root))


def _check_fields(root: etree._Element) -> None:
    """Refuse what fetches or runs something when it is brought up to date: only numbers of pages are let be."""
    fields = [one.get(f"{W}instr", "") for one in root.iter(f"{W}fldSimple")]
    words: list[str] = []
    instructions = (f"{W}instrText", f"{W}delInstrText")  # what was struck out comes back when that is rejected
    for one in root.iter(f"{W}fldChar", *instructions):
        if one.tag in instructions:
            words.append(one.text or "")
        elif words:
            fields.append("".join(words))
            words = []
    for field in [*fields, "".join(words)]:
        if field.strip() and not FIELD.fullmatch(field):
            raise Refused(
                "A header or footer of the Word file holds the field “%(field)s”; only page numbers can be kept. Put "
                "plain words in its place.",
                field=field.strip()[:40],
            )


def damaged() -> Refused:
    return Refused("The Word file is damaged. Open it, save it again as .docx, and send that.")


def too_large() -> Refused:
    return Refused("The Word file is too large when unpacked. Keep only the letterhead in it, with smaller pictures.")
