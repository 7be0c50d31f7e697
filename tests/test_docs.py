"""The examples of the documentation run, and write what the pages say."""

from __future__ import annotations

import gzip
import re
import shutil

import pytest
from conftest import ROOT, SEEDS
from examples import Block, agrees, blocks, chosen, faults

DOCS = ROOT / "docs"
#: Pages whose examples are run here, each in a folder of its own.
SHORT = ("provenance", "privacy")
PAGES = ("tutorial", "howto", *SHORT)
#: What a remark above an example may be; those `with` a program are run by `tests.readers`.
REMARKS = re.compile(
    "not run: it needs the network(?: and an account)?|with (?:polars|duckdb)|"
)


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_write_what_the_page_says(name, tmp_path):
    shutil.copytree(ROOT / "dist", tmp_path / "dist")
    shutil.copytree(SEEDS, tmp_path / "seeds")
    if name in SHORT:
        prepare(tmp_path)
    assert "\n".join(faults(DOCS / f"{name}.md", tmp_path)) == ""


def prepare(folder):
    """Put there what the short pages take for given: pages of one's own."""
    shutil.copy(ROOT / "build_dataset.py", folder)
    for name in ("page.html", "my-pages/a.html", "saved-pages/b.html", "c.html"):
        (folder / name).parent.mkdir(exist_ok=True)
        text = f"<p>{name}：山里的路修通了，乡亲们的日子一天比一天好，人人都感谢修路的人。</p>"
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "pages.tsv").write_text("https://example.org/c\tc.html\n", encoding="utf-8")
    page = "<p>山里的桥也修好了，大家都来走一走，人人都感谢修桥的人。</p>".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/d\r\n"
        f"Content-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    (folder / "crawl.warc.gz").write_bytes(gzip.compress(head.encode() + page + b"\r\n\r\n"))


@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_run_says_why(name):
    found = blocks(DOCS / f"{name}.md")
    assert len(chosen(DOCS / f"{name}.md")) > len(found) / 2
    for block in found:
        assert REMARKS.fullmatch(block.remark), block


def test_other_pages_with_programs_are_run_or_named():
    """Where this fails, add the page to `PAGES`, or here with who runs it."""
    elsewhere = {
        "determinism", "extraction", "hostile",  # they take minutes, or packages of their own
        "report",  # test_report does as it shows
        "inputs", "scale",  # they need stores and machines elsewhere
        "repair",  # its program is run by test_repair, its benchmark takes minutes
    }  # fmt: skip
    assert {path.stem for path in DOCS.glob("*.md") if blocks(path)} == {*PAGES, *elsewhere}


def test_every_page_is_on_the_map():
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    there = {path.name for path in DOCS.glob("*.md")} - {"index.md"}
    assert set(re.findall(r"\]\(([A-Za-z-]+\.md)(?:#[a-z-]+)?\)", text)) == there


def test_a_page_is_read_as_people_read_it(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "```sh\necho 1\n```\n```text\n1\n```\n\n<!-- with polars -->\n```python\nx\n```\n\n"
        "```text\nno output\n```\n\n```yaml\na: 1\n```\n",
        encoding="utf-8",
    )
    assert blocks(page) == [
        Block("sh", "echo 1\n", "", "1\n", 1),
        Block("python", "x\n", "with polars", None, 8),
    ]
    assert [block.code for block in chosen(page, "polars")] == ["x\n"]


WRONG = [
    ("```sh\necho 1\n```\n```text\n2\n```\n", "it writes\n1\n"),
    ("```python\nprint(1)\n```\n```text\n1 2\n```\n", "it writes\n1\n"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_page_that_says_otherwise_is_found(text, said, tmp_path):
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    (fault,) = faults(tmp_path / "page.md", tmp_path / "work")
    assert said in fault


@pytest.mark.parametrize(
    "code", ["```sh\nfalse\n(exit 2)\ntrue\n```\n", "```python\n1 / 0\n```\n"]
)
def test_an_example_that_fails_is_found(code, tmp_path):
    (tmp_path / "page.md").write_text(code, encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"exit 2|ZeroDivisionError"):
        list(faults(tmp_path / "page.md", tmp_path / "work"))


def test_an_example_goes_on_where_one_has_gone(tmp_path):
    text = "```sh\nmkdir a && cd a\nfalse\n```\n\n```python\nimport os\nprint(os.getcwd()[-2:])\n```\n```text\n/a\n```\n"
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert list(faults(tmp_path / "page.md", tmp_path / "work")) == []


AGREE = [
    ("a\n", "a\n", True),
    ("a\n…\nd\n", "a\nb\nc\nd", True),
    ("a …\n", "a b", True),
    ("a …\n", "a b\nc", False),
    ("a\n", "b", False),
    ("a.c\n", "abc", False),
    ("…\nb\n", "a\nc", False),
]


@pytest.mark.parametrize(("shown", "wrote", "same"), AGREE)
def test_what_agrees(shown, wrote, same):
    assert agrees(shown, wrote) is same
