"""One notice printed in every numbering and with every kind of noise, with the paths that each print has."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

HAN = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
FULL = str.maketrans({str(at): chr(ord("０") + at) for at in range(10)})


@dataclass(frozen=True)
class Said:
    """A clause as it is meant: heading, sentences, and the units in its bracket or line."""

    heading: str
    body: str
    units: tuple[str, ...] = ()


Chapters = Sequence[tuple[str, Sequence[Said]]]


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{HAN[tens] if tens > 1 else ''}{'十' if tens else ''}{HAN[ones]}"


@dataclass(frozen=True)
class Numbering:
    """How chapters and clauses are numbered: what is printed before a heading, and the path; numbers may run on."""

    chapter: Callable[[int], str]
    clause: Callable[[int, int], str]
    path: Callable[[int, int], str]
    runs_on: bool = False


@dataclass(frozen=True)
class Layout:
    """What stands between heading and text, how units are told, and the noise of the print."""

    join: str = "。"
    units: Callable[[Said], str] = lambda said: f"（{'、'.join(said.units)}负责）" if said.units else ""
    noise: Callable[[list[str]], list[str]] = lambda lines: lines
    after_chapter: str = ""


def circled(number: int) -> str:
    return chr(ord("①") + number - 1)


NUMBERINGS = {
    "（一） under 一、": Numbering(
        lambda c: f"{han(c)}、", lambda c, n: f"（{han(n)}）", lambda c, n: f"{han(c)}（{han(n)}）"
    ),
    "（一） running on": Numbering(
        lambda c: f"{han(c)}、", lambda c, n: f"（{han(n)}）", lambda c, n: f"{han(c)}（{han(n)}）", runs_on=True
    ),
    "half-width": Numbering(lambda c: f"{han(c)}、", lambda c, n: f"({han(n)})", lambda c, n: f"{han(c)}（{han(n)}）"),
    "spaced": Numbering(
        lambda c: f"\u3000\u3000{han(c)} 、 ",
        lambda c, n: f"\u3000\u3000（ {han(n)} ） ",
        lambda c, n: f"{han(c)}（{han(n)}）",
    ),
    "articles": Numbering(
        lambda c: f"第{han(c)}章\u3000", lambda c, n: f"第{han(n)}条\u3000", lambda c, n: f"第{han(n)}条", runs_on=True
    ),
    "articles, no gap": Numbering(
        lambda c: f"第{han(c)}章", lambda c, n: f"第{han(n)}条", lambda c, n: f"第{han(n)}条", runs_on=True
    ),
    "articles under 一、": Numbering(
        lambda c: f"{han(c)}、", lambda c, n: f"第{han(n)}条 ", lambda c, n: f"第{han(n)}条", runs_on=True
    ),
    "（一） under chapters": Numbering(
        lambda c: f"第{han(c)}章 ", lambda c, n: f"（{han(n)}）", lambda c, n: f"第{han(c)}章（{han(n)}）"
    ),
    "digits under 一、": Numbering(lambda c: f"{han(c)}、", lambda c, n: f"{n}.", lambda c, n: f"{han(c)}{n}"),
    "digits running on": Numbering(
        lambda c: f"{han(c)}、", lambda c, n: f"{n}．", lambda c, n: f"{han(c)}{n}", runs_on=True
    ),
    "full-width digits": Numbering(
        lambda c: f"{han(c)}、", lambda c, n: f"{n}、".translate(FULL), lambda c, n: f"{han(c)}{n}", runs_on=True
    ),
    "1.1": Numbering(lambda c: f"{c}. ", lambda c, n: f"{c}.{n} ", lambda c, n: f"{c}.{n}"),
    "1.1 under a bare 1": Numbering(lambda c: f"{c} ", lambda c, n: f"{c}.{n} ", lambda c, n: f"{c}.{n}"),
    "（1） under 1.": Numbering(lambda c: f"{c}.", lambda c, n: f"（{n}）", lambda c, n: f"{c}（{n}）"),
    "① under 一、": Numbering(lambda c: f"{han(c)}、", lambda c, n: circled(n), lambda c, n: f"{han(c)}{circled(n)}"),
    "digits under plain headings": Numbering(lambda c: "", lambda c, n: f"{n}.", lambda c, n: f"{n}", runs_on=True),
    "（一） under plain headings": Numbering(
        lambda c: "", lambda c, n: f"（{han(n)}）", lambda c, n: f"（{han(n)}）", runs_on=True
    ),
}


def bracket(opening: str, closing: str, form: str = "{}") -> Callable[[Said], str]:
    return lambda said: f"{opening}{form.format('、'.join(said.units))}{closing}" if said.units else ""


def line_of_units(label: str) -> Callable[[Said], str]:
    return lambda said: f"\n{label}{'、'.join(said.units)}" if said.units else ""


def wrap(lines: list[str]) -> list[str]:
    """Every line broken after 28 characters, as a PDF gives it."""
    return [line[at : at + 28] for line in lines for at in range(0, len(line), 28)]


def page(lines: list[str]) -> list[str]:
    """A page number after every fourth line."""
    return [one for at, line in enumerate(lines) for one in ([line, f"— {at // 4} —"] if at % 4 == 3 else [line])]


def widths(lines: list[str]) -> list[str]:
    """Commas of the other width, no-break and zero-width spaces within lines."""
    return [f"\u00a0\u00a0{line.replace('，', ',')}".replace("药品", "药\u200b品") for line in lines]


def gaps(lines: list[str]) -> list[str]:
    """A blank after every seventh character, as text recognition leaves them."""
    return [" ".join(line[at : at + 7] for at in range(0, len(line), 7)) for line in lines]


LAYOUTS = {
    "as usual": Layout(),
    "heading in its own line": Layout(join="\n"),
    "heading with a full stop in its own line": Layout(join="。\n"),
    "heading with a colon": Layout(join="："),
    "heading and a wide gap": Layout(join="\u3000\u3000"),
    "line of units": Layout(units=line_of_units("责任单位：")),
    "line of units, own headings": Layout(join="\n", units=line_of_units("牵头单位：")),
    "square bracket of units": Layout(units=bracket("〔", "〕")),
    "labelled bracket": Layout(units=bracket("（", "）", "责任单位：{}")),
    "by their duties": Layout(units=bracket("(", ")", "{}按职责分工负责")),
    "hard wraps": Layout(noise=wrap),
    "page numbers": Layout(noise=page),
    "other widths": Layout(noise=widths),
    "blanks": Layout(noise=gaps),
    "chapters with a full stop": Layout(after_chapter="。"),
}


def print_notice(chapters: Chapters, numbering: Numbering, layout: Layout) -> list[str]:
    """The lines of a print, from the first chapter to the last clause."""
    lines, running = list[str](), 0
    for c, (title, clauses) in enumerate(chapters, 1):
        lines.append(f"{numbering.chapter(c)}{title}{layout.after_chapter}")
        for n, said in enumerate(clauses, 1):
            running += 1
            number = numbering.clause(c, running if numbering.runs_on else n)
            lines += f"{number}{said.heading}{layout.join}{said.body}{layout.units(said)}".split("\n")
    return layout.noise(lines)


def expect_paths(chapters: Chapters, numbering: Numbering) -> Iterator[tuple[str, Said]]:
    """The paths of a print and what stands under each."""
    running = 0
    for c, (_, clauses) in enumerate(chapters, 1):
        for n, said in enumerate(clauses, 1):
            running += 1
            yield numbering.path(c, running if numbering.runs_on else n), said
