"""Text blocks in, the same blocks with their typography mended out.

Only damage of transport is mended: references, characters without a width, compatibility
forms, quotes that a feed reader spaced out, punctuation that a crawler folded to ASCII. The
page's own words stay. Rules propose edits; `Text.edit` applies them. Gates count over all text
blocks of the page, so mixed pages stay as they are.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from dongxi.chars import CJK_MARKS, FULLWIDTH_MARKS, HAN
from dongxi.model import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dongxi.model import Block

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: Never text, wherever they stand: zero-width space and no-break space, word joiner, soft hyphen.
ZERO_WIDTH = re.compile("[\xad\u200b\u2060\ufeff]")
#: Joiners and marks of direction mean something in other scripts and in emoji, not beside Han.
JOINERS = "[\u200c-\u200f\u202a-\u202e\u2061-\u2064\u2066-\u2069]"
JOINER = re.compile(f"(?<=[{HAN}{CJK_MARKS}]){JOINERS}|{JOINERS}(?=[{HAN}{CJK_MARKS}])")
HARD_SPACE = re.compile("[\xa0\u2007\u202f]")
#: Kangxi and other radicals, compatibility ideographs. Their decompositions are frozen by
#: Unicode's stability policy, so `unicodedata` gives the same in every Python.
COMPATIBLE = {
    chr(code): unicodedata.normalize("NFKC", chr(code))
    for ranges in ((0x2E80, 0x2FD6), (0xF900, 0xFAFF), (0x2F800, 0x2FA1E))
    for code in range(*ranges)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
    and unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
COMPATIBILITY = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1d]")

#: What may stand right inside and right outside a quotation.
NEAR = f"{HAN}{CJK_MARKS}{FULLWIDTH_MARKS},.:;!?()"
#: `" words "` with blanks inside both quotes; a digit before the first means inches.
SPACED_QUOTES = re.compile(
    r'(?P<open>(?<![0-9])(?<![0-9] )(?: (?=" ))?" )'
    r'(?P<inside>[^" \n](?:[^"\n]{0,400}[^" \n])?)'
    r'(?P<close> "(?:(?= ) )?)'
)
QUOTED_HAN = re.compile(f"[{HAN}]")

WIDE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
FULLWIDTH = re.compile("[，：；！？（）]")
FOLDED = re.compile(r"[,:;!?]")
BETWEEN_HAN = re.compile(f"(?<=[{HAN}])[,:;!?](?=[{HAN}])")
#: Pages with fewer ASCII marks between Han may well mean them (4 of 417 real pages, all four
#: with dozens, are folded; 2026-10).
FOLDED_ENOUGH = 5
HAN_OR_MARK = re.compile(f"[{HAN}{CJK_MARKS}{FULLWIDTH_MARKS}]")
BRACKETS = re.compile(r"\(([^()\n]{0,200})\)")
STOP = re.compile(rf"(?<=[{HAN}{CJK_MARKS}）])\.(?=[{HAN}“‘《「『（(]|$)")


class Gates(NamedTuple):
    """What a page as a whole allows."""

    folded: bool
    """Its fullwidth punctuation was folded to ASCII."""


def tidy(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mend the text blocks of a page, rule by rule; a second time changes nothing."""
    done = list(blocks)
    lines = [(number, str(b.text)) for number, b in enumerate(done) if b.kind == "text"]
    signed = [(number, line) for number, line in lines if SIGNS.search(line)]
    for sign, rule in RULES if signed else ():
        for number, line in signed:
            if sign.search(line):
                done[number] = rule_applied(done[number], rule)
    if measure(str(done[number].text) for number, _ in lines).folded:
        for rule in FOLDED_RULES:
            for number, _ in lines:
                done[number] = rule_applied(done[number], rule)
    return tuple(done)


def rule_applied(block: Block, rule: Callable[[str], Iterable[Edit]]) -> Block:
    """Apply one rule to one block of text."""
    edits = tuple(rule(str(block.text)))
    return block._replace(text=block.text.edit(edits)) if edits else block


def measure(texts: Iterable[str]) -> Gates:
    """Count what the gates need over all text blocks of a page."""
    folded = 0
    for text in texts:
        if FULLWIDTH.search(text):
            return Gates(folded=False)
        if folded < FOLDED_ENOUGH:
            folded += sum(1 for _ in BETWEEN_HAN.finditer(text))
    return Gates(folded=folded >= FOLDED_ENOUGH)


def references(text: str) -> Iterator[Edit]:
    """Replace HTML character references by their characters.

    >>> shown(references, "A&amp;B &quot;东&quot;"), shown(references, "R&D; AT&T")
    ('A&B "东"', 'R&D; AT&T')
    """
    for found in REFERENCE.finditer(text) if "&" in text else ():
        new = html.unescape(found.group())
        if new != found.group():
            new = " " if new in "\t\n\r" else "\ufffd" if _forbidden(new) else new
            yield Edit(found.start(), found.end(), new, "tidy/reference")


def _forbidden(new: str) -> bool:
    """Tell characters no text can hold: surrogates and controls."""
    return any(char < " " or "\ud800" <= char <= "\udfff" for char in new)


def zero_width(text: str) -> Iterator[Edit]:
    r"""Delete characters without a width.

    >>> shown(zero_width, "东\u200b西"), shown(zero_width, "می\u200cخواهم")
    ('东西', 'می\u200cخواهم')
    """
    for pattern in (ZERO_WIDTH, JOINER):
        for found in pattern.finditer(text):
            yield Edit(found.start(), found.end(), "", "tidy/zero-width")


