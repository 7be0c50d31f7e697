"""The table of rules is whole, and every example in it is true."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pages
import pytest
from hypothesis import given, settings

from dongxi import claims, head, reading, rules, says, seeds
from dongxi.cli import main
from dongxi.data import lines
from dongxi.genre import Facts, cues
from dongxi.reading import read
from dongxi.report.words import words
from dongxi.rules import STAGES, in_order, sentence

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dongxi"
TABLE = "dongxi/data/rules.jsonl"
ADD = "has no row in {}: add id, does, changes, leaves (a rule of SAYINGS: id, does); then `python -m dongxi.rules > docs/rules.md`"
ID = re.compile(rf"(?:{'|'.join(STAGES)})/[a-z0-9]+(?:-[a-z0-9]+)*")
#: A rule's id put together from parts, as it stands in the code.
COMPOSED = re.compile(rf"(?:{'|'.join(STAGES)})/[a-z0-9-]*$")
#: Where ids are put together, and which ids those are (without their stage: all of `NAMED`).
COMPOSERS = {
    ("sites.py", "claims/"): "every rule of `sites` stands in RANKS",
    ("genre.py", "genre/"): "the first words of the rows of `cues`",
    ("hints.py", "head/hint-"): "every rule of HINTS stands in RANKS",
    ("named.py", "roles/"): "the calls of `called`",
    ("reading.py", "read/"): "the keys of REASONS",
    ("says.py", "roles/"): "SAYINGS",
    ("says.py", "roles/labelled-"): "FIELD_ROLES",
}
#: Ids that a module uses for itself: they reach no table.
INTERNAL = {
    "head/canonical": "the address of a page is no claim; the day in it is, as head/address",
    "head/og-url": "as head/canonical",
}
LONGEST, LONGEST_CHINESE = 200, 80
SHOWN = [rule for rule in rules.rules().values() if rule.changes]


def trees():
    """The modules that read pages; the checks have a table of their own."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "checks" not in path.parts and path.name != "rules.py":
            yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def strings(node):
    return [
        n.value
        for n in ast.walk(node)
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]


