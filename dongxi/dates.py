"""Folded lines and addresses in (`dongxi.fold`), what dates the page out: EDTF with its place.

Stamp lines, datelines, signatures, document numbers; labelled fields are in `dongxi.labels`, the
plain dates of a line in `dongxi.days`, those of addresses in `dongxi.addresses`. Offsets are characters
of the line, the same in its folded form and in the original.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dongxi.addresses import from_upload, from_url
from dongxi.days import Found, at, find, parse, read, year_in_title
from dongxi.edtf import is_day
from dongxi.labels import LABEL, fields, kind_of
from dongxi.names import KIND_ALONE, OFFICE_WORD, all_names, is_name, is_outlet
from dongxi.people import TOWN, byline, original
from dongxi.rowed import row

__all__ = [
    "Dateline", "DocumentNumber", "Found", "Stamp", "dateline", "document_number", "find",
    "from_upload", "from_url", "parse", "read", "signature", "stamp", "year_in_title",
]  # fmt: skip


class Stamp(NamedTuple):
    """A line that only dates the page, with the outlet beside the date if there is one."""

    start: int
    end: int
    edtf: str
    source: tuple[int, int] | None
    people: tuple[tuple[int, int], ...] = ()
    """Persons that stand beside it without a label."""


class Dateline(NamedTuple):
    """The head of a report, `新华社北京8月29日电`, its brackets and reporters included."""

    start: int
    end: int
    agency: tuple[int, int] | None
    """None for 本报 and its like."""
    place: tuple[int, int] | None
    edtf: str | None


class DocumentNumber(NamedTuple):
    """A 发文字号, as `国发[2014]45号`."""

    start: int
    end: int
    year: str
    alone: bool
    """The line holds nothing else, a label aside: it is the number of this document."""


#: A line that only dates the page is short (72 development pages: at most 44, 2026-11).
SHORTEST_STAMP, LONGEST_STAMP = 5, 100
#: No dateline with its reporters is longer (the same pages: at most 21).
LONGEST_DATELINE = 140
#: An account named right behind a stamp, before 来自 and a place, is at most this long.
LONGEST_ACCOUNT = 10
#: Beside a date at most an office and a person sign, the person in Han characters.
MOST_SIGNERS, LONGEST_SIGNER = 2, 4

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_MONTH_DAY = "(?:[0-9]{1,2}|[一二三四五六七八九十元]{1,2})[ ]?月[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})[ ]?日"
_IN_DATELINE = (
    f"(?:(?:[12][0-9]{{3}}|[一二][〇零○一二三四五六七八九]{{3}})[ ]?年[ ]?)?{_MONTH_DAY}"
)
_AGENCY = (
    f"(?:[{_HAN}A-Za-z0-9·]{{1,12}}?(?:通讯社|报社|客户端|在线|频道|周刊|杂志"
    "|新闻(?!网|社|频道|客户端|台|中心)|财经(?!网|频道|新闻)|社(?![会区里团])|台(?![北湾州风中南东])"
    "|报(?!社|道|业|网|告|名)|网(?!络|站|上|友)|(?<=本)站|刊))"
)
_REPORTER = "(?:记者|通讯员|编译|作者|评论员|实习生)"

#: Without one of these no line holds a day.
DAY_SIGN = re.compile(
    """[月0-9 A-Z] (?: (?<=月) | (?<=[0-9]) (?: [ ]?[-/.][ ]?[0-9] | [0-9]{7} )
    | (?<=[0-9 ]) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)
    | (?<=[A-Z]) (?<![A-Za-z].) [a-z]{2,8}[.]?[ ][0-9] )""",
    re.VERBOSE,
)
#: What ends a sentence stands in no stamp.
SENTENCE = re.compile("[。!?;…]")
#: What may stand behind the date of a stamp line besides labels and an outlet.
#: One thing of those that stand behind a stamp. They are found one by one: a pattern of several
#: would try every way to part a text among them.
BEHIND_STAMP = re.compile(
    r"""
    [|·,]?[ ]{0,4}
    (?: 来自.{1,20} | (?:台北|北京|香港|当地)时间 | 发布(?:于.{1,24})? | 发表(?:于.{1,24})? | 更新 | 举报 | 字[体号]:?.{0,12} | [大中小 ]{3,5}
      | (?:阅读|浏览|点击|评论|人气)[量数]?[ :]{0,3}[0-9.万+]{0,9}
      | (?:[0-9]{1,4}[-/.]){0,2}[0-9]{0,2}[ ]?[0-9]{1,2}:[0-9]{2}[ ]?(?:更新|修改)
      | [0-9.万+]{1,9}[ ]?(?:阅读|浏览|点击|评论|人气) | 分享.{0,8} | 打印 | 收藏 | 关注 )
    """,
    re.VERBOSE,
)
#: What blogs write in front of the day of a text, whatever stands behind it.
POSTED_ON = re.compile("posted (?:@|on|at) ?", re.IGNORECASE)
#: A day in figures, as systems write it; what calls it another day than that of a text.
FIGURES = re.compile(
    "(?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
)
ANOTHER_DAY = re.compile(
    "注册|加入|最[后近新]|上次|登[录入]|截[止至]|生日|有效|活动|开[始幕赛播]|结束|[起至到自从]|施行|实施|生效|举[行办]|讲话|通过|会议|出生|生于|[年月日0-9]生|版本|build|审议|价格|[上下]架"
    "|演出|考试|上映|放映|首播|播出|比赛|拍摄|逝|去世|投稿|报名|时间|日期|日前|发售|出版|签[订署]|召开|发生|成立|建成|竣工|入学|毕业|任职|比赛日|前(?:$| )"
)
#: A day that words follow without a blank stands in a sentence.
RUNS_ON = re.compile(f"日[{_HAN}]")
#: A line that holds a day among other things is no longer; a sentence is none.
LONGEST_BESIDE = 80
#: What stands behind the day of a text that a name stands before: a section, how often it was read.
COUNTED = re.compile(
    "[ ]{1,3}(?:[^ 。!?,;:|]{2,8}[ ]{1,3})?[0-9]{1,8}[ ]?[次人]?[ ]?(?:浏览|阅读|围观|热度)(?:[ ]{1,3}[0-9]{1,8}[ ]?[个条]?[ ]?(?:评论|留言|点赞|喜欢))?"
)
NAMED = re.compile("(?:[^ 。!?,;:|]{2,12}[ ]{1,3})?")
#: Who wrote, and from where the network says that it came, behind the time of a text.
CAME_FROM = re.compile(
    f"[ ]{{1,3}}(?:(?P<who>[^ 。!?,;:|]{{2,20}})[ ]{{1,3}})?[·|]?[ ]?(?:来自|发[布表]于|IP属地|IP归属地)[:]?[ ]?[{_HAN}]{{2,8}}"
)
#: The site's address in front of a stamp.
SITE = re.compile("^(?:(?:https?:)?//|www[.])[A-Za-z0-9./_-]{4,60}(?:[ ]{1,4}|$)")
#: An office, a school or the like of a place.
PLACED = re.compile(
    f"(?!.{{0,20}}(?:走访|调研|视察|慰问|来到|走进|召开|举行|开展))[{_HAN}]{{2,8}}[省市县区旗州镇乡][{_HAN}]{{0,10}}"
    "(?:[支大中总]队|派出所|医院|大学|学院|学校|[中小]学|法院|检察院|政府|委员会|管委会|[局厅]|中心|社区|街道办?)"
)
#: Where an account posts from.
PROVINCE = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南"
    "|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古|台湾|香港|澳门"
)
#: The desk that sends a report.
DESK = re.compile(f"[{_HAN}]{{2,6}} ?/ ?(?:综合|{TOWN})报[道导]")
#: An account alone behind the time; what is longer may be a headline.
PEN = re.compile(f"[ ]{{1,4}}[{_HAN}]{{2,3}}")
LONGEST_BEHIND, MOST_BEHIND = 32, 6
IMPRINT = re.compile(
    r"[(\[]?[ ]?(?:原载|转自|载|刊于|来源:)?[ ]?《[ ]?(?P<source>[^》]{2,20}?)[ ]?》[ ]?[(,]?[ ]?"
)
IMPRINT_END = re.compile(
    r"[ ,]{0,4}(?:第?[ ]?[0-9A-Z]{1,4}[ ]?版[^)\]]{0,8})?[ ]?\)?[)\]]?[ ]?"
)
#: What a poster's line holds before a day with its time: an account, `X 于`, `… 3160字`.
POSTED = re.compile(
    r"""[^ 。!?,;:|\[\]()《》“”]{1,8}(?<!于)(?<!时间)(?<!日期)
    | [^ 。!?,;:|\[\]()《》“”]{1,20}[ ](?:于|发[表布]于)
    | [^。!?,;:|\[\]()《》“”]{0,40}[ ][0-9.]{1,8}万?字
    """,
    re.VERBOSE,
)
SIGNATURE = re.compile("[ (]{0,40}[^(]{4,16}年[^-./:]{2,24}$")

DATELINE = re.compile(
    rf"""
    [ ]{{0,3}} (?P<open>[(\[])? [ ]? 据? (?P<agency>{_AGENCY}) (?:[(]微博[)])? [ ]?
    (?: (?P<place>[{_HAN}、·]{{1,12}}?)? [ ]? (?P<date>{_IN_DATELINE}|[0-9]{{1,2}}日) [ ]?
        (?:综合|专|急|特)?(?:电|讯|消息(?=[ :]))
      | (?P<town>[{_HAN}]{{2,6}}?)? (?<![资通音视简短快腾喜问闻来发水])(?:电|讯) (?=[ ():\]]|$)
      | (?:快讯|消息)(?=:|\([^()]{{0,14}}(?:记者|通讯员)) )
    """,
    re.VERBOSE,
)
#: What a paper's site writes in front of the paper's own dateline.
SENT_AS = re.compile(f"[ ]{{0,3}}(?P<agency>{_AGENCY})消息[ ]{{1,3}}(?=本[报刊网]讯[ (:])")
#: A sender whose name says nothing, right before the day and 讯.
LOCAL = re.compile(
    rf"[ ]{{0,3}}(?P<agency>[{_HAN}A-Za-z·]{{2,12}}?)(?P<date>{_IN_DATELINE})[ ]?讯(?=[ (:]|$)"
)
#: Without one of these a line has no dateline.
REPORTED = re.compile("[电讯消道导稿]")
#: Forms that need brackets or name the reporter first.
REPORT = re.compile(
    rf"""
    \[ (?P<agency>{_AGENCY}) (?:综合|特约|专)? (?:报道|讯) (?: [ ]{{1,2}}[^\[\]]{{1,40}} )? \]
    | (?P<by>{_AGENCY}) (?:[{_HAN}]{{2,4}})?记者[ ]?[{_HAN}、·]{{2,24}}?[ ]?
      (?P<date>{_IN_DATELINE})[ ]?(?:报道|电|讯)
    | [(](?P<wire>{_AGENCY})记者[{_HAN}、]{{4,24}}?(?P<day>{_IN_DATELINE}|[0-9]{{1,2}}日)(?:综合)?外?电[)]
    | [(\[](?:(?P<own>{_AGENCY}|本报)[ ]?/?[ ]?)?记者[ ]?[{_HAN}、 ]{{2,20}}[ ]?/?[ ]?[{_HAN}]{{0,6}}(?:报道|报导|特稿)[)\]]
    | \[(?P<press>[{_HAN}]{{2,8}})(?P<full>[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日)(?:讯|电|消息)\]
    """,
    re.VERBOSE,
)
#: Where a report comes from, behind its reporters.
WHERE = re.compile(
    rf"""(?P<town>{TOWN}) [ ]? (?:{_IN_DATELINE}|[0-9]{{1,2}}日)? (?:综合|现场)? (?:外?电|讯|报[道导]|特稿) [ ]?[)\]]
    | /[ ]? (?!综合|现场|连线|即时|编译) (?P<spot>[{_HAN}]{{2,5}}) (?:报[道导]|特稿) [ ]?[)\]]""",
    re.VERBOSE,
)
REPORTERS = re.compile(r"[ ]{0,2}\((?P<names>[^()]{1,80})\)")
INNER_REPORTERS = re.compile(rf"[ ,]{{1,2}}{_REPORTER}[^()\[\]]{{1,40}}")
CLOSE = re.compile(r"[ ]?[)\]]")

#: The signs of an office, then the year and the number.
DOCUMENT_NUMBER = re.compile(
    rf"(?P<sign>[{_HAN}]{{1,14}})[ ]?[\[(](?P<year>(?:19|20)[0-9]{{2}})[\])][ ]?第?[ ]?[0-9]{{1,5}}[ ]?号"
)
NUMBER_LABEL = re.compile(
    r"[ (\[]{0,3}(?:(?:发文|文件)?(?:字号|文号|编号)[ ]{0,3}[:|]?[ ]{0,3})?"
)
#: Signs of licences, which every footer shows.
LICENCE = re.compile("网文|网备|许可|备案|备字|药械|出[音网]|测字|证字|专利")
#: Words that run into a sign where a sentence cites a document.
CITING = re.compile("[据照按和与及的见于以]")


def stamp(folded: str) -> Stamp | None:
    """Read a line that only dates the page; give the outlet beside the date.

    An office or a person may stand there too, apart from the date.

    >>> stamp("2020-10-20 13:54:10").edtf, stamp("齐鲁网 2021-04-10").source
    ('2020-10-20T13:54:10', (0, 3))
    >>> stamp("《光明日报》(2024年05月11日 09版)").edtf
    '2024-05-11'
    >>> stamp("2021-05-01 09:10 宣传部").source, stamp("王小明 2021-05-01 10:00").edtf
    (None, '2021-05-01')
    >>> line = "青河日报 2020-01-01 王小明 A03版 要闻"
    >>> line[slice(*stamp(line).source)], [line[a:b] for a, b in stamp(line).people]
    ('青河日报', ['王小明'])
    >>> stamp("2021-01-19儿童白斑怎么治"), stamp("2024年5月9日,新区揭牌。"), stamp("2017年")
    (None, None, None)
    """
    able = SHORTEST_STAMP <= len(folded) <= LONGEST_STAMP and not SENTENCE.search(folded)
    found = _first(folded) if able and DAY_SIGN.search(folded) else None
    if found is None or not is_day(found.edtf):
        return None
    if found.edtf.startswith("XXXX") and ":" not in folded[found.start : found.end]:
        return None
    if known := _imprint(folded, found) or _posted(folded, found):
        return known
    timed = ":" in folded[found.start : found.end]
    posted = timed and POSTED_ON.fullmatch(folded[: found.start])
    counted = COUNTED.fullmatch(folded, found.end) and NAMED.fullmatch(folded[: found.start])
    if posted or counted:
        return Stamp(*found, None)
    before = _before(folded, found.start, timed=timed)
    after = None if before is None else _behind(folded, found.end)
    if after is None and timed and not found.start and PEN.fullmatch(folded, found.end):
        after = NOTHING
    if before is None or after is None:
        rowed = row(folded, found.start, found.end)
        return Stamp(*found, *rowed) if rowed else None
    return Stamp(*found, before or after or None, _beside(folded, found.start, found.end))


def beside(folded: str) -> Found | None:
    """Find the day of a text in a line that holds other things too, its one day.

    Names, accounts, buttons and counts stand beside it, no words that call another day.

    >>> beside("阿笠 · 饭盒研究所 2024-07-02 21:14").edtf, beside("by 阿笠 2022-01-23").edtf
    ('2024-07-02', '2022-01-23')
    >>> beside("截止日期 2024-07-02"), beside("2019年9月1日在开学典礼上的讲话")
    (None, None)
    >>> beside("2020-01-01 至 2021-01-01"), beside("二〇一七年八月三日 阿笠")
    (None, None)
    """
    if len(folded) > LONGEST_BESIDE or SENTENCE.search(folded) or "," in folded:
        return None
    shown = list(FIGURES.finditer(folded))
    if len({day.group() for day in shown}) != 1 or ANOTHER_DAY.search(folded):
        return None
    if RUNS_ON.match(folded, shown[0].end() - 1):
        return None
    found = at(folded, shown[0].start())
    return found if found and is_day(found.edtf) else None


def _posted(folded: str, found: Found) -> Stamp | None:
    """Read who wrote when and from where: a person, or an account that stands for an outlet."""
    came = None if found.start else CAME_FROM.fullmatch(folded, found.end)
    if came is None or ":" not in folded[: found.end]:
        return None
    who = _span(came, "who")
    person = who is not None and is_name(came["who"])
    return Stamp(*found, None if person else who, (who,) if who and person else ())


def _beside(folded: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Give the persons beside the day of a stamp without labels."""
    rowed = None if fields(folded) else row(folded, start, end)
    return rowed.people if rowed else ()


