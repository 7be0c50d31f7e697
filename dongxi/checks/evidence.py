"""The claims of a page in, those out whose evidence does not show their value.

What the evidence reads is worked out from the ledger and the edits, as every text is.
"""

from __future__ import annotations

import html
import re
import sys
from typing import TYPE_CHECKING

from dongxi.checks.base import Check, Found, place, quote
from dongxi.checks.ledger import replayed
from dongxi.checks.pages import SEPARATORS, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dongxi.checks.base import Row
    from dongxi.checks.pages import Rows

REBUILD = "build the dataset again"
#: Fields whose value stands in the page as it is.
SHOWN = frozenset({
    "title", "subtitle", "source", "site_name", "author", "editor", "place", "section",
    "document_number",
})  # fmt: skip
#: Fields whose value is read from numbers.
DATED = frozenset({"date", "date_modified"})
CURATED, LOST = "curation/", "\ufffd"
#: Stands for a masked character of a value.
MASK = "█"
#: White space, controls and characters without width: two readings may differ in them.
BLANK = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+"
)
TAG = re.compile("<[^<>]*>")
#: A character escaped as in JSON, scripts, YAML and TOML; a quote doubled as in YAML.
ESCAPED = re.compile(
    r"\\(?:u(?P<code>[0-9A-Fa-f]{4})|x(?P<byte>[0-9A-Fa-f]{2})|U(?P<long>[0-9A-Fa-f]{8})|(?P<char>.))"
    "|(?P<quote>'')",
    re.DOTALL,
)
#: A character escaped as in a script.
SCRIPTED = re.compile(
    r"\\(?:(?P<code>u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})|(?P<blank>[nrtbfv])|(?P<char>.))",
    re.DOTALL,
)
#: Letters that stand for a control, or for one of the blanks that readings may differ in.
LETTERS = {"a": "\x07", "b": "\b", "e": "\x1b", "0": "\0"} | dict.fromkeys("tnvfrNLP_\n ", " ")
#: Digits, ASCII, fullwidth and Chinese.
NUMERAL = re.compile("[0-9\uff10-\uff19〇○零一二三四五六七八九十廿卅元百千]")


def shown(page: Rows) -> Iterator[Found]:
    """Report certain claims whose evidence does not hold the value."""
    together: dict[tuple[object, ...], list[Row]] = {}
    for row in page.claims:
        if row["field"] in SHOWN and row["certainty"] == "certain" and _proven(row):
            key = tuple(row[name] for name in ("document", "field", "value", "chosen", "rule"))
            together.setdefault(key, []).append(row)
    for rows in together.values():
        found = readings(page, rows)
        if found is not None and not any(holds(text, rows[0]["value"]) for text in found):
            message = f"found evidence that reads {quote(found[0])}, expected the value in it"
            yield Found(place("claims", rows[0], "value"), f"{message}; {REBUILD}")


def dated(page: Rows) -> Iterator[Found]:
    """Report claims about dates whose evidence holds no number."""
    for row in page.claims:
        found = readings(page, [row]) if row["field"] in DATED and _proven(row) else None
        if found is not None and not any(NUMERAL.search(text) for text in found):
            message = f"found evidence that reads {quote(found[0])}, expected a number in it"
            yield Found(place("claims", row, "start"), f"{message}; {REBUILD}")


def _proven(row: Row) -> bool:
    """Tell whether a rule found a claim in the page, and nothing of it is lost."""
    curated = str(row["rule"]).startswith(CURATED)
    return row["start"] is not None and not curated and LOST not in row["value"]


def holds(text: str, value: str) -> bool:
    r"""Tell whether a text shows a value, as it is or through its markup; a mask shows nothing.

    >>> holds("张 三", "张三"), holds("<b>张</b>三", "张三"), holds("A&amp;B", "A&B")
    (True, True, True)
    >>> holds(r"\u5f20三", "张三"), holds("李四", "张三")
    (True, False)
    >>> holds(r"王五 a\u0040b.cn 的信", "王五 ██████ 的信"), holds("王五的信", "李四██的信")
    (True, False)
    """
    wanted = [BLANK.sub("", piece) for piece in value.split(MASK)]
    return any(_in_order(BLANK.sub("", read(text)), wanted) for read in READERS)


