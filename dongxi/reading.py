"""`read`: the bytes of one seed in, a `Page` out.

The stages of one page in their order: decode, restore, cut, tidy, name, divide, describe.
Pure, picklable, linear in the size of the page; any engine can map it.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import claims, genre, lost
from dongxi.blocks import blocks as cut
from dongxi.chars import BREAKS
from dongxi.claims import Choice, Reading, choose
from dongxi.container import others
from dongxi.curation import CurationError, encoded
from dongxi.decode import LABEL_ENDS, UNDECODABLE, Decoded, codec, declared, decode
from dongxi.fold import fold
from dongxi.markup import TAGGED
from dongxi.model import TEXT_ROLES, Block, Claim, Fault, Limits, Problem, Seed, Span, Unread
from dongxi.page import Document, Page
from dongxi.parts import parts
from dongxi.passages import compose
from dongxi.restore import restore
from dongxi.roles import name
from dongxi.tidy import tidy
from dongxi.withhold import treated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dongxi.blocks import Cut
    from dongxi.model import Curated
    from dongxi.paragraphs import Paragraph
    from dongxi.personal import Mode
    from dongxi.restore import Restored
    from dongxi.text import Text

#: Bytes that no text of any encoding we read holds; UTF-16 is known by its mark.
NUL = b"\0"
#: Text holds a stray one at most: more in a thousand bytes than this are no text.
MOST_NULS = 5
#: First bytes of files that are no text.
MAGIC = (
    b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BZh",
    b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"RIFF", b"PAR1",
)  # fmt: skip
LIMITS = Limits()
#: A page of which more than this share, per cent, of the bytes does not decode is rejected.
MOST_UNDECODABLE = 10
#: What is shown where no script runs; so many characters of text are more than a notice to switch
#: them on.
NOSCRIPT, FEWEST_UNSCRIPTED = "<noscript", 150


def read(  # noqa: PLR0913  (all but the first by name)
    raw: bytes,
    *,
    url: str | None = None,
    seed: str = "seed",
    retrieved: str | None = None,
    curation: Sequence[Curated] | None = None,
    limits: Limits = LIMITS,
    personal: Mode = "flag",
    charset: str | None = None,
) -> Page:
    r"""Read one page into documents, with an account of every byte.

    `url` is the page's address, `retrieved` when it was fetched (ISO 8601), `charset` what the
    HTTP header said of its encoding, if known; `curation` holds checked entries for this seed. What has the form of personal data is
    claimed; `personal="mask"` masks it too, `"off"` does neither. A page that cannot be read,
    or is larger than `limits`, is a `Page` with a `reason`; a curated place that is not in the
    page raises `CurationError`.

    >>> page = read("脱贫之路\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。".encode())
    >>> page.documents[0].text
    '山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。'
    """
    _checked(raw, url=url, retrieved=retrieved, charset=charset)
    if len(raw) > limits.max_bytes:
        return too_large(Seed(seed, b"", url, retrieved, _unread(raw)), limits)
    page = Page(
        seed, decode(raw, charset), "", (), (), url=url or None, retrieved=retrieved,
        charset=charset,
    )  # fmt: skip
    return treated(_read(page, tuple(curation or ()), limits), personal)


def _read(page: Page, curation: tuple[Curated, ...], limits: Limits) -> Page:
    """Take a page through all stages."""
    seed, source = page.seed, page.source
    if reason := _unreadable(source) or _too_many_lines(source, limits):
        return _rejected(page, reason)
    restored = restore(source)
    done, why = _cut(page, restored, curation)
    if why == "no_text" and done.format == "html" and NOSCRIPT in str(source.text()).lower():
        shown, failing = _cut(page, restored, curation, unscripted=True)
        if not failing and sum(len(d.text) for d in shown.documents) >= FEWEST_UNSCRIPTED:
            return shown
    if why:
        return replace(done, documents=(), page_claims=(), reason=why, problems=(
            *done.problems, _problem(seed, why),
        ))  # fmt: skip
    return done


def _cut(
    page: Page,
    restored: Restored | None,
    curation: tuple[Curated, ...],
    *,
    unscripted: bool = False,
) -> tuple[Page, str]:
    """Cut, name and describe a page; give why it is rejected beside it, else nothing."""
    pages = cut(page.source, _whole(page, restored, curation), unscripted=unscripted)
    named, lines = name(tidy(pages.blocks), pages.nodes)
    problems = _problems(page.seed, page.source, named)
    page = replace(page, format=pages.format, blocks=named, problems=problems)
    page = _described(page, pages, lines, restored, curation)
    if not any(d.text for d in page.documents):
        return page, "no_text"
    return page, "error_page" if _is_error(page, lines) else ""


def _whole(page: Page, restored: Restored | None, curation: Sequence[Curated]) -> Text | None:
    """Give the whole page where it is not cut as it came: restored, filled by a curator."""
    text = restored.text if restored else None
    known = [
        (_place(page, {"end": entry.get("start", 0) + 1, **entry}), entry["value"])
        for entry in curation
        if entry["field"] == lost.FIELD
    ]
    return lost.filled(text or page.source.text(), known, page.seed) if known else text


def _checked(raw: object, **told: object) -> None:
    """Refuse arguments of other types: what, found, expected, what to do."""
    if not isinstance(raw, bytes):
        raise TypeError(
            f"read: found a {type(raw).__name__}, expected the bytes of a page; "
            "read the file in binary, or encode the text"
        )
    for argument, value in told.items():
        if value is not None and not isinstance(value, str):
            raise TypeError(
                f"read: {argument}: found a {type(value).__name__}, expected a str or None"
            )


def too_large(seed: Seed, limits: Limits) -> Page:
    """Account for a page that is too large to be held: its size and its hash."""
    detail = f"{seed.unread.bytes if seed.unread else 0:,} bytes, {limits.max_bytes:,} may be"
    return _unheld(seed, ("too_large", detail))


def at_fault(seed: Seed, fault: Fault, personal: Mode = "flag") -> Page:
    """Account for an input that is no page, whether its bytes are held or not."""
    if seed.unread:
        return _unheld(seed, fault)
    page = Page(
        seed.id, decode(seed.raw), "", (), (), url=seed.url or None, retrieved=seed.retrieved
    )
    return treated(_rejected(page, fault), personal)


def failed(seed: Seed, fault: Exception) -> Page:
    """Account for a page at which this program fails: its size and its hash."""
    at = traceback.extract_tb(fault.__traceback__)[-1]
    detail = f"{type(fault).__name__} in {Path(at.filename).name}, line {at.lineno}"
    return _unheld(replace(seed, raw=b"", unread=_unread(seed.raw)), ("failed", detail))


def _unread(raw: bytes) -> Unread:
    """Give what is kept of bytes that are not held."""
    return Unread(len(raw), hashlib.sha256(raw).hexdigest())


def _unheld(seed: Seed, why: tuple[str, str]) -> Page:
    """Account for bytes that are not held: one ledger row with their hash."""
    reason, detail = why
    return Page(
        seed.id, Decoded(b"", "utf-8", "decode/utf-8"), "", (), (),
        problems=(_problem(seed.id, reason, detail),), reason=reason, url=seed.url or None,
        retrieved=seed.retrieved, unread=seed.unread,
    )  # fmt: skip


def extract(raw: bytes, url: str | None = None) -> tuple[Document, ...]:
    """Give the documents of one page: `text` is what one reads, `row()` has title, date and all else."""
    return read(raw, url=url).documents


REASONS = {
    "empty": "the file is empty; a page was expected: fetch it again or remove it",
    "binary": "the file is not text ({detail}); give HTML, Markdown or plain text",
    "undecodable": "{detail} of the bytes decode in no encoding tried (UTF-8, UTF-16, GB18030, "
    "Big5); convert the file to UTF-8 or remove it",
    "too_large": "the page is too large ({detail}); it stands in seeds and ledger with its hash alone: "
    "cut it, or raise --max-bytes",
    "too_many_lines": "the page has too many lines and tags ({detail}); cut it, or raise --max-lines",
    "error_page": "the page says that it is not there (such as 404); fetch it again or remove it",
    "malformed": "{detail}; mend the input, or leave it out",
    "failed": "dongxi failed to read the page ({detail}), which is its fault, not yours: please report it with "
    "the page; the page stands in seeds and ledger with its hash alone",
    "no_content": "the record has no page ({detail}); name the column with --column html=NAME, or fill it",
    "no_text": "no line of the page reads as body text; it is kept in seeds and ledger only",
}  # fmt: skip


#: What a server says in the place of a page: in its headline, and in a few words below it.
ERROR_HEAD = re.compile(
    r"^(?:(?:error|http)?\ ?(?:40[0-9]|410|50[0-9])(?![0-9年月日个人万%.]).{0,24}"
    r"|.{0,12}(?:页面?|网页|内容|文章|帖子|信息|资源|文件)(?:不存在|未找到|没找到|找不到|无法找到|已(?:经)?(?:被)?删除|走丢了|出错).{0,24}"
    r"|.{0,8}not found.{0,16})$",
    re.IGNORECASE,
)
ERROR_TEXT = re.compile(
    "不存在|已(?:经)?(?:被)?(?:删除|移除|下线)|[找未]不?到|无法(?:访问|显示|找到)|返回(?:首页|上一页)|跳转|网址是否正确|not found",
    re.IGNORECASE,
)
LONGEST_ERROR = 200


def _is_error(page: Page, lines: Iterable[Paragraph]) -> bool:
    """Tell the message of a server that a page is not there from a page."""
    text = "\n".join(document.text for document in page.documents)
    if len(text) > LONGEST_ERROR or not ERROR_TEXT.search(fold(text)):
        return False
    heads = (
        p for p in lines if p.tag in {"title", "h1"} or page.blocks[p.first].role == "title"
    )
    return any(ERROR_HEAD.search(p.folded) for p in heads)


def _problem(seed: str, reason: str, detail: str = "") -> Problem:
    return Problem(
        f"read/{reason.replace('_', '-')}", seed, REASONS[reason].format(detail=detail)
    )


def _unreadable(source: Decoded) -> tuple[str, str] | None:
    """Say why bytes are no page, if they are none: reason and detail."""
    raw = source.raw
    if not raw or raw.isspace():
        return ("empty", "")
    for magic in MAGIC:
        if raw.startswith(magic):
            return ("binary", f"it starts with {magic!r}")
    nuls = 0 if source.encoding.startswith("utf-16") else raw.count(NUL)
    if nuls * 1000 > len(raw) * MOST_NULS:
        return ("binary", f"it holds a NUL at byte {raw.index(NUL)}")
    bad = source.damaged
    if bad * 100 > len(raw) * MOST_UNDECODABLE:
        return ("undecodable", f"{bad} of {len(raw)}")
    return None


def _too_many_lines(source: Decoded, limits: Limits) -> tuple[str, str] | None:
    """Say that a page has too many line ends and tags, if it has: they are what memory goes to."""
    raw = source.raw
    if len(raw) <= limits.max_lines:
        return None
    if len(raw) - len(raw.translate(None, _break_bytes(source.encoding))) <= limits.max_lines:
        return None
    text = source.raw.decode(source.encoding, "replace")
    found = sum(map(text.count, (*BREAKS, "<"))) - text.count("\r\n")
    if found <= limits.max_lines:
        return None
    return ("too_many_lines", f"{found:,} of them, {limits.max_lines:,} may be")


@cache
def _break_bytes(encoding: str) -> bytes:
    r"""Give bytes of which each line end and tag has one; other characters may have it too.

    >>> _break_bytes("utf-8")
    b'\n\r\x0b\x0c\x1c\x1d\x1e\xc2\xe2<'
    """
    own = dict.fromkeys(
        character.encode(encoding, "ignore")[:1] for character in (*BREAKS, "<")
    )
    return b"".join(own)


def _rejected(page: Page, why: tuple[str, str]) -> Page:
    """Account for a page that is not read: one ledger row that holds its bytes."""
    reason, detail = why
    whole = page.source.text()
    blocks = (
        (Block(whole, "break", "markup", f"read/{reason.replace('_', '-')}"),)
        if page.source.raw
        else ()
    )
    problem = _problem(page.seed, reason, detail)
    return replace(page, blocks=blocks, reason=reason, problems=(problem,))


def _problems(seed: str, source: Decoded, blocks: Iterable[Block]) -> tuple[Problem, ...]:
    """Report bytes that do not decode."""
    found = source.damaged and [
        piece.span
        for block in blocks
        for piece in block.text.edits()
        if any(edit.rule == UNDECODABLE for edit in piece.edits)
    ]
    if not found:
        return ()
    size = sum(span.end - span.start for span in found)
    where = f"{seed}, bytes {found[0].start}-{found[0].end}"
    more = f" and {len(found) - 1} other places" if len(found) > 1 else ""
    message = (
        f"{size} bytes do not decode as {source.encoding}{more}; they read U+FFFD and stand "
        "in the ledger as raw_hex"
    )
    return (Problem("read/undecodable-bytes", where, message),)


def _described(
    page: Page,
    cut: Cut,
    lines: tuple[Paragraph, ...],
    restored: Restored | None,
    curation: tuple[Curated, ...],
) -> Page:
    """Divide a page into documents and choose the values of their fields."""
    apart = others(cut.nodes, {b.node for b in page.blocks if b.role in TEXT_ROLES})
    reading = Reading(
        page.blocks,
        tuple(p for p in lines if not apart[p.node]) if any(apart) else lines,
        page.source.raw,
        page.url,
        cut.front,
        page.source.encoding if cut.nodes and page.source.encoding in TAGGED else "",
        apart,
        page.source.text() if cut.nodes and page.source.encoding not in TAGGED else None,
    )
    found = [*_curated(page, curation), *claims.claim(reading), *_proposals(page, restored)]
    boundaries = [_place(page, entry).start for entry in curation if entry["field"] == "part"]
    try:
        divided = parts(page.blocks, boundaries)
    except ValueError as fault:
        raise CurationError(
            f"curation.yaml: seed {page.seed!r}, field 'part': {fault}"
        ) from None
    if len(divided) == 1:
        composed = compose(page.blocks)
        chosen = choose([*found, *_genre(reading, found, composed.text)])
        document = Document(
            page.seed, page.seed, 1, 1, 0, page.blocks, Choice(chosen), composed, page.url
        )
        return replace(page, documents=(document,), page_claims=_encoding(page))
    whole = choose([*found, *_genre(reading, found, "")])
    width = max(2, len(str(len(divided))))
    documents = tuple(
        Document(
            f"{page.seed}.{part.number:0{width}}", page.seed, part.number, len(divided),
            part.first, blocks, Choice(whole), compose(blocks), page.url,
        )
        for part in divided
        for blocks in (page.blocks[part.first : part.end],)
    )  # fmt: skip
    return replace(page, documents=documents, page_claims=(*_encoding(page), *whole))


def _encoding(page: Page) -> tuple[Claim, ...]:
    """Claim the encoding that was found, and those that header and page name wrongly.

    What the header says has no evidence in the page.
    """
    source = page.source
    found = Claim("encoding", source.encoding, source.rule, "certain", chosen=True)
    wrong = []
    header = codec(page.charset or "")
    if page.charset and header not in {"", source.encoding} and source.rule != "decode/utf-8":
        label = page.charset.strip(LABEL_ENDS)
        wrong.append(Claim("encoding", label, "decode/declared", "probable"))
    said = declared(source.raw) if source.rule == "decode/declared-wrong" else None
    if said:
        wrong.append(Claim("encoding", said.label, "decode/declared", "probable", (said.span,)))
    return (found, *wrong)


def _genre(reading: Reading, found: Sequence[Claim], text: str) -> list[Claim]:
    """Claim a document type where all cues agree; report the cues as guesses otherwise."""
    chosen = Choice(choose(found))
    facts = genre.Facts(
        fold(chosen.value("title") or ""),
        fold(chosen.value("section") or ""),
        "\n".join(c.value for c in found if c.field in {"author", "source"}),
        "dateline" in {block.role for block in reading.blocks},
        chosen.value("document_number") is not None,
        fold(text),
        text != "" and genre.abstracted([p.folded for p in reading.paragraphs]),
    )
    cues = list(genre.cues(facts))
    agree = len({cue.type for cue in cues}) == 1
    return [
        Claim("document_type", cue.type, cue.rule, "probable" if agree else "guess")
        for cue in cues
    ]


def _proposals(page: Page, restored: Restored | None) -> list[Claim]:
    """Claim, unchosen, the repairs that were not certain enough to apply."""
    if not restored or not restored.proposals:
        return []
    whole = page.source.text()
    return [
        Claim(
            "repair",
            edit.new,
            edit.rule,
            edit.certainty,
            (whole.span_of(edit.start, edit.end),),
        )
        for edit in restored.proposals
    ]


def _curated(page: Page, curation: Iterable[Curated]) -> list[Claim]:
    """Claim what a curator says; parts are boundaries and values alike."""
    return [
        Claim(
            entry["field"], entry["value"], "curation/entry", "certain",
            (_place(page, entry),) if "quote" in entry or "start" in entry else (),
            reason=entry["reason"],
        )
        for entry in curation
    ]  # fmt: skip


def _place(page: Page, entry: Curated) -> Span:
    """Find the bytes a curated entry is about."""
    if "start" in entry:
        return Span(entry["start"], entry.get("end", len(page.source.raw)))
    quote = encoded(entry.get("quote", ""), page.source.encoding)
    times = page.source.raw.count(quote) if quote else 0
    if times != 1:
        raise CurationError(
            f"curation.yaml: seed {page.seed!r}, field {entry['field']!r}: the quote "
            f"{entry.get('quote', '')!r:.60} stands {times} times in the page, once was expected; "
            "quote more of it, or give 'start' and 'end' in bytes"
        )
    start = page.source.raw.index(quote)
    return Span(start, start + len(quote))
