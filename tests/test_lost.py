"""What a curator read where a page lost a character is put into the text, there and only there."""

from __future__ import annotations

import hashlib
import re

import pytest
from conftest import ROOT, SEEDS

import dongxi
from dongxi.curation import CurationError
from dongxi.decode import decode
from dongxi.lost import FILLED, filled
from dongxi.model import Span
from dongxi.reading import read
from dongxi.restore import restore

BODY = "山里的路修通了，乡亲们的日子一天比一天好。"
LOST_IN_TEXT = f"海口的\ufffd\n\n{BODY}人人都感谢修\ufffd的人，都说\ufffd\ufffd好。".encode()
UNDECODABLE = f"{BODY}人人都感谢修".encode() + b"\xe8\xb7" + "的人。".encode()


def entry(value, **place):
    return {"field": "character", "value": value, "reason": "read in print", **place}


def text(raw, *entries):
    return read(raw, curation=entries).documents[0].text


def test_a_character_is_filled_at_its_quote():
    assert text(LOST_IN_TEXT, entry("路", quote="修\ufffd的")) == (
        f"{BODY}人人都感谢修路的人，都说\ufffd\ufffd好。"
    )


def test_a_run_of_lost_characters_is_filled_as_one():
    assert text(LOST_IN_TEXT, entry("日子", quote="都说\ufffd\ufffd")) == (
        f"{BODY}人人都感谢修\ufffd的人，都说日子好。"
    )


def test_a_place_may_be_given_in_bytes():
    start = LOST_IN_TEXT.index("修\ufffd的".encode()) + 3
    assert text(LOST_IN_TEXT, entry("路", start=start)).startswith(f"{BODY}人人都感谢修路的人")
    assert "修路的" in text(LOST_IN_TEXT, entry("路", start=start - 3, end=start + 3))


def test_bytes_that_do_not_decode_are_filled():
    start = UNDECODABLE.index(b"\xe8\xb7" + "的".encode())
    page = read(UNDECODABLE, curation=[entry("路", start=start)])
    assert page.documents[0].text == f"{BODY}人人都感谢修路的人。"
    (edit,) = [row for row in page.edits() if row["new"] == "路"]
    assert (edit["rules"], edit["proof"]) == (["decode/undecodable", FILLED], "curator")
    assert (edit["start"], edit["end"], edit["raw"]) == (start, start + 2, None)


def test_the_entry_is_a_claim_with_its_reason():
    page = read(LOST_IN_TEXT, curation=[entry("路", quote="修\ufffd的")])
    (claim,) = [row for row in page.claims() if row["field"] == "character"]
    assert (claim["value"], claim["chosen"], claim["reason"]) == ("路", True, "read in print")
    assert LOST_IN_TEXT[claim["start"] : claim["end"]].decode() == "修\ufffd的"


FAULTS = [
    ([entry("路", quote="山里的路")], "hold 0 places"),
    ([entry("路", quote="修\ufffd的人，都说\ufffd\ufffd")], "hold 2 places"),
    ([entry("路", quote="修\ufffd"), entry("桥", quote="\ufffd的人")], "two entries fill"),
    ([entry("路", quote="不在这里\ufffd")], "stands 0 times"),
]


@pytest.mark.parametrize(("entries", "message"), FAULTS, ids=[m for _, m in FAULTS])
def test_a_place_without_one_loss_is_a_fault(entries, message):
    with pytest.raises(CurationError, match=message):
        read(LOST_IN_TEXT, curation=entries)


def test_a_page_nobody_filled_keeps_its_losses():
    assert text(LOST_IN_TEXT).count("\ufffd") == 3


@pytest.mark.parametrize("curated", [False, True], ids=["as it is", "curated"])
def test_the_damaged_seed_reads_as_its_gold(curated):
    """Where the two first characters are curated the page is the one read by eye."""
    (path,) = SEEDS.glob("002_*")
    (gold,) = (ROOT / "tests" / "golden").glob("002_*.repaired_full.txt")
    expected = gold.read_text(encoding="utf-8").removesuffix("\n")
    source = decode(path.read_bytes())
    starts = [hit.start() for hit in re.finditer(re.escape("??诰W(wǎng)".encode()), source.raw)]
    assert len(starts) == expected.count("海口網") == 2
    known = [(Span(start, start + 1), "海") for start in starts] if curated else []
    if not curated:
        expected = expected.replace("海口網", "\ufffd口網")
    assert str(filled(restore(source).text, known, "002")) == expected


def test_the_encoding_does_not_matter():
    raw = f"{BODY}人人都感谢修路的人。".encode("gb18030").replace(
        "路的".encode("gb18030"), b"\xff\xb5\xc4"
    )
    assert decode(raw).encoding == "gb18030"
    assert text(raw, entry("路", start=raw.index(b"\xff"))) == f"{BODY}人人都感谢修路的人。"


def test_a_dataset_with_a_filled_character_validates(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_bytes(LOST_IN_TEXT)
    (tmp_path / "seeds" / "curation.yaml").write_text(
        "- seed: a\n"
        f"  sha256: {hashlib.sha256(LOST_IN_TEXT).hexdigest()}\n"
        "  field: character\n  value: 路\n  quote: 修\ufffd的\n  reason: read in print\n",
        encoding="utf-8",
    )
    out = dongxi.build(tmp_path / "seeds", tmp_path / "out")
    assert list(dongxi.validate(out, tmp_path / "seeds")) == []
    (rows,) = (out / "jsonl" / "documents").glob("train-*")
    assert "修路的人" in rows.read_text(encoding="utf-8")