def signature(folded: str) -> Found | None:
    """Read a line that is only a Chinese date, as letters and notices are signed.

    >>> signature("二〇一七年八月三日").edtf, signature("(2017年8月3日)").edtf
    ('2017-08-03', '2017-08-03')
    >>> signature("二〇一七年八月三日于北京"), signature("2017-08-03"), signature("2017年")
    (None, None, None)
    """
    if not SIGNATURE.match(folded):
        return None
    for found in find(folded):
        around = folded[: found.start] + folded[found.end :]
        whole = not around.strip(" ()。") and "-" in found.edtf and "/" not in found.edtf
        return found if whole else None
    return None


def dateline(folded: str) -> Dateline | None:
    """Read the head of an agency's report: agency, place, day; reporters in brackets included.

    >>> found = dateline("新华社北京8月29日电(记者 王法) 会议29日在京召开。")
    >>> found.end, found.agency, found.place, found.edtf
    (18, (0, 3), (3, 5), 'XXXX-08-29')
    >>> dateline("本报讯(记者 王法)昨日,").agency, dateline("新华社记者8月29日从部里获悉")
    (None, None)
    """
    head = folded[:LONGEST_DATELINE]
    if not REPORTED.search(head):
        return None
    if (sent := SENT_AS.match(head)) and (ours := dateline(head[sent.end() :])):
        end = sent.end() + ours.end
        return ours._replace(start=sent.start(), end=end, agency=_agency(sent, "agency"))
    found = DATELINE.match(head)
    if found is None or "记者" in (found["place"] or "") + (found["town"] or ""):
        return _report(head) or _local(head)
    end = found.end()
    if found["open"]:
        if inner := INNER_REPORTERS.match(head, end):
            end = inner.end()
        close = CLOSE.match(head, end)
        if close is None:
            return None
        end = close.end()
    end = _reporters_end(head, end)
    place = _span(found, "place") or _span(found, "town")
    return Dateline(found.start(), end, _agency(found, "agency"), place, _day(found["date"]))


