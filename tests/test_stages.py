"""Stages give the same bytes however the work is cut, and take up work where it stood."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from conftest import SEEDS

from dongxi import build, croissant, facts, inputs, known, validate
from dongxi.checks import whole
from dongxi.cli import main
from dongxi.compare import compare
from dongxi.curation import CurationError
from dongxi.engine import here
from dongxi.manifest import sha256sums
from dongxi.near import columns
from dongxi.release import moved, splits_of
from dongxi.stages import drive, listing, piece, shards, work
from dongxi.stages.work import Unit, WorkError, grouped
from dongxi.steady import UnsteadyError

HAN = "山里的路修通了，乡亲们的日子一天比一天好。去年秋天，村里的合作社把苹果卖到了城里。"


@pytest.fixture
def crawl(tmp_path):
    """Twenty pages, two of them alike, one rejected, one in Big5, and two seeds."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    for number in range(20):
        text = f"第{number}号村的来信\n\n{HAN}\n\n{number}月{number}日，{HAN[::-1]}"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "7.txt").write_bytes((folder / "6.txt").read_bytes() + "\n\n又及。".encode())
    (folder / "8.txt").write_text("", encoding="utf-8")
    (folder / "9.txt").write_bytes(
        ("山裡的路修通了，鄉親們的日子一天比一天好。" * 9).encode("big5")
    )
    for path in sorted(SEEDS.glob("*.txt"))[:2]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def shards_of(crawl, tmp_path):
    """The pages as one file a split and table, and as many."""
    whole = build(crawl, tmp_path / "whole", curated=False)
    return whole, build(crawl, tmp_path / "parted", curated=False, shard_bytes=4_000)


@pytest.fixture
def readings(monkeypatch):
    """Count the pages that are read."""
    seen, whole = [], known.Known.read

    def read(self, seed, *args, **kwargs):
        seen.append(seed.id)
        return whole(self, seed, *args, **kwargs)

    monkeypatch.setattr(known.Known, "read", read)
    return seen


def alike(one, other):
    return sha256sums(one) == sha256sums(other)


@pytest.mark.parametrize(
    "shown", [{}, {"personal": "mask", "text": False}, {"ledger": "none"}], ids=str
)
def test_the_same_bytes_however_the_work_is_cut(crawl, tmp_path, monkeypatch, shown):
    """In pieces of one page or of all, put together by rows or all at once, in little memory."""
    whole = build(crawl, tmp_path / "whole", curated=False, **shown)
    monkeypatch.setattr(work, "PIECE_UNITS", 1)
    monkeypatch.setattr(shards, "ROWS", 3)
    cut = build(crawl, tmp_path / "cut", curated=False, memory=1 << 16, **shown)
    assert alike(whole, cut)
    assert list(validate(cut, crawl)) == []


def test_the_same_bytes_in_whatever_order_pieces_are_read(crawl, tmp_path, monkeypatch):
    whole = build(crawl, tmp_path / "whole", curated=False)
    listed = drive.grouped

    def shuffled(units, most):
        mixed = list(units)
        random.Random(3).shuffle(mixed)  # noqa: S311  (nothing secret)
        return listed(mixed, most)

    monkeypatch.setattr(drive, "grouped", shuffled)
    assert alike(whole, build(crawl, tmp_path / "mixed", curated=False))


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_pieces_are_not_all_open_at_once(crawl, tmp_path):
    """A crawl has more of them than a process may have files."""
    code = (
        "import resource, sys\nfrom dongxi import build\nfrom dongxi.near import columns\n"
        "from dongxi.stages import work\nwork.PIECE_UNITS, columns.MOST_OPEN = 1, 4\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))\n"
        "build(sys.argv[1], sys.argv[2], curated=False)"
    )
    for number in range(20, 60):
        (crawl / f"{number}.txt").write_text(f"第{number}号\n\n{HAN}{number}", encoding="utf-8")
    given = [sys.executable, "-c", code, str(crawl), str(tmp_path / "dist")]
    subprocess.run(given, check=True)  # noqa: S603
    assert list(validate(tmp_path / "dist", crawl)) == []


