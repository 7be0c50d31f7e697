"""Parts of a page: markers, curated boundaries, and boundaries that are none."""

from __future__ import annotations

import pytest

from dongxi.curation import CurationError
from dongxi.reading import read

LINES = (
    "山里的故事选",
    "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人，也感谢帮扶他们的人。",
    "从前出山要走三个钟头，如今坐车只要二十分钟，孩子们上学再也不用天不亮就出门赶远路。",
)
PAGE = "\n\n".join(LINES).encode()
STARTS = [PAGE.index(line.encode()) for line in LINES]


def cut(*starts):
    entries = [
        {
            "seed": "seed",
            "sha256": "",
            "field": "part",
            "value": str(n),
            "reason": "x",
            "start": at,
        }
        for n, at in enumerate(starts, 1)
    ]
    return [document.text for document in read(PAGE, curation=entries).documents]


def test_curated_parts_begin_at_their_lines():
    assert cut(STARTS[1], STARTS[2]) == [LINES[1], LINES[2]]


def test_a_boundary_may_stand_in_the_white_space_above():
    assert cut(STARTS[1] - 1, STARTS[2] - 1) == [LINES[1], LINES[2]]


FAULTS = [
    ((STARTS[1], STARTS[2] + 3), "stands inside the line of bytes"),
    ((STARTS[1] - 1, STARTS[1]), "name one line"),
    ((STARTS[1], len(PAGE)), "no text stands at or behind byte"),
]


@pytest.mark.parametrize(("starts", "message"), FAULTS)
def test_boundaries_that_are_none_stop_the_build(starts, message):
    with pytest.raises(CurationError, match=message) as caught:
        cut(*starts)
    assert str(caught.value).startswith("curation.yaml: seed 'seed', field 'part': ")


def test_markers_that_count_up_divide_a_page():
    page = "\n".join(["故事选", "篇一", LINES[1], "篇二", LINES[2]])
    assert [d.id for d in read(page.encode(), seed="s").documents] == ["s.01", "s.02"]


def test_one_marker_or_one_out_of_order_divides_nothing():
    for marks in (("篇一", "又一"), ("篇二", "篇三")):
        page = "\n".join(["故事选", marks[0], LINES[1], marks[1], LINES[2]])
        assert len(read(page.encode()).documents) == 1