def document_number(folded: str) -> DocumentNumber | None:
    """Read a 发文字号 with its year.

    >>> document_number("国发[2014]45号")
    DocumentNumber(start=0, end=11, year='2014', alone=True)
    >>> document_number("根据国办发[2017]3号文件要求").start
    2
    >>> document_number("京网文[2020]5494-1075号"), document_number("2008年第168号文件")
    (None, None)
    """
    found = DOCUMENT_NUMBER.search(folded) if "号" in folded else None
    if found is None or LICENCE.search(found["sign"]):
        return None
    label_end = NUMBER_LABEL.match(folded)
    lead = label_end.end() if label_end else 0
    alone = lead >= found.start() and not folded[found.end() :].strip(" )]")
    cited = max((cite.end() for cite in CITING.finditer(found["sign"])), default=0)
    if cited == len(found["sign"]):
        return None
    start = found.start() + (0 if alone else cited)
    return DocumentNumber(start, found.end(), found["year"], alone)


def _first(folded: str) -> Found | None:
    """Give the first date of a line; a short form counts at its start with a time behind."""
    start = len(folded) - len(folded.lstrip(" (["))
    found = at(folded, start)
    if found and (
        ":" in folded[found.start : found.end] or "年" in folded[found.start : found.end]
    ):
        return found
    return next(find(folded), None)


