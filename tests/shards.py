"""Rows in, the files of one split out: written at once, with what a build writes with."""

import pyarrow as pa

from dongxi.write import beginnings, checked, record_batch, write_parts


def write_shard(rows, table, parquet, jsonl=None):
    """Write Parquet and, if asked, JSONL; give the number of rows and the content hash."""
    parts = (
        (
            pa.Table.from_batches([record_batch(batch, table)]),
            (line + b"}\n" for line in beginnings(batch, table)),
        )
        for batch in checked(rows, table)
    )
    return write_parts(parts, table, parquet, jsonl)
