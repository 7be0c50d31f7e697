"""Folded lines in (`dongxi.fold`), who made the page out: by-lines and credits.

Labelled values are in `dongxi.labels`, names alone in `dongxi.names`; both are given on from
here. Offsets are characters of the line, the same in its folded form and in the original.
Wrong names are worse than none: outside a label only what has a surname and the shape of a
name is one.
"""

from __future__ import annotations

import re
from typing import Literal

from dongxi.labels import LABEL, Field, Kind, fields, kind_of
from dongxi.names import (
    HONORIFIC,
    LONGEST_NAME,
    OFFICE_WORD,
    ONLY_HAN,
    SHORTEST_NAME,
    SURNAMES,
    WORDS,
    Span,
    all_names,
    is_name,
    is_office,
    is_outlet,
    nobody,
    spell,
    split_names,
)

__all__ = [
    "Credit", "Field", "Kind", "byline", "caption_credit", "closing", "fields", "glued_credit", "is_name",
    "is_outlet", "original", "poster", "publisher", "spell", "split_names",
]  # fmt: skip

Credit = Literal["byline", "editor", "caption_credit"]

#: By-lines and credits are short (72 development pages: at most 22 and 28, 2026-11).
LONGEST_BYLINE, LONGEST_CREDIT, SHORTEST_BYLINE = 60, 60, 3
#: With the labels behind a by-line (`记者 X 来源:Y`).
LONGEST_LINE = 140
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"