def test_a_page_at_which_the_program_fails_is_a_reject(crawl, tmp_path, monkeypatch, capsys):
    """Of a crawl, one page: nothing of it is shown, as nothing is known of it, and the fault is told."""
    reading = known.read

    def read(raw, **told):
        if "3号".encode() in raw:
            raise IndexError("of no use to anybody")
        return reading(raw, **told)

    monkeypatch.setattr(known, "read", read)
    given = ["build", "--seeds", str(crawl), "--out", str(tmp_path / "dist"), "--no-curation"]
    assert main(given) == 1
    told = capsys.readouterr().err
    assert (
        "read/failed 3: dongxi failed to read the page (IndexError in test_stages.py, line "
        in told
    )
    rows = pq.read_table(tmp_path / "dist" / "seeds").to_pylist()
    why = {row["seed"]: row["reason"] for row in rows if row["reason"]}
    assert why == {"3": "failed", "13": "failed", "8": "empty"}
    ledger = pq.read_table(tmp_path / "dist" / "ledger").to_pylist()
    [row] = [row for row in ledger if row["seed"] == "3"]
    assert (row["rule"], row["raw"], row["raw_hex"]) == ("read/failed", None, None)
    assert row["sha256"] == hashlib.sha256((crawl / "3.txt").read_bytes()).hexdigest()
    assert list(validate(tmp_path / "dist", crawl)) == []


def test_a_page_that_curators_misname_still_stops_a_build(crawl, tmp_path):
    """What people say of a page wrongly is theirs to mend."""
    entry = {
        "seed": "3", "sha256": hashlib.sha256((crawl / "3.txt").read_bytes()).hexdigest(),
        "field": "title", "value": "a", "quote": "不在页面里", "reason": "a",
    }  # fmt: skip
    (crawl / "curation.yaml").write_text(json.dumps([entry]), encoding="utf-8")
    with pytest.raises(CurationError, match="the quote"):
        build(crawl, tmp_path / "dist")


def test_what_was_read_is_not_read_again(crawl, tmp_path, readings):
    """Unless the page, or what is said of it, changed; a page that is gone is forgotten."""
    place = tmp_path / "work"
    first = build(crawl, tmp_path / "first", work=place, curated=False)
    assert len(readings) == 22
    readings.clear()
    again = build(crawl, tmp_path / "again", work=place, curated=False)
    assert readings == []
    assert alike(first, again)
    (crawl / "new.txt").write_text(HAN * 3, encoding="utf-8")
    more = build(crawl, tmp_path / "more", work=place, curated=False)
    assert readings == ["new"]
    (crawl / "new.txt").unlink()
    readings.clear()
    fewer = build(crawl, tmp_path / "fewer", work=place, curated=False)
    assert readings == []
    assert alike(first, fewer)
    assert not alike(first, more)


def test_other_terms_are_other_work(crawl, tmp_path, readings):
    build(crawl, tmp_path / "one", work=tmp_path / "work", curated=False)
    readings.clear()
    build(crawl, tmp_path / "other", work=tmp_path / "work", curated=False, personal="mask")
    assert len(readings) == 22


def test_what_curators_say_is_read_again(crawl, tmp_path, readings):
    place = tmp_path / "work"
    build(crawl, tmp_path / "one", work=place)
    row = next(
        row
        for row in pq.read_table(tmp_path / "one" / "seeds").to_pylist()
        if row["seed"] == "3"
    )
    (crawl / "curation.yaml").write_text(
        f"- seed: '3'\n  sha256: {row['sha256']}\n  field: title\n  value: 来信\n  reason: known\n",
        encoding="utf-8",
    )
    readings.clear()
    build(crawl, tmp_path / "two", work=place)
    assert "3" in readings
    titles = pq.read_table(tmp_path / "two" / "documents", columns=["id", "title"]).to_pylist()
    assert {"id": "3", "title": "来信"} in titles
    assert alike(tmp_path / "two", build(crawl, tmp_path / "afresh"))