def _imprint(folded: str, found: Found) -> Stamp | None:
    """Read `《光明日报》(2024年05月11日 09版)`."""
    head = IMPRINT.match(folded)
    if (
        head is None
        or head.end() != found.start
        or not IMPRINT_END.fullmatch(folded, found.end)
    ):
        return None
    return Stamp(*found, head.span("source"))


BAR = re.compile("[ ]{0,4}[|·][ ]{0,4}")


def _barred(text: str) -> bool:
    """Tell whether bars part persons, offices and the furniture of a page.

    >>> _barred("王小明 | 阅读 35"), _barred("首页 | 新闻")
    (True, False)
    """
    parts = BAR.split(text)
    return len(parts) > 1 and all(_signs(p) or _behind_stamp(p) for p in parts)


#: Nothing stands there, which is fine; None says that something else does.
NOTHING: tuple[()] = ()


def _before(folded: str, end: int, *, timed: bool) -> tuple[int, int] | tuple[()] | None:
    """Read what stands before a stamp's date: an outlet, labels, or nothing."""
    text = folded[:end]
    bare = SITE.sub("", text).strip(" |·([")
    if not bare or any(field.start < field.end for field in fields(text)):
        return NOTHING
    label = LABEL.fullmatch(bare) or LABEL.fullmatch(f"{bare}:")
    if label and kind_of(label) in {"date", "modified"}:
        return None if kind_of(label) == "modified" else NOTHING
    start = text.index(bare)
    if is_outlet(bare) and not original(folded):
        return start, start + len(bare)
    if text.endswith(" ") and (original(folded) or _signs(bare) or (timed and _posts(bare))):
        return NOTHING
    return None


