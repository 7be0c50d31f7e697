"""Folded lines in (`dongxi.fold`), the labelled values of a line out: `来源:`, `作者:`, `编辑:`.

Offsets are characters of the line, the same in its folded form and in the original, so that a
caller takes the value from the original.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from dongxi.names import (
    NATION,
    NOBODY,
    OFFICE_WORD,
    Span,
    all_names,
    is_name,
    is_office,
    is_outlet,
    split_names,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Kind = Literal[
    "source", "author", "editor", "date", "modified", "engagement", "section", "place",
    "uploader", "photographer", "crew", "other",
]  # fmt: skip


class Field(NamedTuple):
    """A labelled value of a line; `start == end` where the label is empty or names nobody."""

    kind: Kind
    start: int
    end: int
    label_start: int


#: Labels by what they name. `other` is never reported: it only ends the value before it; so does
#: `crew`, but where a line names nothing else.
LABELS: dict[Kind, str] = {
    "source": """
        来源 稿件来源 信息来源 文章来源 新闻来源 消息来源 内容来源 本文来源 转自 转载自 摘自 原载 出处 稿源 文章出处
        本文来自微信公众号 本文来自公众号 来自微信公众号 来自公众号 发文单位 发布机构 发布单位 发文机关 发文机构 制发机关 来自 本文来源于 文章来源于 原创 source""",
    "author": """
        作者 采访撰文 原作者 文章作者 本文作者 作者姓名 撰文 撰稿 撰稿人 执笔 记者 本报记者 本网记者 通讯员 见习记者 实习记者 特约记者 采写
        采访 文字 文 图文 文图 文/图 图/文 评论员 特约评论员 实习生 供稿 author""",
    "editor": """
        责任编辑 责编 编辑 本文编辑 核稿编辑 核稿 本期编辑 网络编辑 网站编辑 值班编辑 执行编辑 文字编辑 新媒体编辑 助理编辑 微信编辑 本版编辑
        本期责编 执行责编 审核 审核人 审校 校对 校审 初审 复审 终审 一审 二审 三审 一校 二校 三校 初校 审稿 审签 编审
        编校 选稿 初审编辑 复审编辑 终审编辑 审核编辑 内容审核 见习编辑 实习编辑 特约编辑 技术编辑 审片 值班编委 责任校对 责审 复核 值班主任 editor""",
    "date": """
        时间 日期 发布时间 发布日期 发表时间 发表日期 发稿时间 发稿日期 发文时间 发文日期 成文日期 成文时间 印发日期
        公布日期 公布时间 公告日期 公告时间 生成日期 刊发时间 刊发日期 刊登日期 刊登时间 刊出日期 刊出时间 报道时间 录入时间 添加时间 上传时间 上传日期 上线时间 创建时间 提交时间 提交日期 出版日期
        出版时间 编发时间 签发日期 投稿时间 发帖时间 公开日期 公开时间 撰写时间 写作时间 文章时间 信息时间 稿件时间
        原文时间 网络出版时间 网络首发时间 上网日期 首发时间 创建日期 来信时间 来信日期 写信时间 写信日期
        留言时间 留言日期 发布 发表 发布于 发表于 创建于 date time published posted""",
    "modified": """
        更新时间 更新日期 最后更新 最后更新时间 最近更新 修改时间 修改日期 最后修改 最后修改时间 编辑时间 修订日期
        更新 更新于 编辑于 updated""",
    "engagement": """
        点击 点击数 点击量 点击率 点击次数 浏览 浏览量 浏览数 浏览次数 阅读 阅读量 阅读数 阅读次数 访问量 访问次数
        人气 热度 评论 评论数 跟帖 回复 回复数 查看 查看数 点赞 点赞数 收藏 转发 推荐 次数 播放 播放量 播放次数
        已阅 关注 围观 参与""",
    "section": "栏目 频道 所属栏目 分类 所属分类 文章分类 信息分类 类别 版块 专栏 版面 版次",
    "place": "地点 发稿地点",
    "uploader": "发布者 发布人 上传者 上传人 上传 录入 录入者 录入人 录入员 整理 整理者 整理人 管理员 发帖人 提交者 信息员 发布员",
    "photographer": """
        摄影 图 图片 图源 图片来源 供图 制图 摄影师 摄影记者 题图 配图 封面图 视频来源 图文来源""",
    "crew": """
        监制 策划 统筹 设计 视觉 美编 排版 版式 制作 剪辑 后期 摄像 播音 出镜 主播 配音 总监制 出品 出品人 制片 制片人
        总编辑 主编 副主编 总编 总策划 总统筹 本篇统筹 本版统筹 报道策划 系列报道策划""",
    "other": """
        字号 字体 大小 字体大小 分享 分享到 标签 关键词 关键字 主题词 摘要 导读 核心提示 邮编 电话 邮箱 地址 联系人
        联系电话 传真 网址 索引号 主题分类 公文种类 文号 发文字号 标题 语言 有效性 题材 体裁 原标题 翻译 译者 编译 供稿单位 作者单位 作者简介 下载 打印 投稿 举报 资料来源 数据来源 资金来源
        素材来源 来源链接 原文链接 原文 链接 阅读原文 上一篇 下一篇 版权 版权所有 声明 监督 题图来源 收稿日期
        字数 组配分类 内容概述 生效时间 生效日期 废止时间 废止日期 实施日期 施行日期 公开方式 公开范围
        基金项目 地区 属地 格式 时长 性别 年龄 民族 籍贯 单位 职务 出版社 漫画 海报 审读 顾问""",
}
KIND_OF = {name: kind for kind, names in LABELS.items() for name in names.split()}
#: Labels that need no mark, all those with 于: what follows must be a date or an outlet.
UNMARKED = ("本文来源于", "文章来源于", "发布于", "发表于", "更新于", "编辑于", "创建于")
#: Labels that other words often end with (作文, 下图, 活动时间): never behind a Han character.
SHORT = frozenset(
    "文 图 时间 日期 评论 推荐 发布 发表 更新 图片 采访 文字 图文 文图 链接 原文 关注 参与 单位 地点".split()  # noqa: SIM905  (a word list)
)
#: Accounts are from places: only an outlet is its value.
FROM = "来自"
#: Labels of which only plain names are a value, since prose uses them too.
PLAIN = frozenset(
    "记者 本报记者 本网记者 通讯员 见习记者 实习记者 特约记者 采访 文字 评论员 特约评论员 实习生".split()  # noqa: SIM905
)

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"


def _spelled(name: str) -> str:
    """Give the pattern of a label; two characters may stand apart (作　者)."""
    return "[ ]{0,4}".join(name) if re.fullmatch(f"[{_HAN}]{{2}}", name) else name


def _by_first(names: Iterable[str]) -> str:
    """Give one pattern for many labels, longest first, that branches on the first character.

    Every branch begins with a character as it is: so a search jumps to where a label may begin.
    No Latin letter stands before it.
    """
    rests: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        rests.setdefault(name[0], []).append(_spelled(name)[1:])
    return "|".join(
        f"{first}(?<![A-Za-z].)(?:{'|'.join(rest)})" for first, rest in sorted(rests.items())
    )


#: Latin labels are written in lower case, or with a capital, or in capitals.
_WRITTEN = {form for name in KIND_OF for form in (name, name.capitalize(), name.upper())}
LABEL = re.compile(
    rf"(?P<name>{_by_first(_WRITTEN)})(?:(?<=于)[ ]{{0,3}}:?|[ ]{{0,3}}(?:\][ ]?(?=:))?(?P<mark>[:|/]))"
    r"(?![/|:]|[图文][ 、:/])"
)
#: Without one of these a line has no label.
MARK = re.compile("[:|/于]")
#: Lines with labels are short, and little stands before the first one (72 development
#: pages: at most 62 characters, runs of spaces counted once, and 21; 2026-11).
LONGEST_LINE, LONGEST_LEAD, LONGEST_SPACED = 200, 40, 60
#: So far in stands the mark of the first label at the latest; no label is longer than 24.
LATEST_MARK = LONGEST_LEAD + 24
#: A line that names nobody else names so many of those who made a report; fewer may be of a film.
FEWEST_CREW = 2
LONGEST_SOURCE, LONGEST_LABELLED_OUTLET, LONGEST_SECTION = 24, 12, 20
SENTENCE = re.compile("[。!?;…]")
#: Where a value ends when no label follows.
VALUE_END = re.compile(
    r"[|()\[\]<>{}。!?;]|A[+-](?=A[+-]|[ \[(|]|$)|[大小]?字[号体](?:[大小增减放缩:]|$|[0-9])|[ ]{3,}|(?<![0-9])(?:19|20)[0-9]{2}[ ]?[-年./]"
)
OPENING = re.compile(r"[ ]{0,8}[\[(]?[ ]?")
TITLE_MARK = re.compile("(?:微信)?(?:公众号|订阅号)?[ ]?[《“]?[ ]?")
DATE_VALUE = re.compile(
    r"[0-9〇○零一二三四五六七八九十廿元民国][0-9〇○零一二三四五六七八九十廿元年月日号时点分秒:./\- T星期周上下午+Z国]{3,40}"
)
DATE_MARK = re.compile(r"[0-9]{1,4}[ ]?[-/.年月]|[0-9]{8}|[一二三四五六七八九十〇○零][年月]")
TO_ANOTHER = re.compile("[ ]?(?:至|到|~|—|–)")
NO_COUNT = re.compile(r"[ ]{0,4}[次人条度个]?[ |()\[\]·-]{0,8}")
COUNT = re.compile(
    r"[(\[]?[0-9.,]{1,12}[ ]?[万亿kKwW]?\+?[ ]?[次人条度个]?[)\]]?(?![0-9年月日-])"
)
ADDRESS = re.compile("://|www[.]|@")
FUNCTION_WORD = re.compile("[的了是被把让将]")
#: What an outlet did stands behind its name and is no part of it: 央视网消息.
OUTLET_DEED = re.compile("(?:消息|综合(?:报道|消息|整理)?|报道|专?稿|专?电|快?讯)$")
#: The page's own outlet, unnamed.
OURS = re.compile(
    "本[报网站刊台社](?:综合|记者|编辑|原创|整理)?(?:消息|报道|专?稿|专?电|快?讯)?"
)
#: Labels whose value may be an office, of which only persons are authors.
SENT_IN = frozenset({"供稿"})
#: What stands behind no name: the value is another headline.
CALLS = frozenset("!?")
#: Names of three characters, parted by marks alone.
LISTED = re.compile(f"[{_HAN}]{{3}}")
LISTS = re.compile(f"[{_HAN}]{{3}}(?:、[{_HAN}]{{3}}){{1,6}}")
#: A trainee among editors is one of them.
TRAINEE = "实习生"
#: A reader sent it in: no outlet.
READER = re.compile("(?:村民|网友|读者|市民|居民|群众|热心)")
#: Who is meant is not said: `校对:全体同事`.
ALL_OF_THEM = re.compile(f"(?:全体|本[报刊网站社台])[{_HAN}]{{0,6}}")


def fields(folded: str) -> list[Field]:
    """Find the labelled values of a line, in order; an empty label takes nothing.

    Only in lines made of labels, not in prose that holds one; a stamp or an outlet may stand
    before the first label. Values that name nobody (佚名, 网络) are empty.

    >>> line = "时间:2017-07-21来源:央视网 作者:央视网 点击:"
    >>> [(field.kind, line[field.start : field.end]) for field in fields(line)]
    [('date', '2017-07-21'), ('source', '央视网'), ('author', '央视网'), ('engagement', '')]
    >>> [(field.kind, field.start == field.end) for field in fields("来源:作者:点击:")]
    [('source', True), ('author', True), ('engagement', True)]
    >>> [field.kind for field in fields("总监制:王小明 策划:李法、王红")], fields("监制:王小明")
    (['crew', 'crew'], [])
    >>> fields("策划:山里的路 设计:修桥"), len(fields("策划:王小明 编辑:李法"))
    ([], 1)
    >>> fields("记者:您怎么看这个问题?"), fields("收入来源:种地和打工"), fields("致敬医务工作者:辛苦了")
    ([], [], [])
    """
    if len(folded) > LONGEST_LINE:
        return []
    labels = list(_labels(folded)) if MARK.search(folded, 0, LATEST_MARK) else []
    if not labels:
        return _spaced(folded)
    stops = [label.start() for label in labels[1:]] + [len(folded)]
    found: list[Field] = []
    for label, stop in zip(labels, stops, strict=True):
        found += _field(folded, label, stop)
        if found and _name(label) == TRAINEE and {f.kind for f in found[:-1]} == {"editor"}:
            found[-1] = found[-1]._replace(kind="editor")
    others = [field for field in found if field.kind != "crew"]
    if not others:
        return found if len(found) >= FEWEST_CREW else []
    return [] if {field.kind for field in others} == {"place"} else others


def _labels(folded: str) -> Iterator[re.Match[str]]:
    """Give the labels of a line that may be labels where they stand."""
    last = -1
    for label in LABEL.finditer(folded):
        before = folded[: label.start()]
        if last < 0 and (len(before) > LONGEST_LEAD or SENTENCE.search(before)):
            return
        if _stands(label, before, last):
            last = label.end()
            yield label


def _stands(label: re.Match[str], before: str, last: int) -> bool:
    """Tell whether a label may follow what stands before it."""
    name = _name(label)
    if label["mark"] in {"|", "/"} and not _opens(before, last):
        return False
    if not before or not re.search(f"[{_HAN}A-Za-z”》]$", before):
        return True
    if last >= 0 and name not in SHORT:
        return True
    run = re.search(
        f"(?:^|[^{_HAN}A-Za-z0-9·-])([{_HAN}A-Za-z·-]{{2,16}})[”》]?$", before[max(last, 0) :]
    )
    return bool(run) and is_outlet(run[1]) if run else False


def _opens(before: str, last: int) -> bool:
    """Tell whether a label with a bar or slash may follow: at a start or behind a gap."""
    return (
        not before.strip(" [(")
        or before.endswith(("  ", "(", "["))
        or (last >= 0 and before.endswith((" ", "|")))
    )


def _name(label: re.Match[str]) -> str:
    """Give a label's name as `LABELS` writes it."""
    return label["name"].replace(" ", "").lower()