TRADE = re.compile("记者|通[讯信]员|评论员|实习生|特派员|特约撰稿人?|撰稿人?|观察员")
#: What kind of a reporter it is.
MANNER = re.compile(
    f"(?:见习|实习|学生|校园|(?<=报)小|特约|特派|首席|资深|高级|全媒体|融媒体?|文字|摄影|视频|时事|专职|驻[{_HAN}]{{1,4}})$"
)
#: The class of a young reporter.
CLASS = re.compile(f"[{_HAN}]{{2,12}}(?:[中小]学|学校|幼儿园)[{_HAN}0-9()]{{0,8}}班?")
NEXT_OUTLET = re.compile("[ ,、]{1,3}(?P<outlet>[^ ,、]{2,12})$")
OURS = re.compile("(?:本[报刊网台社]|总台|全媒体|融媒体?|[日晚早晨午]报)?")
#: Where reporters write from, glued to their names or behind a slash, and what they did there.
TOWN = (
    "(?:(?:[台新]北|桃园|台[中南东湾]|高雄|基隆|新竹|苗栗|彰化|南投|云林|嘉义|屏东|宜兰|花莲|澎湖|金门|马祖"
    "|[北南]京|东京|上海|天津|重庆|香港|澳门|广州|深圳|首尔|华盛顿|纽约|洛杉矶|伦敦|巴黎|柏林|日内瓦|新加坡|曼谷)[县市]?)"
)
WIRED = f"(?:{TOWN}|综合|连线|即时)(?:(?:[0-9]{{4}}年)?(?:[0-9]{{1,2}}月)?[0-9]{{1,2}}日)?(?:综合)?(?:外)?(?:电|讯)"
#: What a by-line may end with, the surest first: 报道, 文/图, 北京报道, 发自纽约.
DEEDS = tuple(
    re.compile(f"{deed}[ ]?[:,。]?$")
    for deed in (
        "(?:综合|摄影|联合|现场|深度)?报[道导]",
        f"[ ][{_HAN}]{{2,4}}(?:综合|摄影)?报[道导]",
        f"[ ]?发自[{_HAN}]{{2,6}}(?:报道)?",
        "[ ]?(?:文[/、]?图|图[/、]?文|图文|文[/、]摄影|编译|整理|采写|撰文|文|/文)",
        "[ ]?[0-9]{1,2}月[0-9]{1,2}日(?:报道|电|讯)",
        f"[ ]?[/、]?[ ]?{TOWN}{TOWN}?[ ]?(?:综合|现场|即时|连线)?报[道导]",
        f"[ ]?/[ ]?[{_HAN}]{{2,5}}(?:报[道导]|特稿|专访)",
        f"[ ]?{WIRED}",
        f"[ ][{_HAN}]{{2,4}}[0-9]{{1,2}}月[0-9]{{1,2}}日(?:报道|电|讯)",
    )
)
#: Without one of these a line is no by-line.
SIGN = re.compile("记者|员|实习生|撰|采写|文|图|[电讯] ?[(]|[☉□■◎●○◇◆▲△★☆※]")
#: Without one of these the end of a paragraph is no credit.
CREDIT_SIGN = re.compile("记者|员|生|撰|采写|文|图|编|校|审|摄|作者|视觉|照片|截图|社发")
#: Labels of others that a space parts from their names.
SPACED_LABEL = re.compile(
    "[ |]+(?:责任编辑|实习编辑|编辑|责编|校对|审核|排版|视频|剪辑|摄像|监制|策划|设计|制图|摄影(?![ ]?报道))(?=[ |])"
)
#: The day, or the outlet and the day, may stand before a by-line.
STAMPED = re.compile(
    "(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ ](?:[0-9]{1,2}:[0-9:]{2,5}[ ])?[ |/]{0,4}"
)
BRACKETS = {"(": ")", "[": "]"}
MARKED = re.compile("[☉□■◎●○◇◆▲△★☆※][ ]?")
SLASHED = re.compile(
    "(?:采访[ /、]?撰文|文/图|图/文|图文|文图|文、图|图、文|文|撰文|撰稿|采写|文字)(?:[ ]{0,2}(?P<mark>[/|:])[ ]{0,2}|[ ]{1,3})"
)
LONGEST_SLASHED_PEN = 8
#: Names in brackets behind a story; so many sign it.
SIGNED = "[(](?P<names>[^()/|]{2,24})[)]"
#: The same without brackets, behind the office.
SIGNED_FOR = f"(?P<signers>[{_HAN}]{{2,16}}[ ]?:[ ]?[{_HAN} 、]{{2,12}})"
MOST_CLOSING = 3
_DEED = "文图|图文|文字|图片|撰文|摄影|审核|审校|校对|编辑|文|图|摄"
#: Names each with a deed, before or behind it.
PAIRED = re.compile(f"(?:{_DEED})/|/(?:{_DEED})")
PAIR_PART = re.compile("[^ ,、;|]+")
PAIR = re.compile(
    f"(?P<deed>{_DEED})/(?P<name>[{_HAN}·]{{2,8}})|(?P<first>[{_HAN}·]{{2,8}})/(?P<did>{_DEED})"
)
COMMENTATOR = re.compile(
    f"(?P<outlet>[{_HAN}A-Za-z·]{{2,12}}?)(?:特约|首席|时事|财经|体育)?评论员"
)
#: What stands before reporters in brackets: `新华社北京8月29日电(记者 …)`.
DATELINE_BEFORE = re.compile("(?:[^()。]|[(]微博[)]){2,36}(?:电|讯|消息)[ ]?$")

