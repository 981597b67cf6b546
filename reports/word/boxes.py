"""Shapes that stand where they are put on a page, beside the flow of the text: a box of paragraphs, a filled bar."""

from dataclasses import dataclass

EMU_PER_MM = 36_000
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
FIRST_BOX = 9_001  # pictures are numbered from 1
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
    'simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="0" allowOverlap="{overlaps}">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="{frame}">{across}</wp:positionH>'
    '<wp:positionV relativeFrom="{frame}">{down}</wp:positionV><wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{number}" name="{name}"/>'
    '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr{kind}/><wps:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "{fill}<a:ln><a:noFill/></a:ln></wps:spPr>{inside}"
    '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData>'
    "</a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a shape stands and how large it is, in the units of drawings; without `left` and `top`, at the lower left
    corner between the margins, otherwise so far from the edges of the page."""

    wide: int
    high: int
    left: int | None = None
    top: int | None = None


def write_box(lines: list[str], spot: Spot, number: int, name: str) -> str:
    """A run that holds paragraphs; `number` as no other shape of the paper has it."""
    inside = f"<wps:txbx><w:txbxContent>{''.join(lines)}</w:txbxContent></wps:txbx>"
    return _write(spot, number, name, ' txBox="1"', "<a:noFill/>", inside)


def write_bar(color: str, spot: Spot, number: int, name: str) -> str:
    """A run that holds a bar filled with a colour, with nothing in it."""
    return _write(spot, number, name, "", f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>', "")


def _write(spot: Spot, number: int, name: str, kind: str, fill: str, inside: str) -> str:
    at_margin = spot.left is None or spot.top is None
    return BOX.format(
        number=FIRST_BOX + number,
        overlaps=0 if at_margin else 1,
        frame="margin" if at_margin else "page",
        across="<wp:align>left</wp:align>" if at_margin else f"<wp:posOffset>{spot.left}</wp:posOffset>",
        down="<wp:align>bottom</wp:align>" if at_margin else f"<wp:posOffset>{spot.top}</wp:posOffset>",
        wide=spot.wide,
        high=spot.high,
        name=name,
        shape=SHAPE,
        kind=kind,
        fill=fill,
        inside=inside,
    )