def kind_of(label: re.Match[str]) -> Kind:
    """Tell what a match of `LABEL` labels."""
    return KIND_OF[_name(label)]


def _field(folded: str, label: re.Match[str], stop: int) -> list[Field]:
    """Read the value of one label; nothing where it cannot be one."""
    name = _name(label)
    kind = KIND_OF[name]
    reader = READERS.get(kind)
    value = reader(folded, label.end(), stop, name) if reader else None
    barred = label["mark"] == "|"
    if value is None or (barred and (kind not in BARRED or folded.count("|") > MOST_BARS)):
        return []
    found = [Field(kind, *value, label.start())]
    if kind == "source" and value[0] < value[1]:
        found += _name_behind(folded, value[1], stop)
    return found


def _name_behind(folded: str, start: int, stop: int) -> list[Field]:
    """Read a plain name alone behind a source as its author.

    >>> line = "来源:青河镇党政办:王小明"
    >>> [(field.kind, line[field.start : field.end]) for field in fields(line)]
    [('source', '青河镇党政办'), ('author', '王小明')]
    >>> [field.kind for field in fields("来源:中国新闻网 王法")], len(fields("来源:青河镇:党政办"))
    (['source', 'author'], 1)
    """
    text = folded[start:stop]
    bare = text.strip(" |:")
    if not text.startswith((" ", "|", ":")) or OFFICE_WORD.fullmatch(bare) or not is_name(bare):
        return []
    at = start + text.index(bare)
    return [Field("author", at, at + len(bare), at)]


