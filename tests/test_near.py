"""The search in stages decides what the assembly decides, however it is cut into tasks."""

import hashlib
import pickle
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.assemble import assemble
from dongxi.duplicates import compare, key
from dongxi.near import candidates, exchange, search, searched, verify
from dongxi.near.candidates import merged, need, partners, steps
from dongxi.near.columns import WORD, Slices, Strings, save, text
from dongxi.near.settle import join
from dongxi.near.store import write
from dongxi.near.verify import EARLY_IN_LATE, LATE_IN_EARLY, NEAR_KIND, judged
from dongxi.splits import groups

HERE = Path(__file__).parent
TEXTS = sorted((HERE / "golden/text").glob("*.txt"))
LAW = settings(derandomize=True, deadline=None, max_examples=60)
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 20000)))


def sha(name):
    return hashlib.sha256(name.encode()).hexdigest()


def document(name, text, date=None):
    """A document whose passages are the lines of its text."""
    seed = name.partition(".")[0]
    lines = [(f"{name}/{place}", line) for place, line in enumerate(text.split("\n"), 1)]
    return key(name, seed, sha(seed), date, text, lines)


def found(keys, **options):
    with tempfile.TemporaryDirectory() as folder:
        return search(keys, Path(folder) / "scratch", **options).plan()


#: Stretches of 60 characters without a shingle in common, and a short one.
BLOCKS = [HAN[at * 60 : at * 60 + 60] for at in range(7)] + ["绿水青山就是"]
MADE = st.tuples(
    st.integers(0, 9),
    st.lists(st.integers(0, 7), max_size=7),
    st.sampled_from([0, 0, 0, 4, 20, 45]),
    st.integers(0, 3),
    st.sampled_from([None, None, "2020-01-01", "2021"]),
)


def made_text(blocks, cut, changes):
    """Put a text together, less its beginning, some characters replaced."""
    text = "\n".join(BLOCKS[block] for block in blocks)[cut:]
    for change in range(changes):
        at = (change + 1) * 37
        text = text[:at] + "某" + text[at + 1 :]
    return text


@st.composite
def corpora(draw):
    """Documents of a few seeds: copies, parts and mixtures of a few texts."""
    return [
        document(f"s{seed}.{at:02}", made_text(blocks, cut, changes), date)
        for at, (seed, blocks, cut, changes, date) in enumerate(
            draw(st.lists(MADE, max_size=16))
        )
    ]


# The same decisions


@given(
    corpora(),
    st.randoms(use_true_random=False),
    st.sampled_from([4000, 20_000, 1 << 30]),
    st.sampled_from([400, 1 << 21]),
)
@LAW
def test_any_order_memory_and_number_of_buckets_decide_as_the_assembly(
    made, random, memory, bucket
):
    expected = assemble(made, ["x", "y"])
    shuffled = list(made)
    random.shuffle(shuffled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "BUCKET", bucket)
        plan = found(iter(shuffled), rejected=["y", "x"], memory=memory)
    assert repr(plan) == repr(expected)


def test_the_seeds():
    made = [document(path.stem, path.read_text(encoding="utf-8")) for path in TEXTS]
    for memory in (1 << 30, 1 << 18):
        assert repr(found(made, memory=memory)) == repr(assemble(made))


# The tasks of a stage know nothing of each other


def far(function, items):
    """Run the tasks last to first, each in a copy sent as bytes, as another machine would."""
    sent = [pickle.dumps((function, item)) for item in items]
    done = [task(item) for task, item in map(pickle.loads, reversed(sent))]
    return reversed(done)


@given(corpora(), st.sampled_from([4000, 1 << 30]))
@settings(LAW, max_examples=20)
def test_tasks_may_run_anywhere_in_any_order(made, memory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "BUCKET", 400)
        assert repr(found(made, memory=memory, engine=far)) == repr(assemble(made))


@given(corpora(), st.lists(st.integers(0, 3), min_size=16, max_size=16))
@settings(LAW, max_examples=20)
def test_batches_may_be_written_by_anyone(made, parts):
    """Some may even be empty."""
    held = [
        [one for one, part in zip(made, parts, strict=False) if part == at] for at in range(4)
    ]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in "dbca"]
        for path, batch in zip(paths, held, strict=True):
            write(batch, path)
        plan = searched(paths, Path(folder) / "scratch").plan()
    assert repr(plan) == repr(assemble(made))


# What is handed on


def unrelated(count):
    return [document(f"u{at}", HAN[at * 60 : at * 60 + 60]) for at in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 12, 29, 30, 60])
