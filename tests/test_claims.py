"""What a page says of itself: fields of whole pages, and names it does not give."""

import json
from pathlib import Path

import pytest

from dongxi.reading import read

CASES = Path(__file__).parent / "cases/claims"


def every():
    return [
        pytest.param(case, id=f"{path.stem}: {case['label']}")
        for path in sorted(CASES.glob("*.jsonl"))
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


@pytest.mark.parametrize("case", every())
def test_fields(case):
    """The fields of a page are what it gives: null, or an empty list, where it gives none."""
    page = "\n".join(case["lines"])
    (document,) = read(page.encode(), url=case.get("url")).documents
    row = document.row()
    assert {name: row[name] for name in case["expected"]} == case["expected"]
