"""Text in, what has the form of personal data out: telephone numbers, addresses, cards.

Form alone decides: nobody is looked up, and the switchboard of an office looks like a person's
number. What is no such form stays: hotlines (400, 800, 95xxx, 12345), dates, prices, serial
numbers, ISBN, numbers whose check digit is wrong, digits inside longer numbers or addresses of
pages. Numbers that only their label tells (QQ) are not looked for.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from dongxi import digits
from dongxi.digits import (
    AROUND,
    BEFORE,
    CALLING,
    FOLD,
    LABEL,
    MOBILE,
    NO_DIGITS,
    TAIWANESE,
    folded,
    windows,
)
from dongxi.spelled import readings, source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dongxi.spelled import Reading

#: What `--personal` takes: look for nothing; claim what is found; put `MASK` in its place.
Mode = Literal["off", "flag", "mask"]
MODES: tuple[Mode, ...] = get_args(Mode)
#: Stands for each character of what is masked. No text of ours has it for anything else.
MASK = "█"
#: The field of the claims, and where the rules' names start.
FIELD, STAGE = "personal", "personal/"

#: More characters than any number has, with those that tell where it ends.
LONGEST_NUMBER = 64
#: How far a list of numbers goes on.
FAR = 256

#: Where a number may start: not within another one, a word, a price.
START = (
    r"(?<![0-9])(?:(?<![0-9A-Za-z_$¥￥€\#█])(?<![0-9][.-])|(?<=[Tt][Ee][Ll])"
    "|(?<=(?<![A-Za-z])[Pp]hone)|(?<=(?<![A-Za-z])[Mm]obile)|(?<=(?<![A-Za-z])[Ff]ax))"
)
#: Words that start another contact.
CONTACT = "(?:[Ee]-?mail|E-?MAIL|[Ff]ax|FAX|[Tt]el|TEL|QQ)"
#: What a number starts with, and a word that calls one: asked first, as most characters are neither.
OPENING, CALL = "(?=[0-9(+])", "(?=[电電传傳座热熱手联聯TtPpMmFf])"
#: Where it may end: not within a longer number or word, not before a unit. A word that goes on
#: where another contact starts is none.
UNIT = "(?![ ]?(?:元|圆|万|萬|亿|億|吨|噸|%|℃|[号號](?![码碼])))"
END = (
    rf"(?:(?![0-9A-Za-z_█])|(?={CONTACT}))(?![.-](?!{CONTACT})[0-9A-Za-z])"
    rf"{UNIT}"
)
CHINA = r"(?:\(?(?:\+|00)?86\)?[ -]?)?"
#: In a number written in groups: no more groups around it, but for those of another one.
ALONE, ENDS = "(?<![0-9][ ])", "(?![ ][0-9])"
BEHIND = (
    rf"(?:{ALONE}|(?<=[0-9]{{7}}[ ])|(?<={MOBILE}[ .-][0-9]{{4}}[ .-][0-9]{{4}}[ ])"
    rf"|(?<={MOBILE}[0-9]{{4}}[ -][0-9]{{4}}[ ])|(?<={MOBILE}[0-9][ ][0-9]{{3}}[ ][0-9]{{4}}[ ]))"
)
AHEAD = (
    rf"(?:{ENDS}|(?=[ ](?:{CHINA}{MOBILE}(?:[ -]?[0-9]{{4}}[ -]?[0-9]{{4}}|[0-9][ ][0-9]{{3}}[ ][0-9]{{4}})"
    "|0[0-9]{2,3}-[0-9]{7,8})(?![0-9])))"
)
#: A line behind a shared number.
SHARED = "(?:(?:-[0-9]{3,4}|[转轉][0-9]{1,5})(?![0-9]))?"
#: Hong Kong, Macau and Singapore: eight digits that only the country's code tells from others.
ABROAD = r"(?:\(?(?:\+|00){0}\)?|\({0}\))[ -]?"
TAIWAN = r"\(?(?:\+|00)886\)?[ -]?"
MOBILES = re.compile(
    rf"""{OPENING}{START}(?:
      {CHINA}{MOBILE}(?:[0-9]{{8}}|-[0-9]{{4}}-?[0-9]{{4}}|[0-9]{{4}}-[0-9]{{4}}|-[0-9]{{8}}){SHARED}
    | {CHINA}{MOBILE}[.][0-9]{{4}}[.][0-9]{{4}}
    | (?<![0-9][·_/]){MOBILE}([·_/])[0-9]{{4}}\1[0-9]{{4}}(?![·_/][0-9]) | \({MOBILE}\)[ -]?[0-9]{{4}}[ -]?[0-9]{{4}}
    | {BEHIND}{CHINA}{MOBILE}(?:[ ][0-9]{{4}}[ ]?[0-9]{{4}}|[0-9]{{4}}[ ][0-9]{{4}}|[0-9][ ][0-9]{{3}}[ ][0-9]{{4}}){AHEAD}
    | (?:{TAIWAN}(?:\(0\)|0)?|0)9[0-9]{{2}}(?:-?[0-9]{{3}}-?[0-9]{{3}}|[ ][0-9]{{3}}[ ][0-9]{{3}}{ENDS})
    | (?:{ABROAD.format(852)}[5-79]|{ABROAD.format(853)}6|{ABROAD.format(65)}[89])[0-9]{{3}}[ -]?[0-9]{{4}}
    ){END}""",
    re.VERBOSE,
)
#: Area codes of the mainland with the numbers behind them: of eight digits in the large cities.
AREA = (
    r"(?:(?:10|2[0-57-9]){0}[2-8][0-9]{{3}}[ -]?[0-9]{{4}}"
    r"|(?:[3-7][0-9]|8[1-9]|9[0-9])[0-9]{0}[2-8][0-9]{{2,3}}[ -]?[0-9]{{4}})"
)
EXTENSION = "(?:(?:-|转|轉)[0-9]{1,5}(?![0-9]))?"
#: A day written in eight digits.
DAY = "(?!(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))"
#: Years, or year and day, with a mark between; a year.
YEARS = "(?!(?:19|20)[0-9]{2}[ -](?:(?:19|20)[0-9]{2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9]))"
NO_YEAR = "(?!(?:19|20)[0-9]{2}(?![0-9]))"
#: What may stand in place of its colon before a number with an area code.
LOOSE = rf"(?:{LABEL}|{CALLING}[.]?[ ]?[是为為]?[ ]?)"
#: Behind its label a mobile number may be written in any groups.
GROUPED = re.compile(
    rf"{CALL}{LABEL}(?P<number>{CHINA}1(?:[ -]?[0-9]){{10}}){ENDS}{END}", re.VERBOSE
)
WHOLE_MOBILE = re.compile(f"(?:(?:00)?86)?{MOBILE}[0-9]{{8}}")
LANDLINES = re.compile(
    rf"""(?:{OPENING}{START}(?P<number>
      (?:\(?(?:\+|00)?86\)?[ -]?)?(?:\(0{AREA.format("[)][ -]?")}|0{AREA.format("[ -]")})
    | \(?(?:\+|00)86\)?[ -]?\(?0?{AREA.format("[)]?[ -]?")}
    | {ALONE}0(?:(?:10|2[0-57-9])[2-8][0-9]{{3}}|[3-9][0-9]{{2}}[2-8][0-9]{{2,3}})(?:[ ]|-{NO_YEAR})[0-9]{{4}}{ENDS}
    | (?<![0-9][·/])0(?:(?:10|2[0-57-9])[·/][2-8][0-9]{{7}}|[3-9][0-9]{{2}}[·/][2-8][0-9]{{6,7}})(?![·/][0-9])
    | (?:\(0(?:[2-8]|37|49|82|89)\)[ -]?|0(?:[2-8]|37|49|82|89)-)[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}
    | {TAIWAN}\(?0?(?:[2-8]|37|49|82|89)\)?[ -]?[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}
    | (?:{ABROAD.format(852)}[23]|{ABROAD.format(853)}[28]|{ABROAD.format(65)}[36])[0-9]{{3}}[ -]?[0-9]{{4}}
    )|{CALL}(?:{LOOSE}(?P<area>0{AREA.format("")})|{LABEL}(?P<local>{DAY}[2-8][0-9]{{2,3}}-?[0-9]{{4}})))
    {EXTENSION}{END}""",
    re.VERBOSE,
)
#: A further number behind a landline number, its area code left out, and what it may be that
#: such a number is not: a day, a count of something.
FURTHER = re.compile(
    rf"[ ]?[,、/;][ ]?(?P<number>{DAY}{YEARS}[2-8][0-9]{{2,3}}[ -]?[0-9]{{4}}){EXTENSION}{END}"
    "(?![ ]?[,.][0-9]{3}(?![0-9]))(?![ ]?(?:[人户戶个個件次名册冊株头頭只台套亩畝斤米元年月日页頁]|千|美|公|平))"
)
IDENTITY = re.compile(
    rf"(?=[1-9]){START}[1-9][0-9]{{5}}[ -]?(?:19|20)[0-9]{{6}}[ -]?[0-9]{{3}}[0-9Xx]"
    "(?![0-9A-Za-z_█])(?![.-](?:█|[0-9]{1,3}(?![0-9])))"
)
CARDS = re.compile(
    rf"""(?=[0-9]){START}(?:[0-9]{{15,19}}
      |{ALONE}[0-9]{{4}}(?:[ -][0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?{ENDS}
      |[0-9]{{6}}[ -][0-9]{{10,13}}){END}""",
    re.VERBOSE,
)
#: How cards begin, and how long they are then (ISO/IEC 7812; UnionPay, Visa, Mastercard, JCB,
#: American Express, and the older debit cards of one bank).
ISSUERS = re.compile(
    r"(?:62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|2[2-7][0-9]{14}|35[2-8][0-9]{13}"
    r"|3[47][0-9]{13}|9558[0-9]{15})"
)
EMAILS = re.compile(
    r"(?<![A-Za-z0-9._%+█-])[A-Za-z0-9._%+-]{1,64}+@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}"
    r"(?:(?![A-Za-z0-9@█])|(?=[0-9])(?:(?<=[.]com)|(?<=[.]net)|(?<=[.]org)|(?<=[.]cn)))"
)
SIGNS = re.compile("[@＠]")
#: What an address may hold before its sign.
LOCAL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._%+-"
#: Characters of an address before its sign, and more than any has behind it.
MOST_LOCAL, MOST_HOST = 65, 512
#: Endings of files, behind a mark of size (`logo@2x.png`).
FILES = frozenset("png jpg jpeg gif webp svg bmp ico css js html htm php mp3 mp4".split())  # noqa: SIM905
#: What ends an address of a page, and how far before a number one is looked for.
BREAK = re.compile("[^█!#$%&*+,./0-9:;=?@A-Z_a-z~-]")
LONGEST_ADDRESS = 256
ADDRESS = re.compile(
    r"://|(?:\A|[=:])[.]{0,2}/(?!(?:Tel|Fax|Phone|Mobile)\Z)[^/]*[A-Za-z]|\?[A-Za-z_]+=|\Awww[.]"
)
#: A host alone, which a comma ends; words that call what follows a number.
HOST = re.compile(r"\A[^,]*?(?:://|www[.])[0-9A-Za-z.:-]+,")
CALLED = re.compile(r"(?:\A|[^A-Za-z])(?:tel|fax|phone|mobile)[.]?:\Z", re.IGNORECASE)
SCHEME = ("tel:", "sms:")
#: Words before a number that say what else it counts.
OTHERS = re.compile(
    "(?:QQ群?|[订訂][单單]|[单單][号號]|(?<!身份证)(?<!身份證)(?<!证件)(?<!證件)[编編][号號]|批[号號]|案[号號]|[备備]案|[许許]可[证證]|流水)"
    "(?:[号號][码碼]?)?[:： ]{0,2}\\Z"
)
LONGEST_WORD = 10

#: Weights and letters of the check digit (GB 11643-1999, ISO 7064 MOD 11-2).
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
NINE = 9


class Found(NamedTuple):
    """A stretch of a text that has the form of personal data; characters, half-open."""

    start: int
    end: int
    rule: str


def find(text: str) -> list[Found]:
    """Find what has the form of personal data, in order, without overlaps.

    >>> find("电话：138-1234-5678，编号：20138123456789")
    [Found(start=3, end=16, rule='personal/mobile')]
    >>> find("热线12345、400-800-1234，全文13812345678.html，2017-07-21")
    []
    """
    return merged([*_plainly(text), *_spelled(text)])


def _plainly(text: str, reading: Reading | None = None) -> Iterator[Found]:
    """Find what has such a form as it stands; of a reading, near what was spelled out in it."""
    for start, end in windows(text):
        if reading is None or reading.near(start, end, FAR):
            yield from _numbers(text, start, end)
    for email in _emails(text):
        yield email
        if text[email.end : email.end + 1].isdigit():
            yield from _glued(text, email.end)


def _glued(text: str, at: int) -> Iterator[Found]:
    """Find the number right behind an address, as if the text began with it.

    >>> list(_glued("lu@example.com13812345678", 14))
    [Found(start=14, end=25, rule='personal/mobile')]
    """
    behind = text[at : at + LONGEST_NUMBER]
    for start, end in windows(behind):
        for one in _numbers(behind, start, end):
            if one.start < BEFORE:
                yield one._replace(start=one.start + at, end=one.end + at)


def _spelled(text: str) -> Iterator[Found]:
    r"""Find what has such a form once its characters are read that are spelled out.

    >>> list(_spelled("lu&#64;example.com"))
    [Found(start=0, end=18, rule='personal/email')]
    >>> list(_spelled("A&amp;B 的邮箱和电话的地址都在这里写着：lu@example.com"))
    []
    """
    for reading, way in readings(text):
        for start, end, rule in _plainly(reading.text, reading):
            if reading.near(start, end, AROUND):
                yield Found(*source(way, start, end), rule)


def _emails(text: str) -> Iterator[Found]:
    """Find addresses, looking around each sign alone: a page has few.

    >>> [one.start for one in _emails("lu@example.com138lu@example.com-a@example.com")]
    [0, 14, 31]
    """
    signs = list(_signs(text))
    wide = any(text[at] == "＠" for at in signs) or (bool(signs) and "．" in text)
    last = 0
    for at in signs:
        near = max(last, at - MOST_LOCAL)
        cut = near - (near > last)  # the end of an address does not stand before another one
        around = text[cut : at + MOST_HOST]
        if at < last or not (
            hit := _email(around.translate(FOLD) if wide else around, at - cut)
        ):
            continue
        if hit.group().rpartition(".")[2].lower() not in FILES:
            yield Found(cut + hit.start(), cut + hit.end(), "personal/email")
        last = cut + hit.end()


def _signs(text: str) -> Iterator[int]:
    """Give the places of @ and ＠."""
    if "＠" in text:
        yield from (sign.start() for sign in SIGNS.finditer(text))
    else:
        at = -1
        while (at := text.find("@", at + 1)) >= 0:
            yield at


def _email(text: str, sign: int) -> re.Match[str] | None:
    """Match the address around a sign."""
    start = len(text[:sign].rstrip(LOCAL))
    return EMAILS.match(text, start) if start < sign else None


def masked(text: str) -> str:
    """Put the mask over what has the form of personal data; the length stays.

    >>> masked("请打 13812345678。"), masked("共13812345678元")
    ('请打 ███████████。', '共13812345678元')
    """
    done, at = [], 0
    for start, end, _ in find(text):
        done += [text[at:start], MASK * (end - start)]
        at = end
    return "".join([*done, text[at:]])


def merged(found: Iterable[Found]) -> list[Found]:
    """Put stretches in order, and those that overlap together under the rule of the first.

    >>> merged([Found(3, 6, "b"), Found(0, 4, "a"), Found(7, 8, "c")])
    [Found(start=0, end=6, rule='a'), Found(start=7, end=8, rule='c')]
    """
    done: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if done and one.start < done[-1].end:
            done[-1] = done[-1]._replace(end=max(done[-1].end, one.end))
        else:
            done.append(one)
    return done


def _numbers(text: str, start: int, end: int) -> Iterator[Found]:
    """Find numbers within `[start, end)`; what stands around tells where they end."""
    edge = max(0, start - AROUND)
    window = folded(text[edge : end + AROUND])
    shown = NO_DIGITS.sub("", window)
    for rule, shape, pattern, test in NUMBERS:
        if not (shape.search(shown) or (pattern is LANDLINES and LAXER.search(window))):
            continue
        for hit in pattern.finditer(window):
            name = hit.lastgroup or 0
            first, last = edge + hit.start(name), edge + hit.end()
            if not start - BEFORE <= first < end:
                continue
            if test(hit[name]) and not _is_other(text, first, by_label=rule not in SURE):
                yield Found(first, last, rule)
                if pattern is LANDLINES:
                    yield from _further(text, last)


def _further(text: str, at: int) -> Iterator[Found]:
    """Find the numbers that a list goes on with behind a landline number.

    >>> list(_further("010-88881234、88881235，2017", 12))
    [Found(start=13, end=21, rule='personal/landline')]
    >>> list(_further("010-88881234，20210304", 12)), list(_further("010-88881234，2345678人", 12))
    ([], [])
    """
    while hit := FURTHER.match(text[at : at + LONGEST_NUMBER].translate(FOLD)):
        yield Found(at + hit.start("number"), at + hit.end(), "personal/landline")
        at += hit.end()


def _is_other(text: str, at: int, *, by_label: bool = True) -> bool:
    """Tell whether a number counts something else, or lies within the address of a page.

    >>> _is_other("http://a.cn/13812345678", 12), _is_other("0571-88881234/13812345678", 14)
    (True, False)
    >>> _is_other("订单号：13812345678", 4), _is_other("单位：13812345678", 3)
    (True, False)
    """
    if by_label and OTHERS.search(text[max(0, at - LONGEST_WORD) : at]):
        return True
    before = BREAK.split(text[max(0, at - LONGEST_ADDRESS) : at])[-1]
    before = HOST.sub("", before)
    return (
        not CALLED.search(before)
        and not before.endswith(SCHEME)
        and ADDRESS.search(before) is not None
    )


def _any(_: str) -> bool:
    return True


def is_mobile(number: str) -> bool:
    """Tell whether digits in any groups are those of a mobile number.

    >>> is_mobile("138 1234567 8"), is_mobile("+86 1381234-5678"), is_mobile("120 1234567 8")
    (True, True, False)
    """
    return WHOLE_MOBILE.fullmatch("".join(filter(str.isdigit, number))) is not None


def is_identity(number: str) -> bool:
    """Tell whether 18 characters are a day and a check digit in the right places.

    >>> is_identity("11010519491231002X"), is_identity("110105194912310021")
    (True, False)
    """
    digits = number.replace(" ", "").replace("-", "").upper()
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits[:17], strict=True))
    return CHECKS[total % 11] == digits[17]


def is_card(number: str) -> bool:
    """Tell whether digits begin as cards do and pass the check of Luhn.

    >>> is_card("6222 0200 0000 0000 006"), is_card("6222020000000000007")
    (False, False)
    >>> is_card("4111-1111-1111-1111"), is_card("4111111111111112")
    (True, False)
    """
    digits = number.replace(" ", "").replace("-", "")
    if not ISSUERS.fullmatch(digits):
        return False
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(n - NINE if n > NINE else n for n in doubled) % 10 == 0


#: Rules whose numbers are so, whatever word is before them.
SURE = frozenset({"personal/identity-number"})
#: The rules of numbers, in order: the digits they need, how they are written, and a test.
NUMBERS: tuple[tuple[str, re.Pattern[str], re.Pattern[str], Callable[[str], bool]], ...] = (
    ("personal/identity-number", re.compile(digits.IDENTITY), IDENTITY, is_identity),
    ("personal/bank-card", re.compile(digits.CARD), CARDS, is_card),
    ("personal/mobile", re.compile(digits.CELL), MOBILES, _any),
    ("personal/mobile", re.compile(digits.CELL), GROUPED, is_mobile),
    ("personal/landline", re.compile(digits.LANDLINE), LANDLINES, _any),
)
#: What may make a landline number of other digits.
LAXER = re.compile(f"{TAIWANESE.pattern}|{LABEL}")
