"""The picture of the way of the data is current, and stays on its ground."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dongxi.way import ROWS, WIDTH, picture

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"
PAGES = ["README.md", "README.zh-CN.md", "docs/ideas.md", "docs/report.md"]


def test_it_is_current():
    """Run `python -m dongxi.way > docs/pictures/way.svg` where this fails."""
    assert (ROOT / "docs" / "pictures" / "way.svg").read_bytes().decode() == picture()


def test_every_stage_stands_on_the_ground():
    found = ET.fromstring(picture())  # noqa: S314 -- our own
    height = int(found.get("viewBox").split()[3])
    boxes = [one for one in found.iter(f"{SVG}rect") if one.get("class") != "ground"]
    assert len(boxes) == sum(len(row.stages) for row in ROWS) == 17
    for box in boxes:
        assert int(box.get("x")) + int(box.get("width")) < WIDTH
        assert int(box.get("y")) + int(box.get("height")) < height
    places = {(box.get("x"), box.get("y")) for box in boxes}
    assert len(places) == len(boxes)


def test_marks_of_xml_in_a_name_are_text():
    odd = ROWS[0]._replace(stages=(("<a>", "&"),))
    found = ET.fromstring(picture((odd,)))  # noqa: S314 -- our own
    assert {"<a>", "&"} <= {one.text for one in found.iter(f"{SVG}text")}


@pytest.mark.parametrize("name", PAGES)
def test_the_pictures_of_a_page_are_there(name):
    """And small, since everybody loads them."""
    page = ROOT / name
    shown = [part.partition(")")[0] for part in page.read_text("utf-8").split("](")]
    shown = [link for link in shown if "pictures/" in link]
    assert shown, "no picture"
    for link in shown:
        assert 0 < (page.parent / link).stat().st_size < 200_000