def hard_spaces(text: str) -> Iterator[Edit]:
    r"""Turn no-break spaces into spaces.

    >>> shown(hard_spaces, "王\xa0五"), shown(hard_spaces, "王\u3000五")
    ('王 五', '王\u3000五')
    """
    for found in HARD_SPACE.finditer(text):
        yield Edit(found.start(), found.end(), " ", "tidy/no-break-space")


def compatibility(text: str) -> Iterator[Edit]:
    """Turn Kangxi radicals and compatibility ideographs into the ideographs they stand for.

    >>> shown(compatibility, "⼀年"), shown(compatibility, "①㎡")
    ('一年', '①㎡')
    """
    for found in COMPATIBILITY.finditer(text):
        if new := COMPATIBLE.get(found.group()):
            yield Edit(found.start(), found.end(), new, "tidy/compatibility-ideograph")


def spaced_quotes(text: str) -> Iterator[Edit]:
    """Turn a pair of ASCII quotes with blanks inside, around Han, into curly quotes.

    >>> shown(spaced_quotes, '由 " 输血式 " 向 " 造血式 " 转变')
    '由“输血式”向“造血式”转变'
    >>> shown(spaced_quotes, '15 " 屏和 14 " 屏, 又"直"引')
    '15 " 屏和 14 " 屏, 又"直"引'
    """
    for found in SPACED_QUOTES.finditer(text) if '"' in text else ():
        if QUOTED_HAN.search(found["inside"]):
            yield Edit(*found.span("open"), "“", "tidy/spaced-quote")
            yield Edit(*found.span("close"), "”", "tidy/spaced-quote")


def folded_marks(text: str) -> Iterator[Edit]:
    """Widen ASCII `, : ; ! ?` beside Han or Chinese marks, and drop one blank behind them.

    >>> shown(folded_marks, "会上, 他说:好!"), shown(folded_marks, "1,000人,13:54 a, b")
    ('会上，他说：好！', '1,000人，13:54 a, b')
    """
    wide_to = -1
    for found in FOLDED.finditer(text):
        at = found.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        beside = (
            at == wide_to
            or HAN_OR_MARK.match(before) is not None
            or HAN_OR_MARK.match(after) is not None
            or (before == ")" and _behind_bracket(text, at - 1))
        )
        if not beside or (before.isascii() and before.isdigit() and after.isdigit()):
            continue
        wide_to = at + 1
        blank = after == " " and text[at + 2 : at + 3] not in ("", " ")
        yield Edit(at, at + 1, WIDE[found.group()], "tidy/folded-mark")
        if blank:
            yield Edit(at + 1, at + 2, "", "tidy/blank-behind-mark")


def _behind_bracket(text: str, at: int) -> bool:
    """Tell whether the closing bracket at `at` ends a pair that holds Han."""
    opening = text.rfind("(", max(at - 200, 0), at)
    return opening >= 0 and bool(QUOTED_HAN.search(text, opening, at))


def folded_brackets(text: str) -> Iterator[Edit]:
    """Widen a pair of ASCII brackets that holds or touches Han.

    >>> shown(folded_brackets, "县(市、区)、71%(约)、y=f(x) 式")
    '县（市、区）、71%（约）、y=f(x) 式'
    """
    for found in BRACKETS.finditer(text):
        inside = QUOTED_HAN.search(found.group())
        around = text[max(found.start() - 1, 0) : found.start()] + text[found.end() :][:1]
        if inside or HAN_OR_MARK.search(around):
            yield Edit(found.start(), found.start() + 1, "（", "tidy/folded-bracket")
            yield Edit(found.end() - 1, found.end(), "）", "tidy/folded-bracket")


def folded_punctuation(text: str) -> Iterator[Edit]:
    """Widen brackets and marks together, as they were folded.

    >>> shown(folded_punctuation, "各县(市、区), 都好!"), shown(folded_punctuation, "f(x), 1:0")
    ('各县（市、区），都好！', 'f(x), 1:0')
    """
    yield from folded_brackets(text)
    yield from folded_marks(text)


def folded_stops(text: str) -> Iterator[Edit]:
    """Turn `.` between Han, or behind the last, into 。 in a paragraph that has no 。.

    >>> shown(folded_stops, "一是改革.二是开放."), shown(folded_stops, "约3.5万。见附件.")
    ('一是改革。二是开放。', '约3.5万。见附件.')
    """
    if "。" in text:
        return
    for found in STOP.finditer(text):
        yield Edit(found.start(), found.end(), "。", "tidy/folded-stop")


def shown(rule: Callable[[str], Iterable[Edit]], text: str) -> str:
    """Show what a rule makes of a string; for examples and tests."""
    done, at = [], 0
    for edit in sorted(rule(text)):
        done += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join(done) + text[at:]


#: The rules in order, each with the sign without which a line needs it nowhere. Signs stand in
#: lines as they came: a reference may be read as any of them.
RULES = (
    (re.compile("&"), references),
    (re.compile(f"&|{ZERO_WIDTH.pattern}|{JOINERS}"), zero_width),
    (re.compile(f"&|{HARD_SPACE.pattern}"), hard_spaces),
    (re.compile(f"&|{COMPATIBILITY.pattern}"), compatibility),
    (re.compile('&|" '), spaced_quotes),
)
#: Any sign of any rule, as one class of characters.
SIGNS = re.compile(
    f'[&"{ZERO_WIDTH.pattern[1:-1]}{JOINERS[1:-1]}{HARD_SPACE.pattern[1:-1]}{COMPATIBILITY.pattern[1:-1]}]'
)
#: Behind the gate for folded punctuation.
FOLDED_RULES = (folded_punctuation, folded_stops)
