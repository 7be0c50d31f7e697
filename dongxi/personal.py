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

import numpy as np

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

#: Fullwidth ASCII, blanks and dashes, each to its ASCII look-alike.
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    [0xA0, 0x3000, *range(0x2000, 0x200B)], 0x20
)
FOLD |= dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], ord("-"))
FOLD |= dict.fromkeys(map(ord, "・•‧∙⋅"), ord("·"))
#: What may stand between the digits of a number, up to so many in a row.
BETWEEN = "·・•‧∙⋅_/／＿ \t\xa0\u3000.．()（）\uff0d\u2010\u2011\u2012\u2013\u2014\u2015\u2212-"
MOST_BETWEEN = 3
SEPARATORS = np.array(list(map(ord, BETWEEN)), dtype=np.uint32)
#: Fewest digits of a number, and of one that no label tells.
FEWEST, FEWEST_ALONE = 7, 9
#: Digits in one piece that are a number, and those of cards and of identity numbers.
PIECE, LONG_PIECES = 11, range(15, 20)
#: More characters than any number has, with those that tell where it ends.
LONGEST_NUMBER = 64
#: Characters looked at before and behind such a run, and how far a list of numbers goes on.
AROUND, FAR = 16, 256

#: Where a number may start: not within another one, a word, a price.
START = (
    r"(?:(?<![0-9A-Za-z_$¥￥€\#█])(?<![0-9][.-])|(?<=[Tt][Ee][Ll])"
    "|(?<=(?<![A-Za-z])[Pp]hone)|(?<=(?<![A-Za-z])[Mm]obile)|(?<=(?<![A-Za-z])[Ff]ax))"
)
#: Words that start another contact.
CONTACT = "(?:[Ee]-?mail|E-?MAIL|[Ff]ax|FAX|[Tt]el|TEL|QQ)"
#: Where it may end: not within a longer number or word, not before a unit. A word that goes on
#: where another contact starts is none.
UNIT = "(?![ ]?(?:元|圆|万|萬|亿|億|吨|噸|%|℃|[号號](?![码碼])))"
END = (
    rf"(?:(?![0-9A-Za-z_█])|(?={CONTACT}))(?![.-](?!{CONTACT})[0-9A-Za-z])"
    rf"{UNIT}"
)
CHINA = r"(?:\(?(?:\+|00)?86\)?[ -]?)?"
#: Leading digits of mobile numbers in use (numbering plan of the Ministry of Industry and
#: Information Technology, edition of 2017 with its later additions).
MOBILE = "1(?:3[0-9]|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])"
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
    rf"""{START}(?:
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
#: Words before the number of a telephone.
CALLING = (
    "(?:电话|電話|传真|傳真|座机|座機|热线|熱線|手机|手機|联系方式|聯絡方式"
    "|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|[Ff]ax|FAX)"
)
LABEL = rf"{CALLING}\.?[ ]?:[ ]?"
#: What may stand in place of its colon before a number with an area code.
LOOSE = rf"(?:{LABEL}|{CALLING}[.]?[ ]?[是为為]?[ ]?)"
#: Behind its label a mobile number may be written in any groups.
GROUPED = re.compile(rf"{LABEL}(?P<number>{CHINA}1(?:[ -]?[0-9]){{10}}){ENDS}{END}", re.VERBOSE)
CALLED_BEFORE = re.compile(rf"{LABEL}\Z")
WHOLE_MOBILE = re.compile(f"(?:(?:00)?86)?{MOBILE}[0-9]{{8}}")
LANDLINES = re.compile(
    rf"""(?:{START}(?P<number>
      (?:\(?(?:\+|00)?86\)?[ -]?)?(?:\(0{AREA.format("[)][ -]?")}|0{AREA.format("[ -]")})
    | \(?(?:\+|00)86\)?[ -]?\(?0?{AREA.format("[)]?[ -]?")}
    | {ALONE}0(?:(?:10|2[0-57-9])[2-8][0-9]{{3}}|[3-9][0-9]{{2}}[2-8][0-9]{{2,3}})(?:[ ]|-{NO_YEAR})[0-9]{{4}}{ENDS}
    | (?<![0-9][·/])0(?:(?:10|2[0-57-9])[·/][2-8][0-9]{{7}}|[3-9][0-9]{{2}}[·/][2-8][0-9]{{6,7}})(?![·/][0-9])
    | (?:\(0(?:[2-8]|37|49|82|89)\)[ -]?|0(?:[2-8]|37|49|82|89)-)[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}
    | {TAIWAN}\(?0?(?:[2-8]|37|49|82|89)\)?[ -]?[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}
    | (?:{ABROAD.format(852)}[23]|{ABROAD.format(853)}[28]|{ABROAD.format(65)}[36])[0-9]{{3}}[ -]?[0-9]{{4}}
    )|{LOOSE}(?P<area>0{AREA.format("")})|{LABEL}(?P<local>{DAY}[2-8][0-9]{{2,3}}-?[0-9]{{4}}))
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
    rf"{START}[1-9][0-9]{{5}}[ -]?(?:19|20)[0-9]{{6}}[ -]?[0-9]{{3}}[0-9Xx]"
    "(?![0-9A-Za-z_█])(?![.-](?:█|[0-9]{1,3}(?![0-9])))"
)
CARDS = re.compile(
    rf"""{START}(?:[0-9]{{15,19}}
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
    for start, end in _windows(text):
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
    for start, end in _windows(behind):
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
    for way in readings(text):
        for start, end, rule in _plainly(way[0].text, way[0]):
            if way[0].near(start, end, AROUND):
                yield Found(*source(way, start, end), rule)


def _emails(text: str) -> Iterator[Found]:
    """Find addresses, looking around each sign alone: a page has few.

    >>> [one.start for one in _emails("lu@example.com138lu@example.com-a@example.com")]
    [0, 14, 31]
    """
    wide = "＠" in text or ("．" in text and "@" in text)
    last = 0
    for sign in SIGNS.finditer(text):
        at = sign.start()
        near = max(last, at - MOST_LOCAL)
        cut = near - (near > last)  # the end of an address does not stand before another one
        around = text[cut : at + MOST_HOST]
        if at < last or not (hit := _email(around.translate(FOLD) if wide else around, at - cut)):
            continue
        if hit.group().rpartition(".")[2].lower() not in FILES:
            yield Found(cut + hit.start(), cut + hit.end(), "personal/email")
        last = cut + hit.end()


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


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches that may hold numbers, those near each other as one."""
    last = (0, 0)
    for first, behind in _runs(text):
        if not _able(text, first, behind):
            continue
        if last[1] and first - AROUND <= last[1] + AROUND:
            last = (last[0], behind)
        else:
            if last[1]:
                yield last
            last = (first, behind)
    if last[1]:
        yield last


def _runs(text: str) -> list[tuple[int, int]]:
    """Find runs of digits, with little between them, that are long enough for a number.

    Digits in one piece right behind a letter are none, but for `tel`, nor those of which there
    are too few or too many where no sign says that a number starts.

    >>> _runs("电话 0571-8888 1234, 2017-07-21"), _runs("１３８１２３４５６７８"), _runs("2017年7月21日")
    ([(3, 17), (19, 29)], [(0, 11)], [])
    >>> _runs("p13812345678 tel13812345678")
    [(16, 27)]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    places = np.flatnonzero((codes - ZERO < TEN) | (codes - WIDE_ZERO < TEN))
    if len(places) < FEWEST:
        return []
    gaps = np.diff(places) - 1
    joined = gaps <= MOST_BETWEEN
    for size in range(1, MOST_BETWEEN + 1):
        near = np.flatnonzero(joined & (gaps >= size))
        joined[near] = np.isin(codes[places[near] + size], SEPARATORS)
    edges = np.flatnonzero(~joined)
    firsts = np.append(0, edges + 1)
    lasts = np.append(edges, len(places) - 1)
    long = lasts - firsts + 1 >= FEWEST
    firsts, lasts = firsts[long], lasts[long]
    starts, ends, sizes = places[firsts], places[lasts] + 1, lasts - firsts + 1
    before = np.where(starts > 0, codes[starts - 1], 0)
    told = np.isin(before, TELLING) | np.isin(before, COLONS)
    told |= np.isin(np.where(starts > 1, codes[starts - 2], 0), COLONS)
    abroad = np.isin(codes[starts], ZEROS) & np.isin(codes[starts + 1], ZEROS)
    able = (ends - starts > sizes) | (
        (told | abroad | np.isin(sizes, SIZES)) & ~np.isin(before, IN_WORDS)
    )
    return list(zip(starts[able].tolist(), ends[able].tolist(), strict=True))


#: The first digits, ASCII and fullwidth, and how many there are.
ZERO, WIDE_ZERO, TEN = np.uint32(0x30), np.uint32(0xFF10), 10
ZEROS = np.array([ZERO, WIDE_ZERO])
#: Before or behind digits in one piece, these make them part of a word or an amount.
PART = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_█")
AMOUNT = frozenset("$¥￥€#")
#: A colon, and what labels end with.
COLONS = np.array(list(map(ord, ":：话話真机機线線式是为為lLeExX.")), dtype=np.uint32)
#: A label without a colon, before a number.
LABELLED = re.compile(f"{CALLING}[.]?[ \xa0\u3000]?[是为為]?[ \xa0\u3000]?\\Z")
#: Before digits in one piece, these say that a number starts there.
TELLING = np.array(list(map(ord, ":：+＋(（")), dtype=np.uint32)
#: So many digits in one piece may be a number without.
SIZES = np.array([PIECE - 1, PIECE, PIECE + 2, *LONG_PIECES])
IN_WORDS = np.array([ord(one) for one in sorted(PART - {"l", "L", "e", "x"})], dtype=np.uint32)
#: Digits of a run, without what is between them, that may hold a number which no label tells;
#: most runs of a page (days, identifiers, sizes) do not, and no pattern need be tried on them.
SHAPES = re.compile(
    f"{MOBILE}[0-9]{{8}}|09[0-9]{{8}}|886[2-9][0-9]{{7}}|85[23][0-9]{{8}}|65[3689][0-9]{{7}}"
    "|(?:0|86)(?:(?:10|2[0-57-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6})"
    "|[1-9][0-9]{5}(?:19|20)[0-9]{9}|(?:62|4|5[1-5]|2[2-7]|3[457]|9558)[0-9]{13}"
)
#: Groups of digits that a number without a label may be written in; sizes and paths of pictures
#: are written in others.
GROUPS = re.compile(
    "[0-9]{7}|[0-9]{3}[^0-9]{1,3}[0-9]{3,4}[^0-9][0-9]{4}|9[0-9]{2}[^0-9][0-9]{3}[^0-9][0-9]{3}"
    "|886[^0-9]|65[^0-9]{1,2}[3689][0-9]{3}[^0-9]"
)
#: What is not dropped from a run to see them.
DIGITS = {code: None for code in (*range(0x80), 0xB7) if not 0x30 <= code < 0x3A}
#: The shape of a landline number of Taiwan, which only its mark tells from other digits.
TAIWANESE = re.compile(r"0(?:[2-8]|37|49|82|89)(?:-|\)[ -]?)[2-9][0-9]{2,3}[ -]?[0-9]{4}")
#: Words that digits in one piece may stand right behind.
CALLS, LONGEST_CALL = ("tel", "phone", "mobile", "fax"), 6
#: What may stand right behind digits: a check digit, or a word (e-mail, fax, tel, QQ).
NEXT = frozenset("XxEeFfTtQ")
#: What may stand before the digits of a number and is part of it: `(+`.
BEFORE = 2


def _able(text: str, start: int, end: int) -> bool:
    """Tell whether a run of digits can be a number, before any rule is asked.

    >>> text = "13812345678, 23812345678, 电话：8123456"
    >>> [_able(text, *run) for run in _runs(text)]
    [True, False, True]
    """
    piece = _folded(text[start:end])
    before = text[max(0, start - 2) : start]
    labelled = ":" in before or "：" in before
    shaped = GROUPS.search(piece) and SHAPES.search(piece.translate(DIGITS))
    if not shaped and not TAIWANESE.search(piece):
        return labelled and _is_called(text, start)
    labelled = labelled or bool(LABELLED.search(text[max(0, start - AROUND) : start]))
    if not piece.isdigit():
        return labelled or sum(map(str.isdigit, piece)) >= FEWEST_ALONE
    word = text[max(0, start - LONGEST_CALL) : start].lower()
    if before[-1:] in PART | AMOUNT and not word.endswith(CALLS):
        return False
    if text[end : end + 1] in PART - NEXT:
        return False
    if labelled or before[-1:] in {"+", "(", "＋", "（"}:
        return True
    fits = (PIECE, "1"), (PIECE - 1, "09"), (PIECE + 2, "86")
    return (
        len(piece) in LONG_PIECES
        or piece.startswith("00")
        or any(len(piece) == size and piece.startswith(first) for size, first in fits)
    )


def _is_called(text: str, start: int) -> bool:
    """Tell whether a word stands before a run that makes any digits the number of a telephone."""
    return CALLED_BEFORE.search(_folded(text[max(0, start - AROUND) : start])) is not None


def _folded(text: str) -> str:
    return text if text.isascii() else text.translate(FOLD)


def _numbers(text: str, start: int, end: int) -> Iterator[Found]:
    """Find numbers within `[start, end)`; what stands around tells where they end."""
    edge = max(0, start - AROUND)
    window = _folded(text[edge : end + AROUND])
    for rule, pattern, test in NUMBERS:
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
#: The rules of numbers, in order.
NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("personal/identity-number", IDENTITY, is_identity),
    ("personal/bank-card", CARDS, is_card),
    ("personal/mobile", MOBILES, _any),
    ("personal/mobile", GROUPED, is_mobile),
    ("personal/landline", LANDLINES, _any),
)
