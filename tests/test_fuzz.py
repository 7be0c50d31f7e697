"""What the fuzzer found before stays mended, and some thousand inputs find nothing new."""

from __future__ import annotations

import json
from pathlib import Path

import fuzz
import pytest
from conftest import ROOT

FINDS = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases/fuzz/finds.jsonl")
    .read_text("utf-8")
    .splitlines()
]
#: Some 20 seconds; `python -m tests.fuzz` tries more.
RUNS = 5_000


@pytest.mark.parametrize("case", FINDS, ids=[f"{c['target']}: {c['label']}" for c in FINDS])
def test_what_was_found_stays_mended(case):
    """A page is tried in several encodings; a text is tried as it is."""
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["text"]
    inputs = [data]
    if case["target"] == "read" and isinstance(data, str):
        inputs = [
            data.encode(encoding, "ignore") for encoding in ("utf-8", "gb18030", "utf-16")
        ]
    for one in inputs:
        assert fuzz.tried(case["target"], one) is None


def test_some_thousand_inputs_break_nothing():
    assert list(fuzz.finds(1, range(RUNS))) == []


def test_a_find_is_told_with_its_input(monkeypatch):
    """Else the fuzzer would be content with anything."""

    def broken(_):
        raise ValueError("not promised")

    monkeypatch.setitem(fuzz.TARGETS, "repair", fuzz.TARGETS["repair"]._replace(check=broken))
    (found,) = fuzz.finds(7, range(3, 4), ["repair"])
    case, fault = found
    assert "ValueError: not promised" in fault
    assert json.loads(case) == {
        "label": "seed 7, number 3", "target": "repair", "text": fuzz.drawn(7, 3, ["repair"])[1],
    }  # fmt: skip


def test_work_beyond_the_bound_is_a_find(monkeypatch):
    monkeypatch.setattr(fuzz, "CALLS", 10)
    monkeypatch.setattr(fuzz, "CALLS_A_BYTE", 0)
    assert "calls for 6 bytes" in fuzz.tried("read", b"abcdef", counted=True)


@pytest.mark.parametrize("raw", [b"", b"a", "路".encode("gb18030")])
def test_a_page_that_breaks_a_promise_is_found(monkeypatch, raw):
    """A ledger with a gap in it is what `validate` finds, and so does the fuzzer."""
    from dongxi.page import Page  # noqa: PLC0415

    monkeypatch.setattr(Page, "ledger", lambda _: iter(()))
    assert (fuzz.tried("read", raw) is None) == (raw == b"")


def test_the_documentation_names_every_target():
    text = (ROOT / "docs" / "hostile.md").read_text("utf-8")
    for name in fuzz.TARGETS:
        assert f"| `{name}` |" in text
