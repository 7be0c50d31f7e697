"""What is compared, which documents are duplicates, and that the search misses none."""

import hashlib
import json
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi import duplicates
from dongxi.duplicates import compare, compared, find, key, shingles

HERE = Path(__file__).parent
TEXTS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((HERE / "golden/text").glob("*.txt"))
}
ESSAYS = "003_585eea4f2105298e"
LAW = settings(derandomize=True, deadline=None, max_examples=200)
#: Han that all differ, so that shingles can be counted by hand.
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 1000)))


def cases(name):
    lines = (HERE / f"cases/duplicates/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["label"]) for case in map(json.loads, lines)]


def document(name, text, date=None):
    return key(name, name, hashlib.sha256(name.encode()).hexdigest(), date, text, [])


def reference(form):
    """The hashes of a form, as the documentation words them."""
    hashes = set()
    for start in range(len(form) - 4):
        value = 0
        for char in form[start : start + 5]:
            value = (value + ord(char)) * 0x9E3779B97F4A7C15 % 2**64
            value ^= value >> 32
        hashes.add(value)
    return b"".join(value.to_bytes(8, "big") for value in sorted(hashes))


# The compared form


@pytest.mark.parametrize("case", cases("compared"))
def test_compared(case):
    assert compared(case["input"]) == case["expected"]


@given(st.text(), st.text())
@LAW
def test_every_character_is_compared_alone(left, right):
    assert compared(left + right) == compared(left) + compared(right)


@given(st.text())
@LAW
def test_the_form_of_a_form_is_the_form(text):
    assert compared(compared(text)) == compared(text)


# Shingles


@given(st.text("甲乙丙丁a1𠀀", max_size=40) | st.text())
@LAW
def test_shingles_are_what_is_documented(text):
    assert shingles(compared(text)) == reference(compared(text))


def test_shingles_of_all_seeds_have_hashes_of_their_own():
    forms = [compared(text) for text in TEXTS.values()]
    runs = {form[at : at + 5] for form in forms for at in range(len(form) - 4)}
    assert len({shingles(run) for run in runs}) == len(runs)


def test_a_shingle_is_counted_once():
    assert shingles("甲" * 50) == shingles("甲" * 5)
    assert len(shingles("甲乙" * 50)) == 2 * 8


# Two documents


@pytest.mark.parametrize("case", cases("compare"))
def test_compare(case):
    given_ = case["input"]
    one = document("a", given_["a"], given_["a_date"])
    two = document("b", given_["b"], given_["b_date"])
    pair = compare(one, two)
    assert compare(two, one) == pair
    assert list(find([one, two]).links.values()) == ([pair] if pair else [])
    if case["expected"] is None:
        assert pair is None
    else:
        assert case["expected"].items() <= pair._asdict().items()


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        # 100 shingles each, one character in the middle changed: 95 of 105 shared.
        (HAN[:104], HAN[:50] + HAN[900] + HAN[51:104], ("near", 904)),
        # The first 65 of 100 shingles: on the threshold; 64: below, and too few for contained.
        (HAN[:104], HAN[:69], ("near", 650)),
        (HAN[:104], HAN[:68], None),
        # 100 of 400 shingles are enough to be contained; 99 are not.
        (HAN[:404], HAN[100:204], ("contained", 1000)),
        (HAN[:404], HAN[100:203], None),
        # Of 200 shingles 150 shared: on the threshold; 149: below.
        (HAN[:404], HAN[250:404] + HAN[800:850], ("contained", 750)),
        (HAN[:404], HAN[251:404] + HAN[800:851], None),
    ],
)
def test_thresholds_are_exact(one, two, expected):
    pair = compare(document("a", one), document("b", two))
    assert (pair and (pair.kind, pair.similarity)) == expected


def test_a_set_of_equal_shingles_is_near_not_exact():
    pair = compare(document("a", "甲乙" * 20), document("b", "甲乙" * 30))
    assert (pair.kind, pair.similarity) == ("near", 1000)


# What is measured for the thresholds


def replaced(text, share, random):
    return "".join("某" if random.random() < share else char for char in text)


def dropped(text, share, random):
    return "".join(char for char in text if random.random() >= share)


def two_words_dropped(text, random):
    one, two = sorted(int(random.random() * (len(text) - 10)) for _ in "ab")
    return text[:one] + text[one + 3 : two] + text[two + 3 :]


