"""Repairing damaged pages: cases as data, the promises of the account, hostile input."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corruptor import FOLDED, Site, corrupt, damage
from dongxi import data
from dongxi.damage import (
    BROKEN_ANNOTATION,
    LOST_CHARACTER,
    PINYIN_ANNOTATION,
    SHIFT_ANNOTATION,
    SHIFT_CUT,
    Repaired,
    applies,
    repair,
)
from dongxi.data import build

CASES = Path(__file__).parent / "cases" / "restore"
ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
DAMAGED = "002_d0e6fe0b54740d23"
#: Sentences in the one-to-one Traditional of damaged pages; annotating what is listed opens A.
SENTENCES = (
    "進一步創新完善協作模式，加強精準幫扶。",
    "汪洋出席會議并講話",
    "帶動更多貧困群眾實現穩定脫貧！",
    "·凡注明來源的作品，版權均屬原作者所有",
    "臺灣、海灣與龍門",
    "為什麼\n?\n因為",
    "亳(bó)州、譙(qiáo)城(chéng)、渦(guō)陽",
    "8月29日,在北京召開。",
    "經濟發展與結構調整當前現場",
)


def cases(rule):
    text = (CASES / f"{rule}.jsonl").read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.split("\n") if line]
    return [pytest.param(case, id=f"{rule}: {case['label']}") for case in found]


def put_in(raw, edits):
    """Put edits into a text, written apart from the library's own way."""
    for edit in sorted(edits, reverse=True):
        raw = raw[: edit.start] + edit.new + raw[edit.end :]
    return raw


RULES = (
    "shift-cut", "shift-annotation", "broken-annotation", "ascii-annotation", "pinyin-annotation", "lost-character",
)  # fmt: skip


@pytest.mark.parametrize("case", [case for rule in RULES for case in cases(rule)])
def test_case(case):
    found = repair(case["input"])
    assert found.text == case["expected"]
    assert (found.gate.family if found.gate else None) == case.get("family", "A")
    filled = repair(case["input"], fill="probable")
    assert filled.text == case.get("probable", case["expected"])
    guesses = [case["input"][e.start : e.end] for e in found.proposals]
    assert guesses == case.get("guesses", guesses)
    firsts = [edit.candidates[0] for edit in found.edits if edit.candidates]
    assert firsts == [case["first"]] if "first" in case else True


@pytest.mark.parametrize("rule", RULES)
def test_half_of_the_cases_leave_the_text_alone(rule):
    found = [case.values[0] for case in cases(rule)]
    alone = [case for case in found if case["label"].startswith("leave alone")]
    assert 2 * len(alone) >= len(found)


@pytest.mark.parametrize("case", cases("clean"))
def test_clean_text_is_never_touched(case):
    assert repair(case["input"]) == Repaired(case["input"], (), None)
    assert repair(case["input"], fill="probable").text == case["input"]


