"""What the tests share: the folders, the pages as read, and one build of the seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from dongxi.pipeline import build, read_all

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

#: An invented page, where it is from, and when it was fetched.
PAGE = "山里的路\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n"
URL = "https://news.example.org/2020/0102/1.html"
WHEN = "2021-04-10T03:12:45Z"


@pytest.fixture(scope="session")
def pages():
    """The five seeds, read with their curation: seed id → page."""
    return {page.seed: page for page in read_all(SEEDS)}


@pytest.fixture(scope="session")
def bare_pages():
    """The five seeds, read without their curation."""
    return {page.seed: page for page in read_all(SEEDS, curated=False)}


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A folder to work in, with an empty folder of seeds."""
    (tmp_path / "seeds").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A dataset built from the seeds."""
    return build(SEEDS, tmp_path_factory.mktemp("built") / "dist")