#: An account, then that it posted, and when.
POSTER = re.compile(
    r"""(?P<name>[^ 。!?,;:|\[\]()《》“”]{2,20})[ ]
    (?: 于[ ]?[0-9]{4}[-/.年][0-9 :年月日/.-]{4,20}发[表布] | 发[表布]于[ ]?:?[ ]?[0-9]{4}[-/.年] )
    """,
    re.VERBOSE,
)
#: Words before a time that name nobody.
TIMES = re.compile("时间|日期|发[布表]|更新|编辑|提问|最后|来自")
#: The account alone before the time of what it posted.
POSTED_THEN = re.compile(
    "(?P<name>[^ 。!?,;:|\\[\\]()《》“”]{2,20})[ ]{1,3}(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ ]{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
)
#: A text of one's own: who wrote it, the account it was sent from, then the day.
ORIGINAL = re.compile(
    "原创[ ]{1,4}(?:(?P<name>[^ 。!?,;:|]{2,12})[ ]{1,4})?(?P<account>[^ 。!?,;:|]{2,20})[ ]{1,4}(?=(?:19|20)[0-9]{2}[-/.年])"
)
#: The same where it is another's: the account, the day, and where it was sent from.
SENT = re.compile(
    "(?P<name>(?!))?(?P<account>[^ 。!?,;:|]{2,20})[ ]{1,4}(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ ]{1,3}[0-9]{1,2}:[0-9]{2}[ ]{1,3}发表于.{2,6}"
)
#: The same as some blogs write it below a text.
POSTED_AT = re.compile(
    "posted (?:@|on|at) (?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2} [0-9]{1,2}:[0-9]{2}[ ]{1,3}(?P<name>[^ 。!?,;:|()]{2,20})[ ]{1,4}(?:阅读|views|评论)",
    re.IGNORECASE,
)
#: The account and the nickname above a message on a board of terminals.
SIGNED_ON = re.compile(
    r"作者[ ]?:?[ ]?(?P<name>[A-Za-z][A-Za-z0-9]{1,11})[ ]?[(][^()]{0,40}[)]"
)
#: Whoever stands between the trade and the place of a report is its reporter.
SURE_NAME = re.compile(
    f"记者(?!手记|札记|调查|观察|整理|综合|连线|直击|来稿|专访|探访|实习|特约)(?P<name>[{_HAN}]{{2,3}})[ ]?/[ ]?[{_HAN}]{{2,5}}(?:报[道导]|特稿|专访)"
)
DEED_OF_CAMERA = re.compile("[ ]?(?<!拍)[/]?摄(?:影)?$")
SENT_BY = re.compile(f"[{_HAN}·]{{2,10}}(?:发|供图|图)[ ]?$")
PICTURE = re.compile(
    rf"(?:图片?|照片)来源[ :/].{{2,16}}|(?:图片)?资料(?:图片?|照片)|视频截图|网络图片"
    rf"|[{_HAN}]{{2,6}}(?:视觉|供图)|[{_HAN}]{{2,4}}社发"
)
ENDS_SENTENCE = '。!?…”’"):'
SENTENCE_END = re.compile('[。!?…][”’"]?')
GAP = re.compile("[ ]+")


def byline(folded: str) -> list[Span]:
    """Read a line that is a by-line as a whole; give the ranges of its names.

    An outlet's commentator (`央视评论员`) is a name as it stands; see `publisher`. Photographers
    are no authors.

    >>> lines = ("(文/蔺炳正)", "闪电新闻记者 王斐然  报道", "☉ 王法", "(央视评论员)")
    >>> [line[a:b] for line in lines for a, b in byline(line)]
    ['蔺炳正', '王斐然', '王法', '央视评论员']
    >>> line = "本报记者 王远山 林远 通讯员 高山、方敏 实习生 李青河"
    >>> [line[a:b] for a, b in byline(line)]
    ['王远山', '林远', '高山', '方敏', '李青河']
    >>> line = "中新网青河7月5日电 (林远山 王小明)"
    >>> [line[a:b] for a, b in byline(line)], byline("新华社北京7月5日电(完)")
    (['林远山', '王小明'], [])
    >>> byline("新华社记者燕雁 摄"), byline("(记者注)"), byline("记者采访摄影师王某"), byline("(编辑部)")
    ([], [], [], [])
    """
    if len(folded) > LONGEST_LINE or not SIGN.search(folded):
        return []
    start, end = _inner(folded, 0, len(folded))
    if stamped := STAMPED.match(folded, start, end):
        start = stamped.end()
    end = _before_labels(folded, start, end)
    if not SHORTEST_BYLINE <= end - start <= LONGEST_BYLINE:
        return []
    if sure := SURE_NAME.fullmatch(folded, start, end):
        return [sure.span("name")]
    for rule in (_institution, _paired, _slashed, _marked, _reporters, _behind_dateline):
        if found := rule(folded, start, end):
            return found
    return []


