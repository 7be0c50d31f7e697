"""Strings and folded lines in (`dongxi.fold`), the dates they name out, as EDTF.

A date is what a page says, never what a clock says: relative words (昨日, 3天前) are no dates,
and a day the calendar lacks is none either. Times are as written, which on Chinese pages is
UTC+8; a time with a zone is moved there. The second is kept only where it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi import edtf as form
from dongxi.addresses import from_url, hours_from_utc, unix_day
from dongxi.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


class Found(NamedTuple):
    """A date and the characters of the line that say it."""

    start: int
    end: int
    edtf: str


#: 民国 1 is 1912.
ROC = 1911
#: A bare year of three digits is one of the Republic only here (2011 to 2050).
ROC_BARE = range(100, 140)
#: Two digits of a year: below, of this century; from the other on, of the last.
SHORT_YEAR_NEW, SHORT_YEAR_OLD = 40, 90
#: The first five-year plan counted in fives: the third, 1966 to 1970.
PLAN_BASE = 1951
NOON = DECEMBER = 12

HAN_DIGITS = {
    **dict.fromkeys("〇零○◯O", 0), "元": 1,
    **{digit: value for value, digit in enumerate("一二三四五六七八九", 1)},
}  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_MONTH = "[0-9]{1,2}|十[一二]?|[一二三四五六七八九元]"
_DAY = "[0-9]{1,2}|三十一?|[二廿]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九]"
_TO = "[ ]?(?:至|到|—{1,2}|–|-|~)[ ]?"
_ENGLISH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"

#: Every way a line names a date.
DATE = re.compile(
    rf"""
    (?= [0-9一二三四五六七八九十元民本A-Z] | 中华民 )
    (?:
    # 2017-07-21, 2017.7.1, 2017/07/21
    (?<![0-9]) (?<![0-9][-./]) (?P<ny>(?:19|20)[0-9]{{2}}) [ ]?(?P<sep>[-./])[ ]? (?P<nm>[0-9]{{1,2}})
      [ ]?(?P=sep)[ ]? (?P<nd>[0-9]{{2}}(?=[0-9]{{2}}:)|[0-9]{{1,2}}(?![0-9])) (?![-/.][0-9])
    # 2016年至2020年, 2016-2020年
    | (?<![0-9.]) (?P<y1>[12][0-9]{{3}})年?{_TO}(?P<yl>[12][0-9]{{3}})[ ]?年 (?![ ]?[0-9]{{1,2}}[ ]?月)
    # 2017年7月21日至28日, 民国106年, 二〇一七年七月, 2017年
    | (?: (?P<roc>(?:中华)?民国)[ ]?(?P<ry>[0-9]{{1,3}}|元|[一二三四五六七八九十百零]{{1,6}})
        | (?<![0-9.]) (?P<y>[12][0-9]{{3}})
        | (?P<hy>[一二][〇零○◯O0-9一二三四五六七八九]{{3}})
        | 本\((?P<by>20[0-9]{{2}})\)
        | (?<![0-9.]) (?P<ty>1[0-3][0-9]) (?=年[ ]?[0-9]{{1,2}}[ ]?月[ ]?[0-9]{{1,2}}[ ]?日)
      ) [ ]?年
      (?: [ ]? (?P<m>{_MONTH}) [ ]?月
          (?: [ ]? (?P<d>{_DAY}) (?: [ ]?[日号] | (?={_TO}(?:{_DAY})[ ]?[日号]) | (?=[ ]{{0,2}}[0-9]{{1,2}}:) | (?=[)\]]|$) )
              (?: {_TO} (?: (?: (?P<y2>[12][0-9]{{3}})[ ]?年[ ]? )? (?P<m2>{_MONTH})[ ]?月[ ]? )?
                  (?P<d2>{_DAY})[ ]?[日号] )?
            | {_TO} (?P<lm>{_MONTH}) [ ]?月
          )?
      )?
    # 8月29日, 11月27日至28日, 七月二十一日
    | (?<![0-9.一二三四五六七八九十]) (?P<pm>{_MONTH}) [ ]?月[ ]? (?P<pd>{_DAY})
      (?: [ ]?[日号] | (?={_TO}(?:{_DAY})[ ]?[日号]) )
      (?: {_TO} (?: (?P<pm2>{_MONTH})[ ]?月[ ]? )? (?P<pd2>{_DAY})[ ]?[日号] )?
    # Fri, 21 Jul 2017; July 21, 2017; Aug 12 Wed 2020; Sat Aug  3 01:56:16 2013
    | (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},?[ ]?)? (?<![0-9A-Za-z])
      (?: (?P<ed>[0-9]{{1,2}})[ ](?P<em>{_ENGLISH}),?[ ](?P<ey>(?:19|20)[0-9]{{2}})(?![0-9])
        | (?P<fm>{_ENGLISH})\.?[ ]{{1,2}}(?P<fd>[0-9]{{1,2}}),?[ ]
          (?: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},?[ ] | [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}[ ] )?
          (?P<fy>(?:19|20)[0-9]{{2}})(?![0-9]) )
    # 2022 09/ 19 15:58, the year set apart
    | (?<![0-9.,/]) (?P<xy>20[0-9]{{2}}) [ ] (?P<xm>[0-9]{{2}})/[ ]?(?P<xd>[0-9]{{2}}) (?=[ ]{{1,3}}[0-9]{{1,2}}:[0-9]{{2}})
    # 22.01.2019, 22/01/2019
    | (?<![0-9.,/]) (?P<zd>1[3-9](?=.[0-9][./])|[23][0-9](?=.[0-9][./])|[0-9]{{2}}) (?P<zs>[./])
      (?P<zm>[0-9]{{2}}|[0-9](?![0-9])) (?P=zs)
      (?P<zy>(?:19|20)[0-9]{{2}}) (?![0-9./])
    )
    """,
    re.VERBOSE,
)
#: Without this a line names no date.
HINT = re.compile(
    "[0-9〇○零一二三四五六七八九十元][ ]?[-./年月]|[A-Z][a-z]{2,8}[.]? [0-9]| [12][0-9]{3}"
)
#: What may follow a date: a weekday, a time of day, a zone.
TIME = re.compile(
    r"""
    (?: [ ]? \(? (?:星期|礼拜|周)[一二三四五六日天] \)? )?
    (?: (?: T | [ ]{0,8}(?P<half>上午|下午|凌晨|早上|中午|晚上|晚)?[ ]? )
        (?P<hour>[0-9]{1,2}) (?: :(?P<minute>[0-9]{2}) (?: :(?P<second>[0-9]{2}) )?
                               | [点时](?P<han_minute>[0-9]{1,2}) (?: 分(?:(?P<han_second>[0-9]{1,2})秒)? )? )
        (?: \.[0-9]{1,9} )?
        (?: [ ]?(?P<zone>Z|GMT|UTC|[+-][0-9]{2}:?[0-9]{2}) (?![0-9]) )?
    )?
    """,
    re.VERBOSE,
)
#: Ways that mean a date only where nothing else can be meant: behind a label, or alone.
SHORT = re.compile(
    r"""
    (?P<cy>(?:19|20)[0-9]{2})(?P<cm>[0-9]{2})(?P<cd>[0-9]{2}) (?:[0-9]{6})? (?![0-9])
    | (?P<sy>[0-9]{2,3})(?P<ss>[-/.])(?P<sm>[0-9]{2})(?P=ss)(?P<sd>[0-9]{2}) (?![0-9]|[-/.][0-9])
    | (?P<my>(?:19|20)[0-9]{2})[-/.](?P<mm>[0-9]{1,2}) (?![0-9]|[-/.][0-9])
    | (?P<pm>[0-9]{2})[-/](?P<pd>[0-9]{2}) (?![0-9]|[-/.][0-9])
    | (?P<oy>(?:19|20)[0-9]{2}) (?![0-9])
    | 今?\((?P<td>[0-9]{1,2})\)日 | (?P<hd>廿[一二三四五六七八九]?)日
    """,
    re.VERBOSE,
)
#: Words before a day without a year that move it to a year the page does not say.
RELATIVE = re.compile("(?:[去前昨明后次翌每历往上]年|[农阴旧夏古]历.{0,3})$")
#: `2000年来`: a span of years, not a year.
SPAN_OF_YEARS = re.compile(
    "(?:[12][05]00)年(?:以?[前来]|之前|间|的?历史|文明)|[12][0-9]{3}年第?[0-9]{1,5}号"
)
REDACTED = re.compile("(?P<century>19|20)[_X×*]{2}年")
#: Titles of collected samples open with the year they are made for, without 年.
_COLLECTED = "范[文本]|心得|通用|精选|最新|作文|总结|计划|方案|模板|大全|合集|汇总|[演发]?[讲言]稿|[0-9一二三四五六七八九十]{1,3}篇"
#: What a title with the year of an aim says; that year is not its own.
AIM = re.compile("远景|愿景|中长期|碳达峰|碳中和")
#: A year that opens a title, and one that closes it in brackets (`(2024年版)`). The web's
#: pages date from the 1990s on; an earlier year in a title is what it is about.
TITLE_YEAR = re.compile(
    rf"""
    [ \[(《“]{{0,2}} (?P<year>199[0-9]|20[0-9]{{2}})
    (?: [ ]?[年届版] (?![ ]?(?:至|到|—|-|~)) | [\])》”]
      | (?=[ ]?[{_HAN}] .{{0,60}}? (?:{_COLLECTED})) (?![ ]?[字米个元多余名人家万亿千百克公吨篇条种次至到]) )
    """,
    re.VERBOSE,
)
CLOSING_YEAR = re.compile(r"[(\[](?P<year>199[0-9]|20[0-9]{2})年?(?:最新|修订)?版?[)\]]$")
CLOSING_LENGTH = 12
PLAN = re.compile("(?P<plan>十?[一二三四五六七八九])五(?=期间|时期|规划|计划)")


def parse(text: str) -> str | None:
    """Read a string that is known to carry a date as EDTF, to the day.

    The string may be a field's value, an address, a Unix time or the like; relative words
    are not resolved, and of several dates the first is taken.

    >>> parse("发布时间：2016-01-17 23:45:19"), parse("二○一七年七月二十一日"), parse("民國106年")
    ('2016-01-17', '2017-07-21', '2017')
    >>> parse("2017年2月30日"), parse("去年9月14日"), parse("鲁ICP备09062847号-1")
    (None, None, None)
    """
    found = read(text)
    return form.day(found) if found else None


def read(text: str) -> str | None:
    """Read a string as `parse` does, keeping the time of day where its second is written.

    >>> read("2020-10-20 13:54:10"), read("2020-10-20 13:54"), read("Invalid Date")
    ('2020-10-20T13:54:10', '2020-10-20', None)
    """
    folded = fold(text).strip()
    if "://" in folded:
        address = from_url(folded)
        return address.edtf if address else None
    whole = SHORT.match(folded)
    if whole and (short := _short(whole)):
        found = _with_time(folded, whole, short)
        if found.end == len(folded):
            return found.edtf
    for found in find(folded):
        return found.edtf
    return unix_day(folded) or _vague(folded)


def find(folded: str) -> Iterator[Found]:
    """Give every date of a line, in order.

    >>> [found.edtf for found in find("2015年11月27日至28日,会议在北京召开")]
    ['2015-11-27/2015-11-28']
    >>> [found.edtf for found in find("截至2017年1月,确保到2020年")], list(find("每年3月15日,近2000年来"))
    (['2017-01', '2020'], [])
    """
    if not HINT.search(folded):
        return
    for found in DATE.finditer(folded):
        edtf = _dated(found)
        if edtf and _meant(folded, found):
            yield _with_time(folded, found, edtf)


def _meant(folded: str, found: re.Match[str]) -> bool:
    """Tell whether the words around a match leave it a date of our calendar."""
    before = folded[max(found.start() - 6, 0) : found.start()]
    if found["pm"] or "历" in before:
        return not RELATIVE.search(before)
    return not SPAN_OF_YEARS.match(folded, found.start())


def _dated(found: re.Match[str]) -> str | None:
    """Turn a match of `DATE` into EDTF; None where the calendar has no such day."""
    for year, month, day in (("ny", "nm", "nd"), ("xy", "xm", "xd")):
        if found[year]:
            return _edtf(found[year], found[month], found[day])
    if found["pm"]:
        first = _edtf("XXXX", found["pm"], found["pd"])
        last = found["pd2"] and _edtf("XXXX", found["pm2"] or found["pm"], found["pd2"])
        return _interval(first, last)
    if found["em"] or found["fm"]:
        month = (found["em"] or found["fm"]).lower()
        number = str(MONTHS.index(month[:3]) + 1)
        return _edtf(found["ey"] or found["fy"], number, found["ed"] or found["fd"])
    if found["zy"]:
        return _day_first(found)
    if found["y1"]:
        return _interval(_edtf(found["y1"]), _edtf(found["yl"]))
    return _han_dated(found)


def _day_first(found: re.Match[str]) -> str | None:
    """Turn a match with the day first into EDTF; between slashes the month may be the first.

    >>> [found.edtf for day in ("22.01.2019", "22/01/2019", "03.04.2019") for found in find(day)]
    ['2019-01-22', '2019-01-22', '2019-04-03']
    >>> list(find("03/04/2019")), list(find("32.01.2019")), list(find("1.22.01.2019"))
    ([], [], [])
    """
    day, month = found["zd"], found["zm"]
    either = found["zs"] == "/" and day != month and int(day) <= DECEMBER
    return None if either else _edtf(found["zy"], month, day)


def _han_dated(found: re.Match[str]) -> str | None:
    """Turn a match with 年 into EDTF."""
    year = _year(found)
    if year is None:
        return None
    month, day = found["m"], found["d"]
    first = _edtf(year, month, day)
    if found["lm"]:
        return _interval(first, _edtf(year, found["lm"]))
    if found["d2"] is None or first is None:
        return first
    month2 = found["m2"] or month
    turn = not found["y2"] and number(month2) < number(month)
    last = _edtf(found["y2"] or str(int(year) + turn), month2, found["d2"])
    return _interval(first, last)


def _year(found: re.Match[str]) -> str | None:
    """Give the year of a match with 年, four digits."""
    if plain := found["y"] or found["by"]:
        return plain
    if found["hy"]:
        return "".join(str(HAN_DIGITS.get(digit, digit)) for digit in found["hy"])
    count = number(found["ry"] or found["ty"])
    if found["ty"] and count not in ROC_BARE:
        return None
    return f"{ROC + count:04}" if count else None


def number(text: str) -> int:
    """Read a number of at most three places.

    >>> [number(text) for text in ("08", "十", "二十六", "廿九", "一百零六", "卅一")]
    [8, 10, 26, 29, 106, 31]
    >>> number("12"), number("十二"), number("二十"), number("三十一")
    (12, 12, 20, 31)
    """
    if text[0] in "0123456789":
        return int(text)
    total = last = 0
    for sign in text.replace("廿", "二十").replace("卅", "三十"):
        if sign in "十百":
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = HAN_DIGITS[sign]
    return total + last


def _edtf(year: str, month: str | None = None, day: str | None = None) -> str | None:
    """Put a date together; None where the calendar has no such day."""
    numbers = [f"{number(part):02}" for part in (month, day) if part]
    found = "-".join([year, *numbers])
    return found if form.valid(found) else None


def _interval(first: str | None, last: str | None) -> str | None:
    """Put an interval together; the first date alone where there is no last one."""
    if first is None or last is None:
        return first
    found = f"{first}/{last}"
    return found if form.valid(found) else None


def _with_time(folded: str, found: re.Match[str], edtf: str) -> Found:
    """Take weekday, time and zone behind a date; keep the time where its second is written."""
    time = TIME.match(folded, found.end())
    if time is None or not time["hour"]:
        return Found(found.start(), time.end() if time else found.end(), edtf)
    second = time["second"] or time["han_second"]
    hour = int(time["hour"])
    if time["half"] in {"下午", "晚上", "晚"} and hour < NOON:
        hour += NOON
    minute = time["minute"] or f"{int(time['han_minute']):02}"
    exact = f"{edtf}T{hour:02}:{minute}:{second or '00':0>2}"
    if not form.valid(exact) or "/" in edtf:
        return Found(found.start(), found.end() if "/" not in edtf else time.end(), edtf)
    if time["zone"] and "X" not in edtf:
        exact = hours_from_utc(exact, time["zone"])
    return Found(found.start(), time.end(), exact if second else form.day(exact))


def _short(found: re.Match[str]) -> str | None:
    """Turn a match of `SHORT` into EDTF."""
    if found["cy"]:
        return _edtf(found["cy"], found["cm"], found["cd"])
    if found["sy"]:
        year = _short_year(found["sy"])
        return _edtf(year, found["sm"], found["sd"]) if year else None
    if found["my"] or found["oy"]:
        return _edtf(found["my"] or found["oy"], found["mm"])
    if found["pm"]:
        return _edtf("XXXX", found["pm"], found["pd"])
    return f"XXXX-XX-{number(found['td'] or found['hd']):02}"


def _short_year(digits: str) -> str | None:
    """Complete a year of two digits, or move one of three from the Republic's count."""
    count = int(digits)
    if len(digits) == 3:  # noqa: PLR2004  (three digits)
        return str(ROC + count) if count in ROC_BARE else None
    if count < SHORT_YEAR_NEW:
        return f"20{digits}"
    return f"19{digits}" if count >= SHORT_YEAR_OLD else None