def called(tree):
    """The rules that calls of `called(role, rule)` give: the last word of each row of words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "called":
            rows = [n for n in ast.walk(node) if isinstance(n, ast.Tuple)] or [node]
            for row in rows:
                last = (row.elts if isinstance(row, ast.Tuple) else row.args)[-1]
                yield from strings(last) if isinstance(last, ast.Constant) else ()


def headlines(tree):
    """The two rules of headlines, which are called as their roles are."""
    found = [
        n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and "headline" in n.name
    ]
    return {word for n in found for word in strings(n) if word in {"title", "subtitle"}}


def cue_words(tree):
    """The first words of the rows of `cues`."""
    (found,) = (
        n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "cues"
    )
    rows = [n.elts[0] for n in ast.walk(found) if isinstance(n, ast.Tuple)]
    return {n.value for n in rows if isinstance(n, ast.Constant)}


@cache
def known():
    """Every id the code can write."""
    found = {rule for ranks in claims.RANKS.values() for rule in ranks}
    found |= {saying.rule for saying in says.SAYINGS}
    found |= {f"roles/labelled-{kind}" for kind in says.FIELD_ROLES}
    found |= {f"read/{reason.replace('_', '-')}" for reason in reading.REASONS}
    for name, tree in trees():
        documented = {
            ast.get_docstring(n, clean=False)
            for n in ast.walk(tree)
            if hasattr(n, "body") and isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
        }
        found |= {
            text for text in strings(tree) if text not in documented and ID.fullmatch(text)
        }
        found |= {f"roles/{rule}" for rule in called(tree)}
        if name == "headline.py":
            found |= {f"roles/{rule}" for rule in headlines(tree)}
        if name == "genre.py":
            found |= {f"genre/{rule}" for rule in cue_words(tree)}
    return found - set(INTERNAL)


def test_every_rule_of_the_code_has_a_row():
    missing = sorted(known() - set(rules.rules()))
    assert not missing, "\n".join(f"rule {rule} {ADD.format(TABLE)}" for rule in missing)


def test_every_row_is_a_rule_of_the_code():
    stray = sorted(set(rules.rules()) - known())
    assert not stray, f"rows of {TABLE} without a rule in the code: {', '.join(stray)}"


def test_ids_are_put_together_in_known_places_only():
    """Where this fails, teach `known` the new ids, and add the place to `COMPOSERS`."""
    found = set()
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                found |= {(name, start)} if COMPOSED.fullmatch(start) else set()
    assert found == set(COMPOSERS)


def test_rows_are_well_formed():
    rows = [line for line in (ROOT / TABLE).read_text(encoding="utf-8").split("\n") if line]
    assert len(rows) == len(rules.rules()), "an id stands twice"
    for rule in rules.rules().values():
        assert ID.fullmatch(rule.id), rule.id
        assert re.fullmatch(r"[A-Z][^\n]*[^ .]\.", rule.does), rule.id
        assert (rule.changes is None) == (rule.leaves is None) == bool(rule.unshown), rule.id


def test_few_rules_are_not_shown():
    assert [rule.id for rule in rules.rules().values() if rule.unshown] == [
        "seeds/same-page",
        "blocks/line-blank",
        "roles/glued-tail",
        "parts/suggested",
        "withhold/removed-seed",
        "withhold/removed-document",
        "withhold/removed-span",
        "withhold/stands-again",
        "withhold/name-shows",
        "withhold/no-such-page",
        "read/too-large",
        "read/too-many-lines",
        "read/malformed",
        "read/failed",
        "read/no-content",
        "assemble/pin-moved",
    ]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_examples_are_short(rule):
    for example in (rule.changes, rule.leaves):
        assert 0 < len(example.page or example.file) <= LONGEST
        assert (example.page.count("⟦"), example.page.count("⟧")) in {(0, 0), (1, 1)}


class Seen:
    """What the program says of an example."""

    def __init__(self, example):
        entry = [{"reason": "seen on paper", **example.entry}] if example.entry else None
        self.page = read(example.raw(), url=example.url, curation=entry)
        self.blocks = self.page.blocks
        self.edits = {e.rule for b in self.blocks for p in b.text.edits() for e in p.edits}
        found = [*self.page.page_claims, *self.page.personal]
        for document in self.page.documents:
            found += [*document.claims, *document.personal, *document.measured()]
        self.claims = [(claim.rule, claim.value) for claim in found]
        self.text = "".join(str(block.text) for block in self.blocks)

    @property
    def rules(self):
        """Every id that the page shows."""
        return {
            self.page.source.rule, *self.edits, *(rule for rule, _ in self.claims),
            *(block.rule for block in self.blocks), *(p.code for p in self.page.problems),
        }  # fmt: skip

    def at(self, span, *, separators):
        """The rules of the blocks at some bytes: of lines, or of what lies between them."""
        return {
            block.rule
            for block in self.blocks
            if block.text.span.start < span[1]
            and block.text.span.end > span[0]
            and (separators or block.kind in {"text", "front_matter"})
        }

    def given(self, rule):
        """What a rule gave: the text after edits, the encoding, or values."""
        if rule in self.edits:
            return {self.text}
        if rule == self.page.source.rule:
            return {self.page.source.encoding}
        return {value for made, value in self.claims if made == rule}


def listed(example, folder):
    """Put a file with the example's name beside a page; give the codes of what is reported."""
    (folder / "one.txt").write_text("路通了。", encoding="utf-8")
    (folder / example.file).write_text("路通了。", encoding="utf-8")
    return {problem.code for problem in seeds.listing(folder).not_read}


def rules_of(rule, example, folder):
    if example.file:
        return listed(example, folder)
    seen, span = Seen(example), example.marked()
    return seen.at(span, separators=rule.stage == "blocks") if span else seen.rules


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_rules_change_their_examples(rule, tmp_path):
    found = rules_of(rule, rule.changes, tmp_path)
    assert rule.id in found
    assert not rule.changes.marked() or found == {rule.id}
    if rule.gives:
        assert rule.gives in Seen(rule.changes).given(rule.id)


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_rules_leave_their_look_alikes(rule, tmp_path):
    found = rules_of(rule, rule.leaves, tmp_path)
    assert rule.id not in found
    assert found or rule.leaves.file


@pytest.mark.parametrize(
    "rule", [r for r in SHOWN if r.stage == "head"], ids=lambda rule: rule.id
)
def test_look_alikes_are_html_where_only_html_counts(rule):
    assert {Seen(rule.changes).page.format, Seen(rule.leaves).page.format} == {"html"}


def test_what_comes_out_is_said_where_something_does():
    """Edits, claims and encodings say what they give; roles and problems need not."""
    silent = {"seeds", "blocks", "roles", "withhold", "read", "assemble"}
    wrong = [r.id for r in SHOWN if bool(r.gives) == (r.stage in silent)]
    assert wrong == []


def seen_everywhere(raw):
    page = read(raw)
    found = {row["rule"] for row in page.ledger()} | {row["rule"] for row in page.claims()}
    found |= {rule for row in page.edits() for rule in row["rules"]}
    return found | {problem.code for problem in page.problems}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.stem
)
def test_seeds_show_no_rule_without_a_row(path):
    assert seen_everywhere(path.read_bytes()) <= set(rules.rules())


@given(pages.raw())
@settings(derandomize=True, deadline=None, max_examples=200)
def test_pages_show_no_rule_without_a_row(raw):
    assert seen_everywhere(raw) <= set(rules.rules())