def test_page_shows_every_step_of_the_damage_as_the_codecs_give_it():
    """Each row of the worked examples is worked out anew from the row above it."""
    text = (ROOT / "docs" / "repair.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    examples = [block for block in blocks if block.startswith("the text")]
    assert len(examples) == 2
    for block in examples:
        rows = dict(re.split(r" {2,}", line, maxsplit=1) for line in block.splitlines())
        true, shown = rows["the text"], rows["what the reader gets"]
        assert bytes.fromhex(rows["its bytes"]) == true.encode("gbk")
        for pair in rows["in pairs"].split(" "):
            code, character = pair.split("=")
            assert bytes.fromhex(code).decode("gbk") == character
        pieces = [piece.split("=") for piece in rows["read again"].split(" ")]
        for code, piece in pieces:
            raw = bytes.fromhex(code)
            assert raw.decode("gbk", "replace").replace("\ufffd", "?")[: len(piece)] == piece
        assert "".join(piece for _, piece in pieces) == shown
        assert shown == corrupt(true, Site(rows["listed"], float(rows["cut"])))


def test_seed_is_repaired_as_read_by_eye():
    raw = (SEEDS / f"{DAMAGED}.txt").read_text(encoding="utf-8")
    wanted = (CASES / f"{DAMAGED}.repaired.txt").read_text(encoding="utf-8").rstrip("\n")
    found = repair(raw)
    assert found.text == wanted.replace("海口網", "\ufffd口網")
    assert repair(raw, fill="probable").text == wanted
    rules = [edit.rule for edit in found.edits]
    assert rules.count(PINYIN_ANNOTATION) == 129
    assert rules.count(LOST_CHARACTER) == 4
    assert rules.count(SHIFT_CUT) == 2
    assert [e.candidates[0] for e in found.edits if e.candidates] == ["海", "海"]
    assert len({raw[e.start - 1] for e in found.edits if e.rule == rules[0]}) == 33
    assert found.proposals == ()
    assert found.gate
    assert (found.gate.family, found.gate.annotations, found.gate.characters) == ("A", 129, 33)


def test_every_rule_is_documented_and_the_example_runs():
    text = (ROOT / "docs" / "repair.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"`restore/{rule}`" in text
    example = re.search(r'repair\("(.*?)"\)\n', text)
    assert example
    assert repair(example[1]).text == "協作,發展經濟。“\ufffd口網”"
    assert repair(example[1], fill="probable").text == "協作,發展經濟。“海口網”"


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_undamaged_seeds_stay(path):
    if path.stem != DAMAGED:
        raw = path.read_text(encoding="utf-8")
        assert repair(raw) == Repaired(raw, (), None)


def test_record_of_an_applied_edit():
    found = repair("協(xié)作，經(jīng)驗，強調(diào)")
    first = found.edits[0]
    assert first[:4] == (1, 6, "", "restore/pinyin-annotation")
    assert first[4:] == ("certain", "pinyin", ())


HEAD = "協(xié)作，經(jīng)驗，強調(diào)，"


@pytest.mark.parametrize(
    ("damaged", "proposed"),
    [
        ("轉變?yōu)椤盀槊袼谩?，大家", "為“為民所用"),
        ("轉變?yōu)椤盀槊袼谩？，大家", "為“為民所用"),
        ("變?yōu)槭澜缢谩?，大家", "為世界所用"),
        ("變?yōu)椤八谩?，大家", "為“所用"),
    ],
    ids=["in a quotation", "the loss made wide since", "without one", "behind the mark"],
)
def test_a_pair_dropped_inside_a_word_is_put_back(damaged, proposed):
    """Between 所 and 用 stood F9D3, a private-use character."""
    found = repair(HEAD + damaged)
    assert [edit.new for edit in found.proposals] == [proposed, "\ufffd"]
    left = re.sub(r"\?yōu\)", "\ufffd", damaged)
    assert found.text == "協作，經驗，強調，" + left


def test_a_wide_question_mark_before_no_mark_ends_no_run():
    assert repair(HEAD + "轉變?yōu)椤盀槊袼谩？大家").proposals == ()


def test_pinyin_proves_a_run_where_private_use_characters_came_through():
    damaged = "他們?nèi)チT．自然"
    assert repair(HEAD + damaged).text == "協作，經驗，強調，他們\ufffdチT．自然"
    assert repair(f"{HEAD}\ue000{damaged}").text == "協作，經驗，強調，\ue000他們去罷．自然"


def test_probable_edits_are_proposals_until_asked_for():
    page = "協(xié)作，經(jīng)驗，強調(diào)，譙(qiáo)城"
    (kept,) = repair(page).proposals
    assert (page[kept.start : kept.end], kept.certainty) == ("(qiáo)", "probable")
    filled = repair(page, fill="probable")
    assert kept in filled.edits
    assert filled.proposals == ()


def annotate(text, listed):
    """Put pinyin behind every occurrence of some characters, one reading for each."""
    reading = {
        character: next(key for key, row in data.readings().items() if character in row)
        for character in listed
    }
    return "".join(f"{c}({reading[c]})" if c in reading else c for c in text)


pages = st.builds(
    annotate,
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map("\n".join),
    st.sets(st.sampled_from([*sorted(data.annotated()), "灣", "龍", "亳", "陽"]), max_size=60),
)
BROKEN = [
    "協(xié)",
    "經(jīng)",
    "?yōu)",
    "閳D",
    "?cè)",
    "藬?shù)",
    "??",
    "“??",
    "诰W",
    "(wǎng)",
    "?；",
    "瑒虞S",
    "l(xiāng)",
    "/p>",
]
soup = st.lists(
    st.sampled_from([*"發展業濟亳州你譙渦灣(（)）fāyèjì?？！,\n\r 0Ａ\ufffd\ue000", *BROKEN]),
    max_size=60,
).map("".join)
TRUE = (CASES / f"{DAMAGED}.repaired.txt").read_text(encoding="utf-8").split("\n")
#: Characters whose bytes are also the second of one and the first of the next in those lines.
ACROSS = "".join(
    one
    for one in sorted(data.simplified())
    if len(one.encode("gbk", "ignore")) == 2
    and any(one.encode("gbk") in line.encode("gbk") for line in TRUE)
    and one not in "".join(TRUE)
)
sites = st.builds(
    Site,
    listed=st.lists(st.sampled_from([*sorted(data.annotated()), *ACROSS]), unique=True).map(
        "".join
    ),
    cuts=st.sampled_from([0.0, 0.5, 1.0]),
    drops_private=st.booleans(),
    folds=st.booleans(),
)
truths = st.lists(st.sampled_from(TRUE), min_size=1, max_size=12).map("\n".join)
damaged = st.builds(corrupt, truths, sites, st.integers(0, 99))


@settings(derandomize=True, deadline=None)
@given(st.one_of(pages, soup, damaged, st.text()), st.sampled_from([None, "probable"]))
def test_edits_put_into_the_raw_text_give_the_repaired_text(page, fill):
    found = repair(page, fill=fill)
    assert put_in(page, found.edits) == found.text
    ends = [edit.end for edit in found.edits]
    assert all(end <= edit.start for end, edit in zip(ends, found.edits[1:], strict=False))
    assert all(applies(edit, fill) for edit in found.edits)
    assert not any(applies(edit, fill) for edit in found.proposals)
    if found.gate is None:
        assert found == Repaired(page, (), None)


@settings(derandomize=True, deadline=None)
@given(st.one_of(pages, soup, damaged))
def test_second_pass_changes_nothing(page):
    once = repair(page).text
    assert repair(once).text == once


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES[:4]), min_size=1, max_size=12).map("\n".join),
    st.sets(st.sampled_from(sorted(data.annotated())), max_size=124),
)
def test_what_an_annotator_put_in_comes_out(text, listed):
    page = annotate(text, listed)
    found = repair(page)
    assert found.text == (text if found.gate else page)
    assert found.gate or page.count("(") - text.count("(") < 3


