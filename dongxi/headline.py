"""Paragraphs named by their words in, the lines that are the headline out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from dongxi import names, people, signs
from dongxi.labels import LABEL, kind_of
from dongxi.named import HEADING_TAGS, LONGEST_HEADING, is_menu, numbered
from dongxi.paragraphs import HAN_ONLY
from dongxi.parts import marker
from dongxi.verse import VERSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named
    from dongxi.paragraphs import Paragraph

#: A title is longer than a menu entry and shorter than a paragraph; chosen, not fitted.
LONGEST_TITLE = 120
SHORTEST_TITLE = 4
#: As short may it be where the way to the page, or `<title>`, names it.
SHORTEST_TAIL = 2
#: So much of `<title>` is looked at, in characters.
LONGEST_ELEMENT = 300
HEADINGS = HEADING_TAGS | {"h1"}
#: A line is the headline if it makes up this share, per cent, of the first part of `<title>`.
TITLE_SHARE = 60
SITE_BREAK = re.compile(r"[-_|—–]+")
#: Of lines with so many Han characters none is the better headline for its length.
LONG_TITLE = 16
#: So many letters say as much as a Han character.
LETTERS = 3
#: How much of the body is looked at for the words of a headline, in Han characters.
BODY_LOOK = 3000
#: Twentieths of a headline's pairs of characters that stand in the prose too, if credits
#: stand right below it, or below it, or nowhere (20 flattened development pages: 6 and more;
#: of the same pages without their titles, lines above credits have 2 and fewer, but for a
#: kicker and for names; 2026-11).
FEWEST_SHARED, FEW_SHARED, MANY_SHARED = 2, 5, 8
#: As many make a long line right below credits the headline: what else stands there shares fewer.
MOST_SHARED = 13
#: Points for credits a line or more below a headline; the nearer the surer.
CREDIT_POINTS = (0, 12, 9, 7, 5, 4, 3, 0)
FAR, NOWHERE = len(CREDIT_POINTS) - 1, 1_000_000
#: Points for a headline that the page repeats, for a short line that it does not.
AGAIN, ALONE = 4, 2
#: Points for a headline in which the way to the page ends.
TAIL = 8
#: What stands behind the entry of a work of reference, which is short.
ENTERS = frozenset("(,是为")
LONGEST_ENTRY = 12
#: Points off for a line below prose, among headlines of others, or right below credits.
AMISS, MOST_AMISS = 6, 1
#: So many lines are close; more lines than this of so many are a list.
CLOSE, MOST_LIKE = 2, 3
#: A paragraph that tells something is at least this long.
TELLING = 40
CREDITS = frozenset({"meta", "byline", "editor_line", "dateline"})
#: What may stand between a short headline and the body.
BETWEEN = CREDITS | {"engagement", "paging"}
PROSE_ROLES = frozenset({"", "dateline"})
#: Of fewer pairs than this the share says less.
FEW_PAIRS = 8
#: A headline of several lines: a kicker, a main line or two, a deck.
MOST_HEADLINES = 4
SHORTEST_HEADLINE = 8
LONGEST_DECK = 60
#: A deck says who was there, or opens with a dash.
DECK = re.compile(
    r"^(?:——|--|—)|(?:出席|列席|陪同|主持).{0,20}(?:讲话|致辞|会议|活动|仪式)?$|作(?:报告|说明|讲话)$"
)
#: The way to a page.
ARROW_END = re.compile("[>»›] ?(?P<tail>[^>»›]{2,120})$")
LONGEST_WAY = 240
#: The label of a title, in the tables of offices.
LABELLED_TITLE = re.compile(
    r"(?:(?:信件|来信|留言|咨询|诉求|信访|问题)?标[ ]{0,6}题|(?:文件|信息)?名[ ]{0,6}称)[ ]{0,3}:[ ]{0,3}(?=.{4,120}$)|标题(?=\[[^\[\]]{1,8}\][ ]?.{2,100}$)|查看完整版本?[ ]?:[ ]?(?=.{4,120}$)|(?:[*·] ?)?[帖贴]子主题[ ]?:[ ]?(?=.{4,120}$)"
)
#: What begins with a longer label of these kinds is no title.
TITLELESS = frozenset(
    {"other", "date", "modified", "source", "uploader", "section", "engagement"}
)
OF_THE_TEXT = ("文章", "本文", "内容", "信息", "所属")
#: A line with so many commas is a sentence.
FEWEST_CLAUSES = 2
#: A paper of an office, by its name.
PAPER = re.compile(
    "关于.{4,}|(?:通知|公告|通告|公示|意见|办法|规定|细则|规划|方案|报告|决定|批复|命令|条例|解读|通报|纪要|函)(?:[(][^)]{1,30}[)])?$"
)
PAPER_HEAD = re.compile("关于.{2,}")
PAPER_END = re.compile(
    "的(?:紧急|补充)?(?:通知|公告|通告|公示|意见|规定|报告|决定|批复|通报|函)(?:[(][^)]{1,30}[)])?$"
)
#: What opens the line that says with what a post was written.
DEVICE = "来自 "
#: What stands before the account that wrote a text of its own.
ORIGINAL = "原创 "
#: What opens a deck or an entry of a table of contents.
DASHES = ("—", "--")
#: The agency that sent a picture, behind what it shows.
SENT_OUT = re.compile(r"。 ?[\u4e00-\u9fff]{2,4}社发$")
#: What stands there as well.
PLACES = frozenset({"正文", "详情", "内容", "文章", "新闻", "资讯", "打印"})
#: A headline with the page of its story.
PAGE_OF = re.compile(r".{8,}\[[0-9]{1,2}\]")
#: The chapter of a book that is a page of its own; in a law, one of its headings.
CHAPTER = re.compile("第[〇零一二三四五六七八九十百千0-9]{1,5}[章回]")
#: What is a headline though it is short: a chapter, or nothing but the word for a paper.
ALONE_ABOVE = re.compile(
    f"{CHAPTER.pattern}|(?:(?:情况|有关)?(?:说明|通报)|(?:招聘|招生|招领|寻人|寻物)?启事|通知|公告|通告|公示|声明|讣[告闻]|倡议书|感谢信|公开信|慰问信|邀请函|申请书)$"
)
#: A company alone on its line, above the name of its announcement.
COMPANY = re.compile(r"[\u4e00-\u9fff()]{4,40}有限(?:责任)?公司(?:(?:董|监)事会)?")
ONLY_DAYS = re.compile(r"(?:[0-9]++[年月日至到.:~-]{0,3}+|[ 上下午晚]++)++")
DAY_STARTS = frozenset("0123456789 上下午晚")
#: A headline has a letter or a number.
SAYS = re.compile("[0-9A-Za-z\u3400-\u9fff]")
#: What a line ends with that goes on below it, or that is a sentence.
CLAUSE_ENDS = frozenset("。:,")
DATED = re.compile(r"(?:19|20)[0-9]{2}[-/.年] ?[0-9]{1,2}[-/.月] ?[0-9]{1,2}")


def headline(named: Sequence[Named], first: int, end: int) -> dict[int, str]:
    """Choose the lines that are the headline: index → title or subtitle.

    A line that `<title>` repeats wins, then the last `<h1>` above the body (of several in a row
    the first; without `<title>` the first that the body speaks of), then the likeliest open line
    above it; in the container before elsewhere.
    """
    elements = [n.paragraph for n in named if n.rule == "roles/title-element"]
    fit = [i for i, one in enumerate(named[:end]) if _fits(one)]
    if elements and (same := _same_as_element(named, fit, elements[0].folded)):
        return _whole(named, same[0], elements[0].folded)
    above = [i for i in fit if i < first and _may_be_title(named[i].paragraph)]
    tagged = [i for i in above if named[i].paragraph.tag == "h1"]
    long = [i for i in tagged if len(named[i].paragraph.text) >= SHORTEST_TITLE]
    if tagged := long or tagged[-1:]:
        if not elements and (told := _told(named, tagged, end)):
            return _whole(named, told[0], "")
        last, there = tagged[-1], set(tagged)
        while last - 1 in there:
            last -= 1
        return _whole(named, last, elements[0].folded if elements else "")
    above = [i for i in above if named[i].open]
    within = [i for i in above if named[i].inside] if elements else above
    choices = [within] if within == above else [within, above]
    likeliest = _likeliest(named, choices, first, end) if above else -1
    return {} if likeliest < 0 else _headlines(named, above, likeliest)


def _told(named: Sequence[Named], tagged: Sequence[int], end: int) -> list[int]:
    """Leave of the lines in `<h1>` those whose words the prose below them has, short ones out."""
    lowest = _lowest(named, end)
    return [
        i
        for i in tagged
        if named[i].open
        and len(named[i].paragraph.text) >= SHORTEST_HEADLINE
        and _shared(named[i].paragraph.han, i, lowest) >= FEWEST_SHARED
    ]


class Signs(NamedTuple):
    """What speaks for a line being the headline, and what against."""

    shared: int
    """Twentieths of its pairs of characters that stand in the prose below it."""
    han: int
    """Its Han characters, and a third of the others."""
    again: bool
    """Whether the page repeats it."""
    top: bool
    """Whether it is the first line of the page."""
    tail: bool
    """Whether the way to the page, above it, ends in it, or it is the entry the body explains."""
    below: int
    """How far below it credits stand; no nearer than `FAR` is as good as nowhere."""
    parted: bool
    """Whether credits stand between it and the body at all."""
    paper: bool
    """Whether it is named as papers of offices are, which have their fields above it."""
    alone: bool
    """Whether it is right above the body, and a chapter, the word for a paper, or what the way to the page ends in."""
    amiss: int
    """How much is wrong with its place: below prose, in a list, right below credits."""
    last: bool = False
    """Whether it stands close above the body, with nothing between that may be a headline."""

    @property
    def points(self) -> int:
        """Sum up what makes one line likelier than another."""
        short = self.han < SHORTEST_HEADLINE
        points = ALONE * (not self.again) if short else AGAIN * self.again
        points += TAIL * self.tail + CREDIT_POINTS[min(self.below, FAR)]
        return points + self.shared + min(self.han, LONG_TITLE) // 2 - AMISS * self.amiss

    @property
    def able(self) -> bool:
        """Tell whether it is a headline at all: by its words, above credits or without any."""
        long = self.han >= SHORTEST_HEADLINE
        if self.alone or (self.top and long and self.below == 1):
            return True
        if self.tail and (long or self.below < FAR):
            return True
        if self.han < SHORTEST_TITLE:
            return False
        if self.again and long and self.amiss < MOST_AMISS and self.shared >= FEW_SHARED:
            return True
        if self.parted and self.below < FAR:
            near = self.below <= CLOSE and long
            return self.shared >= (FEWEST_SHARED if near else FEW_SHARED)
        sure = self.han >= LONG_TITLE and self.shared >= MOST_SHARED
        fit = self.amiss < MOST_AMISS + (self.paper or sure)
        least = FEWEST_SHARED if self.top and long else MANY_SHARED
        least = min(least, FEW_SHARED) if self.last and long and not self.amiss else least
        return not self.parted and self.shared >= least and fit


def _likeliest(
    named: Sequence[Named], choices: Sequence[Sequence[int]], first: int, end: int
) -> int:
    """Choose the line above the body that its words, its length and its place speak for.

    None (-1) where no line is able; the only line above the body needs no signs. Later choices
    count where earlier ones have none.
    """
    texts = Counter([p.text for p, role, _, _ in named if not role])
    lowest, tails = _lowest(named, end), _tails(named[:first])
    below = _credits_below(named, first)
    prose = next((i for i, n in enumerate(named) if n.open and _tells(n.paragraph)), first)
    opening = next((i for i, n in enumerate(named) if n.open), 0)
    like = [n.open and _like_headline(n.paragraph) for n in named[: first + CLOSE]]
    credited = [n.role in CREDITS for n in named[:first]]

    def signs(i: int) -> Signs:
        p = named[i].paragraph
        near = max(i - CLOSE, 0)
        behind = i > opening and any(credited[near:i])  # the headline stood above them
        listed = sum(like[near : i + CLOSE + 1]) > MOST_LIKE
        amiss = (i > prose) + listed + behind
        parted = below[i] < NOWHERE
        shared, again = _shared(p.han, i, lowest), texts[p.text] > 1
        entered = _entered(p, named[first].paragraph)
        tail = tails.get(p.folded, i) < i or entered
        paper = PAPER.search(p.folded) is not None
        alone = tail or ALONE_ABOVE.match(p.folded) is not None
        alone = alone and {n.role for n in named[i + 1 : first]} <= BETWEEN
        alone = alone or entered or (parted and _under_way(named, i))
        size = len(p.han) + (len(p.text) - len(p.han)) // LETTERS if p.han else 0
        last = first - i <= CLOSE + 1 and not (p.clause or any(like[i + 1 : first]))
        return Signs(
            shared, size, again, i == opening, tail, below[i], parted, paper, alone, amiss, last
        )

    text = named[0].paragraph.text
    only = len(text) >= SHORTEST_TITLE and (named[0].paragraph.han or " " in text)
    for above in choices:
        able = [(found.points, i) for i in above if (found := signs(i)).able]
        if able:
            return max(able)[1]
        if only and list(above) == [0]:
            return 0
    return -1


def _under_way(named: Sequence[Named], i: int) -> bool:
    """Tell a line right between the way to the page and its credits, a word or two alone."""
    p = named[i].paragraph
    way = i > 0 and named[i - 1].role == "breadcrumb"
    credited = i + 1 < len(named) and named[i + 1].role in CREDITS
    name = p.han == p.folded and len(p.han) < SHORTEST_TITLE
    fit = name or len(p.han) >= SHORTEST_HEADLINE
    return way and credited and fit and p.folded not in PLACES


def _entered(line: Paragraph, story: Paragraph) -> bool:
    """Tell the entry of a work of reference, with which its first sentence begins.

    >>> from dongxi.paragraphs import paragraph
    >>> story = paragraph(0, 0, "王小明（1944年11月10日—），青河人，作家。")
    >>> _entered(paragraph(0, 0, "王小明"), story), _entered(paragraph(0, 0, "王小"), story)
    (True, False)
    """
    size = len(line.folded)
    short = SHORTEST_TAIL <= size <= LONGEST_ENTRY and line.han == line.folded
    return (
        short
        and story.folded.startswith(line.folded)
        and story.folded[size : size + 1] in ENTERS
    )


def _tails(named: Sequence[Named]) -> dict[str, int]:
    """Give what ways to the page end in, and the first line where they do."""
    tails: dict[str, int] = {}
    for i, n in enumerate(named):
        folded = n.paragraph.folded
        if not n.paragraph.signs & signs.ARROW or len(folded) > LONGEST_WAY:
            continue
        if step := ARROW_END.search(folded):
            tails.setdefault(step["tail"].rstrip(" ."), i)
    return tails


def _tells(p: Paragraph) -> bool:
    """Tell a paragraph from a line: it is long, and closed as a sentence is."""
    return len(p.text) >= TELLING and p.closed


def _lowest(named: Sequence[Named], end: int) -> dict[int, int]:
    """Give for every pair of characters of the page's prose the last line that holds it."""
    lowest: dict[int, int] = {}
    looked = 0
    for i, (p, role, rule, _) in enumerate(named[:end]):
        if looked > BODY_LOOK:
            break
        tells = p.closed or rule == VERSE or (len(p.text) >= TELLING and p.clause)
        if role in PROSE_ROLES and tells:
            looked += len(p.han)
            lowest.update(dict.fromkeys(_pairs(p.han), i))
    return lowest