def test_splits_and_pins_are_those_of_the_assembly(count):
    made = [*unrelated(count), *(document(f"c{at}", HAN[:60]) for at in range(3))]
    pins = {sha("u0"): "test", sha("c1"): "validation", sha("u2"): "train", "00": "test"}
    for pinned in ({}, pins):
        plan = found(made, pins=pinned, rejected=["empty"])
        assert repr(plan) == repr(assemble(made, ["empty"], pinned))


def test_tables_hold_the_plan(tmp_path):
    made = [
        document("b", HAN[:300] + "\n" + HAN[50:90]),
        document("a", HAN[50:200]),
        *unrelated(2),
    ]
    outcome = search(made, tmp_path / "scratch", rejected=["x"])
    outcome.write(tmp_path / "out")
    plan = assemble(made, ["x"])

    def rows(name):
        with pa.memory_map(str(tmp_path / "out" / f"{name}.arrow")) as file:
            return [
                tuple(row.values()) for row in pa.ipc.open_file(file).read_all().to_pylist()
            ]

    assert rows("documents") == [(name, *placed) for name, placed in plan.documents.items()]
    assert plan.documents["a"].duplicate_of == "b"
    assert rows("passages") == list(plan.passages.items())
    assert rows("seeds") == list(plan.seeds.items())


def test_files_that_led_to_the_pairs_are_removed(tmp_path):
    search(unrelated(3), tmp_path / "scratch")
    names = {path.name.partition("-")[0] for path in (tmp_path / "scratch/columns").iterdir()}
    assert names.isdisjoint({"tokens", "grades", "probes"})


# Bad input


@pytest.mark.parametrize(
    ("made", "rejected"),
    [
        ([document("a", "甲"), document("a", "乙")], []),
        ([document("a", "甲")], ["a"]),
        ([], ["a", "a"]),
        ([document("a.01", "甲"), document("a.02", "甲")._replace(sha256=sha("b"))], []),
    ],
)
def test_an_id_names_one_thing(made, rejected):
    for memory in (1 << 30, 1000):
        with pytest.raises(ValueError, match="an id must name one"):
            found(made, rejected=rejected, memory=memory)


@pytest.mark.parametrize("change", [{"sha256": "ab"}, {"text": "x" * 64}, {"text": "0" * 65}])
def test_a_hash_is_a_sha256(change):
    with pytest.raises(ValueError, match="that is not 64 hex digits"):
        found([document("a", "甲")._replace(**change)])


# Candidates


def test_no_pair_that_reaches_a_threshold_shares_less_than_is_needed():
    """All sizes around the threshold of containment; the sharing from which each is joined."""
    for small in (*range(1, 40), *range(95, 106), 1000):
        for large in (*range(small, small + 30), small * 2):
            late, early = np.full(small + 1, small), np.full(small + 1, large)
            kind, _ = judged(late, early, np.arange(small + 1))
            joined = np.flatnonzero(kind)
            least = int(need(np.array([small]))[0])
            assert len(joined) == 0 or joined[0] >= least


@pytest.mark.parametrize("size", [99, 100, 300])
def test_what_is_judged_by_counts_is_what_documents_are(size):
    """Sharing in turn all, most, and little of a text of so many shingles."""
    text = HAN[: size + 4]
    for length in range(60, 4 * size, 37):
        for at in (0, size // 5, size // 3):
            other = HAN[at : at + length]
            one, two = document("a", text), document("b", other)
            common = max(0, min(size + 4, at + length) - at - 4)
            kind, similarity = judged(*(np.array([n]) for n in (length - 4, size, common)))
            pair = compare(one, two)
            name = {NEAR_KIND: "near", LATE_IN_EARLY: "contained", EARLY_IN_LATE: "contained"}
            assert (pair.kind if pair else None) == name.get(
                int(kind[0])
            ) or pair.kind == "exact"
            if pair and pair.kind != "exact":
                assert pair.similarity == similarity[0]
            if pair and pair.kind == "contained":
                assert pair.document == ("b" if kind[0] == LATE_IN_EARLY else "a")


def record(token, number, *, asks=False):
    return token << 32 | number << 1 | asks


def paired(rows, sizes):
    found_ = partners(merged(np.array(rows, np.uint64)), np.array(sizes, np.uint32))
    return [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in found_]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The smaller asks: paired; only the larger asks: not.
        ([record(7, 0), record(7, 1, asks=True)], [(1, 0)]),
        ([record(7, 0, asks=True), record(7, 1)], []),
        # Other tokens, and a token alone.
        ([record(7, 0), record(8, 1, asks=True)], []),
        # That it holds the token and that it asks are one.
        ([record(7, 1), record(7, 1, asks=True)], []),
        # Too small to be contained: sizes 90 and 150 cannot be near.
        ([record(7, 2, asks=True), record(7, 3)], []),
        ([record(7, 2, asks=True), record(7, 4)], [(4, 2)]),
        # Equal sizes: either may ask.
        ([record(7, 5), record(7, 6, asks=True)], [(6, 5)]),
        ([record(7, 5, asks=True), record(7, 6)], [(6, 5)]),
    ],
)
def test_partners(rows, expected):
    assert paired(rows, [400, 200, 90, 150, 120, 300, 300]) == expected


