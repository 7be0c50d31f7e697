"""Which files of a folder are pages, and what is said of the others."""

from __future__ import annotations

import os
import sys

import pytest
from conftest import SEEDS

from dongxi import seeds
from dongxi.cli import main

PAGE = "山里的路\n\n山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。\n"

#: File, id of its seed (None: no seed), message (None: nothing is said).
FILES = [
    ("page.html", "page", None),
    ("page.XHTML", "page", None),
    ("page", "page", None),
    ("a.b/page.txt", "a.b/page", None),
    ("2021.03.04", "2021.03.04", None),
    ("2021.03.04.html", "2021.03.04", None),
    ("licensed-news.html", "licensed-news", None),
    ("License to farm.txt", "License to farm", None),
    ("readme-first.txt", "readme-first", None),
    ("山里..md", "山里.", None),
    ("README", None, None),
    ("README.md", None, None),
    ("LICENSE.txt", None, None),
    ("sub/README.md", None, None),
    ("curation.yaml", None, None),
    ("dataset.yaml", None, None),
    (".hidden.txt", None, None),
    (".git/page.txt", None, None),
    ("README_cn.txt", None, "not read: the name starts with README; rename it if it is a page"),
    ("LICENSED.html", None, "not read: the name starts with LICENSE; rename it if it is a page"),
    ("page.php", None, "not read: ending .php; rename to .html or .txt if it is a page"),
    ("page.", None, "not read: ending .; rename to .html or .txt if it is a page"),
    (
        "sub/curation.yaml",
        None,
        "not read: curation.yaml counts at the top of the folder only; move its entries there",
    ),
    ("a.pdf", None, "not read: files with endings of other kinds (.pdf), 1 in all"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A folder with one good page."""
    put(tmp_path / "seeds", "good.txt")
    return tmp_path / "seeds"


def put(folder, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("" if name.endswith(".yaml") else PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "seed", "message"), FILES, ids=[name for name, *_ in FILES])
def test_a_file_is_a_page_or_it_is_said_why_not(folder, name, seed, message):
    path = put(folder, name)
    found = seeds.listing(folder)
    assert dict(found.seeds) == {"good": folder / "good.txt"} | ({seed: path} if seed else {})
    expected = [(seeds.NOT_READ, name, message)] if message else []
    assert [tuple(problem) for problem in found.not_read] == expected


def test_nothing_is_said_of_the_seeds_of_the_repository():
    assert seeds.listing(SEEDS).not_read == ()


def test_many_files_are_counted(folder):
    for number in range(25):
        put(folder, f"{number:02}.php")
        put(folder, f"{number:02}.png")
        put(folder, f"{number:02}.css")
    found = seeds.listing(folder).not_read
    assert len(found) == seeds.MOST_NAMED + 2
    assert found[-2][1:] == ("20.php", "not read, the first of 5 more")
    assert found[-1][1:] == (
        "00.css",
        "not read: files with endings of other kinds (.css, .png), 50 in all",
    )


def test_build_names_what_it_did_not_read_and_is_still_clean(folder, tmp_path, capsys):
    put(folder, "page.php")
    assert main(["--seeds", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().err == (
        "seeds/not-read page.php: not read: ending .php; rename to .html or .txt if it is a page\n"
    )


def test_a_folder_of_other_files_alone_says_so(tmp_path):
    put(tmp_path / "seeds", "page.php")
    with pytest.raises(seeds.SeedError, match=r"no seeds; .*; not read: 'page\.php'$"):
        seeds.find(tmp_path / "seeds")


@pytest.mark.parametrize("name", ["curation.yml", "dataset.yml", "Curation.yaml"])
def test_a_name_that_is_nearly_right_stops_the_build(folder, name):
    put(folder, name)
    meant = name.lower().replace(".yml", ".yaml")
    with pytest.raises(seeds.SeedError) as fault:
        seeds.find(folder)
    assert str(fault.value) == f"{folder}: '{name}' is not read; rename it to '{meant}'"


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="such names cannot be made")
def test_a_name_that_is_not_utf8_stops_the_build(folder):
    with open(os.fsencode(folder) + b"/bad\xff.txt", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(PAGE)
    with pytest.raises(seeds.SeedError) as fault:
        seeds.find(folder)
    assert str(fault.value) == (
        f"{folder}: the file name 'bad\\xff.txt' is not UTF-8, and an id must be; rename the file"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_nowhere_or_to_folders_are_reported(folder, tmp_path):
    put(tmp_path / "other", "page.txt")
    (folder / "lost.txt").symlink_to(tmp_path / "nothing")
    (folder / "other").symlink_to(tmp_path / "other")
    assert [problem[1:] for problem in seeds.listing(folder).not_read] == [
        ("lost.txt", "not read: no file that can be read; remove it or mend the link"),
        ("other", "not read: a link to a folder; put the folder itself there"),
    ]


#: Output folder below the parent of `seeds`, and what is wrong with it.
PLACES = [
    (
        "seeds/dist",
        "lies in the folder of seeds /seeds; the next build would read it as pages",
    ),
    ("seeds", "is the folder of seeds too"),
    (".", "holds the folder of seeds /seeds; a build replaces all of it"),
    (
        "seeds/../seeds/dist",
        "lies in the folder of seeds /seeds; the next build would read it as pages",
    ),
]


@pytest.mark.parametrize(("out", "fault"), PLACES, ids=[out for out, _ in PLACES])
def test_pages_and_dataset_lie_apart(folder, tmp_path, capsys, out, fault):
    given = f"{tmp_path}/{out}"
    assert main(["--seeds", str(folder), "--out", given]) == 2
    message = capsys.readouterr().err
    assert f"the output folder {fault}; name one beside it with --out" in message.replace(
        str(tmp_path), ""
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["seeds", "good.txt"]


def test_a_name_that_only_begins_alike_is_apart(folder, tmp_path):
    assert main(["--seeds", str(folder), "--out", str(tmp_path / "seeds-out")]) == 0


def test_a_dataset_among_the_pages_stops_the_build(folder, tmp_path, capsys):
    (folder / "old").mkdir()
    (folder / "old" / "manifest.json").write_text('{"format_version": 1}', encoding="utf-8")
    assert main(["--seeds", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.replace(str(tmp_path), "") == (
        "dongxi build: /seeds/old: a dataset (it has a manifest.json) lies among the seeds of "
        "/seeds, and its files are no pages; move it out of there\n"
    )


def test_another_manifest_is_no_dataset(folder):
    (folder / "manifest.json").write_text('{"name": "an app"}', encoding="utf-8")
    assert [name for name, _ in seeds.find(folder)] == ["good"]


def test_validate_finds_the_same_seeds(tmp_path):
    """`validate` reads the folder with code of its own, and must come to the same."""
    from dongxi.checks import raw  # noqa: PLC0415

    names = (
        "page.html", "licensed-news.html", "readme.txt", "README.md", "LICENSE", "2021.03.04",
        "a.b/page.TXT", "x.php", ".hidden.txt", "plain", "README_cn.txt", "deep/er/one.md",
    )  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert sorted(raw.find(tmp_path)) == sorted(name for name, _ in seeds.find(tmp_path))