def _posts(text: str) -> bool:
    """Tell whether what stands before a day with its time is an account, or a count of characters.

    >>> _posts("山~客"), _posts("山客-青河学堂 于"), _posts("山中记 林远 1 2 3160字")
    (True, True, True)
    >>> _posts("山里的路终于修通了"), _posts("最新推荐文章于"), _posts("山河, 2160字"), _posts("活动时间")
    (False, False, False, False)
    """
    return POSTED.fullmatch(text) is not None


def _behind(folded: str, start: int) -> tuple[int, int] | tuple[()] | None:
    """Read what stands behind a stamp's date: an outlet, labels, the furniture of a page."""
    ends = [field.label_start for field in fields(folded) if field.label_start >= start]
    text = folded[start : min(ends, default=len(folded))]
    bare = text.strip(" |·([)],").removesuffix("原创").rstrip(" |·")
    if (
        not bare
        or _behind_stamp(bare)
        or PROVINCE.fullmatch(bare)
        or (text.startswith(" ") and _signs(bare))
    ):
        return NOTHING
    if text.startswith((" ", "|")) and (byline(bare) or _barred(bare) or DESK.fullmatch(bare)):
        return NOTHING
    first = bare.split(" ")[0]
    place = start + text.index(bare)
    if is_outlet(bare):
        return place, place + len(bare)
    if is_outlet(first) and byline(bare[len(first) :]):
        return place, place + len(first)
    account = text.startswith(first) and len(first) <= LONGEST_ACCOUNT
    account = account and bare.startswith(" 来自", len(first))
    if (is_outlet(first) or account) and _behind_stamp(bare, len(first)):
        return place, place + len(first)
    return None


