"""OFD documents read by where their words stand."""

import pytest

from questionnaires.drafting.parts import TableBlock, TextBlock
from questionnaires.drafting.reading import read_notice
from questionnaires.messages import Refused
from tests.questionnaires.drafting.word_files import make_zip

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SENTENCE = "（一）加强队伍建设。各县（市、区）要按照监管事权和产业规模配齐专职检查人员，"
SENTENCE += "到2025年每县不少于3人并每年组织两次培训。"


def make_ofd(pages: list[list[tuple[float, float, str]]], paths: str = "") -> bytes:
    """Pages of words, `paths` drawn on the last one."""
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:Pages>"
        + "".join(f'<ofd:Page BaseLoc="Pages/{at}.xml"/>' for at, _ in enumerate(pages))
        + "</ofd:Pages></ofd:Document>",
    }
    for at, page in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject Boundary="{left} {top} 160 8" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 2 5">{text}'
            "</ofd:TextCode></ofd:TextObject>"
            for left, top, text in page
        )
        objects += paths if at + 1 == len(pages) else ""
        content = f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
        parts[f"Doc_0/Pages/{at}.xml"] = f"<ofd:Page {SPACE}>{content}</ofd:Page>"
    return make_zip(parts)


def test_a_table_is_read_by_its_rules() -> None:
    words = [
        (21.0, 40.0, "任务"),
        (51.0, 40.0, "单位"),
        (21.0, 50.0, "抽检"),
        (51.0, 50.0, "局"),
        (20.0, 80.0, "完。"),
    ]
    frame = "M 0 0 L 60 0 M 0 10 L 60 10 M 0 20 L 60 20 M 0 0 L 0 20 M 30 0 L 30 20 M 60 0 L 60 20"
    path = '<ofd:PathObject Boundary="20 38 60 20"><ofd:AbbreviatedData>{}</ofd:AbbreviatedData></ofd:PathObject>'
    read = read_notice(make_ofd([words], path.format(frame)), "a.ofd")
    assert read == (TableBlock((("任务", "单位"), ("抽检", "局"))), TextBlock("完。"))
    scribble = path.format("M 0 0 L 90 90 " * 400)
    assert read_notice(make_ofd([words], scribble * 20), "a.ofd")[-1] == TextBlock("完。")


def test_words_are_read_from_top_to_bottom_and_lines_joined() -> None:
    lines = [SENTENCE[at : at + 20] for at in range(0, len(SENTENCE), 20)]
    first = [(20.0, 40.0 + 10 * at, line) for at, line in enumerate(lines)]
    second = lines[0].replace("一", "二") + lines[1] + "人员。"
    pages = [
        [*reversed(first), (30.0, 20.0, "一、重点"), (50.0, 20.0, "任务"), (100.0, 280.0, "— 1 —")],
        [
            (20.0, 20.0, lines[0].replace("一", "二")),
            (20.0, 30.0, lines[1]),
            (20.0, 40.0, "人员。"),
            (100.0, 280.0, "— 2 —"),
        ],
    ]
    assert read_notice(make_ofd(pages), "a.ofd") == (
        TextBlock("一、重点任务"),
        TextBlock(SENTENCE),
        TextBlock(second),
    )


@pytest.mark.parametrize(
    "content",
    [
        make_zip({"OFD.xml": "<OFD/>"}),
        make_zip({"OFD.xml": "<OFD><DocRoot>../../a.xml</DocRoot></OFD>"}),
        make_ofd([[]]),
        make_ofd([[]] * 201),
        make_ofd([[(0.0, 0.0, "字")]]).replace(b"PK\5\6", b"PK\5\7"),
    ],
)
def test_what_is_not_whole_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_notice(content, "a.ofd")
