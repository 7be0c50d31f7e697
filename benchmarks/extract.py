"""Read pages with dongxi and with others: speed, body and metadata, growth with the page.

    python -m benchmarks.extract PAGES_FOLDER [--half even|odd|all] [--rounds 5] [--json]

PAGES_FOLDER holds pages (.html, .txt), or `html/` and beside it a `gold.jsonl`; see
`docs/extraction.md`. Times are CPU seconds of this one process: after an untimed round every
round reads all pages with each tool in turn, every other round in the opposite order. A figure
is the median of the rounds, `× trafilatura` the median of the ratios within each round, and
`spread` the slowest round by the fastest.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import platform
import sys
import warnings
from pathlib import Path
from statistics import mean, median
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import forms, peers, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.forms import Page
    from benchmarks.peers import Tool

Row = dict[str, Any]
MISUSE = 2
#: How often the text of a page is repeated to see how time grows.
TIMES = (1, 10, 100)
#: Times the same repeated page is read at most; the best counts.
MOST_READINGS = 3
#: CPU seconds after which it is not read again, and beyond which it is not read at all.
PATIENCE, LONGEST = 5.0, 120.0
#: No pass takes less, whatever a coarse clock says.
TICK = 1e-9
FORMS = {"html": "HTML", "flat": "Flattened"}


class Outcome(NamedTuple):
    """What a tool made of the pages."""

    answers: list[score.Answer]
    raised: int
    """Pages on which it raised; they score 0."""


def read_all(tool: Tool, pages: Iterable[Page]) -> Outcome:
    """Read pages with a tool; what it raises is its answer to the page, and no output."""
    answers, raised = [], 0
    for page in pages:
        try:
            answers.append(tool.read(page))
        except Exception:  # noqa: BLE001  (whatever a tool may raise)
            answers.append(score.Answer(""))
            raised += 1
    return Outcome(answers, raised)


def seconds(tool: Tool, pages: Sequence[Page]) -> float:
    """Give the CPU seconds of reading pages once, the garbage of others cleared before."""
    gc.collect()
    start = process_time()
    read_all(tool, pages)
    return max(process_time() - start, TICK)


def timed(tools: Sequence[Tool], pages: Sequence[Page], rounds: int) -> dict[str, list[float]]:
    """Time every tool in every round, in alternating order."""
    spent: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for number in range(rounds):
        for tool in tools[:: -1 if number % 2 else 1]:
            spent[tool.name].append(seconds(tool, pages))
    return spent


def measured(form: str, tools: Sequence[Tool], pages: list[Page], rounds: int) -> Iterator[Row]:
    """Give a row per tool: speed, and with gold what was right."""
    outcomes = {tool.name: read_all(tool, pages) for tool in tools}
    spent = timed(tools, pages, rounds)
    size = sum(len(page.raw) for page in pages) / 1e6
    base = spent.get(peers.BASE)
    for tool in tools:
        mine = spent[tool.name]
        yield {
            "id": f"{form}/{tool.name}",
            "pages": len(pages),
            "documents_per_second": len(pages) / median(mine),
            "mb_per_second": size / median(mine),
            "times_base": median(b / a for a, b in zip(mine, base, strict=True))
            if base
            else None,
            "spread": max(mine) / min(mine),
            "empty": sum(not answer.text for answer in outcomes[tool.name].answers),
            "raised": outcomes[tool.name].raised,
            **quality(tool, pages, outcomes[tool.name].answers),
        }


def quality(tool: Tool, pages: Sequence[Page], answers: Sequence[score.Answer]) -> Row:
    """Score the answers of a tool, where there is gold."""
    both = [(p.gold, a) for p, a in zip(pages, answers, strict=True) if p.gold is not None]
    if not both:
        return {}
    row: Row = {}
    for kind in sorted({gold["kind"] for gold, _ in both}):
        found = [score.lenient(gold, a.text) for gold, a in both if gold["kind"] == kind]
        row[f"f1_{kind}"] = 100 * mean(found)
    golds, given = [gold for gold, _ in both], [answer for _, answer in both]
    for field in score.FIELDS:
        row[field] = (
            score.tally(field, golds, given)._asdict() if field in tool.fields else None
        )
    return row


def grown(form: str, tool: Tool, one: Page) -> Row:
    """Read one page, repeated; a length is left out if the one before foretells no end."""
    spent: list[float] = []
    for times in TIMES:
        growth = spent[-1] / spent[-2] if len(spent) > 1 else 1
        if spent and spent[-1] * growth > LONGEST:
            break
        made = forms.repeated(one, times) if form == "html" else forms.flattened(one, times)
        spent.append(best(tool, made))
    row: Row = {"id": f"linear/{form}/{tool.name}", "page": one.id}
    for times, found in zip(TIMES, spent, strict=False):
        row[f"ms_{times}"] = 1000 * found
        row[f"ratio_{times}"] = found / spent[0]
    return row


def best(tool: Tool, page: Page) -> float:
    """Give the best time of a few readings of one page."""
    found: list[float] = []
    while len(found) < MOST_READINGS and sum(found) < PATIENCE:
        found.append(seconds(tool, [page]))
    return min(found)


def middle(pages: Sequence[Page]) -> Page:
    """Give the page of middle length."""
    return sorted(pages, key=lambda page: (len(page.raw), page.id))[len(pages) // 2]


def rows(pages: list[Page], tools: Sequence[Tool], rounds: int) -> Iterator[Row]:
    """Give all rows, in the order of the tables."""
    html = forms.tagged(pages)
    flat = [forms.flattened(page) for page in pages]
    if html:
        yield from measured("html", tools, html, rounds)
    yield from measured("flat", tools, flat, rounds)
    for form in FORMS:
        if source := html if form == "html" else pages:
            yield from (grown(form, tool, middle(source)) for tool in tools)


def cell(value: Any, digits: int = 1) -> str:
    """Show a figure, a tally or nothing."""
    if value is None:
        return "–"
    if isinstance(value, dict):
        false = f" ({value['false']}/{value['absent']} false)" if value["absent"] else ""
        return f"{value['right']}/{value['asked']}{false}"
    return f"{value:,.{digits}f}" if isinstance(value, float) else str(value)


#: Column of a table → key of a row and digits.
SPEED = {
    "documents/s": ("documents_per_second", 1), "MB/s": ("mb_per_second", 2),
    f"× {peers.BASE}": ("times_base", 2), "spread": ("spread", 2),
    "no output": ("empty", 0), "raised": ("raised", 0),
}  # fmt: skip
LINEAR = {f"{times}×, ms": (f"ms_{times}", 1) for times in TIMES} | {
    f"{times}× / 1×": (f"ratio_{times}", 1) for times in TIMES[1:]
}


def columns(found: Sequence[Row]) -> dict[str, tuple[str, int]]:
    """Give the columns of a table of speed: the fixed ones and those of the gold."""
    kinds = {f"F1 {key[3:]}": (key, 1) for key in found[0] if key.startswith("f1_")}
    fields = {field: (field, 0) for field in score.FIELDS if field in found[0]}
    return SPEED | kinds | fields


def table(title: str, found: Sequence[Row], shown: dict[str, tuple[str, int]]) -> Iterator[str]:
    """Write rows as a table."""
    yield f"\n{title}\n"
    yield f"| id | {' | '.join(shown)} |"
    yield "|---|" + "---:|" * len(shown)
    for row in found:
        cells = " | ".join(cell(row.get(key), digits) for key, digits in shown.values())
        yield f"| {row['id']} | {cells} |"


def tables(found: Sequence[Row]) -> Iterator[str]:
    """Write all tables."""
    for form, name in FORMS.items():
        if chosen := [row for row in found if row["id"].startswith(f"{form}/")]:
            title = f"{name}: {chosen[0]['pages']} pages"
            yield from table(title, chosen, columns(chosen))
    if chosen := [row for row in found if row["id"].startswith("linear/")]:
        named = ", ".join(sorted({row["page"] for row in chosen}))
        yield from table(f"One page repeated ({named})", chosen, LINEAR)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extract",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="PAGES_FOLDER")
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all",
                        help="pages by their index: the even ones, the odd ones or all")  # fmt: skip
    parser.add_argument("--rounds", type=_positive, default=5, help="timed rounds")
    parser.add_argument("--json", action="store_true", help="one JSON object a row")
    return parser.parse_args(arguments)


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more was expected")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, measure, print; 2 where there are no pages."""
    options = parsed(arguments)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    try:
        pages = forms.load(options.folder, options.half)
    except forms.PagesError as fault:
        print(fault, file=sys.stderr)
        return MISUSE
    tools, missing = peers.ready()
    if missing:
        print(f"not installed: {', '.join(missing)}; {peers.INSTALL}", file=sys.stderr)
    found = rows(pages, tools, options.rounds)
    if options.json:
        for row in found:
            print(json.dumps(row, ensure_ascii=False), flush=True)
        return 0
    print(
        f"Python {platform.python_version()}",
        *(f"{t.name} {t.version}" for t in tools),
        sep=", ",
    )
    print(*tables(list(found)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