def publisher(folded: str) -> Span | None:
    """Give the outlet that a by-line of its commentator or reporter names.

    >>> publisher("(央视评论员)"), publisher("闪电新闻记者 王斐然  报道"), publisher("(本报评论员)")
    ((1, 3), (0, 4), None)
    """
    start, end = _inner(folded, 0, len(folded))
    if stamped := STAMPED.match(folded, start, end):
        start = stamped.end()
    slashed = SLASHED.match(folded, start, end)
    start = slashed.end() if slashed else start
    trade = TRADE.search(folded, start, end)
    if trade is None or not byline(folded):
        return None
    outlet = _without_manner(folded[start : trade.start()].strip())
    if OURS.fullmatch(outlet) or not is_outlet(outlet):
        return None
    at = folded.index(outlet, start)
    return at, at + len(outlet)


def closing(inner: str) -> list[Span]:
    """Read what stands in the brackets behind a story: its reporters, an office before them or none.

    >>> [[line[a:b] for a, b in closing(line)] for line in ("王小明", "组织部 王小明 李法", "王小明、李法")]
    [['王小明'], ['王小明', '李法'], ['王小明', '李法']]
    >>> len(closing("青河学院 王 法")), len(closing("校团委记者团 王小明 李法"))
    (1, 2)
    >>> len(closing("党政办:王小明")), closing("王小明:李法"), closing("山里的路:李法")
    (1, [], [])
    >>> closing("组织部"), closing("记者注"), closing("山里的路"), closing("王小明主任 李法")
    ([], [], [], [])
    """
    head = re.split("[ :]", inner.lstrip(" "))[0]
    office = is_office(head) or OFFICE_WORD.fullmatch(head)
    start = inner.index(head) + len(head) if office else 0
    start += inner.startswith(":", start) and start > 0
    spans = [(start + a, start + b) for a, b in all_names(inner[start:])]
    sure = all(is_name(inner[a:b]) for a, b in spans)
    found = "".join(inner[a:b] for a, b in spans)
    whole = len(found.replace(" ", "")) == len(re.sub("[ 、,]", "", inner[start:]))
    return spans if sure and whole and len(spans) <= MOST_CLOSING else []


def poster(folded: str) -> Span | None:
    """Give the account that a line says to have posted the page: `X 于 … 发布`.

    >>> poster("山客-青河 于 2021-05-01 10:00:21 发布"), poster("山客 发表于 2021-05-01")
    ((0, 5), (0, 2))
    >>> line = "作者tea (喝茶的人)"
    >>> line[slice(*poster(line))], poster("作者tea说")
    ('tea', None)
    >>> line = "posted @ 2025-04-20 20:36 王小明 阅读(12) 评论(0)"
    >>> line[slice(*poster(line))]
    '王小明'
    >>> poster("最新文章于 2021-05-01 10:00:21 发布"), poster("管理员 于 2021-05-01 发布")
    (None, None)
    """
    found = POSTER.match(folded) or POSTED_AT.match(folded) or SIGNED_ON.match(folded)
    return _account(found)


#: Floors and parts of people on boards, which name nobody.
FLOOR_NAME = re.compile(
    "(?:楼|层|版|吧|题|贴|帖)主|沙发|板凳|地板|地毯|匿名(?:用户|网友|者)?|游客|网友|用户|会员"
)


def _account(found: re.Match[str] | None) -> Span | None:
    """Give the name of a match unless it names nobody, or an outlet."""
    if found is None or nobody(found["name"]) or is_outlet(found["name"]):
        return None
    if FLOOR_NAME.fullmatch(found["name"]):
        return None
    return found.span("name")


