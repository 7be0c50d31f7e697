"""A small dataset with invented rows, for the tests of card and Croissant."""

from shards import write_shard

from dongxi.schema import tables
from dongxi.write import JSONL_TABLES, jsonl_path, parquet_path

#: Titles that break careless Markdown, YAML, HTML and JSONL.
HOSTILE = (
    "一|二",
    "---",
    "a\n---\nb",
    "<script>alert(1)</script>",
    "[点](javascript:alert(1)) *粗* _斜_ `码` # 题 ```",
    "二\u2028三\u0085四\u202e五",
    "$name ${body} 100%",
    "'\"\\: - {a: b}",
)
TEXT = "山里的路修通了。\n村民把茶叶运到山外。"


def example(table, **values):
    """Give a row of the schema's own examples."""
    return {column.name: column.example for column in tables()[table].columns} | values


def document(name, split, **values):
    """Give a documents row with little in it."""
    empty = {c.name: None for c in tables()["documents"].columns if c.nullable}
    return example("documents", **empty) | {
        "id": name, "seed": name, "part": 1, "parts": 1, "title": "山乡的路", "text": TEXT,
        "text_hans": TEXT, "author": [], "editor": [], "script": "Hans", "simplified": 5,
        "traditional": 0, "han": 17, "latin": 0, "digits": 0, "language": "zh-Hans", "flags": [],
        "characters": len(TEXT), "paragraphs": 2, "group": "0" * 64, "group_size": 1,
        "split": split,
    } | values  # fmt: skip


def rows():
    """Give the rows of all tables, by table and split."""
    hostile = [document(f"h{n}", "train", title=title) for n, title in enumerate(HOSTILE)]
    return {
        "documents": {
            "train": [
                document(
                    "a", "train", text=TEXT * 40, text_hans=TEXT * 40, characters=23 * 40,
                    author=["甲", "乙"], editor=["丙"], date="2017-07", date_basis="stated",
                    date_earliest="2017-07-01", date_latest="2017-07-31", source="山河网",
                    document_type="feature",
                ),
                *hostile,
            ],
            "validation": [
                document(
                    "b", "validation", script="Hant", language="zh-Hant", similarity=964,
                    duplicate_of="c", duplicate_kind="near", group_size=2,
                    flags=["redacted_digits"],
                ),
                document("c", "validation", group_size=2),
            ],
            "test": [document("d", "test", date="XXXX-08-29", date_basis="dateline")],
        },
        "passages": {
            "train": [
                example(
                    "passages", id="a#1", document="a", position=1, heading=None, start=0, end=8,
                    duplicate_of=None, text="山里的路修通了。", characters=8, split="train",
                ),
            ],
        },
        "seeds": {
            "train": [
                example("seeds", seed="a", bytes=900, documents=1, reason=None, retrieved=None),
                example(
                    "seeds", seed="r", bytes=100, documents=0, status="rejected", url=None,
                    host=None, encoding=None, format=None, split="train",
                    reason="no text | <b>block</b>\n---\nwas found",
                ),
            ],
            "validation": [
                example(
                    "seeds", seed="b", bytes=90, reason=None, split="validation", url=None,
                    host=None,
                ),
            ],
            "test": [example("seeds", seed="d", bytes=10, reason=None, split="test")],
        },
        "claims": {
            "train": [
                example("claims", seed="a", document="a", start=3, reason=None),
                example("claims", seed="a", document="a", start=30, reason=None),
                example(
                    "claims", seed="a", document=None, field="date", value="2017-07",
                    rule="curation/entry", start=None, end=None, reason="A reader knows.",
                ),
            ],
        },
        "ledger": {
            "train": [
                example(
                    "ledger", seed="a", document="a", position=0, start=0, end=600,
                    raw_hex=None, text=None, sha256=None,
                ),
                example(
                    "ledger", seed="a", document=None, position=1, start=600, end=900, raw=None,
                    role="navigation", in_text=False, text=None, sha256=None,
                ),
            ],
        },
        "edits": {"train": [example("edits", seed="a", document="a", rules=["tidy/a", "tidy/b"])]},
    }  # fmt: skip


def write(folder, made=None):
    """Write tables as a build does; give the folder."""
    for name, splits in (rows() if made is None else made).items():
        for split, listed in splits.items():
            jsonl = folder / jsonl_path(name, split) if name in JSONL_TABLES else None
            write_shard(listed, tables()[name], folder / parquet_path(name, split), jsonl)
    return folder