@settings(derandomize=True, deadline=None)
@given(truths, sites, st.integers(0, 99))
def test_certain_characters_are_those_that_stood_there(truth, site, seed):
    """Whatever was dropped or folded, what is written as certain is what the text had."""
    damaged = damage(truth, site, seed)
    code, truth = truth.encode("gbk"), truth.translate(FOLDED) if site.folds else truth
    for edit in repair(damaged.text).edits:
        first, last = damaged.origins[edit.start], damaged.origins[edit.end]
        begin = len(code[:first].decode("gbk", "ignore"))
        stood = truth[begin : begin + len(code[first:last]) + 1]
        written = edit.new.translate(FOLDED) if site.folds else edit.new
        assert edit.certainty != "certain" or re.match(as_pattern(written), stood)


def as_pattern(written):
    """Write a text as a pattern where any character may stand for a lost one."""
    return re.escape(written).replace("\ufffd", ".")


@settings(derandomize=True, deadline=None)
@given(truths, st.sets(st.sampled_from(sorted(data.annotated()))), st.integers(0, 99))
def test_text_comes_back_where_nothing_was_lost(truth, listed, seed):
    """Annotations and shifts alone lose no byte; what is applied gives back the text."""
    damaged = damage(truth, Site("".join(sorted(listed))), seed)
    found = repair(damaged.text)
    if found.gate and not found.proposals and "\ufffd" not in found.text:
        assert found.text == truth


