"""Show how a page was read: each line with role, rule and repairs; each field with its evidence.

What every rule named there does stands below, in one sentence each.

SEED is the id of a seed in the inputs, or a path to a file anywhere; of a page of the folder, what
curators know counts either way. It is shown as its file has it, also what `removals.yaml` asks to remove
(standard error says so) and what a build would mask.

`--json` writes one object for a program instead: where every byte went (`runs`), the `documents` with
their passages, the `claims` of the whole page with their evidence, and the `edits`. Places are selectors
of the Web Annotation Data Model: bytes of the seed, or code points of a document's text.

Exit codes: 0 shown; 1 the page was rejected; 2 misuse.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import known, seeds
from dongxi.annotations import annotated
from dongxi.claims import RANKS
from dongxi.commands.console import (
    as_json,
    coloured,
    columns_of,
    given,
    limits_of,
    objects,
    paint,
    plain,
    reading,
    report,
    sources,
)
from dongxi.model import READING
from dongxi.page import host
from dongxi.pipeline import home, streamed
from dongxi.removals import RemovalError
from dongxi.rules import in_order, sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from dongxi.model import Block, Claim, Limits, Seed
    from dongxi.page import Page

#: Fields in the order of the table of ranks, then the repairs that were not applied, and what
#: has the form of personal data.
SHOWN_FIELDS = (*RANKS, "repair", "personal")
#: Those that few pages have: they are shown where they are there.
QUIET = frozenset({"part", "character", "repair", "personal"})
#: A page shown though it, or some of it, was asked to be removed.
ASKED = "some or all of it was asked to be removed (removals.yaml); here it is shown whole"
#: Characters of a quotation from the page.
QUOTED = 60


def arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("seed", help="id of a seed, or path of a file")
    sources(parser, many=False)
    parser.add_argument("--url", help="address of the page, if the seed is a file of your own")
    parser.add_argument("--no-curation", action="store_true", help="leave curation.yaml aside")
    objects(parser)
    reading(parser)


def run(options: Namespace) -> int:
    """Read one page and print how."""
    if options.url is not None and host(options.url) is None:
        raise ValueError(
            f"--url: found {options.url!r}, expected an address such as https://example.org/1.html"
        )
    page = _page(options)
    if options.json:
        print(as_json(annotated(page)))  # noqa: T201
    else:
        _print(page)
    return 1 if page.reason else 0


def _print(page: Page) -> None:
    """Show a page to people."""
    on = coloured()
    for line in lines(page, on=on):
        print(line)  # noqa: T201
    for problem in page.problems:
        report(problem)


def _page(options: Namespace) -> Page:
    """Find the seed, by id in the folder or as a file, and read it."""
    path, limits = Path(options.seed), limits_of(options)
    folder = home(given(options))
    name = _id_of(path, folder, limits) if folder else None
    if name is None and path.is_file():
        return known.Known(limits=limits).read(
            replace(seeds.one(path.stem, path, limits), url=options.url)
        )
    lost = os.sep in options.seed and not path.exists()
    if not options.seeds and folder is None:
        raise FileNotFoundError(
            f"{options.seed}: {'a folder' if path.is_dir() else 'no such file'}, and no folder "
            f"{given(options)[0]} here in which it could be the id of a page; give a file, or name the "
            "pages with --seeds"
        )
    name = name or os.fsencode(options.seed).decode("utf-8", "replace")
    seen: list[str] = []
    wanted = None
    for seed in streamed(given(options), limits, columns_of(options)):
        if seed.id == name:
            wanted = seed
            break
        seen.append(seed.id)
    if wanted is None:
        raise FileNotFoundError(
            f"{options.seed}: {'no such file, and no' if lost else 'neither a file nor a'} seed "
            f"in {', '.join(given(options))}; "
            f"seeds there: {', '.join(sorted(seen)[:10])}"
        )
    said = known.load(folder, limits, curated=not options.no_curation)
    if _asked(said, wanted):
        sys.stderr.write(f"{plain(name)}: {ASKED}\n")
    return said.read(replace(wanted, url=options.url or wanted.url), whole=True)


def _asked(said: known.Known, seed: Seed) -> bool:
    """Tell whether somebody asked to remove a page, or some of it; a faulty request is one."""
    try:
        return bool(said.requests(seed))
    except RemovalError:
        return True


def _id_of(path: Path, folder: Path, limits: Limits) -> str | None:
    """Give the id of a file that is a page of the folder: what curators know of it counts."""
    if not path.is_file() or folder.resolve() not in path.resolve().parents:
        return None
    listed = seeds.listing(folder, limits, empty=True).seeds
    there = ((seed, file.resolve()) for seed, file in listed)
    return next((seed for seed, file in there if file == path.resolve()), None)


def lines(page: Page, *, on: bool) -> Iterator[str]:
    """Give the lines of the report."""
    row = page.row()
    read = f", {row['encoding']} ({page.source.rule})" if row["encoding"] else ""
    form = f", {row['format']}" if row["format"] else ""
    yield paint(plain(page.seed), "strong", on=on) + f"  {row['bytes']} bytes{read}{form}"
    if page.reason:
        yield paint(f"rejected: {page.reason}", "bad", on=on)
    starts = {d.first: d for d in page.documents if d.parts > 1}
    for number, block in enumerate(page.blocks):
        if number in starts:
            yield paint(
                f"── part {starts[number].part} of {starts[number].parts}", "strong", on=on
            )
        yield from _block(page, block, on=on)
    if page.documents:
        yield ""
        yield from _fields(page, on=on)
    yield ""
    for rule in in_order(_named(page)):
        yield f"{rule:<28}" + paint(sentence(rule), "faint", on=on)


def _named(page: Page) -> set[str]:
    """Gather the rules that the lines above name."""
    found = {page.source.rule}
    for block in page.blocks:
        edits = {edit.rule for piece in block.text.edits() for edit in piece.edits}
        if block.kind not in READING or edits:
            found |= {block.rule} | edits
    claims = _shown(page) if page.documents else ()
    return found | {claim.rule for claim in claims if claim.field in SHOWN_FIELDS}


def _block(page: Page, block: Block, *, on: bool) -> Iterator[str]:
    """Show a line of the page, and below it what was changed in it."""
    span = block.text.span
    pieces = list(block.text.edits())
    if block.kind in READING and not pieces:
        return
    yield (
        paint(f"{span.start:>7}  ", "faint", on=on)
        + paint(f"{block.role:<13}", block.role, on=on)
        + paint(f"{block.rule:<28}", "faint", on=on)
        + plain(str(block.text).replace("\n", "⏎"))
    )
    by_rule: dict[str, list[str]] = {}
    for piece in pieces:
        raw = page.source.raw[slice(*piece.span)].decode(page.source.encoding, "replace")
        rules = " + ".join(edit.rule for edit in piece.edits)
        may_be = " ".join([one for edit in piece.edits for one in edit.candidates])
        new = (plain(piece.text) or "∅") + (f" ({plain(may_be)})" if may_be else "")
        by_rule.setdefault(rules, []).append(f"{plain(raw)}→{new}")
    for rules, changes in by_rule.items():
        shown = "  ".join(changes[:8]) + (f"  … {len(changes) - 8} more" if changes[8:] else "")
        yield " " * 9 + paint(f"{len(changes):>4} × {rules}: ", "good", on=on) + shown


def _fields(page: Page, *, on: bool) -> Iterator[str]:
    """Show each field's chosen claim, its evidence, and the losers."""
    claims = _shown(page)
    for field in SHOWN_FIELDS:
        rivals = [c for c in claims if c.field == field]
        if not rivals and field not in QUIET:
            yield f"{field:<16}" + paint("—", "faint", on=on)
        for claim in sorted(rivals, key=lambda c: not c.chosen):
            yield f"{field:<16}" + _claim(page, claim, on=on)


def _shown(page: Page) -> tuple[Claim, ...]:
    """Give the claims about the first document, what is counted in it included."""
    first = page.documents[0]
    return (*first.claims, *first.measured(), *first.personal)


def _claim(page: Page, claim: Claim, *, on: bool) -> str:
    """Show one claim: mark, value, rule, where it stands, a curator's reason."""
    mark = paint("✓", "good", on=on) if claim.chosen else paint("·", "faint", on=on)
    quotes = " … ".join(
        plain(page.source.raw[slice(*span)].decode(page.source.encoding, "replace"))[:QUOTED]
        for span in claim.evidence
    )
    where = (
        f"bytes {claim.evidence[0].start}-{claim.evidence[-1].end} “{quotes}”" if quotes else ""
    )
    details = "  ".join(
        part for part in (claim.rule, claim.certainty, where, plain(claim.reason or "")) if part
    )
    return f"{mark} {plain(claim.value)}  " + paint(details, "faint", on=on)
