"""Cutting pages: front matter, HTML, Markdown, lines."""

from __future__ import annotations

import pytest

from dongxi.blocks import blocks
from dongxi.decode import decode
from dongxi.front import end_of_front_matter, entries


def cut(text: str):
    return blocks(decode(text.encode()))


def shown(text: str):
    """The text blocks, with `|` for a break, `_` for a space and nothing for a joint."""
    signs = {"break": "|", "space": "_", "joint": ""}
    return "".join(signs.get(b.kind, str(b.text)) for b in cut(text).blocks).strip("|")


CASES = [
    ("lines, white space around them", "  甲\n\n\u3000乙\u3000\n", "甲|乙"),
    ("paragraphs and inline markup", "<p>甲<b>乙</b>丙</p><p>丁</p>", "甲乙丙|丁"),
    ("white space inside markup", "<p>甲 <b>a</b> b</p>", "甲_a_b"),
    ("attributes are no white space", '<p>甲<b class="x">乙</b>丙</p>', "甲乙丙"),
    ("nor are line ends inside tags", '<p>甲<b\nclass="x"\n>乙</b>丙</p>', "甲乙丙"),
    ("white space behind a tag counts", "<p>甲<b> a</b> b</p>", "甲_a_b"),
    (
        "line ends of pre around markup",
        "<div><pre>甲<b>乙</b>\n<i>丙</i>\n丁</pre></div>",
        "甲乙|丙|丁",
    ),
    ("elements in capitals", "<P>甲<SCRIPT>x</P></script >乙<BR>丙</P>", "甲乙|丙"),
    ("an opaque element without an end", "<p>甲</p><p>乙</p><script>丙 < 1 </p>", "甲|乙"),
    ("a name that only begins like one", "<p>甲<scripty>乙</scripty></p><br>", "甲乙"),
    ("elements side by side", "<div><b>王某</b><i>昨天</i><p>丙</p></div>", "王某_昨天|丙"),
    ("not in a sentence", "<div><b>甲，</b><i>乙</i>。<p>丙</p></div>", "甲，乙。|丙"),
    ("nor in a heading", "<div><h1><b>甲</b><i>乙</i></h1><p>丙</p></div>", "甲乙|丙"),
    ("a count behind one", "<div><h1><b>甲</b><i>24</i></h1><p>丙</p></div>", "甲_24|丙"),
    (
        "a count behind a sentence",
        "<div><b>甲，乙。</b><i>24</i><p>丙</p></div>",
        "甲，乙。_24|丙",
    ),
    ("a number in a sentence", "<div>甲，<b>乙</b><i>24</i>个<p>丙</p></div>", "甲，乙24个|丙"),
    ("a number in two elements", "<div>甲，<b>2</b><i>4</i><p>丙</p></div>", "甲，24|丙"),
    ("nor around one element", "<div>甲<i>乙</i>丙<p>丙</p></div>", "甲乙丙|丙"),
    ("br ends a paragraph", "<div>甲<br>乙<br/>丙</div>", "甲|乙|丙"),
    (
        "scripts and comments show nothing",
        "<p>甲<script>x<p>y</script><!-- 丙 --></p><p>乙</p>",
        "甲|乙",
    ),
    ("a line end between Han parts nothing", "<p>甲\n乙<b>x</b></p>", "甲乙x"),
    ("a line end between words is a space", "<p>one\ntwo<b>x</b></p>", "one_twox"),
    (
        "references at the edges are white space",
        "<p>&nbsp;甲&nbsp;</p><p>&nbsp;</p><p>乙</p>",
        "甲|乙",
    ),
    ("table cells", "<table><tr><td>甲<td>乙</table>", "甲|乙"),
    ("an attribute may hold >", "<p title='a>b'>甲</p><p>乙</p>", "甲|乙"),
    ("a lone < is text", "<p>1 < 2</p><p>乙</p><br>", "1 < 2|乙"),
    ("lines of pre are lines", "<p>甲</p><pre>乙\n丙</pre><p>丁</p>", "甲|乙|丙|丁"),
    ("lines behind pre are not", "<div><pre>甲\n乙</pre>丙\n丁</div><br>", "甲|乙|丙丁"),
    (
        "what is never shown",
        "<p>甲</p><template>乙</template><select><option>丙</select><p>丁</p>",
        "甲|丁",
    ),
    (
        "tags that text shows at its line ends",
        "甲<br>\n乙<BR />丙<br/>\n\n丁\n戊\n己\n庚\n辛",
        "甲|乙|丙|丁|戊|己|庚|辛",
    ),
    (
        "two in a row, and one alone",
        "甲<br><br>\n乙\n<br>\n丙\n丁\n戊\n己\n庚",
        "甲|乙|丙|丁|戊|己|庚",
    ),
    ("one alone is a word of the text", "甲<br>\n乙\n丙\n丁", "甲<br>|乙|丙|丁"),
    (
        "and so are those within lines",
        "用<br>换行\n用<br/>也行\n都行",
        "用<br>换行|用<br/>也行|都行",
    ),
    (
        "another element makes it a page of tags",
        "甲<br>\n乙<br>\n丙\n丁\n戊<p>己",
        "甲|乙|丙丁戊|己",
    ),
    ("lines that all end with one are HTML", "甲\n乙<br>\n丙<br>\n丁<br>", "甲乙|丙|丁"),
    ("an unclosed comment runs to the end", "<p>甲</p><p>乙</p><!-- 丙", "甲|乙"),
    ("an empty comment ends at once", "<p>甲</p><!--><p>乙</p><!---><p>丙</p>", "甲|乙|丙"),
    ("a comment may begin with >-", "<p>甲</p><!-- >-> 乙 --><p>丙</p>", "甲|丙"),
]


