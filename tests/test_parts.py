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


LONG = LINES[1] * 6 + LINES[2] * 6


def guesses(lines):
    """The documents of a page, and the lines where texts of their own are suggested to begin."""
    raw = "\n".join(lines).encode()
    (*documents,) = read(raw).documents
    spans = [c.evidence[0] for c in documents[0].claims if c.rule == "parts/suggested"]
    assert not any(c.chosen for c in documents[0].claims if c.rule == "parts/suggested")
    return len(documents), [raw[span.start : span.end].decode() for span in spans]


SUGGESTED = [
    ("counted", ["山里的故事", "1、修路", LONG, "2、架桥", LONG, "3、上学", LONG]),
    ("credited", ["修路", "作者：王远山", LONG, "架桥", "作者：林远", LONG]),
    ("listed", ["山里的故事", LONG, "目录", "修路", "架桥", "上学", LONG, "修路", LONG, "架桥", LONG, "上学", LONG]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "lines"), SUGGESTED)
def test_texts_without_markers_are_suggested_not_cut(label, lines):
    heads = (
        ["1、修路", "2、架桥", "3、上学"] if label == "counted" else ["修路", "架桥", "上学"]
    )
    assert guesses(lines) == (1, heads[: 2 if label == "credited" else 3])


NOT_SUGGESTED = [
    (
        "counted, short",
        ["山里的故事", "1、修路", LINES[1], "2、架桥", LINES[1], "3、上学", LINES[1]],
    ),
    ("two counted", ["山里的故事", LONG, "1、修路", LONG, "2、架桥", LONG]),
    ("counted sentences", ["山里的故事", "1、" + LONG, "2、" + LONG, "3、" + LONG]),
    ("headings", ["山里的故事", "修路", LONG, "架桥", LONG, "上学", LONG]),
    ("one by-line", ["修路", "作者：王远山", LONG, "架桥", LONG]),
    ("contents alone", ["山里的故事", LONG, "目录", "修路", "架桥", "上学", LONG]),
]


@pytest.mark.parametrize(("label", "lines"), NOT_SUGGESTED)
def test_one_text_with_headings_is_one(label, lines):
    assert guesses(lines) == (1, []), label


def test_references_are_no_parts():
    notes = [line for n in range(1, 9) for line in (f"[{n}]", f"山河日报，第{n}版，2021年。")]
    assert guesses(["山里的故事", LONG, *notes])[0] == 1


def test_a_table_of_contents_is_no_run_of_parts():
    lines = ["故事选", "篇一 修路", "篇二 架桥", "篇一 修路", LONG, "篇二 架桥", LONG]
    texts = [d.text for d in read("\n".join(lines).encode(), seed="s").documents]
    assert [LONG in text for text in texts] == [True, True]