def _in_order(text: str, pieces: list[str]) -> bool:
    """Tell whether pieces stand in a text one behind the other."""
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _plain(text: str) -> str:
    return text


def _untagged(text: str) -> str:
    return html.unescape(TAG.sub("", text))


def _unescaped(text: str) -> str:
    r"""Read the escapes of JSON, YAML and TOML.

    >>> _unescaped(r"\u5f20\/"), _unescaped(r"\x41''\e\n"), _unescaped(r"\U0001F600")
    ('张/', "A'\x1b ", '😀')
    """
    return ESCAPED.sub(_meant, text)


def _meant(hit: re.Match[str]) -> str:
    """Give the character that an escape stands for."""
    if hit["quote"]:
        return "'"
    if hit["char"]:
        return LETTERS.get(hit["char"], hit["char"])
    code = int(hit["code"] or hit["byte"] or hit["long"], 16)
    return chr(code) if code <= sys.maxunicode else LOST


def _scripted(text: str) -> str:
    r"""Read the escapes of a script's string, where most characters stand for themselves.

    >>> _scripted(r"\u5f20\0\n\e"), _scripted(r"\u5f2")
    ('张0 e', 'u5f2')
    """
    return SCRIPTED.sub(_scripts, text)


def _scripts(hit: re.Match[str]) -> str:
    """Give the character that an escape of a script stands for."""
    if hit["code"]:
        return chr(int(hit["code"][1:], 16))
    return " " if hit["blank"] else hit["char"]


#: How a text may show a value.
READERS: tuple[Callable[[str], str], ...] = (
    _plain, html.unescape, _untagged, _unescaped, _scripted,
)  # fmt: skip


def readings(page: Rows, claims: list[Row]) -> list[str] | None:
    """Give what the evidence of claims reads: edited, as it stands, and with its separators read.

    None where some of it is withheld, or is no range of the page.
    """
    edited, raw, joined = [], [], []
    for claim in claims:
        pieces = _pieces(page, claim["start"], claim["end"] or 0)
        if pieces is None:
            return None
        edited.append("".join(text for text, _, _ in pieces))
        raw.append(
            b"".join(data for _, data, _ in pieces).decode(str(page.encoding), "replace")
        )
        joined.append("".join(text if gap is None else gap for text, _, gap in pieces))
    return [" ".join(edited), " ".join(raw), " ".join(joined)]


def _pieces(page: Rows, start: int, end: int) -> list[tuple[str, bytes, str | None]] | None:
    """Give what each ledger row reads and holds in a range of bytes, and as a separator."""
    done = []
    for number in page.spans.touching(start, end):
        row, data = page.ledger[number], page.data[number]
        first, last = max(start, row["start"]), min(end, row["end"])
        if first >= last:
            continue
        if data is None or page.encoding is None:
            return None
        held = data[first - row["start"] : last - row["start"]]
        text = replayed(held, first, _edits(page, row, first, last), page.encoding)
        gap = reading(row) if row["role"] in SEPARATORS else None
        done.append(
            (held.decode(page.encoding, "replace") if text is None else text, held, gap)
        )
    return done or None


def _edits(page: Rows, row: Row, first: int, last: int) -> list[Row]:
    """Give the edits of a ledger row that touch a range of its bytes."""
    if row["position"] not in page.edit_spans:
        return []
    edits = page.edits_at[row["position"]]
    found = page.edit_spans[row["position"]].touching(first, last)
    return [edits[number] for number in found if _within(edits[number], first, last)]


def _within(edit: Row, first: int, last: int) -> bool:
    """Tell whether an edit changes bytes of a range, or puts something in at its rim."""
    return bool(edit["start"] == edit["end"] or (edit["start"] < last and edit["end"] > first))


#: Checks of evidence, in order.
CHECKS: tuple[Check[Rows], ...] = (
    Check("C009", "The evidence of a certain claim holds its value.", shown),
    Check("C010", "The evidence of a date holds a number.", dated),
)
