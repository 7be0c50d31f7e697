"""What was counted while the tables were read in, what the tables of the card get wrong out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dongxi.checks.base import Check, Found, unequal
from dongxi.checks.folder import CARD, SPLITS, Folder
from dongxi.checks.modes import Modes, modes
from dongxi.schema import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dongxi.checks.base import Row
    from dongxi.checks.index import Index

    Cells = tuple[str, ...]

REBUILD = "build the dataset again"
#: Head of the table that tells what became of the pages.
STEPS = ("step", "number")
#: Steps of the funnel that tell rejected pages apart: they are added up.
REJECTED = ("rejected", "pages rejected")


class Told(NamedTuple):
    """What the card tells, and what is known of the whole dataset."""

    folder: Folder
    known: Index

    @property
    def modes(self) -> Modes:
        """What is shown, by the manifest."""
        return modes(self.folder.manifest)


def tables_of(text: str) -> dict[Cells, list[Cells]]:
    r"""Find the tables of a Markdown text: the cells of the head → those of each row.

    >>> tables_of("a\n\n| b | c |\n| --- | --- |\n| 1 | 2 |\n")
    {('b', 'c'): [('1', '2')]}
    >>> tables_of("| b |\n\n| c |\n")
    {}
    """
    done: dict[Cells, list[Cells]] = {}
    rows: list[Cells] | None = None
    last: Cells = ()
    for line in text.split("\n"):
        cells = tuple(cell.strip(" ") for cell in line.strip(" ").split("|")[1:-1])
        if not line.startswith("|"):
            rows = None
        elif last and set("".join(cells)) == {"-"}:
            rows = done.setdefault(last, [])
        elif rows is not None:
            rows.append(cells)
        last = cells
    return done


def inside(told: Told) -> Iterator[Found]:
    """Compare the rows of each table and split with those the card tells."""
    counts = told.known.counts
    head = ("configuration", "what it tells", *SPLITS)
    expected: dict[Cells, Cells] = {
        (f"`{name}`",): tuple(f"{counts['rows', name, split]:,}" for split in SPLITS)
        for name in NAMES
        if told.folder.table(name)
    }
    yield from _compared(told, head, expected, skipped=1)


def splits(told: Told) -> Iterator[Found]:
    """Compare the documents, characters and groups of each split with the card's."""
    counts = told.known.counts
    groups = {(row["split"], row["group"]) for row in _documents(told)}
    expected: dict[Cells, Cells] = {
        (f"`{split}`",): (
            f"{counts['rows', 'documents', split]:,}",
            f"{counts['characters', split]:,}",
            f"{sum(own == split for own, _ in groups):,}",
        )
        for split in SPLITS
        if counts["rows", "documents", split]
    }
    yield from _compared(told, ("split", "documents", "characters", "groups"), expected)


def roles(told: Told) -> Iterator[Found]:
    """Compare the bytes of each role with the card's."""
    expected = _pairs(told, "role", ("in_text", "left_out"))
    yield from _compared(told, ("role", "bytes in a text", "bytes left out"), expected)


def edits(told: Told) -> Iterator[Found]:
    """Compare the pieces each rule rewrote with the card's."""
    expected: dict[Cells, Cells] = {
        (f"`{key[1]}`", key[2]): (f"{number:,}",)
        for key, number in told.known.counts.items()
        if key[0] == "edit"
    }
    yield from _compared(told, ("rule", "certainty", "pieces"), expected)


def options(told: Told) -> Iterator[Found]:
    """Compare the options with those the card tells."""
    found = told.folder.manifest.get("options")
    expected: dict[Cells, Cells] = {
        (f"`{name}`",): (f"`{_shown(value)}`",)
        for name, value in (found.items() if isinstance(found, dict) else ())
    }
    yield from _compared(told, ("option", "value", "what it means"), expected, kept=1)