def _region(folded: str, start: int, stop: int) -> Span:
    """Give the range of a value: without opening marks, up to what ends it."""
    opening = OPENING.match(folded, start, stop)
    start = opening.end() if opening else start
    ended = VALUE_END.search(folded, start, stop)
    end = ended.start() if ended else stop
    return start, max(start + len(folded[start:end].rstrip(" ·,-")), start)


def _source(folded: str, start: int, stop: int, name: str) -> Span | None:
    """Read an outlet: the first one named, without its marks."""
    first, last = _region(folded, start, stop)
    mark = TITLE_MARK.match(folded, first, last)
    first = mark.end() if mark else first
    enough = "[、,/&》”]" if mark and mark.group().strip() else "[、,/&]"
    value = re.split(enough, folded[first:last])[0]
    value = value if value.isascii() else value.split(":")[0]
    if name == FROM and not is_outlet(value):
        return None
    if not is_outlet(value) and not value.isascii():
        value = value.split(" ")[0]
    value = _outlet(value.rstrip(" :"))
    if (
        not value
        or NOBODY.fullmatch(value)
        or (READER.match(value) and not is_outlet(value))
        or OURS.fullmatch(value)
        or value.startswith(("综合", "网络"))
    ):
        return first, first
    if ADDRESS.search(folded[first:last]):
        return first, first
    if (
        len(value) > LONGEST_SOURCE
        or SENTENCE.search(value)
        or (name in UNMARKED and len(value) > LONGEST_LABELLED_OUTLET)
    ):
        return None
    if (
        not is_outlet(value)
        and FUNCTION_WORD.search(value)
        and len(value) > LONGEST_LABELLED_OUTLET
    ):
        return None
    return first, first + len(value)


