"""What elements say in, claims out: placeholders, codes and the site's own name are none.

A wrong name is worse than none. What people are called is read as behind a label
(`dongxi.labels`, `dongxi.names`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi import addresses, dates, edtf, names
from dongxi.fold import fold
from dongxi.head.tables import EDITORIAL_ENOUGH, EDITORIAL_KEYS
from dongxi.head.values import ODD_SPACE, Found, Said
from dongxi.labels import fields
from dongxi.model import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dongxi.model import Certainty

SHORTEST_TITLE, LONGEST_TITLE, LONGEST_SITE, LONGEST_SECTION, LONGEST_DATE = 2, 200, 40, 24, 60
#: From so many characters on, a title that ends in dots was cut.
CUT_TITLE = 16
#: Before the web, and in the year of Unix time zero, nothing was published on it.
FIRST_DAY = "1990"
ELEMENT = re.compile("</?[a-zA-Z][^<>]{0,60}>")
#: What a template leaves where nothing was filled in.
PLACEHOLDER = re.compile(
    r"""(?: null | undefined | none | nan | false | true | 0 | invalid\ date | n/a | unknown | todo | test
      | \[object\ object\] | [?？!.…_*·/-]+ )
    | .* (?: \{\{ | \}\} | \$\{ | <% | %> | \{\$ | \[!-- | \{[a-z]+: | __[a-z_]+__ ) .*""",
    re.IGNORECASE | re.VERBOSE,
)
#: Titles that name the kind of page, not the page.
NO_TITLE = re.compile(
    """(?:网站)?首页 | 主页 | 无标题(?:文档|页)? | 未命名 | untitled(?:\\ document)? | home | index | title | article
    | (?:文章|新闻|内容|信息|资讯|文稿|帖子|公告|产品)?(?:标题|详情|正文|内容|页|详情页|页面|新闻|资讯|文章)""",
    re.IGNORECASE | re.VERBOSE,
)
NO_AUTHOR = re.compile(
    "游客|访客|匿名用户|用户|我|客服|官方|(?:本站|网站|系统|超级|后台)?管理员?|(?:责任)?编辑部?|发布者?|.{0,6}小编"
    "|.*(?:有限公司|版权所有|技术支持|贡献者)"
)
#: Offices in the place of a person's name.
OFFICE = re.compile("[局委厅府办处科院部所站会组室社网报台司]$|中心$|大学$|集团$|频道$|贡献者$")
NETWORK = re.compile(r"://|www\.|@[A-Za-z0-9]|\.(?:com|cn|net|org)(?![A-Za-z])", re.IGNORECASE)
PERSON_LABEL = re.compile("[ ]{0,3}(?:作者|文|撰文|记者|author|by)[ ]{0,3}[:/]", re.IGNORECASE)
SOURCE_LABEL = re.compile("[ ]{0,3}(?:(?:稿件|信息|文章)?来源|source)[ ]{0,3}:", re.IGNORECASE)
LETTER = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fffA-Za-z]")
FULL_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{8})?")
#: `GMT+0800`: the zone is what the sign says.
GMT_SIGN = re.compile("(?:GMT|UTC) ?(?=[+-][0-9])")
ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.-]{3,100}(?::[0-9]{1,5})?/[^\s\"'<>]{1,900}")
LANGUAGE = re.compile("[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
#: A label to read a value behind, as a line would have it.
LABEL = "来源:"


def _claim(said: Said, value: str, certainty: Certainty | None = None) -> Claim:
    """Claim a value, with the bytes of the whole value as evidence."""
    return Claim(said.field, value, said.rule, certainty or said.certainty, (said.value.span,))


def is_filled(text: str, longest: int) -> bool:
    """Tell whether a value is more than what a template leaves.

    >>> [is_filled(text, 20) for text in ("山河新貌", "null", "{{title}}", "--", "2017", "Invalid Date")]
    [True, False, False, False, False, False]
    """
    return (
        len(text) <= longest
        and LETTER.search(text) is not None
        and not PLACEHOLDER.fullmatch(text)
    )


def no_title(title: str) -> bool:
    """Tell whether a title names the kind of page, not the page.

    >>> no_title("新闻详情"), no_title("无标题文档"), no_title("新闻里的山河")
    (True, True, False)
    """
    return NO_TITLE.fullmatch(title) is not None


def _title(said: Said, found: Found) -> Iterator[Claim]:
    """Claim a title; one that was cut is a guess, one that names the site is none.

    >>> from dongxi.head.values import Span, Value
    >>> said = [Said("title", "", Value(title, Span(0, 9))) for title in ("山河<br>新貌", "首页")]
    >>> [claim.value for title in said for claim in _title(title, Found())]
    ['山河新貌']
    """
    title = ODD_SPACE.sub(" ", ELEMENT.sub("", said.value.text)).strip(" ")
    if len(title) < SHORTEST_TITLE or not is_filled(title, LONGEST_TITLE):
        return
    if not NO_TITLE.fullmatch(title) and title not in found.sites:
        cut = len(title) >= CUT_TITLE and title.endswith(("...", "…"))
        yield _claim(said, title, "guess" if cut else None)


def _site(said: Said, _: Found) -> Iterator[Claim]:
    """Claim the name of the site."""
    if is_filled(said.value.text, LONGEST_SITE) and not NETWORK.search(said.value.text):
        yield _claim(said, said.value.text)


def _section(said: Said, _: Found) -> Iterator[Claim]:
    """Claim the section."""
    if is_filled(said.value.text, LONGEST_SECTION) and not NETWORK.search(said.value.text):
        yield _claim(said, said.value.text)


def _language(said: Said, _: Found) -> Iterator[Claim]:
    """Claim the language a template is set to, as it writes it; pages are not always in it."""
    if LANGUAGE.fullmatch(said.value.text):
        yield _claim(said, said.value.text, "probable")


def _date(said: Said, _: Found) -> Iterator[Claim]:
    """Claim a date that is a full day of the age of the web."""
    if date := day(said.value.text, time=True):
        yield _claim(said, date)


def day(text: str, *, time: bool = False) -> str | None:
    """Read a full day, with its time if asked for and written to the second.

    >>> day("2024-05-20T06:05:02.000Z", time=True), day("2024-05-20 22:47:48 GMT+0800")
    ('2024-05-20T14:05:02', '2024-05-20')
    >>> day("1970-01-01 08:00"), day("2024-05"), day("Invalid Date"), day("http://x/2024/0520/")
    (None, None, None, None)
    """
    if len(text) > LONGEST_DATE or "://" in text:
        return None
    read = dates.read(GMT_SIGN.sub("", text))
    if read is None or not FULL_DAY.fullmatch(read) or read < FIRST_DAY:
        return None
    return read if time else edtf.day(read)


def _url(said: Said, _: Found) -> Iterator[Claim]:
    """Claim the address of the page, and the day that stands in it; a site's root is none.

    >>> from dongxi.head.values import Span, Value
    >>> said = Said("url", "", Value("https://example.com/2024/0513/a.html", Span(0, 36)))
    >>> [claim.value for claim in _url(said, Found())]
    ['https://example.com/2024/0513/a.html', '2024-05-13']
    >>> list(_url(Said("url", "", Value("https://example.com/", Span(0, 20))), Found()))
    []
    """
    if ABSOLUTE.fullmatch(said.value.text):
        yield _claim(said, said.value.text)
        if dated := addresses.from_url(said.value.text):
            yield Claim("date", dated.edtf, "head/address", "probable", (said.value.span,))


def _source(said: Said, _: Found) -> Iterator[Claim]:
    """Claim an outlet or office as a label 来源 would name it."""
    if name := _outlet(said.value.text):
        yield _claim(said, name)


def _outlet(text: str) -> str | None:
    """Read a source; ASCII alone must have the shape of an outlet's name.

    >>> _outlet("来源：青河日报"), _outlet("青河市统计局"), _outlet("本站"), _outlet("cms"), _outlet("")
    ('青河日报', '青河市统计局', None, None, None)
    """
    folded = fold(text)
    label = SOURCE_LABEL.match(folded)
    start = label.end() if label else 0
    value = folded[start:]
    if not is_filled(value, LONGEST_SITE) or NETWORK.search(value):
        return None
    if value.isascii() and not names.is_outlet(value.strip()):
        return None
    for found in fields(LABEL + value):
        if found.kind == "source" and found.start < found.end:
            away = start - len(LABEL)
            return text[found.start + away : found.end + away]
    return None


def _author(said: Said, found: Found) -> Iterator[Claim]:
    """Claim the people a value names; an outlet in their place is the source.

    >>> from dongxi.head.values import Span, Value
    >>> said = [Said("author", "", Value(name, Span(0, 9))) for name in ("林远", "青河日报", "站长")]
    >>> [(claim.field, claim.value) for name in said for claim in _author(name, Found())]
    [('author', '林远'), ('source', '青河日报')]
    """
    text, rule = said.value.text, said.rule
    folded = fold(text)
    label = PERSON_LABEL.match(folded)
    start = label.end() if label else 0
    whole = folded[start:].strip()
    if names.is_outlet(names.EDITION.sub("", whole)) and not whole.isascii():
        if outlet := _outlet(whole):
            yield Claim("source", outlet, f"{rule}-outlet", "probable", (said.value.span,))
        return
    if not is_filled(whole, LONGEST_SITE) or _nobody(whole, found.sites):
        return
    certainty: Certainty = "probable"
    if rule == "head/meta-author" and len(EDITORIAL_KEYS & found.keys) >= EDITORIAL_ENOUGH:
        certainty = "guess"
    for first, last in names.split_names(folded[start:]):
        name = names.spell(text[start + first : start + last])
        office = rule == "head/meta-author" and OFFICE.search(name) and not names.is_name(name)
        if not office and not names.is_outlet(name) and not _nobody(name, found.sites):
            yield _claim(said, name, certainty)


def _nobody(name: str, sites: Sequence[str]) -> bool:
    """Tell whether a name is a site's own, an account's code or address, or a stand-in.

    >>> [_nobody(name, ["山河版权所有"]) for name in ("山河", "admin", "a_b@example.com", "管理员", "林远")]
    [True, True, True, True, False]
    """
    if name.isascii() and not names.LATIN_NAME.fullmatch(name):
        return True
    if NETWORK.search(name) or NO_AUTHOR.fullmatch(name) or names.NOBODY.fullmatch(name):
        return True
    own = (site for site in sites if site.startswith(name))
    return not names.is_name(name) and any(not site.startswith("的", len(name)) for site in own)


#: How the values of each field are judged.
JUDGES: dict[str, Callable[[Said, Found], Iterator[Claim]]] = {
    "title": _title,
    "site_name": _site,
    "section": _section,
    "language": _language,
    "date": _date,
    "date_modified": _date,
    "url": _url,
    "source": _source,
    "author": _author,
}