def test_where_many_hold_a_token_each_is_paired_with_the_earliest(monkeypatch):
    monkeypatch.setattr(candidates, "EARLIEST", 2)
    rows = [record(7, number, asks=True) for number in range(5)]
    assert paired(rows, [200] * 5) == [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (4, 1)]


def test_one_that_asks_is_paired_with_all_that_hold_the_token(monkeypatch):
    """A short text quoted by many is compared with each."""
    monkeypatch.setattr(candidates, "EARLIEST", 2)
    rows = [record(7, number, asks=number == 3) for number in range(6)]
    assert paired(rows, [200] * 3 + [100] + [200] * 2) == [
        (3, 0),
        (3, 1),
        (3, 2),
        (4, 3),
        (5, 3),
    ]


ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 30), st.booleans()), min_size=1, max_size=120
)


@given(ROWS, st.integers(1, 40))
@LAW
def test_tokens_cut_apart_give_the_same_pairs(rows, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "EARLIEST", 3)
        made = merged(np.array([record(t, n, asks=a) for t, n, a in rows], np.uint64))
        sizes = np.arange(200, 231, dtype=np.uint32)
        whole = set(partners(made, sizes).tolist())
        parts = [set(partners(piece, sizes).tolist()) for piece in steps(made, size)]
    assert set().union(*parts) == whole


def test_copies_of_one_text_cost_few_comparisons(monkeypatch):
    """Far fewer than each with each, and the same is found."""
    calls = Counter()
    counted = verify.shared

    def count(one, other):
        calls["pairs"] += 1
        return counted(one, other)

    monkeypatch.setattr(verify, "shared", count)
    copies = [HAN[:at] + "某" + HAN[at + 1 : 400] for at in range(10, 370)]
    made = [document(f"{at:03}", text) for at, text in enumerate(copies)]
    assert repr(found(made)) == repr(assemble(made))
    assert calls["pairs"] < 360 * 80


def test_a_text_quoted_by_many_joins_them_all():
    quote = HAN[:250]
    made = [
        document(f"{at:03}", HAN[300 + at * 60 : 400 + at * 60] + quote) for at in range(90)
    ]
    made += [document("quote", quote), document("part", quote[:200])]
    plan = found(made)
    assert plan.documents["quote"].group_size == 92
    assert repr(plan) == repr(assemble(made))


def test_unrelated_documents_are_not_compared(monkeypatch):
    monkeypatch.setattr(verify, "shared", None)
    slogan = HAN[:40]
    texts = [
        slogan + "".join(chr(0x5000 + at * 150 + i) for i in range(150)) for at in range(100)
    ]
    plan = found(document(f"{at:03}", text) for at, text in enumerate(texts))
    assert {placed.duplicate_of for placed in plan.documents.values()} == {None}


# Columns


@given(
    st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=20), max_size=4),
    st.integers(1, 12),
)
@LAW
def test_ranges_hold_every_record_once(lists, limit):
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for at, numbers in enumerate(lists):
            files.append(Path(folder) / str(at))
            save(files[-1], np.array(sorted(numbers), WORD))
        slices = Slices(tuple(files))
        ranges = slices.ranges(limit)
        parts = [sorted(slices.gathered(*one).tolist()) for one in ranges]
        chunks = [len(c) for one in ranges for c in slices.chunks(*one, limit)]
    assert sum(parts, []) == sorted(sum(lists, []))  # noqa: RUF017 - small lists
    assert all(size <= limit for size in chunks)


@given(st.lists(st.text(st.characters(exclude_categories=()))))
@LAW
def test_strings_are_kept(strings):
    with tempfile.TemporaryDirectory() as folder:
        Strings.save(Path(folder) / "names", strings)
        read = Strings(Path(folder) / "names")
        assert [text(read[at]) for at in range(len(read))] == strings


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19))), st.integers(1, 5))
@LAW
def test_components_are_named_by_their_smallest(pairs, size):
    above = np.arange(20, dtype=np.uint32)
    for at in range(0, len(pairs), size):
        some = np.array(pairs[at : at + size])
        join(above, some[:, 0], some[:, 1])
    join(above, np.arange(20), np.arange(20))
    names = {f"{at:02}": f"{at:02}" for at in range(20)}
    expected = groups(names, [(f"{one:02}", f"{other:02}") for one, other in pairs])
    assert [f"{at:02}" for at in above.tolist()] == list(expected.values())