def opener(folded: str) -> Span | None:
    """Give the account in the line with the time that stands below the headline of a thread.

    >>> opener("山~客 2017-09-30 21:38:07"), opener("发布时间 2017-09-30 21:38"), opener("山客 2017-09-30")
    ((0, 3), None, None)
    >>> opener("楼主 2017-09-30 21:38:07")
    """
    found = POSTED_THEN.fullmatch(folded)
    return None if found and TIMES.search(found["name"]) else _account(found)


def original(folded: str) -> tuple[Span | None, Span] | None:
    """Read author and account of a line that calls a text their own, before its day.

    >>> line = "原创 王小明 青河教育 2023-09-10 08:00 发表于山东"
    >>> [line[slice(*span)] for span in original(line)]
    ['王小明', '青河教育']
    >>> original("原创 青河教育 2023-09-10"), original("原创作品 2023-09-10"), original("原创 王小明")
    ((None, (3, 7)), None, None)
    >>> original("灯下小记 2021-08-29 21:30 发表于四川"), original("灯下小记 2021-08-29 21:30")
    ((None, (0, 4)), None)
    """
    found = ORIGINAL.match(folded) or SENT.fullmatch(folded)
    if found is None or nobody(found["account"]) or (found["name"] and nobody(found["name"])):
        return None
    return (found.span("name") if found["name"] else None), found.span("account")


def taken_by(folded: str) -> Span | None:
    """Find the photographer's credit at the end of a line that ends with it, unbracketed.

    >>> taken_by("王小明 摄"), taken_by("路修通了。(王小明摄)")
    ((0, 5), None)
    """
    return caption_credit(folded) if folded.endswith("摄") else None


def caption_credit(folded: str) -> Span | None:
    """Find the photographer's credit at the end of a line.

    >>> line = "汪洋出席会议并讲话。 新华社记者燕雁 摄"
    >>> line[slice(*caption_credit(line))]
    '新华社记者燕雁 摄'
    >>> caption_credit("这张照片由王法拍摄"), caption_credit("他爱好书法和摄影")
    (None, None)
    """
    end = len(folded.rstrip(" 。."))
    low = max(end - LONGEST_CREDIT, 0)
    if folded.endswith((")", "]"), 0, end):
        start = folded.rfind("(", low, end)
        if start < 0 or not _of_camera(folded[start + 1 : end - 1].strip()):
            return None
        sender = SENT_BY.search(folded, low, start)
        return (_sender_start(folded, sender) if sender else start), end
    deed = DEED_OF_CAMERA.search(folded, low, end)
    if deed is None:
        return None
    ends = [found.end() for found in SENTENCE_END.finditer(folded, low, deed.start())]
    first = max(ends, default=low)
    for at in [first, *(gap.end() for gap in GAP.finditer(folded, first, deed.start()))]:
        at += len(folded[at:end]) - len(folded[at:end].lstrip(" "))  # noqa: PLW2901
        if (
            at < deed.start()
            and _camera_names(folded[at : deed.start()])
            and (ends or at > low or not low)
        ):
            return at, end
    return None


def glued_credit(folded: str) -> tuple[int, int, Credit] | None:
    """Find the credit at the end of a paragraph that has text before it.

    Of several in a row it gives the last; cut it off and ask again.

    >>> glued_credit("向着目标继续前进。(文/蔺炳正)"), glued_credit("在这一实践中。(央视评论员)")
    ((9, 16, 'byline'), (7, 14, 'byline'))
    >>> glued_credit("出席会议并讲话。 新华社记者燕雁 摄")
    (9, 18, 'caption_credit')
    >>> glued_credit("他说(记者注)"), glued_credit("记者采访摄影师王某。"), glued_credit("寄往本刊(编辑部)。")
    (None, None, None)
    """
    if not CREDIT_SIGN.search(folded, max(len(folded.rstrip(" 。.")) - LONGEST_CREDIT, 0)):
        return None
    end = len(folded.rstrip(" "))
    low = max(end - LONGEST_CREDIT, 0)
    if found := _bracketed(folded, end):
        return found
    ends = [mark.end() for mark in SENTENCE_END.finditer(folded, low, end) if mark.end() < end]
    if ends:
        start = (
            max(ends) + len(folded[max(ends) : end]) - len(folded[max(ends) : end].lstrip(" "))
        )
        kind = _kind(folded[start:end])
        if kind:
            return start, end, kind
    credit = caption_credit(folded)
    if credit and folded[: credit[0]].strip(" ([|"):
        return credit[0], end, "caption_credit"
    return None