#: How copies are made from the 34 texts of the seeds; how many of them must be joined.
COPIES = {
    "two words dropped": (34, two_words_dropped),
    "2 % of characters replaced": (34, lambda text, random: replaced(text, 0.02, random)),
    "3 % of characters replaced": (33, lambda text, random: replaced(text, 0.03, random)),
    "4 % of characters replaced": (30, lambda text, random: replaced(text, 0.04, random)),
    "2 % of characters dropped": (34, lambda text, random: dropped(text, 0.02, random)),
    "4 % of characters dropped": (33, lambda text, random: dropped(text, 0.04, random)),
    "the first 80 %": (34, lambda text, _: text[: len(text) * 8 // 10]),
    "the first half": (34, lambda text, _: text[: len(text) // 2]),
    "the last half": (34, lambda text, _: text[len(text) // 2 :]),
    "the first half, 2 % replaced": (
        34,
        lambda text, random: replaced(text[: len(text) // 2], 0.02, random),
    ),
    "paragraphs in another order": (34, lambda text, _: "\n".join(sorted(text.split("\n")))),
}


@pytest.mark.parametrize("label", COPIES)
def test_made_copies_are_found(label):
    least, make = COPIES[label]
    random = Random(label)  # noqa: S311 - made data
    found = 0
    for name, text in TEXTS.items():
        copy = document("copy", make(compared(text) if "%" in label else text, random))
        found += compare(document(name, text), copy) is not None
    assert found >= least


def test_independent_documents_are_far_below_the_thresholds():
    """The 34 documents of the seeds: one topic, shared slogans, two pairs of real copies."""
    keys = [document(name, text) for name, text in TEXTS.items()]
    sets = [
        {made.shingles[at : at + 8] for at in range(0, len(made.shingles), 8)} for made in keys
    ]
    shares = sorted(
        len(one & other) * 1000 // min(len(one), len(other))
        for one, other in combinations(sets, 2)
    )
    assert shares[-3] < 150
    assert shares[-2] > 980


def test_the_seeds_have_two_duplicates():
    """Part 01 is the end of part 18; part 28 is in part 30, with 总书记 dropped twice."""
    found = find(document(name, text) for name, text in TEXTS.items())
    assert {name: pair.other for name, pair in found.links.items()} == {
        f"{ESSAYS}.01": f"{ESSAYS}.18",
        f"{ESSAYS}.28": f"{ESSAYS}.30",
    }
    assert {pair.kind for pair in found.pairs} == {"contained"}
    assert found.links[f"{ESSAYS}.01"].similarity == 1000


def test_the_lines_of_the_seed_itself_are_contained():
    """As they stand in the raw page: lines 2-4 in 79-84, and 132-134 in 138-143."""
    [path] = (HERE.parent / "seeds").glob("003_*.txt")
    lines = path.read_text(encoding="utf-8").split("\n")
    parts = {"01": (2, 4), "18": (79, 84), "28": (132, 134), "30": (138, 143)}
    keys = [document(name, "\n".join(lines[a - 1 : b])) for name, (a, b) in parts.items()]
    links = find(keys).links
    assert {(one, pair.other, pair.kind) for one, pair in links.items()} == {
        ("01", "18", "contained"),
        ("28", "30", "contained"),
    }


# Many documents


def test_equal_documents_repeat_the_earliest():
    dates = {"a": None, "b": "2020-05-01", "c": "2019-12-31", "d": "2019-12-31"}
    found = find(document(name, HAN[:50], date) for name, date in dates.items())
    assert {name: pair.other for name, pair in found.links.items()} == {
        "a": "c",
        "b": "c",
        "d": "c",
    }


def test_a_contained_document_repeats_the_largest_container():
    small, middle, large = HAN[100:250], HAN[50:400], HAN[:900]
    found = find([document("a", small), document("b", middle), document("c", large)])
    assert {name: pair.other for name, pair in found.links.items()} == {"a": "c", "b": "c"}


def test_a_copy_of_a_contained_document_repeats_it():
    """It leads on to the container."""
    copy = HAN[100:170] + HAN[999] + HAN[171:250]
    found = find(
        document(n, t) for n, t in [("a", HAN[100:250]), ("b", copy), ("c", HAN[:600])]
    )
    links = {name: (pair.other, pair.kind) for name, pair in found.links.items()}
    assert links == {"a": ("c", "contained"), "b": ("a", "near")}


def test_a_chain_of_near_documents_is_one_group_but_not_one_copy():
    """c is near b alone: joined with a through b, but no copy of a."""
    texts = {"a": HAN[:104], "b": HAN[15:119], "c": HAN[30:134], "d": HAN[500:600]}
    found = find(document(name, text) for name, text in texts.items())
    assert {name: pair.other for name, pair in found.links.items()} == {"b": "a"}
    joined = {frozenset({pair.document, pair.other}) for pair in found.pairs}
    assert joined == {frozenset("ab"), frozenset("bc")}


BLOCKS = [HAN[at * 30 : at * 30 + 30] for at in range(10)]
MADE = st.builds(
    lambda blocks, cut, date: ("".join(BLOCKS[at] for at in blocks)[cut:], date),
    st.lists(st.integers(0, 9), max_size=9),
    st.sampled_from([0, 0, 0, 5, 12]),
    st.sampled_from([None, "2020-01-01", "2021-01-01"]),
)
KEYS = st.lists(MADE, max_size=12).map(
    lambda made: [document(f"{at:02}", text, date) for at, (text, date) in enumerate(made)]
)


def rank(one):
    return (one.date is None, one.date or "", one.document)


def by_the_rules(keys):
    """What the rules say, by comparing every document with every other."""
    ordered, links, parts = (
        sorted(keys, key=rank),
        {},
        {one.document: one.document for one in keys},
    )
    every = {
        frozenset({a.document, b.document}): compare(a, b) for a, b in combinations(ordered, 2)
    }
    for pair in filter(None, every.values()):
        old, new = parts[pair.document], parts[pair.other]
        parts = {name: new if part == old else part for name, part in parts.items()}

    def first(one, others, kind):
        hits = [every[frozenset({one.document, other.document})] for other in others]
        return next(
            (p for p in hits if p and p.kind == kind and p.document == one.document), None
        )

    for kind in ("exact", "near"):
        on = []
        for one in [one for one in ordered if one.document not in links]:
            pair = first(one, on, kind)
            if pair:
                links[one.document] = pair
            else:
                on.append(one)
    largest = sorted(on, key=lambda one: (-len(one.shingles), *rank(one)))
    for one in on:
        pair = first(one, [other for other in largest if other is not one], "contained")
        if pair:
            links[one.document] = pair
    return links, parts


def components(names, pairs):
    parts = {name: name for name in names}
    for pair in pairs:
        old, new = parts[pair.document], parts[pair.other]
        parts = {name: new if part == old else part for name, part in parts.items()}
    return parts


def together(parts):
    return {frozenset(n for n in parts if parts[n] == part) for part in parts.values()}


@given(KEYS)
@LAW
def test_the_search_finds_what_comparing_all_finds(keys):
    links, parts = by_the_rules(keys)
    found = find(keys)
    assert found.links == links
    assert together(components(parts, found.pairs)) == together(parts)


@given(KEYS)
@LAW
def test_every_pair_found_is_one(keys):
    known = {one.document: one for one in keys}
    found = find(keys)
    assert set(found.links.values()) <= set(found.pairs)
    for pair in found.pairs:
        assert compare(known[pair.document], known[pair.other]) == pair


@given(KEYS, st.randoms(use_true_random=False))
@LAW
def test_order_does_not_matter(keys, random):
    shuffled = list(keys)
    random.shuffle(shuffled)
    assert find(shuffled).links == find(keys).links


@given(KEYS)
@LAW
def test_links_end_and_grow(keys):
    """Each link leads on: exact, then near, then ever larger containers."""
    links = find(keys).links
    for start in links:
        kinds, at = [], start
        while at in links:
            assert len(kinds) <= len(keys)
            kinds.append(links[at].kind)
            at = links[at].other
        assert kinds == sorted(kinds, key=["exact", "near", "contained"].index)
        assert kinds.count("exact") <= 1
        assert kinds.count("near") <= 1


def test_copies_of_one_text_cost_few_comparisons(monkeypatch):
    """A thousand copies are compared with their original, not with each other."""
    calls = []
    counted = compare

    def count(one, other):
        calls.append((one, other))
        return counted(one, other)

    monkeypatch.setattr(duplicates, "compare", count)
    copies = [HAN[:at] + "某" + HAN[at + 1 : 300] for at in range(10, 260)]
    found = find(document(f"{at:03}", text) for at, text in enumerate(copies))
    assert len(found.links) == 249
    assert len(calls) < 3 * 250


def test_unrelated_documents_are_not_compared(monkeypatch):
    """Sharing slogans does not make documents worth a comparison."""
    monkeypatch.setattr(duplicates, "compare", None)
    slogan = HAN[:40]
    texts = [
        slogan + "".join(chr(0x5000 + at * 150 + i) for i in range(150)) for at in range(100)
    ]
    assert find(document(f"{at:03}", text) for at, text in enumerate(texts)).pairs == ()