def test_a_build_that_broke_off_goes_on(crawl, tmp_path, readings, monkeypatch):
    """The pieces that were whole stand; the old dataset too."""
    place = tmp_path / "work"
    monkeypatch.setattr(work, "PIECE_UNITS", 5)
    whole = drive.finished

    def failing(folder, units, write):
        if len(readings) >= 10:
            raise OSError(28, "No space left on device")
        return whole(folder, units, write)

    with monkeypatch.context() as patch:
        patch.setattr(drive, "finished", failing)
        with pytest.raises(Exception, match="free some space"):
            build(crawl, tmp_path / "out", work=place, curated=False)
    assert not (tmp_path / "out").exists()
    before = len(readings)
    readings.clear()
    build(crawl, tmp_path / "out", work=place, curated=False)
    assert 0 < len(readings) == 22 - before
    assert alike(tmp_path / "out", build(crawl, tmp_path / "afresh", curated=False))


def test_a_folder_with_other_files_is_not_worked_in(crawl, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(WorkError, match="name an empty or a new one"):
        build(crawl, tmp_path / "out", work=tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").exists()


@pytest.mark.parametrize("where", ["crawl", "crawl/work", "out", "out/work"])
def test_a_folder_to_work_in_lies_apart(crawl, tmp_path, where):
    """Its files would be read as pages, or be none of the dataset's; beside them it may lie."""
    out = build(crawl, tmp_path / "out", work=tmp_path / "out-work", curated=False)
    before = sorted(crawl.rglob("*")), sorted(out.rglob("*"))
    with pytest.raises(WorkError, match="name one beside it"):
        build(crawl, out, work=tmp_path / where, curated=False)
    assert (sorted(crawl.rglob("*")), sorted(out.rglob("*"))) == before


def test_two_builds_do_not_work_in_one_folder(crawl, tmp_path):
    """Each would remove the pieces of the other; one after the other they may."""
    place, said = tmp_path / "work", []

    def second(stage):
        if stage == "read":
            with pytest.raises(WorkError, match="another build works there"):
                build(crawl, tmp_path / "other", work=place, curated=False)
            said.append(stage)

    first = build(crawl, tmp_path / "first", work=place, curated=False, stage=second)
    assert said == ["read"]
    assert alike(first, build(crawl, tmp_path / "again", work=place, curated=False))


def test_a_piece_that_goes_away_stops_the_build(crawl, tmp_path, monkeypatch):
    """Where nothing locks, as on some network disks, no page is lost in silence."""
    whole = drive.made

    def robbed(paths, more):
        yield from whole(paths, more)
        shutil.rmtree(paths[0])

    monkeypatch.setattr(drive, "made", robbed)
    with pytest.raises(WorkError, match="expected 22, so nothing was written"):
        build(crawl, tmp_path / "out", work=tmp_path / "work", curated=False)
    assert not (tmp_path / "out").exists()


def test_a_sample_takes_nothing_from_the_work(crawl, tmp_path, readings):
    """A quick look leaves what the whole build has read, and the whole build what it read."""
    place = tmp_path / "work"
    first = build(crawl, tmp_path / "first", work=place, curated=False)
    build(crawl, tmp_path / "look", work=place, curated=False, sample=3)
    readings.clear()
    assert alike(first, build(crawl, tmp_path / "again", work=place, curated=False))
    assert readings == []


def test_a_line_that_moves_in_the_provenance_is_no_change(crawl, tmp_path, readings):
    place, out = tmp_path / "work", tmp_path / "out"
    lines = [
        json.dumps({"seed": name, "sha256": digest, "url": f"https://a.example/{name}"})
        for name, digest in (
            (path.stem, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in sorted(crawl.iterdir())
        )
    ]
    (crawl / "provenance.jsonl").write_text("\n".join(lines[1:]))
    build(crawl, out, work=place, curated=False)
    readings.clear()
    (crawl / "provenance.jsonl").write_text("\n".join(lines))
    build(crawl, out, work=place, curated=False)
    assert json.loads(lines[0])["seed"] in readings
    assert len(readings) < 22
    readings.clear()
    (crawl / "provenance.jsonl").write_text("\n".join(reversed(lines)))
    build(crawl, out, work=place, curated=False)
    assert readings == []


def test_documents_are_unpacked_a_few_at_a_time(tmp_path):
    """Or a build would hold all pieces while it writes: their pages stand there mixed."""
    pages = [{"id": f"{n:03}", "text": f"{n}号。{HAN}"} for n in range(150)]
    dump = records(tmp_path, "dump.jsonl", pages)
    build(dump, tmp_path / "out", work=tmp_path / "work")
    (path,) = (tmp_path / "work" / "pieces").glob("*/*/0*")
    one = piece.Piece(path)
    assert [row["id"] for row in one.rows("documents", 60, 140).to_pylist()] == [
        f"{n:03}" for n in range(60, 140)
    ]
    assert one._batch["documents"][1].num_rows == 16  # noqa: SLF001
    assert len(one.rows("seeds", 0, 150)) == 150


def test_nothing_is_left_of_the_work(crawl, tmp_path):
    out = build(crawl, tmp_path / "out", work=tmp_path / "work", curated=False)
    assert not (tmp_path / "work" / "scratch").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crawl", "out", "work"]
    assert not list(out.glob(".*"))


def test_pieces_are_full_by_bytes_or_by_number(tmp_path):
    units = [Unit(str(size), tmp_path, size) for size in (3, 3, 9, 1, 1)]
    found = [[unit.size for unit in group] for group in grouped(units, 6)]
    assert found == [[3, 3], [9], [1, 1]]


def records(folder, name, pages):
    """Write pages as JSON lines."""
    path = folder / name
    lines = (json.dumps(page, ensure_ascii=False) + "\n" for page in pages)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_two_pages_of_one_id_are_named(crawl, tmp_path):
    """A folder has one page of a name; other inputs may have another."""
    more = records(tmp_path, "more.jsonl", [{"id": "3", "text": HAN}])
    with pytest.raises(ValueError, match="have one id, '3'"):
        build([crawl, more], tmp_path / "out", curated=False)
    assert not (tmp_path / "out").exists()


def test_the_same_page_is_read_once(tmp_path, readings):
    """Of two dumps that hold it, with whatever stands around it."""
    page, other = {"url": "https://example.org/1", "text": HAN}, {"text": HAN[::-1] * 2}
    one = records(tmp_path, "one.jsonl", [page, other])
    two = records(tmp_path, "two.jsonl", [page | {"retrieved": "2020-01-01"}])
    told = []
    out = build([one, two], tmp_path / "out", tell=told.append)
    assert len(readings) == 2
    assert [problem.code for problem in told] == ["seeds/same-page"]
    rows = pq.read_table(out / "seeds").to_pylist()
    assert [row["retrieved"] for row in rows if row["url"]] == ["2020-01-01"]
    assert alike(out, build([two, one], tmp_path / "other"))
    assert list(validate(out, [one, two])) == []


def test_records_are_not_read_again(crawl, tmp_path, readings):
    """A dump that is as it was, wherever it lies, and however large its pieces are."""
    pages = [{"id": f"r{n}", "text": f"{n}号。{HAN}"} for n in range(30)]
    dump = records(tmp_path, "dump.jsonl", pages)
    place = tmp_path / "work"
    build([crawl, dump], tmp_path / "one", work=place, curated=False)
    assert len(readings) == 52
    readings.clear()
    moved_dump = dump.rename(tmp_path / "elsewhere.jsonl")
    again = build([crawl, moved_dump], tmp_path / "two", work=place, curated=False)
    assert readings == []
    assert alike(tmp_path / "one", again)
    records(tmp_path, "elsewhere.jsonl", [*pages, {"id": "r30", "text": HAN}])
    build([crawl, moved_dump], tmp_path / "three", work=place, curated=False)
    assert len(readings) >= 31
    assert {"r30", "r0"} <= set(readings)


def test_a_large_container_is_cut_into_pieces(tmp_path, monkeypatch):
    """So that no worker holds all of it."""
    pages = [{"id": f"r{n}", "text": f"{n}号。{HAN}"} for n in range(30)]
    dump = records(tmp_path, "dump.jsonl", pages)
    whole = build(dump, tmp_path / "whole")
    monkeypatch.setattr(drive, "PIECE_BYTES", 500)
    cut = build(dump, tmp_path / "cut", work=tmp_path / "work")
    assert len(list((tmp_path / "work").glob("pieces/*/*/0*"))) > 5
    assert alike(whole, cut)


def test_containers_are_not_all_open_at_once(tmp_path, monkeypatch):
    """Their notes are merged, some at a time; a page that stands in several is one."""
    (tmp_path / "in").mkdir()
    for number in range(30):
        pages = [
            {"id": f"{n % 7}-{n}", "text": f"{n}号。{HAN}"}
            for n in range(number * 2, number * 2 + 2)
        ]
        records(tmp_path, f"in/{number:02}.jsonl", [*pages, {"text": f"各处都有。{HAN}"}])
    (tmp_path / "in" / "page.txt").write_text(f"一页\n\n{HAN}", encoding="utf-8")
    whole_ = build(tmp_path / "in", tmp_path / "whole")
    monkeypatch.setattr(listing, "MOST_OPEN", 3)
    monkeypatch.setattr(columns, "MOST_OPEN", 3)
    cut = build(tmp_path / "in", tmp_path / "cut")
    assert len(json.loads((cut / "manifest.json").read_bytes())["seeds"]) == 62
    assert alike(whole_, cut)


def test_a_container_that_changes_between_two_readings_stops_the_build(tmp_path, monkeypatch):
    dump = records(tmp_path, "dump.jsonl", [{"id": "a", "text": HAN}])
    reading = drive.extract

    def later(*args):
        records(tmp_path, "dump.jsonl", [{"id": "a", "text": HAN * 2}])
        return reading(*args)

    monkeypatch.setattr(drive, "extract", later)
    with pytest.raises(UnsteadyError, match="changed while the build read it"):
        build(dump, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_pins_keep_the_splits_of_a_release(tmp_path):
    """Of forty pages twelve are left: too few for the rule by hash, but where they stood is known."""
    pages, fewer = tmp_path / "pages", tmp_path / "fewer"
    for folder, count in ((pages, 40), (fewer, 12)):
        folder.mkdir()
        for number in range(count):
            rng = random.Random(number)  # noqa: S311  (nothing secret)
            words = "".join(rng.choice("山河路村田水土木人家桥书花鸟") for _ in range(200))
            (folder / f"{number}.txt").write_text(f"{words}。", encoding="utf-8")
    old = build(pages, tmp_path / "old")
    pins = splits_of(old)
    new = build(fewer, tmp_path / "new", pins=pins)
    assert list(moved(new, pins)) == []
    assert list(validate(new, fewer)) == []
    assert splits_of(new) == {key: pins[key] for key in splits_of(new)}
    assert splits_of(new) != splits_of(build(fewer, tmp_path / "free"))


def test_a_page_that_cannot_keep_its_split_is_named(tmp_path, capsys):
    """Since it became a copy of one in train."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(HAN * 3, encoding="utf-8")
    (pages / "b.txt").write_text(HAN * 3 + "完。", encoding="utf-8")
    out = build(pages, tmp_path / "out")
    pins = splits_of(out)
    first, second = sorted(pins)
    problems = list(moved(out, {first: "train", second: "test"}))
    assert [problem.code for problem in problems] == ["assemble/pin-moved"]
    assert "was in test and is now in train" in problems[0].message
    code = main(
        ["build", "--seeds", str(pages), "--out", str(tmp_path / "x"), "--pin", str(pages)]
    )
    assert code == 2
    assert "no dataset there" in capsys.readouterr().err


def test_reproduce_asks_for_the_release_whose_splits_were_kept(tmp_path, capsys):
    pages, out = tmp_path / "pages", tmp_path / "out"
    pages.mkdir()
    (pages / "a.txt").write_text(HAN * 3, encoding="utf-8")
    old = build(pages, tmp_path / "old")
    build(pages, out, pins=splits_of(old))
    given = ["reproduce", "--seeds", str(pages), "--out", str(out)]
    assert main(given) == 2
    assert "name that one with --pin" in capsys.readouterr().err
    assert main([*given, "--pin", str(old)]) == 0
    assert list(compare(out, out)) == []


def test_an_engine_is_anything_shaped_like_map(crawl, tmp_path):
    """The results must come in order, nothing else."""
    said = known.load(crawl)
    terms = work_terms(said)
    asked = []

    def engine(function, items):
        asked.append(getattr(function, "func", function).__name__)
        return here(function, items)

    made = drive.staged(
        inputs.find([crawl]).splits,
        said,
        terms,
        tmp_path / "work",
        means=drive.Means(engine, workers=2),
    )
    files = made.write(tmp_path / "out")
    assert {"extract", "write"} <= set(asked)
    assert sum(file.rows for file in files if file.table == "seeds") == 22


def test_a_sample_is_the_same_whatever_holds_the_pages(crawl, tmp_path, readings, capsys):
    """By the hashes of their ids; the rest is not read."""
    pages = [{"id": f"r{n}", "text": f"{n}号。{HAN}"} for n in range(30)]
    dump = records(tmp_path, "dump.jsonl", pages)
    whole = build([crawl, dump], tmp_path / "whole", curated=False)
    ids = [row["seed"] for row in pq.read_table(whole / "seeds").to_pylist()]
    wanted = sorted(ids, key=lambda name: hashlib.sha256(name.encode()).digest())[:9]
    readings.clear()
    out = build([crawl, dump], tmp_path / "out", curated=False, sample=9)
    assert sorted(readings) == sorted(wanted)
    assert list(validate(out, [crawl, dump])) == []
    given = ["reproduce", "--seeds", str(crawl), str(dump), "--out", str(out)]
    assert main([*given, "--no-curation"]) == 0
    assert "identical" in capsys.readouterr().out
    all_of_them = build([crawl, dump], tmp_path / "all", curated=False, sample=99)
    assert len(pq.read_table(all_of_them / "seeds")) == 52


def test_stages_are_told_in_order(crawl, tmp_path):
    told = []
    build(crawl, tmp_path / "out", curated=False, stage=told.append)
    assert told == ["list", "read", "find duplicates", "write", "publish"]


def work_terms(said):
    from dongxi.options import Terms  # noqa: PLC0415

    return Terms(removals=said.asked)


def test_shards_hold_the_rows_of_the_whole(shards_of):
    """In order, cut between seeds, each about as large as was asked for."""
    whole, parted = shards_of
    for table in ("documents", "passages", "seeds", "claims", "ledger", "edits"):
        for split in ("train", "validation", "test"):
            paths = sorted((parted / table).glob(f"{split}-*"))
            rows = [row for path in paths for row in pq.read_table(path).to_pylist()]
            one = whole / table / f"{split}-00000-of-00001.parquet"
            assert rows == (pq.read_table(one).to_pylist() if one.exists() else [])
            names = [f"{split}-{n:05}-of-{len(paths):05}.parquet" for n in range(len(paths))]
            assert [path.name for path in paths] == names
    assert len(list((parted / "ledger").glob("train-*"))) > 3
    jsonl = [path.stat().st_size for path in (parted / "jsonl" / "passages").glob("train-*")]
    assert len(jsonl) > 2
    assert sorted(jsonl)[len(jsonl) // 2] < 12_000


def test_shards_are_read_checked_and_rebuilt(shards_of, crawl, tmp_path, capsys):
    _, parted = shards_of
    assert list(validate(parted, crawl)) == []
    given = ["reproduce", "--seeds", str(crawl), "--out", str(parted)]
    assert main([*given, "--no-curation"]) == 0
    from datasets import load_dataset  # noqa: PLC0415

    ledger = load_dataset(str(parted), "ledger", cache_dir=str(tmp_path / "cache"))
    assert sum(len(split) for split in ledger.values()) == sum(
        len(pq.read_table(path)) for path in (parted / "ledger").glob("*")
    )
    path = sorted((parted / "claims").glob("train-*"))[1]
    path.unlink()
    codes = {problem.code for problem in validate(parted, crawl)}
    assert {"F003", "F011"} <= codes
    assert capsys.readouterr().out.endswith("identical\n")


def test_many_seeds_stand_in_their_table_alone(crawl, tmp_path, monkeypatch):
    """The manifest lists few; without the list a dataset of few is damaged."""
    few = build(crawl, tmp_path / "few", curated=False)
    listed = json.loads((few / "manifest.json").read_bytes())["seeds"]
    assert len(listed) == 22
    monkeypatch.setattr(drive, "MOST_LISTED", len(listed) - 1)
    for module in (croissant, facts):
        monkeypatch.setattr(module, "LISTED_SEEDS", 3)
    many = build(crawl, tmp_path / "many", curated=False)
    assert json.loads((many / "manifest.json").read_bytes())["seeds"] is None
    assert {problem.code for problem in validate(many, crawl)} == {"X016"}
    monkeypatch.setattr(whole, "MOST_LISTED", len(listed) - 1)
    assert list(validate(many, crawl)) == []