def _bracketed(folded: str, end: int) -> tuple[int, int, Credit] | None:
    """Read a credit in brackets at the end of a paragraph."""
    close = folded[end - 1 : end]
    opening = next((mark for mark, other in BRACKETS.items() if other == close), "")
    start = folded.rfind(opening, max(end - LONGEST_CREDIT, 0), end) if opening else -1
    before = folded[: max(start, 0)].rstrip(" ")
    if not before:
        return None
    kind = _kind(folded[start + 1 : end - 1])
    if kind == "caption_credit":
        credit = caption_credit(folded)
        return (credit[0] if credit else start, end, kind) if not credit or credit[0] else None
    labelled = kind == "editor" or "作者" in folded[start:end]
    return (start, end, kind) if kind and (labelled or before[-1] in ENDS_SENTENCE) else None


def _kind(text: str) -> Credit | None:
    """Tell what a credit credits; None where it is none."""
    bare = text.strip(" ")
    if not CREDIT_SIGN.search(bare):
        return None
    if _of_camera(bare):
        return "caption_credit"
    found = fields(bare)
    kinds = {field.kind for field in found if field.start < field.end}
    if kinds and found[0].label_start == 0:
        if "author" in kinds:
            return "byline"
        if "editor" in kinds:
            return "editor"
        if kinds == {"photographer"}:
            return "caption_credit"
    return "byline" if byline(bare) else None


def _of_camera(text: str) -> bool:
    """Tell whether a text is a photographer's credit and nothing else."""
    if PICTURE.fullmatch(text):
        return True
    credit = caption_credit(text) if not text.endswith((")", "]")) else None
    return bool(credit) and credit[0] == 0 if credit else False


def _camera_names(text: str) -> bool:
    """Tell whether a text is names, with a reporter's trade before them or not."""
    bare = text.strip(" :/")
    return bool(_reporters(bare, 0, len(bare)) or all_names(bare))


def _sender_start(folded: str, sender: re.Match[str]) -> int:
    """Give where the agency before a bracketed credit begins: behind the last sentence."""
    ends = [mark.end() for mark in SENTENCE_END.finditer(folded, sender.start(), sender.end())]
    return max(ends, default=sender.start())


def _inner(folded: str, start: int, end: int) -> Span:
    """Take spaces and one pair of brackets off a range."""
    text = folded[start:end]
    start += len(text) - len(text.lstrip(" "))
    end = start + len(text.strip(" "))
    close = BRACKETS.get(folded[start : start + 1])
    if (
        close
        and folded.endswith(close, start, end)
        and folded.find(close, start, end) == end - 1
    ):
        return _inner(folded, start + 1, end - 1)
    return start, end


def _before_labels(folded: str, start: int, end: int) -> int:
    """Cut a range before the first label that names no author, marked or spaced."""
    if spaced := SPACED_LABEL.search(folded, start + 1, end):
        end = spaced.start()
    for label in LABEL.finditer(folded, start, end):
        apart = label["mark"] == "/" and folded[: label.start()].endswith(" ")
        if kind_of(label) != "author" and (label["mark"] == ":" or apart):
            return len(folded[: label.start()].rstrip(" "))
    return end