def _shown(value: object) -> str:
    """Write the value of an option as the card does."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).lower()


def personal(told: Told) -> Iterator[Found]:
    """Compare what has the form of personal data with what the card tells of it."""
    expected: dict[Cells, Cells] = {
        (f"`{key[1]}`",): (f"{number:,}",)
        for key, number in told.known.counts.items()
        if key[0] == "personal"
    }
    yield from _compared(told, ("form of personal data", "found"), expected)


def withheld(told: Told) -> Iterator[Found]:
    """Compare requests for removal, and the rows withheld, with what the card tells."""
    asked: dict[Cells, int] = {}
    for one in told.modes.removals:
        key = (f"`{one.get('scope')}`",)
        asked[key] = asked.get(key, 0) + 1
    requests: dict[Cells, Cells] = {key: (f"{n:,}",) for key, n in asked.items()}
    yield from _compared(told, ("removed on request", "number"), requests)
    rows = _pairs(told, "withheld", ("rows", "bytes"))
    yield from _compared(told, ("withheld by", "rows", "bytes"), rows)


def _pairs(told: Told, what: str, of: tuple[str, str]) -> dict[Cells, Cells]:
    """Give the two counts of each thing of a kind, as cells."""
    counts = told.known.counts
    names = dict.fromkeys(key[1] for key in counts if key[0] == what)
    return {
        (f"`{name}`",): tuple(f"{counts[what, name, one]:,}" for one in of) for name in names
    }


def funnel(told: Told) -> Iterator[Found]:
    """Compare what became of the pages and of their bytes with what the card tells."""
    if CARD not in told.folder.files:
        return  # another check says so
    listed = _tables(told).get(STEPS, [])
    odd = [cells for cells in listed if cells and cells[0].startswith(REJECTED)]
    steps = [cells for cells in listed if cells not in odd]
    found = {_words(cells[:1]): _words(cells[1:]) for cells in steps}
    yield from _unlike(STEPS[0], found, _funnel(told))
    yield from _doubled(STEPS[0], len(steps) - len(found))
    numbers = [cells[-1].replace(",", "") for cells in odd]
    rejected = sum(int(number) for number in numbers if number.isdecimal())
    known = told.known.counts["status", "rejected"]
    if listed and rejected != known:
        yield Found(f"{CARD}, step, pages rejected", unequal(rejected, known, REBUILD))


def _funnel(told: Told) -> dict[str, str]:
    """Write the steps as the card should."""
    counts = told.known.counts
    used, kept = counts["bytes", "used"], counts["kept",]
    size = used + counts["bytes", "rejected"]
    pages = counts["status", "used"] + counts["status", "rejected"]
    kinds: dict[str, int] = {}
    for row in _documents(told):
        kind = row["duplicate_kind"]
        if kind:
            kinds[kind] = kinds.get(kind, 0) + 1
    order = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    rows = {name: sum(counts["rows", name, split] for split in SPLITS) for name in NAMES}
    groups = {(row["split"], row["group"]) for row in _documents(told)}
    told_ = {
        "pages that went in": f"{pages:,} ({size:,} bytes)",
        "pages used": f"{counts['status', 'used']:,} ({used:,} bytes)",
        "pages divided into parts": f"{counts['divided',]:,}",
        "documents": f"{rows['documents']:,}",
        "documents that repeat another": ", ".join(f"{n:,} {kind}" for kind, n in order)
        or "none",
        "groups of documents": f"{len(groups):,}",
    }
    if "passages" in told.modes.published:
        told_ |= {
            "passages": f"{rows['passages']:,}",
            "passages that repeat an earlier one": f"{counts['repeated',]:,}",
        }
    if "ledger" in told.modes.published:
        told_ |= {
            "bytes kept in a text": f"{kept:,} ({share(kept, used)} of the pages used)",
            "bytes left out": f"{used - kept:,} ({share(used - kept, used)})",
        }
    return told_


def share(part: int, whole: int) -> str:
    """Write a share in per cent with one decimal, rounded half up.

    >>> share(1, 3), share(0, 5), share(5, 5), share(0, 0), share(1, 9_999)
    ('33.3 %', '0 %', '100 %', '–', 'under 0.1 %')
    """
    if whole == 0 or part in {0, whole}:
        return ("100 %" if part else "0 %") if whole else "–"
    tenths = (2_000 * part + whole) // (2 * whole)
    if tenths in {0, 1_000}:
        return "over 99.9 %" if tenths else "under 0.1 %"
    return f"{tenths // 10}.{tenths % 10} %"


def _documents(told: Told) -> list[Row]:
    return [facts.row for facts in told.known.documents.values()]


def _tables(told: Told) -> dict[Cells, list[Cells]]:
    return tables_of(told.folder.text(CARD))


def _compared(
    told: Told, head: Cells, expected: dict[Cells, Cells], *, skipped: int = 0, kept: int = 99
) -> Iterator[Found]:
    """Compare a table of the card, whose rows are named by their first cells."""
    if CARD not in told.folder.files:
        return  # another check says so
    width = len(next(iter(expected), (0,)))
    listed = _tables(told).get(head, [])
    found = {_words(cells[:width]): _words(cells[width + skipped :][:kept]) for cells in listed}
    wanted = {_words(key): _words(value) for key, value in expected.items()}
    yield from _unlike(head[0], found, wanted)
    yield from _doubled(head[0], len(listed) - len(found))


def _doubled(what: str, number: int) -> Iterator[Found]:
    """Report rows of a table that have the name of another."""
    if number:
        message = f"found {number} rows with the name of another, expected none; {REBUILD}"
        yield Found(f"{CARD}, {what}", message)


def _words(cells: Iterable[str]) -> str:
    return " | ".join(cells)


def _unlike(what: str, found: dict[str, str], expected: dict[str, str]) -> Iterator[Found]:
    """Report the rows of a table that are not as expected, missing or too many."""
    for name in dict.fromkeys([*expected, *found]):
        if found.get(name) != expected.get(name):
            message = unequal(found.get(name), expected.get(name), f"by the tables; {REBUILD}")
            yield Found(f"{CARD}, {what}, {name}", message)


#: Checks of what the card counts, for when all tables are read.
CHECKS: tuple[Check[Told], ...] = (
    Check("F026", "The card tells the rows of each table and split.", inside),
    Check("F027", "The card tells what became of the pages and their bytes.", funnel),
    Check("F028", "The card tells the documents, characters and groups of splits.", splits),
    Check("F029", "The card tells the bytes of each role.", roles),
    Check("F030", "The card tells the pieces each rule rewrote.", edits),
    Check("F036", "The card tells the options of the build.", options),
    Check("F037", "The card tells how much has which form of personal data.", personal),
    Check("F038", "The card tells what is withheld, and how much was asked for.", withheld),
)
