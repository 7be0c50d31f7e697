"""The Chinese README says what the English one says, part by part and command by command."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

ADVICE = "change README.md and README.zh-CN.md together"
PAIR = ("README.md", "README.zh-CN.md")
FENCE = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
#: A comment of a program or command, to the end of its line.
COMMENT = re.compile(r"[ ]+#[ ].*$|^#[ ].*$", re.MULTILINE)


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def prose(found):
    return FENCE.sub("", found)


def headings(found):
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(found), re.MULTILINE)]


def programs(found):
    """Give what the blocks run: a value promised in a comment counts, other comments do not."""
    return [
        (kind, COMMENT.sub("", code), re.findall(r'# (".*")$', code, re.MULTILINE))
        for kind, code in FENCE.findall(found)
    ]


def links(found):
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose(found)) if link not in PAIR]


def names(found):
    """Give what stands as code: options, files, columns; twice or in another order does not matter."""
    return set(re.findall(r"`([^`\n]+)`", prose(found)))


def tables(found):
    rows = re.findall(r"^\|.*\|$", found, re.MULTILINE)
    return [
        (row.count("|"), row.split("|")[1] if "`" in row.split("|")[1] else "") for row in rows
    ]


def lists(found):
    return re.findall(r"^(?:[0-9]+\.|-) ", prose(found), re.MULTILINE)


def numbers(found):
    """Give the numbers of the running text, but for those of years and versions in code."""
    plain = re.sub(r"`[^`]*`|\]\([^)]*\)", "", prose(found))
    return sorted(re.findall(r"[0-9][0-9,.]*[0-9]", plain))


#: Characters of a name, which need not be Chinese.
NAME = 12
PARTS = [headings, programs, links, names, tables, lists, numbers]


@pytest.mark.parametrize("part", PARTS, ids=[part.__name__ for part in PARTS])
def test_both_have_the_same(part):
    english, chinese = (part(text(name)) for name in PAIR)
    assert english, "nothing to compare"
    assert chinese == english, ADVICE


def test_each_leads_to_the_other():
    assert "](README.zh-CN.md)" in text("README.md")
    assert "](README.md)" in text("README.zh-CN.md")


def test_the_paragraphs_are_in_chinese():
    """No paragraph was left as it was; a line of code or links is none."""
    for paragraph in prose(text("README.zh-CN.md")).split("\n\n"):
        bare = re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|[#|\-\s]", "", paragraph)
        if len(bare) > NAME:
            han = len(re.findall("[\u4e00-\u9fff]", bare))
            assert han * 3 > len(bare), paragraph


OTHER = [
    (headings, "# a\n## b\n", "# a\n"),
    (programs, "```sh\na --b\n```\n", "```sh\na\n```\n"),
    (programs, '```python\na  # "x"\n```\n', '```python\na  # "y"\n```\n'),
    (links, "[a](b.md)", "[a](c.md)"),
    (names, "`--a`", "`--b`"),
    (tables, "| `a` | b |\n", "| `a` | b | c |\n"),
    (numbers, "10 MB", "20 MB"),
]


@pytest.mark.parametrize(("part", "one", "other"), OTHER)
def test_a_difference_is_seen(part, one, other):
    assert part(one) != part(other)


def test_translated_comments_are_no_difference():
    assert programs("```sh\na -b # what it does\n```\n") == programs(
        "```sh\na -b # 做什么\n```\n"
    )