def _outlet(value: str) -> str:
    """Take what an outlet did off its name.

    >>> _outlet("央视网消息"), _outlet("青河日报综合报道"), _outlet("山河快讯"), _outlet("山南电讯")
    ('央视网', '青河日报', '山河快讯', '山南电讯')
    """
    bare = OUTLET_DEED.sub("", value)
    return bare if bare != value and is_outlet(bare) else value


def _people(folded: str, start: int, stop: int, name: str) -> Span | None:
    """Read names; the range runs from the first name to the last one."""
    nation = NATION.match(folded, start, stop)
    first, last = _region(folded, nation.end() if nation else start, stop)
    last = _more_names(folded, first, last, stop)
    value = folded[first:last]
    if not value.strip(" :") or NOBODY.fullmatch(value.strip()):
        return first, first
    plain = name in PLAIN or KIND_OF[name] == "crew"
    if folded[last : last + 1] in CALLS and not plain and not all_names(value):
        return first, first
    names = (all_names(value) or _in_list(value)) if plain else split_names(value)
    if name in SENT_IN:
        names = [span for span in names if is_name(value[slice(*span)])]
    if not names:
        office = name in SENT_IN or is_office(value.split(" ")[0])
        return (first, first) if office or ALL_OF_THEM.fullmatch(value) else None
    return first + names[0][0], first + names[-1][1]


