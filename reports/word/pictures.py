"""Our charts as PNG for Word: only the shapes that `printing.svg_charts` makes are known here."""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image, ImageDraw

DOTS = 8  # for each millimetre
STEP = re.compile(r"([MHVhvz])([-\d. ]*)")
Point = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """A drawn chart, its size in millimetres."""

    image: Image.Image
    width: float
    height: float

    def cut(self, place: int, rows: int) -> "Picture":
        """One of `rows` bands of the same height."""
        top, bottom = (round(self.image.height * one / rows) for one in (place, place + 1))
        band = self.image.crop((0, top, self.image.width, bottom))
        return Picture(band, self.width, self.height / rows)

    def find_color(self, x: float, y: float) -> str:
        """The colour at a place, both from 0 to 1, in six hexadecimal digits."""
        at = (int(x * self.image.width), int(y * self.image.height))
        red, green, blue = self.image.convert("RGB").getpixel(at)  # type: ignore[misc]
        return f"{red:02x}{green:02x}{blue:02x}"

    def write(self) -> bytes:
        """The PNG: a few plain colours, so it is small."""
        written = BytesIO()
        self.image.quantize(16).save(written, "PNG", optimize=True)
        return written.getvalue()


def draw_svg(address: str) -> Picture:
    """Draw a picture that an address of ours carries."""
    root = ElementTree.fromstring(b64decode(address.partition("base64,")[2]))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    image = Image.new("RGB", (round(width * DOTS), round(height * DOTS)), "white")
    canvas = ImageDraw.Draw(image)
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        for points in _trace(path.attrib["d"]):
            if (stroke := path.get("stroke")) is None:
                canvas.polygon(points, path.attrib["fill"])
            else:
                line = max(1, round(float(path.attrib["stroke-width"]) * DOTS))
                for dash in _dash(points, path.get("stroke-dasharray", "none")):
                    canvas.line(dash, stroke, line)
    return Picture(image, width, height)


def _trace(commands: str) -> Iterator[list[Point]]:
    """The corners of each shape of a path, in dots."""
    points: list[Point] = []
    x = y = 0.0
    for letter, numbers in STEP.findall(commands):
        if letter == "M":
            if points:
                yield _scale(points)
            x, y = map(float, numbers.split())
            points = [(x, y)]
            continue
        if letter == "z":
            points.append(points[0])
            continue
        x, y = _move(letter, float(numbers), x, y)
        points.append((x, y))
    if points:
        yield _scale(points)


def _move(letter: str, number: float, x: float, y: float) -> Point:
    return {"H": (number, y), "V": (x, number), "h": (x + number, y), "v": (x, y + number)}[letter]


def _scale(points: list[Point]) -> list[Point]:
    return [(x * DOTS, y * DOTS) for x, y in points]


def _dash(points: list[Point], dashes: str) -> Iterator[list[Point]]:
    """A line as it is, or a straight line down in its dashes of a millimetre."""
    if dashes == "none":
        yield points
        return
    (x, top), (_, bottom) = points[0], points[-1]
    place = top
    while place < bottom:
        yield [(x, place), (x, min(place + DOTS, bottom))]
        place += 2 * DOTS