def _behind_stamp(text: str, start: int = 0) -> bool:
    """Tell whether a text is one to six of the things that stand behind a stamp.

    >>> _behind_stamp("来自山里 阅读 12 分享到朋友圈"), _behind_stamp("来自山里的路修通了,乡亲们的日子一天比一天好,人人都说")
    (True, False)
    """
    found = {start}
    for _ in range(MOST_BEHIND):
        found = {
            end
            for at in found
            for end in range(at + 1, min(at + LONGEST_BEHIND, len(text)) + 1)
            if BEHIND_STAMP.fullmatch(text, at, end)
        }
        if any(at + 4 >= len(text) and not text[at:].strip(" ") for at in found):
            return True
    return False


def _signs(text: str) -> bool:
    """Tell whether a text is an office, a person, or both.

    >>> _signs("宣传部"), _signs("县委宣传部 王小明"), _signs("王小明"), _signs("青河市交警支队")
    (True, True, True, True)
    >>> _signs("山里的路修通了"), _signs("书记走访教育局"), _signs("高考"), _signs("王小明 李青河 王法")
    (False, False, False, False)
    """
    parts = text.split()
    return len(parts) <= MOST_SIGNERS and all(
        OFFICE_WORD.fullmatch(part)
        or PLACED.fullmatch(part)
        or (len(part) <= LONGEST_SIGNER and is_name(part))
        for part in parts
    )