def _in_list(value: str) -> list[Span]:
    """Read a list of names of which one has a seldom surname.

    >>> [value[a:b] for value in ("于晓苏、平嘉君", "平嘉君、山里人", "王小明、摄影") for a, b in _in_list(value)]
    ['于晓苏', '平嘉君']
    """
    parts = [part.span() for part in LISTED.finditer(value)]
    sure = any(is_name(value[slice(*span)]) for span in parts)
    return parts if sure and LISTS.fullmatch(value) else []


def _more_names(folded: str, first: int, last: int, stop: int) -> int:
    """Give where a list of names ends that goes on behind a semicolon (`王法;李明`)."""
    while last < stop and folded[last] == ";" and all_names(folded[first:last]):
        _, end = _region(folded, last + 1, stop)
        if not all_names(folded[last + 1 : end]):
            break
        last = end
    return last


def _date(folded: str, start: int, stop: int, name: str) -> Span | None:
    """Read a date; a stretch of days or a meeting's time and place is none."""
    first = start + len(folded[start:stop]) - len(folded[start:stop].lstrip(" [("))
    found = DATE_VALUE.match(folded, first, stop)
    if found is None or not DATE_MARK.search(found.group()):
        empty = not folded[first:stop].strip(" )]|") and name not in UNMARKED
        return (first, first) if empty else None
    if TO_ANOTHER.match(folded, found.end()) or (name in SHORT and "地点" in folded):
        return None
    return first, first + len(found.group().rstrip(" :-周"))