def _institution(folded: str, start: int, end: int) -> list[Span]:
    """Read `央视评论员`, `本报评论员`."""
    found = COMMENTATOR.fullmatch(folded, start, end)
    if found is None:
        return []
    known = re.fullmatch("本[报刊网台社]", found["outlet"]) or is_outlet(found["outlet"])
    return [(start, end)] if known else []


def _paired(folded: str, start: int, end: int) -> list[Span]:
    """Read names each with its deed: `王小明/文 李法/图`, `宣传部 文/王小明 图/李法`; give the writers.

    >>> line = "(宣传部 王小明/文 李法/图 新闻中心编审)"
    >>> [line[a:b] for a, b in _paired(line, 1, len(line) - 1)]
    ['王小明']
    >>> _paired("青河县/文 山里/图", 0, 10), _paired("图/王小明", 0, 5), _paired("王小明 李法", 0, 6)
    ([], [], [])
    """
    if not PAIRED.search(folded, start, end):
        return []
    writers: list[Span] = []
    for part in PAIR_PART.finditer(folded, start, end):
        pair = PAIR.fullmatch(part.group())
        if pair is None:
            if not _beside_pairs(part.group()):
                return []
            continue
        name = "name" if pair["name"] else "first"
        if not is_name(pair[name]):
            return []
        if "文" in (pair["deed"] or pair["did"]):
            at = part.start() + pair.start(name)
            writers.append((at, at + len(pair[name])))
    return writers


def _beside_pairs(part: str) -> bool:
    """Tell what may stand beside names with their deeds: an office, a trade, another name."""
    bare = part.removesuffix("编审").removesuffix("供稿")
    known = OURS.match(bare) and TRADE.search(bare)
    return not bare or bool(known) or is_name(bare) or is_office(bare) or is_outlet(bare)


def _slashed(folded: str, start: int, end: int) -> list[Span]:
    """Read `文/X`, `文|X`, `图文 X`; a pen name only behind a slash or bar."""
    found = SLASHED.match(folded, start, end)
    if found is None:
        return []
    value = folded[found.end() : end]
    for deed in DEEDS:
        value = deed.sub("", value)
    names = all_names(value)
    if not names and found["mark"] in {"/", "|"}:
        names = [pen for pen in split_names(value) if pen[1] - pen[0] <= LONGEST_SLASHED_PEN]
    return [(found.end() + first, found.end() + last) for first, last in names]


def _marked(folded: str, start: int, end: int) -> list[Span]:
    """Read `☉ X`, `□ 本报记者 X`."""
    found = MARKED.match(folded, start, end)
    if found is None:
        return []
    names = all_names(folded[found.end() : end])
    at = found.end()
    return [(at + first, at + last) for first, last in names] or _reporters(folded, at, end)


def _reporters(folded: str, start: int, end: int) -> list[Span]:
    """Read reporters behind their trades: `本报记者 X 通讯员 Y 报道`; nothing else may stand there."""
    trades = list(TRADE.finditer(folded, start, end))
    if not trades:
        return []
    found = _before_trades(folded, start, trades)
    if not found and not _sends(folded[start : trades[0].start()]):
        return []
    stops = [trade.start() for trade in trades[1:]] + [end]
    for trade, stop in zip(trades, stops, strict=True):
        chunk = folded[trade.end() : stop]
        names = _chunk(chunk, last=stop == end)
        if names is None and (found or stop < end):
            names = _doubtful(chunk, between=stop < end)
        if names is None:
            return []
        away = trade.end()
        found += [(away + first, away + last) for first, last in names]
    sure = any(is_name(folded[first:last]) for first, last in found)
    return found if sure or not any(_word(folded[slice(*name)]) for name in found) else []


def _before_trades(folded: str, start: int, trades: list[re.Match[str]]) -> list[Span]:
    """Read the names in front of the first trade, apart from it: `李林 通讯员 余小霞`."""
    before = folded[start : trades[0].start()]
    names = all_names(before) if before.endswith((" ", "、")) and "员" in trades[0][0] else []
    return [(start + first, start + end) for first, end in names]