def _vague(folded: str) -> str | None:
    """Read what only a field's value may mean: a redacted year, a plan, a title's year."""
    if redacted := REDACTED.search(folded):
        return f"{redacted['century']}XX"
    if plan := PLAN.search(folded):
        first = PLAN_BASE + 5 * number(plan["plan"])
        return f"{first}/{first + 4}"
    found = year_in_title(folded)
    if found is None or folded.startswith("年", found.end):
        return None
    return found.edtf.rstrip("?")


def year_in_title(folded: str) -> Found | None:
    """Read the year a title opens with or closes with in brackets, as uncertain.

    Without 年 or brackets behind it a year counts only in titles of collected samples.

    >>> year_in_title("2024乡村振兴心得(通用30篇)").edtf, year_in_title("工作总结(2023年版)").edtf
    ('2024?', '2023?')
    >>> year_in_title("2000字作文"), year_in_title("2016-2020年规划"), year_in_title("2035年远景目标")
    (None, None, None)
    >>> year_in_title("2008奥运会回忆录")
    """
    found = TITLE_YEAR.match(folded) or CLOSING_YEAR.search(folded[-CLOSING_LENGTH:])
    if found is None or AIM.search(folded):
        return None
    away = len(folded) - len(found.string)
    return Found(found.start("year") + away, found.end("year") + away, f"{found['year']}?")


def at(folded: str, start: int) -> Found | None:
    """Read the date that begins at a character, the short forms of fields included.

    >>> at("时间:17-07-21 10:30", 3).edtf, at("时间:10:30", 3)
    ('2017-07-21', None)
    """
    if found := DATE.match(folded, start):
        edtf = _dated(found)
        return _with_time(folded, found, edtf) if edtf else None
    short = SHORT.match(folded, start)
    edtf = _short(short) if short else None
    return _with_time(folded, short, edtf) if short and edtf else None
