"""Pages of government sites: the notice is read, what stands around it is not."""

from base64 import b64encode
from datetime import date

import pytest

from questionnaires.drafting.outline.outlining import outline_notice
from questionnaires.drafting.parts import TableBlock, TextBlock
from questionnaires.drafting.reading import read_notice
from questionnaires.messages import Refused

BODY = """<p>各县（市、区）人民政府：</p>
<p style="text-indent:2em">&emsp;&emsp;为加强药品监管，现将有关
事项通知如下。</p><p>一、总体目标</p>
<p><span>（一）</span><b>健全体系。</b>到2025年，<font>检查员</font>不少于30人。<br>（二）完善机制。每年演练1次。</p>
<table><tr><th>任务</th><th colspan=2>单位</th></tr><tr><td rowspan=2>队伍</td><td>市局</td><td>县局</td></tr>
<tr><td>市人社局</td><td>县人社局</td></tr></table>
<p>附件：<a href="a.doc">任务分工表.doc</a></p>"""
PAGE = f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>某市关于加强药品监管的通知_某市人民政府</title>
<style>p {{}}</style></head><body>
<div class="header"><ul class="nav"><li><a href=#>首页</a><li><a href=#>政务公开</a></ul></div>
<div class="crumb">当前位置：<a>首页</a> > <a>文件</a></div>
<div class="main"><h1>某市人民政府关于加强药品监管的通知</h1>
<div class="share">打印 关闭 分享</div><div id="zoom"><div>{BODY}</div><script>var a = "不是正文";</script></div>
<div class="side"><h3>相关链接</h3><ul><li><a>上级文件解读之一</a></li><li><a>上级文件解读之二</a></li></ul></div></div>
<div class="footer">版权所有：某市人民政府 某ICP备12345678号</div></body></html>"""
BLOCKS = (
    TextBlock("某市人民政府关于加强药品监管的通知", 0),
    TextBlock("各县（市、区）人民政府："),
    TextBlock("为加强药品监管，现将有关事项通知如下。"),
    TextBlock("一、总体目标"),
    TextBlock("（一）健全体系。到2025年，检查员不少于30人。"),
    TextBlock("（二）完善机制。每年演练1次。"),
    TableBlock((("任务", "单位", "单位"), ("队伍", "市局", "县局"), ("队伍", "市人社局", "县人社局"))),
    TextBlock("附件：任务分工表.doc"),
)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_only_the_notice_is_read(encoding: str) -> None:
    """A wrong `charset` does no harm."""
    assert read_notice(PAGE.encode(encoding), "a.html") == BLOCKS


def test_tables_that_only_set_the_page_are_no_tables() -> None:
    inner = f"<table><tr><td>{BODY}</td></tr></table>"
    page = f"<html><body><table><tr><td><a>首页</a></td><td>{inner}</td></tr></table></body></html>"
    assert read_notice(page.encode(), "a.htm") == BLOCKS[1:]


def test_a_page_saved_as_one_file_is_read() -> None:
    archive = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n"
    )
    content = archive + b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(PAGE.encode("gb18030"))
    assert read_notice(content + b"\r\n--B--\r\n", "a.mht") == BLOCKS


def test_lists_have_the_numbers_that_a_browser_prints() -> None:
    page = "<html><body><ol start=3><li>建立队伍。</li><li>完善机制。</li></ol><ul><li>其他。</li></ul></body></html>"
    assert read_notice(page.encode(), "a.html") == (
        TextBlock("3.建立队伍。"),
        TextBlock("4.完善机制。"),
        TextBlock("其他。"),
    )


ATTRIBUTES = "<html><p " + " ".join(f"a{number}" for number in range(50_000)) + ">字"


ENDLESS = [ATTRIBUTES, "<html>" + "&lt;" * 300_000, "<div>" * 20_000, "<html>" + "<b>字" * 20_000, "<p>" * 100_000]


@pytest.mark.parametrize("page", ENDLESS)
def test_a_page_that_would_take_for_ever_is_refused(page: str) -> None:
    with pytest.raises(Refused):
        read_notice(page.encode(), "a.html")


NUMBER = "某政发〔2023〕7号"
FACTS = {
    "table": f"<table><tr><td>索引号：</td><td>1122/2023-01</td><td>发文字号：</td><td>{NUMBER}</td></tr><tr><td>"
    "成文日期：</td><td>2023年5月6日</td><td>发文机关：</td><td>某市人民政府</td></tr></table>",
    "list": f"<ul class=print><li><span>索 引 号：</span>1122</li><li><span>文　　号：</span>{NUMBER}</li>"
    "<li>发布机构：某市人民政府</li><li>成文日期：2023-05-06</li></ul>",
    "row": f"<table><tr><td>文号：</td><td>{NUMBER}</td><td>成文日期：</td><td>2023-05-06</td></tr></table>",
    "links": f"<div class=search><p>发文字号：<a href=a>{NUMBER}</a></p><p>成文日期：<a>2023-05-06</a></p></div>",
    "line": f"<div class=toolbar>文号：{NUMBER}　发布日期：2023-05-06　来源：某市人民政府</div>",
}
LONG = "".join(
    f"<p>（{n}）强化能力。各部门要落实责任，每年检查{at}次，形成合力。</p>" for at, n in enumerate("三四五六七", 3)
)


@pytest.mark.parametrize("told", FACTS)
@pytest.mark.parametrize("place", ["before", "beside", "behind"])
def test_what_the_site_tells_of_the_document_is_read_wherever_it_stands(told: str, place: str) -> None:
    before, beside, behind = (FACTS[told] if place == one else "" for one in ("before", "beside", "behind"))
    page = f"<html><body><div>{before}</div><div><div>{beside}</div><div><h1>某市人民政府关于加强药品监管的通知</h1>"
    page += (
        f"<div id=zoom>{BODY}{LONG}</div></div></div><div>{behind}</div><div class=footer>版权所有</div></body></html>"
    )
    outline = outline_notice(read_notice(page.encode(), "a.html"))
    assert (outline.head.number, outline.head.issued) == (NUMBER, date(2023, 5, 6))
    assert (outline.head.title, outline.head.issuer) == ("关于加强药品监管的通知", "某市人民政府")
    assert NUMBER not in "".join(one.body for one in outline.clauses)


def test_a_search_form_and_other_documents_tell_nothing_of_this_one() -> None:
    form = "<form>文号：<input> 成文日期：<input></form>"
    others = "<ul class=related><li><a>关于药品监管的意见（某政发〔2020〕1号）</a></li><li><a>解读</a></li></ul>"
    page = f"<html><body>{form}<h1>某市人民政府关于加强药品监管的通知</h1><div>{BODY}{LONG}</div>{others}</body></html>"
    assert outline_notice(read_notice(page.encode(), "a.html")).head.number is None