def _doubtful(chunk: str, *, between: bool = False) -> list[Span] | None:
    """Read a name that is a word too, alone behind its trade: 通讯员 安宁.

    Between two trades it may hold a character that names seldom do: 记者 郑与国 通讯员.

    >>> _doubtful(" 安宁"), _doubtful(" 高度 "), _doubtful("安宁"), _doubtful(" 管理人员")
    ([(1, 3)], [(1, 3)], None, None)
    >>> _doubtful(" 郑与国 ", between=True), _doubtful(" 郑与国 "), _doubtful(" 郑主任 ", between=True)
    ([(1, 4)], None, None)
    """
    bare = chunk.strip(" ")
    rare = between and chunk.endswith(" ") and _rare(bare)
    if not chunk.startswith(" ") or not (rare or _word(bare)):
        return None
    at = chunk.index(bare)
    return [(at, at + len(bare))]


def _rare(text: str) -> bool:
    """Tell whether a text of three characters is no name only for one that names seldom hold."""
    whole = len(text) == LONGEST_NAME and text[0] in SURNAMES and ONLY_HAN.fullmatch(text)
    return bool(whole) and not HONORIFIC.search(text[1:])


def _word(text: str) -> bool:
    """Tell whether a text is no name only because it is a word of two characters."""
    return len(text) == SHORTEST_NAME and text in WORDS and text[0] in SURNAMES


def _chunk(chunk: str, *, last: bool) -> list[Span] | None:
    """Read the names between two trades or behind the last; None where other words stand."""
    text = chunk.lstrip(" :/|·、,")
    away = len(chunk) - len(text)
    text = text.rstrip(" ,、·/") if last else _without_outlet(_without_manner(text))
    if not text:
        return []
    tails = [text, *(deed.sub("", text) for deed in DEEDS)] if last else [text]
    for tail in tails:
        if names := all_names(tail):
            return [(away + first, away + end) for first, end in names]
    return None if all(tail.strip() for tail in tails) else []


def _behind_dateline(folded: str, start: int, end: int) -> list[Span]:
    """Read reporters in the brackets of a dateline that is the whole line."""
    at = folded.rfind("(", start, end)
    if (
        at < 0
        or not folded.endswith(")", start, end)
        or not DATELINE_BEFORE.match(folded[start:at])
    ):
        return []
    if found := _reporters(folded, at + 1, end - 1):
        return found
    inside = folded[at + 1 : end - 1]
    alone = [(at + 1 + a, at + 1 + b) for a, b in all_names(inside)]
    return alone if all(is_name(spell(folded[a:b])) for a, b in alone) else []


def _sends(text: str) -> bool:
    """Tell whether what stands before 记者 may: nothing, 本报, outlets."""
    bare = _without_manner(text.strip(" /·"))
    bare = re.sub("^(?:文[/、]图|图[/、]文|文|图文)[ /|:]{1,2}", "", bare)
    return all(
        bool(OURS.fullmatch(part) or CLASS.fullmatch(part)) or is_outlet(part)
        for part in re.split("[·/、 ]+", bare)
    )


def _without_outlet(text: str) -> str:
    """Take the outlet of the next reporter off the end.

    >>> _without_outlet("王远山 本报"), _without_outlet("王远山、青河网"), _without_outlet("王远山")
    ('王远山', '王远山', '王远山')
    """
    parts = NEXT_OUTLET.search(text)
    if parts and (OURS.fullmatch(parts["outlet"]) or is_outlet(parts["outlet"])):
        return text[: parts.start()]
    return text


def _without_manner(text: str) -> str:
    """Take 见习, 特约, 首席 and their like off the end."""
    found = MANNER.search(text)
    return _without_manner(text[: found.start()]) if found else text.rstrip(" ")