def _shared(han: str, number: int, lowest: dict[int, int]) -> int:
    """Give the twentieths of a line's pairs of characters that stand in the prose below it."""
    pairs = _pairs(han)
    held = sum([lowest.get(pair, -1) > number for pair in pairs])
    return held * 20 // max(len(pairs), FEW_PAIRS)


def _pairs(text: str) -> list[int]:
    """Give every pair of neighbouring characters as one number: every other, then the rest.

    >>> _pairs("山里的山里") == [*_pairs("山里"), *_pairs("的山"), *_pairs("里的"), *_pairs("山里")]
    True
    """
    codes = memoryview(text.encode("utf-32-le"))
    pairs = codes[: len(text) // 2 * 8].cast("Q").tolist()
    return pairs + codes[4 : 4 + (len(text) - 1) // 2 * 8].cast("Q").tolist() if text else pairs


def _credits_below(named: Sequence[Named], first: int) -> list[int]:
    """Give for every line above the body how far below it credits stand; long lines count twice."""
    below = [NOWHERE] * (first + 1)
    distance = NOWHERE
    for i in range(min(first, len(named) - 1), -1, -1):
        below[i] = distance
        long = named[i].open and len(named[i].paragraph.text) >= SHORTEST_HEADLINE
        distance = 1 if named[i].role in CREDITS else distance + 1 + long
    return below


def _like_headline(p: Paragraph) -> bool:
    """Tell a line that looks like a headline; among several it is one of a list."""
    return SHORTEST_HEADLINE <= len(p.text) <= LONGEST_HEADING and not p.closed


def _same_as_element(named: Sequence[Named], fit: Sequence[int], element: str) -> list[int]:
    """Find the lines that `<title>` repeats, best first: headings before others, then early."""
    parts = [HAN_ONLY.sub("", part) for part in SITE_BREAK.split(element[:LONGEST_ELEMENT])]
    whole, main = "".join(parts), max(parts, key=len)
    found = [
        i
        for i in fit
        if (han := named[i].paragraph.han)
        and han in whole
        and (
            len(han) * 100 >= TITLE_SHARE * len(main)
            or (han == parts[0] and named[i].paragraph.tag == "h1")
            or CHAPTER.match(named[i].paragraph.folded)
        )
    ]
    first = [i for i in found if named[i].paragraph.han == parts[0]]
    return sorted(first or found, key=lambda i: (named[i].paragraph.tag not in HEADINGS, i))


def _whole(named: Sequence[Named], first: int, element: str) -> dict[int, str]:
    """Take further lines of a headline with it: of its element, in `<title>`; and a deck."""
    found = {first: "title"}
    han, head = HAN_ONLY.sub("", element), named[first].paragraph
    after = first + 1
    while after < len(named) and len(found) < MOST_HEADLINES:
        p = named[after].paragraph
        broken = p.tag == "br" and p.node == head.node
        if not (
            named[after].open and head.tag.startswith("h") and (broken or p.tag == head.tag)
        ):
            break
        if len(p.han) < SHORTEST_TITLE or p.han not in han:
            break
        found[after] = "title"
        after += 1
    return found | _deck(named, after)


def _deck(named: Sequence[Named], number: int) -> dict[int, str]:
    """Take the line below a headline that a dash opens for its second part."""
    if number >= len(named) or not named[number].open:
        return {}
    p = named[number].paragraph
    fit = p.folded.startswith(DASHES) and len(p.text) <= LONGEST_DECK and not p.closed
    return {number: "subtitle"} if fit else {}


def _fits(one: Named) -> bool:
    """Tell whether a line has the size of a title and does not end as a clause does."""
    p, role, rule, _ = one
    if role and rule != "roles/link":
        return False
    if not SHORTEST_TAIL <= len(p.text) <= LONGEST_TITLE or not SAYS.search(p.folded):
        return False
    if p.folded.rstrip(" |")[-1:] in CLAUSE_ENDS:
        return False
    return not (p.signs & signs.DIGIT and DATED.search(p.folded))


def _may_be_title(p: Paragraph) -> bool:
    """Tell whether a line may be a title though `<title>` does not repeat it."""
    folded, held = p.folded, p.signs
    if held & signs.ARROW or (held & signs.SPACE and is_menu(folded)):
        return False
    if held & signs.MARK and (LABELLED_TITLE.match(folded) or _labelled(folded)):
        return False
    if (
        held & signs.PART and marker(folded) and not PAGE_OF.fullmatch(folded)
    ) or folded.startswith((*DASHES, DEVICE, ORIGINAL)):
        return False
    if (numbered(folded) and not CHAPTER.match(folded)) or _pictured(folded):
        return False
    if folded[:1] in DAY_STARTS and ONLY_DAYS.fullmatch(folded):
        return False
    return not (COMPANY.fullmatch(folded) or names.is_outlet(names.EDITION.sub("", folded)))


def _pictured(folded: str) -> bool:
    """Tell a line that says who took a picture, or which agency sent it, behind a sentence.

    >>> _pictured("乡亲们在采茶。 王小明 摄"), _pictured("路修通了。 新华社发"), _pictured("社会发展")
    (True, True, False)
    """
    credit = people.taken_by(folded)
    sent = folded.endswith("社发") and SENT_OUT.search(folded)
    return bool(sent or (credit and credit[0]))


def _labelled(folded: str) -> bool:
    """Tell whether a line begins with a label of what no title is the value of."""
    label = LABEL.match(folded, len("文章") * folded.startswith(OF_THE_TEXT))
    named = label and label["mark"] == ":" and kind_of(label) in TITLELESS
    return bool(named and label and label.end() >= SHORTEST_TITLE)


def _headlines(named: Sequence[Named], able: Sequence[int], last: int) -> dict[int, str]:
    """Take the lines right above the last headline with it, if they are a headline too."""
    run = [last]
    there = set(able)
    while (
        len(run) <= MOST_HEADLINES
        and run[0] - 1 in there
        and named[run[0]].paragraph.lines_above == 1
    ):
        run.insert(0, run[0] - 1)
    while (
        len(run) <= MOST_HEADLINES
        and run[-1] + 1 in there
        and named[run[-1] + 1].paragraph.lines_above == 1
    ):
        run.append(run[-1] + 1)
    fit = (
        run[0] == 0
        and len(run) <= MOST_HEADLINES
        and all(
            len(named[i].paragraph.text) >= SHORTEST_HEADLINE
            and not names.is_outlet(named[i].paragraph.folded)
            and (i == run[0] or named[i].paragraph.folded.count(",") < FEWEST_CLAUSES)
            for i in run
        )
    )
    found = dict.fromkeys(_once(named, run) if fit else _paper(named, last), "title")
    for i in list(found)[1:]:
        if DECK.search(named[i].paragraph.folded):
            found[i] = "subtitle"
    return found | _deck(named, max(found) + 1)


def _paper(named: Sequence[Named], number: int) -> list[int]:
    """Take the line below with a paper's name that breaks off before it says what paper it is."""
    if number + 1 >= len(named) or not named[number + 1].open:
        return [number]
    head, rest = named[number].paragraph, named[number + 1].paragraph
    broken = PAPER_HEAD.search(head.folded) and not PAPER_END.search(head.folded)
    ends = PAPER_END.search(rest.folded) and len(rest.text) <= LONGEST_HEADING
    return [number, number + 1] if broken and ends and not rest.clause else [number]


def _once(named: Sequence[Named], run: Sequence[int]) -> list[int]:
    """Leave out the lines of a headline that another line of it holds."""
    texts = [named[i].paragraph.han for i in run]
    held = {
        k
        for k, text in enumerate(texts)
        if any(
            text in other and (len(text), j) < (len(other), k)
            for j, other in enumerate(texts)
            if j != k
        )
    }
    return [i for k, i in enumerate(run) if k not in held]