@settings(derandomize=True, deadline=None)
@given(st.one_of(pages, damaged, soup), st.sampled_from([None, "probable"]))
def test_quotes_and_widths_stay(page, fill):
    """Outside its edits no character changes; no edit rewrites a mark that stands in step."""
    found = repair(page, fill=fill)
    for edit in found.edits:
        if edit.rule == BROKEN_ANNOTATION:
            assert edit.new == "\ufffd"
        elif edit.rule not in {SHIFT_CUT, SHIFT_ANNOTATION, LOST_CHARACTER}:
            assert edit.new == ""
            assert re.fullmatch(r"[(（][^()（）]*[)）]?", page[edit.start : edit.end])
    kept = set("'\"“”‘’「」ＡＢ１２，,！!；;")
    outside = put_in(page, [edit._replace(new="") for edit in found.edits])
    counts = Counter(one for one in outside if one in kept)
    counts.update(one for edit in found.edits for one in edit.new if one in kept)
    assert counts == Counter(one for one in found.text if one in kept)


@settings(derandomize=True, deadline=None)
@given(truths, sites, st.integers(0, 99))
def test_what_is_written_as_fact_stood_there(truth, site, seed):
    """Where private use came through, each run read back is a piece of the undamaged text."""
    site = replace(site, drops_private=False)
    raw = corrupt(truth, site, seed)
    found = repair(raw)
    truth = truth.translate(FOLDED) if site.folds else truth
    for edit in found.edits:
        if edit.rule in {SHIFT_CUT, SHIFT_ANNOTATION}:
            written = edit.new.translate(FOLDED) if site.folds else edit.new
            assert re.search(re.escape(written).replace("\ufffd", "."), truth)


def test_runs_are_read_back():
    """Every listed character annotated, and all that fall across two others."""
    truth = "\n".join(TRUE)
    found = repair(corrupt(truth, Site("".join(sorted(data.annotated())) + ACROSS)))
    runs = [e for e in (*found.edits, *found.proposals) if e.rule == SHIFT_ANNOTATION]
    assert len(runs) >= 5
    assert {edit.certainty for edit in runs} == {"certain", "probable"}
    assert all(re.search(re.escape(e.new).replace("\ufffd", "."), truth) for e in runs)


HOSTILE = (
    "(", "字(", "字(a", "字(zì", "發(fā)亳(bó)", "?!", "??,", "　", "诰", "l(xiāng)", "?;诰",
    "？？诰", "“??诰W(wǎng)，", "變?yōu)閳D像", "\n?", "\r\n", "? ", *BROKEN,
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_long_hostile_text_is_read_to_its_end(unit):
    """How time grows with such text is measured in `benchmarks/repair.py`."""
    text = "協(xié)作，經(jīng)驗，強調(diào)" + unit * 4_000
    found = repair(text)
    assert put_in(text, found.edits) == found.text


def test_readings_are_what_the_script_derives(tmp_path):
    build.main(tmp_path)
    for name, _ in build.tables():
        derived = (tmp_path / name).read_bytes()
        assert derived == Path(data.__file__).with_name(name).read_bytes(), name


def test_listed_characters_are_traditional_and_have_readings():
    every = set("".join(data.readings().values()))
    assert len(data.annotated()) == 124
    assert data.annotated() <= set(data.simplified())
    assert data.annotated() <= every


@pytest.mark.parametrize("first", [0x4E00, 0x5000, 0x6000, 0x7000, 0x8000, 0x9000])
def test_readings_cover_the_common_characters(first):
    """Every level-one character of GB 2312 in the range has a toned reading."""
    every = set("".join(data.readings().values()))
    level_one = bytes(
        byte for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF) for byte in (high, low)
    ).decode("gb2312", "ignore")
    missing = {c for c in level_one if first <= ord(c) < first + 0x1000} - every
    assert missing <= set("的了着")