def test_internal_ids_reach_no_table():
    """They are said of an address, which is no field."""
    page = '<link rel=canonical href="https://example.com/a/1.html"><body><p>路通了。</p>'
    made = {claim.rule for claim in head.claims(page.encode(), "utf-8")}
    assert made == {"head/canonical"}
    assert not made & seen_everywhere(page.encode())


def test_cues_are_those_of_the_table():
    """A page with every sign shows every rule of the stage."""
    sure = Facts(
        "专访:通用30篇 政策解读", "评论", "央视评论员", dateline=True, number=True,
        text="各位朋友:\n问:一\n问:二\n问:三\n第一条 一\n第二条 二\n第三条 三\n摘要:一\n关键词:一",
    )  # fmt: skip
    found = {
        cue.rule
        for title in ("", "短评", "讲话", "修路的通知", "修路的讲话")
        for cue in cues(sure._replace(title=sure.title + title))
    }
    assert found == {rule for rule in rules.rules() if rule.startswith("genre/")}


def test_rules_stand_in_the_order_of_stages():
    order = [rule.stage for rule in rules.rules().values()]
    assert list(dict.fromkeys(order)) == list(STAGES)
    assert order == sorted(order, key=list(STAGES).index)


CODE = re.compile("`([^`]+)`")
#: What stands in the sentences of a stage as code, and the report has a word for.
WORDS = {"roles": "role", "blocks": "role", "claims": "field", "head": "field", "script": "field", "genre": "type"}  # fmt: skip
IN_CHINESE = [(rule.id, rule.does, rule.zh) for rule in rules.rules().values()]
ADD_CHINESE = "has no sentence in dongxi/data/rules.zh.tsv: add its id, a tab, and in short Chinese what it does"


def test_every_rule_is_told_in_chinese():
    """In the order of the table, none twice, and none of a rule that is not there."""
    missing = [rule for rule, _, chinese in IN_CHINESE if not chinese]
    assert not missing, "\n".join(f"rule {rule} {ADD_CHINESE}" for rule in missing)
    found = [line.split("\t")[0] for line in lines("rules.zh.tsv")]
    assert found == [rule for rule, *_ in IN_CHINESE]
    assert len({chinese for *_, chinese in IN_CHINESE}) == len(IN_CHINESE)


@pytest.mark.parametrize(
    ("rule", "does", "chinese"), IN_CHINESE, ids=[r for r, *_ in IN_CHINESE]
)
def test_the_chinese_sentence_says_the_same(rule, does, chinese):
    """One sentence in Chinese, with the same numbers and code, and the report's own words."""
    assert re.fullmatch(r"[^\t。]*(?:“。”)?。", chinese)
    assert len(chinese) <= LONGEST_CHINESE
    bare = CODE.sub("", chinese)
    assert len(re.findall("[\u4e00-\u9fff]", bare)) * 4 > len(bare)
    assert set(CODE.findall(chinese)) <= set(CODE.findall(does))
    assert set(re.findall("[0-9][0-9,]+[0-9]", chinese)) == set(
        re.findall("[0-9][0-9,]+[0-9]", does)
    )
    stem = WORDS.get(rule.partition("/")[0])
    for code in CODE.findall(does):
        if stem and (told := words().get(f"{stem}.{code}")) and code != "date_modified":
            assert f"“{told[1]}”" in chinese or code in CODE.findall(chinese), code


def test_unknown_rules_are_shown_last_and_without_a_sentence():
    assert in_order(["b/b", "a/a", "roles/body", "decode/utf-8"]) == [
        "decode/utf-8",
        "roles/body",
        "a/a",
        "b/b",
    ]
    assert sentence("a/a") == ""


def test_explain_says_what_its_rules_do(tmp_path, capsys):
    """Each rule named above stands below, once, and no other."""
    page = tmp_path / "page.html"
    page.write_text(
        "<meta charset=gb2312><title>山里的路</title><body><p>R&amp;D，路通了。</p>",
        encoding="utf-8",
    )
    assert main(["explain", str(page)]) == 0
    above, _, below = capsys.readouterr().out.rpartition("\n\n")
    rows = [line.split(maxsplit=1) for line in below.splitlines()]
    assert {rule for rule, _ in rows} == set(ID.findall(above))
    assert {"decode/declared-wrong", "tidy/reference", "roles/body"} <= set(ID.findall(above))
    assert all(does == rules.rules()[rule].does for rule, does in rows)
    assert len(rows) == len(dict(rows))


def test_explain_shows_the_rules_of_a_rejected_page(tmp_path, capsys):
    page = tmp_path / "page.txt"
    page.write_text("栏目列表", encoding="utf-8")
    assert main(["explain", str(page)]) == 1
    assert sentence("roles/navigation") in capsys.readouterr().out


def test_the_documentation_is_fresh():
    """Run `python -m dongxi.rules > docs/rules.md` where this fails."""
    assert (ROOT / "docs" / "rules.md").read_bytes().decode() == rules.document()