@pytest.mark.parametrize(("label", "page", "expected"), CASES, ids=[c[0] for c in CASES])
def test_blocks(label, page, expected):
    assert shown(page) == expected, label


FORMATS = [
    ("text", "甲 < 乙"),
    ("html", "<p>甲</p><br>"),
    ("html", "<html>甲"),
    ("html", "<p>山里的路修通了。</p>"),
    ("html", "<h1>茶</h1><dl><dt>问</dt><dd>答</dd></dl>"),
    ("html", "<main><h2>茶</h2><pre>甲</pre></main>"),
    ("html", "路修通了。<br><br>桥也修好了。"),
    ("text", "用 <p> 和 </p> 包住一段"),
    ("text", "换行用 <br>，写在行末"),
    ("markdown", "# 甲\n\n乙"),
    ("front_matter+text", "---\ntitle: x\n---\n甲"),
    ("front_matter+html", "\n---\ntitle: x\n---\n<p>甲</p><br>"),
    ("front_matter+markdown", "+++\ntitle = 'x'\n+++\n## 甲"),
    ("text", "---\n甲乙丙丁\n---\n戊"),
]


@pytest.mark.parametrize(("name", "page"), FORMATS)
def test_formats(name, page):
    assert cut(page).format == name


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16"])
def test_front_matter_in_every_encoding(encoding):
    raw = "---\ntitle: 東西\n---\n<p>南北</p><p>中</p>".encode(encoding)
    found = blocks(decode(raw))
    assert [str(b.text) for b in found.blocks if b.kind == "front_matter"] == [
        "---", "title: 東西", "---",
    ]  # fmt: skip
    assert found.blocks[-1].text.span.end == len(raw)


def test_headings_of_markdown_keep_their_level():
    found = [b for b in cut("# 甲\n\n## 乙\n丙").blocks if b.kind == "text"]
    assert [(str(b.text), b.tag) for b in found] == [("甲", "h1"), ("乙", "h2"), ("丙", "")]


def test_yaml_that_does_not_parse_is_read_line_by_line():
    page = "---\ntitle: 甲: 乙\nauthor: [丙\n---\n"
    found = entries(page, end_of_front_matter(page))
    assert ("title", "甲: 乙") in [(e.key, e.value) for e in found]


def test_yaml_aliases_and_tags_are_never_expanded():
    page = "---\na: &x [b, b]\nc: [*x, *x]\nd: !!python/object:os.system x\n---\n"
    assert [e.key for e in entries(page, end_of_front_matter(page))] == ["a", "a", "d"]


def test_front_matter_is_looked_for_past_a_character_cut_in_two():
    page = "<p>甲</p><p>乙</p>" + "东西" * 40_000
    raw = b"\xff\xfe" + page.encode("utf-16-le")
    assert [str(b.text)[:2] for b in blocks(decode(raw)).blocks if b.kind == "text"] == [
        "甲", "乙", "东西",
    ]  # fmt: skip


MARKDOWN = [
    ("emphasis", "# 题\n\n今年的**新茶**和*旧茶*", "题|今年的新茶和旧茶"),
    ("white space around signs", "# 题\n\n今年 **新茶** 好", "题|今年_新茶_好"),
    ("links, addresses and all", "# 题\n\n见[茶谱](https://example.org/a_b)。", "题|见茶谱。"),
    ("pictures in a line", "# 题\n\n茶![图](a.png)好", "题|茶好"),
    ("code", "# 题\n\n用`a*b*c`算", "题|用a*b*c算"),
    ("quotations", "# 题\n\n> 茶好。\n>> 水好。", "题|茶好。|水好。"),
    ("items", "# 题\n\n- 茶\n* 水\n+ 火", "题|茶|水|火"),
    (
        "code between fences",
        "# 题\n\n```\n# 注\na*b*c\n```\n**完**",
        "题|```|# 注|a*b*c|```|完",
    ),
    (
        "no: products and names",
        "# 题\n\n3 * 4 * 5，snake_case_name",
        "题|3 * 4 * 5，snake_case_name",
    ),
    ("no: notes in brackets", "# 题\n\n茶[1]好[注](见下)", "题|茶[1]好[注](见下)"),
    ("no: a page that is no Markdown", "今年的**新茶**很好", "今年的**新茶**很好"),
    ("no: a row of a table", "# 题\n\n| **甲** | 乙 |", "题|| **甲** | 乙 "),
]


@pytest.mark.parametrize(("label", "page", "expected"), MARKDOWN, ids=[c[0] for c in MARKDOWN])
def test_signs_of_markdown_are_markup(label, page, expected):
    assert shown(page) == expected, label


def test_marks_of_markdown_are_elements():
    found = cut("# 题\n\n> 茶好。\n\n- 水好\n\n[火](https://example.org/)好").blocks
    assert [(str(b.text), b.tag, b.linked) for b in found if b.kind == "text"] == [
        ("题", "h1", False), ("茶好。", "blockquote", False), ("水好", "li", False),
        ("火", "", True), ("好", "", False),
    ]  # fmt: skip
