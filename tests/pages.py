"""Pages for laws: strategies that draw the shapes real pages have, whole and broken."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "东西部扶贫协作", "乡村振兴", "记者", "來源", "协(xié)作", "2017-07-21", "&quot;", "&nbsp;", "\u3000",
    "\xa0", "\u200b", "“", "”", '" 三农 "', ",", "。", ".", ":", "!", "(", ")", "a", "1,000", "13:54", "?",
    "\ufeff", "⼀", "\U00020bb7", "é", "\x1b", "作者:", "编辑", "新华社北京8月29日电", "(文/张某)", "摄",
)  # fmt: skip
MARKUP = (
    "<p>", "</p>", "<div class='a'>", "</div>", "<br>", "<strong>", "</strong>", "<a href=x>", "</a>",
    "<script>if (a<b) x='</p>'</script>", "<!-- x -->", "<", ">", "<h1>", "</h1>", "<title>", "</title>",
    "<img alt='>'>", "<!doctype html>", "<!--", "<td>",
)  # fmt: skip
BREAKS = ("\n", "\n\n", "\r\n", " \n ", "\u2028")

line = st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
flat = st.lists(st.one_of(line, st.sampled_from(BREAKS)), max_size=12).map("".join)
markup = st.lists(
    st.one_of(line, st.sampled_from(MARKUP), st.sampled_from(BREAKS)), max_size=16
).map("".join)
front = st.sampled_from(["---\ntitle: x\n---\n", "+++\ntitle = 'x'\n+++\n", "", "", ""])
page = st.tuples(front, st.one_of(flat, markup)).map("".join)
encoding = st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16"])
noise = st.binary(max_size=6)


@st.composite
def raw(draw):
    """Bytes of a page in one of four encodings, sometimes cut or spoiled."""
    data = draw(page).encode(draw(encoding), "ignore")
    if draw(st.booleans()):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(noise) + data[at + draw(st.integers(0, 3)) :]
    return data
