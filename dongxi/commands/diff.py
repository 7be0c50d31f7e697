"""Show what changed between two datasets: pages, documents, fields with causes, splits, schema.

OLD and NEW are dataset folders. Each changed field stands with its old and new value and the rule,
or the curator's reason, behind it; of a text the changed paragraphs are shown, what went in [-…-],
what came in {+…+}, or in colour. `--markdown` writes release notes, `--json` everything for a
program. (`reproduce` compares two builds byte for byte.)

Exit codes: 0 nothing changed; 1 something did; 2 misuse.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi.commands import console
from dongxi.commands.console import coloured, paint, plain
from dongxi.diff import KINDS, counted, diff

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from dongxi.diff import Change, Entry

#: Characters of a value that are shown, and of one paragraph compared by the character.
SHOWN_CHARS = 120
MOST_COMPARED = 4_000
#: Characters shown on each side of what changed in a paragraph.
AROUND = 12
#: Names listed under one heading of the release notes.
MOST_LISTED = 50
NOTHING = "nothing changed"
#: Signs that mean something in Markdown.
MARKS = re.compile(r"[\\`*_\[\]|#~!]")


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("old", type=Path, help="dataset folder, the earlier")
    parser.add_argument("new", type=Path, help="dataset folder, the later")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="write one JSON object")
    form.add_argument("--markdown", action="store_true", help="write release notes")


def run(options: Namespace) -> int:
    """Compare and print."""
    entries = list(diff(options.old, options.new))
    write = as_json if options.json else as_markdown if options.markdown else as_text
    for line in write(entries):
        print(line)  # noqa: T201
    return 1 if entries else 0


def as_json(entries: Sequence[Entry]) -> Iterator[str]:
    """Give one JSON object: `counts` by kind, and `entries` in the order of the seeds."""
    found = [
        {**entry._asdict(), "changes": [change._asdict() for change in entry.changes]}
        for entry in entries
    ]
    data = {"counts": counted(entries), "entries": found}
    yield console.as_json(data, indent=2)


def as_text(entries: Sequence[Entry]) -> Iterator[str]:
    """Give the report for a terminal."""
    on = coloured()
    for kind, meaning in KINDS.items():
        chosen = [entry for entry in entries if entry.kind == kind]
        if chosen:
            yield paint(f"{meaning} ({len(chosen)})", "strong", on=on)
        for entry in chosen:
            yield f"  {plain(entry.name)}" + paint(_behind(entry.message), "faint", on=on)
            for change in entry.changes:
                yield from _change(change, on=on)
    if not entries:
        yield NOTHING


def _behind(message: str) -> str:
    return f"  {plain(message)}" if message else ""


def _change(change: Change, *, on: bool) -> Iterator[str]:
    """Show one changed column."""
    why = paint(f"  ({plain(change.why)})", "faint", on=on) if change.why else ""
    if change.field == "text" and isinstance(change.old, str) and isinstance(change.new, str):
        yield f"      text{why}"
        yield from (f"        {line}" for line in paragraphs(change.old, change.new, on=on))
        return
    old, new = (
        paint(_value(value), colour, on=on)
        for value, colour in ((change.old, "bad"), (change.new, "good"))
    )
    yield f"      {change.field}: {old} → {new}{why}"


def _value(value: object) -> str:
    """Write a value on one line, cut where it is long."""
    if value is None or value == []:
        return "—"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = plain(text.replace("\n", "⏎"))
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"


def paragraphs(old: str, new: str, *, on: bool = False) -> Iterator[str]:
    r"""Give the paragraphs that changed, with what went and what came.

    >>> list(paragraphs("路修通了。\n人来了。", "路修好了。\n人来了。\n天晴了。"))
    ['路修[-通-]{+好+}了。', '{+天晴了。+}']
    """
    before, after = old.split("\n"), new.split("\n")
    match = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in match.get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[a:b], after[c:d]
        for one, other in zip(gone, come, strict=False):
            yield _within(one, other, on=on)
        yield from (_gone(line, on=on) for line in gone[len(come) :])
        yield from (_come(line, on=on) for line in come[len(gone) :])


def _within(old: str, new: str, *, on: bool) -> str:
    """Mark the changes inside a paragraph; what is equal is cut down to its edges."""
    if len(old) + len(new) > MOST_COMPARED:
        return _gone(old, on=on) + _come(new, on=on)
    done = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            done.append(_edges(old[a:b], first=number == 0, last=number == len(codes) - 1))
        else:
            done += [_gone(old[a:b], on=on), _come(new[c:d], on=on)]
    return "".join(done)


def _edges(text: str, *, first: bool, last: bool) -> str:
    """Cut what did not change down to what stands beside a change."""
    left, right = (0 if first else AROUND), (0 if last else AROUND)
    if len(text) <= left + right + AROUND:
        return plain(text)
    return plain(text[:left]) + "…" + plain(text[len(text) - right :])


def _gone(text: str, *, on: bool) -> str:
    return text and (paint(plain(text), "bad", on=True) if on else f"[-{plain(text)}-]")


def _come(text: str, *, on: bool) -> str:
    return text and (paint(plain(text), "good", on=True) if on else f"{{+{plain(text)}+}}")


def as_markdown(entries: Sequence[Entry]) -> Iterator[str]:
    """Give release notes: counts, then what came, went and changed, by name."""
    yield "## What changed"
    yield ""
    for kind, count in counted(entries).items():
        yield f"- {KINDS[kind]}: {count}"
    if not entries:
        yield f"- {NOTHING}"
    for kind, meaning in KINDS.items():
        chosen = [entry for entry in entries if entry.kind == kind]
        if chosen:
            yield from ("", f"### {meaning[0].upper()}{meaning[1:]}", "")
            yield from (_item(entry) for entry in chosen[:MOST_LISTED])
        if len(chosen) > MOST_LISTED:
            yield f"- … and {len(chosen) - MOST_LISTED} more"


def _item(entry: Entry) -> str:
    """Write an entry as one item of a list."""
    fields = "; ".join(
        f"{change.field}{f' ({change.why})' if change.why else ''}" for change in entry.changes
    )
    told = ": ".join(part for part in (entry.message, fields) if part)
    return f"- {_literal(entry.name)}" + (f" – {_escaped(told)}" if told else "")


def _literal(text: str) -> str:
    """Write a name as code, whatever it holds."""
    return f"`` {plain(text)} ``" if "`" in text else f"`{plain(text)}`"


def _escaped(text: str) -> str:
    r"""Make text of a page plain Markdown on one line.

    >>> _escaped("a*b\n<c>")
    'a\\*b &lt;c>'
    """
    safe = plain(text.replace("\n", " ")).replace("&", "&amp;").replace("<", "&lt;")
    return MARKS.sub(r"\\\g<0>", safe)