def _report(head: str) -> Dateline | None:
    """Read `[环球网报道 记者 X]`, `东方网记者X5月13日报道:`, `(中央社记者X台北29日电)`.

    >>> _report("[记者林远/山阴报导]").place, _report("(中央社记者林远台北29日电)").place
    ((6, 8), (8, 10))
    >>> _report("[记者手记]"), _report("[记者调查/深度]")
    (None, None)
    """
    found = REPORT.match(head)
    if found is None:
        return None
    end = found.end() + head.startswith(":", found.end())
    if reporters := REPORTERS.match(head, end) if found["press"] else None:
        end = reporters.end()
    names = (part for part in ("agency", "by", "wire", "press", "own") if found[part])
    name = next(names, "")
    day = found["date"] or found["day"] or found["full"]
    agency = _agency(found, name) if name else None
    town = WHERE.search(head, found.start(), found.end()) if not found["press"] else None
    place = _span(town, "town") or _span(town, "spot") if town else None
    return Dateline(found.start(), end, agency, place, _day(day))


def _reporters_end(head: str, end: int) -> int:
    """Give where the reporters in brackets behind a dateline end, and the colon."""
    reporters = REPORTERS.match(head, end)
    if reporters and (
        re.search(_REPORTER, reporters["names"]) or all_names(reporters["names"])
    ):
        end = reporters.end()
    return end + head.startswith(":", end)


def _local(head: str) -> Dateline | None:
    """Read a dateline by its day and 讯 alone.

    >>> line = "青河广电·山河号4月21日讯 今天上午"
    >>> _local(line).end, line[slice(*_local(line).agency)]
    (14, '青河广电·山河号')
    >>> _local("记者从公安局4月21日讯问的人那里"), _local("他说4月21日通讯员来了")
    (None, None)
    """
    found = LOCAL.match(head)
    if found is None:
        return None
    end = _reporters_end(head, found.end())
    return Dateline(found.start(), end, _agency(found, "agency"), None, _day(found["date"]))


def _day(text: str | None) -> str | None:
    """Read the day of a dateline; a bare day of the month is none."""
    found = at(text, 0) if text and "月" in text else None
    return found.edtf if found else None


def _agency(found: re.Match[str], name: str) -> tuple[int, int] | None:
    """Give the span of an agency, None for 本报, 本刊, 本网, 晚报."""
    unnamed = found[name].startswith("本") or KIND_ALONE.fullmatch(found[name])
    return None if unnamed else found.span(name)


def _span(found: re.Match[str], name: str) -> tuple[int, int] | None:
    """Give the span of a group, None where it is empty."""
    return found.span(name) if found[name] else None