def _count(folded: str, start: int, stop: int, _: str) -> Span | None:
    """Read a number of clicks or comments."""
    first = start + len(folded[start:stop]) - len(folded[start:stop].lstrip(" "))
    found = COUNT.match(folded, first, stop)
    if found:
        return first, first + len(found.group().rstrip(" "))
    return (first, first) if NO_COUNT.fullmatch(folded, first, stop) else None


def _short(folded: str, start: int, stop: int, _: str) -> Span | None:
    """Read a short value of any kind."""
    first, last = _region(folded, start, stop)
    return (first, last) if last - first <= LONGEST_SECTION else None


#: Kinds whose label a bar may part from its value; a row of menu items has bars too.
BARRED = frozenset({"author", "editor", "source", "photographer", "date", "modified"})
MOST_BARS = 3
#: How the value of each kind is read.
READERS: dict[Kind, Callable[[str, int, int, str], Span | None]] = {
    "source": _source,
    "author": _people,
    "editor": _people,
    "crew": _people,
    "date": _date,
    "modified": _date,
    "engagement": _count,
    "section": _short,
    "place": _short,
    "uploader": _short,
    "photographer": _short,
}
TOKEN = re.compile(r"[^ |()\[\]·]+")
#: Reporters whose names `dongxi.people` reads, before the labels of others.
REPORTERS_BEFORE = re.compile(f"[ (]?[{_HAN}A-Za-z·]{{0,14}}记者[ ][{_HAN} ·、]{{2,30}}[ |]+")
#: Labels that may stand apart by a space alone, before plain names: `(编辑 王法)`.
SPACED_KINDS = frozenset({"author", "editor", "photographer", "source", "crew", "other"})
SPACED_LABELS = (
    frozenset(name for name, kind in KIND_OF.items() if kind in SPACED_KINDS) - PLAIN
)


def _spaced(folded: str) -> list[Field]:
    """Read labels parted from plain names by spaces alone: `编辑 王法 | 排版 李明`.

    >>> _spaced("(编辑 王法)"), _spaced("编辑 讨论"), _spaced("记者 手记")
    ([Field(kind='editor', start=4, end=6, label_start=1)], [], [])
    """
    if len(folded) > LONGEST_SPACED or " " not in folded:
        return []
    head = TOKEN.search(folded)
    if (head is None or head.group() not in SPACED_LABELS) and "记者" not in folded:
        return []
    tokens = [token.span() for token in TOKEN.finditer(folded)]
    at = [i for i, token in enumerate(tokens) if folded[slice(*token)] in SPACED_LABELS]
    if not at or (at[0] != 0 and not REPORTERS_BEFORE.fullmatch(folded[: tokens[at[0]][0]])):
        return []
    found: list[Field] = []
    for first, following in zip(at, [*at[1:], len(tokens)], strict=True):
        kind = KIND_OF[folded[slice(*tokens[first])]]
        if following == first + 1:
            return []
        start, end = tokens[first + 1][0], tokens[following - 1][1]
        value = folded[start:end]
        if not (is_outlet(value) if kind == "source" else all_names(value)):
            return []
        if kind not in {"crew", "other"}:
            found.append(Field(kind, start, end, tokens[first][0]))
    return found
