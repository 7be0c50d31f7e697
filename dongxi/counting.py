"""Columns of a table in, amounts by what is counted out.

The tables with many rows (ledger, edits, claims) are counted column by column; the others have
few rows for each page and are counted row by row.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dongxi.page import WITHHELD
from dongxi.personal import FIELD as PERSONAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    Counts = Counter[tuple[str, ...]]

#: What a claim says, without the place of its evidence.
CLAIM = ("seed", "document", "field", "value", "chosen", "rule", "certainty", "reason")
#: What documents are counted by.
BY = ("script", "language", "document_type", "date_basis", "duplicate_kind")


def counted(name: str, rows: pa.Table, before: pa.Table | None) -> Counts:
    """Count some rows of a table; `before` are rows that stand before them in its file."""
    counts: Counts = Counter()
    for (split,), number in _grouped(rows, ["split"]):
        counts["rows", name, split] += number
    QUESTIONS[name](rows, before, counts)
    return counts


def empty(rows: pa.Table) -> Counter[str]:
    """Count the rows without a value, null or an empty list, by column."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.compute as pc  # noqa: PLC0415

    found: Counter[str] = Counter()
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        number = column.null_count
        if pa.types.is_list(column.type):
            number += pc.sum(pc.equal(pc.list_value_length(column), 0)).as_py() or 0
        if number:
            found[name] = number
    return found


def _grouped(
    rows: pa.Table, names: list[str], amount: str = ""
) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Add up an amount, or count rows, by the values of some columns."""
    what = (amount, "sum") if amount else ([], "count_all")
    found = rows.group_by(names).aggregate([what])
    numbers = found.column(f"{amount}_sum" if amount else "count_all").to_pylist()
    keys = zip(*(found.column(name).to_pylist() for name in names), strict=True)
    return zip(keys, numbers, strict=True)


def _documents(rows: pa.Table, _: pa.Table | None, counts: Counts) -> None:
    """Count documents by what readers choose them by."""
    names = ["split", "characters", "flags", "part", "parts", "group_size", *BY]
    for row in rows.select(names).to_pylist():
        counts["characters", row["split"]] += row["characters"]
        for field in BY:
            counts[field, row["split"], row[field] or ""] += 1
        for flag in row["flags"]:
            counts["flag", row["split"], flag] += 1
        if row["part"] == 1 and row["parts"] > 1:
            counts["divided",] += 1
        counts["group_size", row["split"], str(row["group_size"])] += 1


def _passages(rows: pa.Table, _: pa.Table | None, counts: Counts) -> None:
    """Count the passages that repeat an earlier one."""
    column = rows.column("duplicate_of")
    if repeated := len(column) - column.null_count:
        counts["repeated",] += repeated


def _seeds(rows: pa.Table, _: pa.Table | None, counts: Counts) -> None:
    """Count pages, and their bytes, by what became of them."""
    for (status, reason), number in _grouped(rows, ["status", "reason"]):
        counts["status", status, reason or ""] += number
    for (status,), size in _grouped(rows, ["status"], "bytes"):
        counts["bytes", status] += size


def _claims(rows: pa.Table, before: pa.Table | None, counts: Counts) -> None:
    """Count claims by field, rule and certainty, chosen or not; one with much evidence once."""
    import pyarrow.compute as pc  # noqa: PLC0415 -- keeps the start light

    for (rule,), number in _grouped(rows.filter(pc.equal(rows["field"], PERSONAL)), ["rule"]):
        counts["personal", rule] += number
    apart = rows.filter(_fresh(rows, before))
    names = ["field", "rule", "certainty", "chosen"]
    for (field, rule, certainty, chosen), number in _grouped(apart, names):
        counts["claim", field, rule, certainty, "chosen" if chosen else "other"] += number
    if curated := apart.num_rows - apart["reason"].null_count:
        counts["curated",] += curated


def _fresh(rows: pa.Table, before: pa.Table | None) -> pa.ChunkedArray:
    """Tell the rows that say something else than the row before them."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.compute as pc  # noqa: PLC0415

    said = rows.select(list(CLAIM))
    first = (
        said.slice(0, 1)
        if before is None
        else before.select(list(CLAIM)).slice(before.num_rows - 1)
    )
    shifted = pa.concat_tables([first, said.slice(0, max(said.num_rows - 1, 0))])
    same = pa.chunked_array([pa.array([True] * said.num_rows, pa.bool_())])
    for one, other in zip(said.columns, shifted.columns, strict=True):
        equal = pc.fill_null(pc.equal(one, other), fill_value=False)
        both = pc.and_(pc.is_null(one), pc.is_null(other))
        same = pc.and_(same, pc.or_(equal, both))
    fresh = pc.invert(same)
    if before is None and len(fresh):
        fresh = pa.chunked_array([pa.array([True]), *fresh.slice(1).chunks])
    return fresh


def _ledger(rows: pa.Table, _: pa.Table | None, counts: Counts) -> None:
    """Count the bytes of blocks by role, in a text or left out; and those that are withheld."""
    import pyarrow.compute as pc  # noqa: PLC0415 -- keeps the start light

    size = pc.subtract(rows["end"], rows["start"])
    sized = rows.select(["role", "in_text", "rule"]).append_column("size", size)
    for (role, inside), total in _grouped(sized, ["role", "in_text"], "size"):
        counts["role", role, "in_text" if inside else "left_out"] += total
    gone = [pc.starts_with(sized["rule"], start) for start in WITHHELD]
    hidden = sized.filter(pc.or_(*gone))
    for (rule,), number in _grouped(hidden, ["rule"]):
        counts["withheld", rule, "rows"] += number
    for (rule,), total in _grouped(hidden, ["rule"], "size"):
        counts["withheld", rule, "bytes"] += total


def _edits(rows: pa.Table, _: pa.Table | None, counts: Counts) -> None:
    """Count rewritten pieces under each of their rules."""
    import pyarrow as pa  # noqa: PLC0415 -- keeps the start light
    import pyarrow.compute as pc  # noqa: PLC0415

    for batch in rows.to_batches():
        rules = pc.list_flatten(batch["rules"])
        certainty = batch["certainty"].take(pc.list_parent_indices(batch["rules"]))
        each = pa.table({"rule": rules, "certainty": certainty})
        for (rule, sure), number in _grouped(each, ["rule", "certainty"]):
            counts["edit", rule, sure] += number


#: What is counted of rows, by table.
QUESTIONS: dict[str, Callable[[pa.Table, pa.Table | None, Counts], None]] = {
    "documents": _documents,
    "passages": _passages,
    "seeds": _seeds,
    "claims": _claims,
    "ledger": _ledger,
    "edits": _edits,
}
